package casework_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What a look says of a file is what importing it then does.
func TestALookKeepsItsWord(t *testing.T) {
	odd := "when;who;where;note\n02.05.2026;u1;198.51.100.1;x\n2026-05-03 10:00;u2;not an address;y\n2026-05-04 11:00;u3;198.51.100.3;z\nshort;row\n"
	half := &strings.Builder{}
	z := gzip.NewWriter(half)
	z.Write([]byte(strings.Repeat("account_id,ts,ip\n", 40000)))
	z.Close()
	for name, c := range map[string]struct {
		file, text string
		mapping    *casefile.Mapping
		check      func(*testing.T, casework.FileLook)
	}{
		"a canonical table": {file: "logins.csv", text: "account_id,ts,ip,result\na,2026-05-01T00:00:00Z,198.51.100.1,ok\nb,2026-05-01T00:01:00Z,198.51.100.2,ok\n",
			check: func(t *testing.T, l casework.FileLook) {
				if !l.Canonical || l.Table != "logins" || l.Encoding != "ASCII" || l.Trial.Accepted != 2 || !l.Trial.Whole {
					t.Errorf("%+v", l)
				}
				if !slices.Contains(l.Observes, "ip") {
					t.Errorf("observes %v", l.Observes)
				}
				if got := l.Trial.Lines[1].Cells[slices.IndexFunc(l.Trial.Columns, func(c casework.TrialColumn) bool { return c.Name == "ts" })].Text; got != "2026-05-01 00:01:00 UTC" {
					t.Errorf("the time is shown as %q", got)
				}
			}},
		"unknown columns": {file: "odd.csv", text: odd, check: func(t *testing.T, l casework.FileLook) {
			if l.Error == nil || l.Error.Kind != fault.Invalid || len(l.Columns) != 4 || l.Preview == nil {
				t.Errorf("%+v", l)
			}
		}},
		"unknown columns, mapped": {file: "odd.csv", text: odd,
			mapping: &casefile.Mapping{Table: "logins", Columns: map[string]string{"when": "ts", "who": "account_id", "where": "ip"}},
			check: func(t *testing.T, l casework.FileLook) {
				if l.Error != nil {
					t.Fatalf("%+v", l.Error)
				}
				if l.Trial.Rejected != 2 || l.Trial.Accepted != 2 || l.Trial.Bad["ip"] != 1 {
					t.Errorf("%+v", l.Trial)
				}
			}},
		"wrong kind": {file: "photo.bin", text: "\x89PNG\r\n\x1a\n\x00\x00", check: func(t *testing.T, l casework.FileLook) {
			if l.Error == nil || l.Error.Kind != fault.Unsupported || len(l.Tried) == 0 || l.Tried[0].Why == "" {
				t.Errorf("%+v", l)
			}
		}},
		"cut short": {file: "logins.csv.gz", text: half.String()[:half.Len()/2], check: func(t *testing.T, l casework.FileLook) {
			if l.Error != nil && l.Error.Message == "" {
				t.Errorf("%+v", l)
			}
		}},
		"no rows": {file: "empty.csv", check: func(t *testing.T, l casework.FileLook) {
			if l.Error == nil || !strings.Contains(l.Error.Message, "empty") {
				t.Errorf("%+v", l)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := casework.New(filepath.Join(t.TempDir(), "a.case"), "", casework.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			o := casework.ImportOptions{Paths: []string{writeFile(t, c.file, c.text)}, Mapping: c.mapping}
			looks, err := w.LookAt(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			c.check(t, looks[0])
			if looks[0].Error != nil {
				return
			}
			r, err := w.Import(t.Context(), o, progress.Discard)
			if err != nil {
				if name != "cut short" {
					t.Fatal(err)
				}
				return
			}
			s := r.Sources[0]
			if tr := looks[0].Trial; tr.Whole && (int64(tr.Accepted) != s.Accepted || int64(tr.Rejected) != s.Rejected || int64(tr.Skipped) != s.Skipped) {
				t.Errorf("the trial says %d, %d, %d; the import %d, %d, %d", tr.Accepted, tr.Rejected, tr.Skipped, s.Accepted, s.Rejected, s.Skipped)
			}
			if again, err := w.LookAt(t.Context(), o); err != nil || again[0].Twin != s.ID {
				t.Errorf("after the import, twin %d, want %d (%v)", again[0].Twin, s.ID, err)
			}
		})
	}
}

// A sample case is made once, as a whole or not at all.
func TestTheSampleCaseIsMadeOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a world")
	}
	dir := t.TempDir()
	o := casework.SampleOptions{Dir: dir, Scale: "s", Seed: 1}
	path, err := casework.SampleCase(t.Context(), o, casework.Config{}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := casework.SampleCase(t.Context(), o, casework.Config{}, progress.Discard)
	if err != nil || again != path {
		t.Fatalf("%s, %v", again, err)
	}
	if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the case was touched (%v)", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.unfinished*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What stays in the case is said before the export, and by it.
func TestAnExportSaysBeforehandWhatStays(t *testing.T) {
	w, err := casework.New(filepath.Join(t.TempDir(), "a.case"), "", casework.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{writeFile(t, "logins.csv", "account_id,ts,ip\na,2026-05-01T00:00:00Z,198.51.100.1\nb,yesterday,198.51.100.2\n")}, TLP: "amber"}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:a", Note: "for counsel", Kind: "privileged"}); err != nil {
		t.Fatal(err)
	}
	k, err := w.CheckExport(t.Context(), "legal")
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Export(t.Context(), casework.ExportOptions{Path: filepath.Join(t.TempDir(), "p.zip"), Profile: "legal"}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(k.Stays, r.Blocked) || len(k.Stays) != 1 {
		t.Errorf("before: %v; by the export: %v", k.Stays, r.Blocked)
	}
	if k.Marking != "amber" || len(k.Lacks) != 3 {
		t.Errorf("%+v", k)
	}
	if want := "1 row of the sources could not be read; the package lists it."; !slices.Contains(k.Lacks, want) {
		t.Errorf("%q is not among %q", want, k.Lacks)
	}
	if v, err := w.Verify(t.Context(), progress.Discard); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}
