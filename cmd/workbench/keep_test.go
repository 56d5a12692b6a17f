package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebench/casework"
)

// An import that is stopped with --keep is there to be resumed, and comes out whole;
// without it nothing of it stays.
func TestStoppedImportIsKeptWhereAskedFor(t *testing.T) {
	log := filepath.Join(partOfWorld(t, 60_000), "requests.jsonl.gz")
	whole := importInto(t, filepath.Join(t.TempDir(), "whole.case"), log)
	for _, keep := range []bool{true, false} {
		path, left := stopImport(t, log, keep)
		if (len(left) > 0) != keep {
			t.Fatalf("keep %v: drafts %v", keep, left)
		}
		if !keep {
			continue
		}
		if left[0].StoredRow == 0 {
			t.Errorf("nothing of it was stored: %v", left)
		}
		if code, _, msg := call("import", path, "--resume", "--quiet"); code != exitOK {
			t.Fatalf("resume: %s", msg)
		}
		for name, s := range sourcesOf(t, path) {
			if want := whole[name]; s.SHA256 != want.SHA256 || s.Accepted != want.Accepted || s.Root != want.Root {
				t.Errorf("%s came out with %d of %d rows", name, s.Accepted, want.Accepted)
			}
		}
		if code, text, _ := call("check", path, "--quiet"); code != exitOK {
			t.Error(text)
		}
	}
}

// stopImport stops an import into a new case once the case has grown, and returns what
// it left. An import that was quicker than that is begun again with another case.
func stopImport(t *testing.T, log string, keep bool) (path string, left []casework.Draft) {
	t.Helper()
	for range 10 {
		path = filepath.Join(t.TempDir(), "stopped.case")
		if code, _, msg := call("new", path, "--quiet"); code != exitOK {
			t.Fatal(msg)
		}
		args := []string{"import", path, log, "--quiet", "--json"}
		if keep {
			args = append(args, "--keep")
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			defer cancel()
			for ctx.Err() == nil {
				if info, err := os.Stat(path); err == nil && info.Size() > 1<<20 {
					return
				}
				time.Sleep(time.Millisecond)
			}
		}()
		var out, msg bytes.Buffer
		code := run(ctx, args, bytes.NewReader(nil), &out, &msg)
		cancel()
		if code == exitOK {
			continue
		}
		if code != exitCancelled {
			t.Fatalf("exit %d: %s", code, out.String())
		}
		_, text, _ := call("drafts", path, "--json", "--quiet")
		var d struct{ Drafts []casework.Draft }
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Fatal(err)
		}
		return path, d.Drafts
	}
	t.Fatal("the import was always done before it was stopped")
	return "", nil
}
