package golden_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/internal/golden"
)

// recorder stands in for a test, so that a failure can be looked at.
type recorder struct {
	testing.TB
	failed []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}

func TestEqual(t *testing.T) {
	path := filepath.Join(t.TempDir(), "want.txt")
	if err := os.WriteFile(path, []byte("one\ntwo\nthree\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		path, got string
		says      string // "" when the comparison must pass
	}{
		"same":           {path, "one\ntwo\nthree\n", ""},
		"one line other": {path, "one\n2\nthree\n", "-two\n+2\n"},
		"missing file":   {path + ".missing", "one\n", "is not there yet"},
		"binary":         {path, "one\ntwo\x00", "first difference at byte 7"},
		"longer by one":  {path, "one\ntwo\nthree\n\n", "+\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := &recorder{TB: t}
			golden.EqualString(r, c.path, c.got)
			switch said := strings.Join(r.failed, "\n"); {
			case c.says == "" && said != "":
				t.Errorf("failed with %q, want it to pass", said)
			case c.says != "" && !strings.Contains(said, c.says):
				t.Errorf("said %q, want %q in it", said, c.says)
			}
		})
	}
}

func TestUpdateWritesTheFileItThenAccepts(t *testing.T) {
	if golden.Updating() {
		t.Skip("this test sets -update itself")
	}
	setUpdate(t, "true")
	path := filepath.Join(t.TempDir(), "new", "want.txt")
	golden.EqualString(t, path, "fresh\n")
	setUpdate(t, "false")
	golden.EqualString(t, path, "fresh\n")
}

func setUpdate(t *testing.T, v string) {
	t.Helper()
	if err := flag.Set("update", v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := flag.Set("update", "false"); err != nil {
			t.Error(err)
		}
	})
}
