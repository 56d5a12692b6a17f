package importertest

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"casebench/casefile"
	updating "casebench/internal/golden"
)

func parseMapping(t *testing.T, b []byte) *casefile.Mapping {
	t.Helper()
	var m casefile.Mapping
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return &m
}

// golden compares got with the file, or writes the file under -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if updating.Updating() {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (write it with -update, and read it)", err)
	}
	gotLines, wantLines := bytes.SplitAfter(got, []byte("\n")), bytes.SplitAfter(want, []byte("\n"))
	for i := range max(len(gotLines), len(wantLines)) {
		switch {
		case i >= len(gotLines):
			t.Fatalf("%s: line %d is missing:\n%s", path, i+1, wantLines[i])
		case i >= len(wantLines):
			t.Fatalf("%s: line %d is too many:\n%s", path, i+1, gotLines[i])
		case !bytes.Equal(gotLines[i], wantLines[i]):
			t.Fatalf("%s: line %d is\n%swant\n%s", path, i+1, gotLines[i], wantLines[i])
		}
	}
}
