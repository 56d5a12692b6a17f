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
	world := smallWorld(t)
	dir := t.TempDir()
	log := filepath.Join(world, "requests.jsonl.gz")
	whole := importInto(t, filepath.Join(dir, "whole.case"), log)
	for _, keep := range []bool{true, false} {
		path := filepath.Join(dir, map[bool]string{true: "kept.case", false: "dropped.case"}[keep])
		if code, _, msg := call("new", path, "--quiet"); code != exitOK {
			t.Fatal(msg)
		}
		args := []string{"import", path, log, "--quiet", "--json"}
		if keep {
			args = append(args, "--keep")
		}
		ctx, cancel := context.WithCancel(t.Context())
		stop := make(chan struct{})
		go func() {
			defer cancel()
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
				}
				if info, err := os.Stat(path); err == nil && info.Size() > 1<<20 {
					return
				}
			}
		}()
		var out, msg bytes.Buffer
		code := run(ctx, args, bytes.NewReader(nil), &out, &msg)
		close(stop)
		<-ctx.Done()
		if code == exitOK {
			t.Log("the import was done before it was stopped")
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
		if (len(d.Drafts) > 0) != keep {
			t.Fatalf("keep %v: drafts %s", keep, text)
		}
		if !keep {
			continue
		}
		if d.Drafts[0].StoredRow == 0 {
			t.Errorf("nothing of it was stored: %s", text)
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
