package all_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casebench/importers"
	"casebench/importers/all"
)

// Logs of one record a line look alike from afar. Each sample that needs no mapping is
// taken by its own importer, whatever the others say of it.
func TestEveryLogIsTakenByItsOwn(t *testing.T) {
	for folder, id := range map[string]string{"weblog": "weblog", "elb": "aws-elb", "iis": "iis", "zeek": "zeek",
		"docker": "docker", "cri": "cri", "syslog": "syslog"} {
		paths, err := filepath.Glob(filepath.Join("..", folder, "testdata", "*", "input.*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no samples of %s: %v", folder, err)
		}
		for _, path := range paths {
			if there(t, path, "mapping.json") || there(t, path, "want.error.txt") {
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name := folder + filepath.Ext(path)
			h, _, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))})
			if err != nil {
				t.Fatal(err)
			}
			imp, candidates, err := all.Registry().Choose(h)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			} else if got := imp.Format().ID; got != id {
				t.Errorf("%s is taken by %s: %s", path, got, candidates[0].Match.Why)
			}
		}
	}
}

func there(t *testing.T, sample, name string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(filepath.Dir(sample), name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}
