package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"casebench/casework/demo"
	"casebench/internal/progress"
)

// worldFolder names the folder of the world that the tests share.
const worldFolder = "CASEBENCH_TEST_WORLD"

// suite runs the tests and removes the world that they shared.
type suite struct{ *testing.M }

func (s suite) Run() int {
	dir, err := os.MkdirTemp("", "casebench-world-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv(worldFolder, dir)
	return s.M.Run()
}

var makeWorld = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(os.Getenv(worldFolder), "world")
	_, err := demo.Write(context.Background(), dir, demo.Options{Scale: "s", Seed: 5}, progress.Discard)
	return dir, err
})

// smallWorld is a demo world of 200,000 requests, made once; it is for reading only.
func smallWorld(t *testing.T) string {
	t.Helper()
	dir, err := makeWorld()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// partOfWorld is the small world with its first requests alone: enough for several
// pieces of an import.
func partOfWorld(t *testing.T, requests int) string {
	t.Helper()
	world, part := smallWorld(t), filepath.Join(t.TempDir(), "world")
	if err := os.CopyFS(part, os.DirFS(world)); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(part, "requests.jsonl.gz")
	f, err := os.Open(filepath.Join(world, "requests.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := gzip.NewWriter(&b)
	lines := bufio.NewScanner(in)
	for range requests {
		if !lines.Scan() {
			t.Fatalf("the world has fewer than %d requests: %v", requests, lines.Err())
		}
		if _, err := out.Write(append(lines.Bytes(), '\n')); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(log, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return part
}
