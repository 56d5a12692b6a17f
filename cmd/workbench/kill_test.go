package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"casebench/casework"
)

// TestKilledImportLeavesWholeSources kills an import with SIGKILL at moments that are
// spread over its length. Whatever is in the case then verifies, each
// source is there as a whole or not at all, and a second import completes it (tried
// at one moment in five).
func TestKilledImportLeavesWholeSources(t *testing.T) {
	moments := 20
	if testing.Short() {
		moments = 5
	}
	dir, world := t.TempDir(), partOfWorld(t, 60_000)
	began := time.Now()
	whole := importInto(t, filepath.Join(dir, "whole.case"), world)
	length := time.Since(began)
	kills := 0
	for i := range moments {
		path := filepath.Join(dir, "killed.case")
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), length*time.Duration(i+1)/time.Duration(moments+1))
		killed := program(ctx, "import", path, world, "--quiet")
		err := killed.Run()
		cancel()
		if err == nil {
			t.Logf("moment %d: the import was done before it was killed", i)
		} else {
			kills++
		}
		if _, err := os.Stat(path); err != nil {
			continue // killed before the case was made
		}
		checkKilled(t, i, path, whole)
		if i%5 != 2 {
			continue
		}
		again := importInto(t, path, world)
		if len(again) != len(whole) {
			t.Fatalf("moment %d: %d sources after a second import, want %d", i, len(again), len(whole))
		}
	}
	if kills == 0 {
		t.Error("no import was killed: the test shows nothing")
	}
}

// checkKilled verifies the case and compares its sources with the whole ones.
func checkKilled(t *testing.T, moment int, path string, whole map[string]casework.SourceState) {
	t.Helper()
	if code, _, msg := call("verify", path, "--quiet"); code != exitOK {
		t.Fatalf("moment %d: verify ends with %d: %s", moment, code, msg)
	}
	for name, s := range sourcesOf(t, path) {
		want, ok := whole[name]
		if !ok || s.SHA256 != want.SHA256 || s.Accepted != want.Accepted || s.Rows != want.Rows {
			t.Fatalf("moment %d: source %s is there with %d of %d rows", moment, name, s.Accepted, want.Accepted)
		}
	}
}

// program is the test binary run as the program, killed when ctx ends.
func program(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append(os.Environ(), runAsProgram+"=1")
	return c
}

// call runs the program inside the test.
func call(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, bytes.NewReader(nil), &out, &err)
	return code, out.String(), err.String()
}

func importInto(t *testing.T, path, world string) map[string]casework.SourceState {
	t.Helper()
	c := program(t.Context(), "import", path, world, "--quiet", "--json")
	c.Stderr = io.Discard
	if out, err := c.Output(); err != nil {
		t.Fatalf("import: %v: %s", err, out)
	}
	return sourcesOf(t, path)
}

func sourcesOf(t *testing.T, path string) map[string]casework.SourceState {
	t.Helper()
	code, out, msg := call("sources", path, "--json", "--quiet")
	if code != exitOK {
		t.Fatalf("sources: exit %d: %s", code, msg)
	}
	var r casework.SourcesResult
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	list := map[string]casework.SourceState{}
	for _, s := range r.Sources {
		list[s.Name] = s
	}
	return list
}

// A person who presses Ctrl-C gets exit code 130 and an unchanged case.
func TestCancelledVerbEndsWith130(t *testing.T) {
	dir, world := t.TempDir(), smallWorld(t)
	path := filepath.Join(dir, "my.case")
	if code, _, msg := call("new", path); code != exitOK {
		t.Fatal(msg)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, err bytes.Buffer
	if code := run(ctx, []string{"import", path, world, "--json", "--quiet"}, bytes.NewReader(nil), &out, &err); code != exitCancelled {
		t.Errorf("exit code %d, want %d: %s", code, exitCancelled, out.String())
	}
	var f failure
	if json.Unmarshal(out.Bytes(), &f) != nil || f.Error.Kind != "cancelled" {
		t.Errorf("answer %s", out.String())
	}
	if n := len(sourcesOf(t, path)); n != 0 {
		t.Errorf("%d sources after a cancelled import", n)
	}
}
