package casework_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"casebench/casework"
	"casebench/casework/demo"
	"casebench/internal/progress"
)

// shelf keeps the worlds and the cases that several tests begin with: to make one
// takes longer than most tests. Tests get worlds for reading, and copies of cases.
var shelf struct {
	mu   sync.Mutex
	dir  string
	made map[string]error
}

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "casebench-casework-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		shelf.dir, shelf.made = dir, map[string]error{}
		return m.Run()
	}())
}

// shelved returns the path of a thing, which the first test that asks for it makes.
func shelved(t *testing.T, name string, make func(path string) error) string {
	t.Helper()
	shelf.mu.Lock()
	defer shelf.mu.Unlock()
	path := filepath.Join(shelf.dir, name)
	err, there := shelf.made[name]
	if !there {
		err = make(path)
		shelf.made[name] = err
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// world is a demo world of scale s, for reading only.
func world(t *testing.T, seed uint64) string {
	t.Helper()
	return shelved(t, fmt.Sprint("world-", seed), func(path string) error {
		_, err := demo.Write(t.Context(), path, demo.Options{Scale: "s", Seed: seed}, progress.Discard)
		return err
	})
}

// brought is a case that holds a world.
func brought(t *testing.T, seed uint64) *casework.Casework {
	t.Helper()
	return copyOf(t, broughtFile(t, seed))
}

func broughtFile(t *testing.T, seed uint64) string {
	t.Helper()
	from := world(t, seed)
	return shelved(t, fmt.Sprint("brought-", seed, ".case"), func(path string) error {
		w, err := casework.New(path, "Test case", config())
		if err != nil {
			return err
		}
		if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{from}}, progress.Discard); err != nil {
			return err
		}
		return w.Close()
	})
}

// linked is a case that holds a world and its links.
func linked(t *testing.T, seed uint64) *casework.Casework {
	t.Helper()
	from := broughtFile(t, seed)
	return copyOf(t, shelved(t, fmt.Sprint("linked-", seed, ".case"), func(path string) error {
		if err := copyFile(from, path); err != nil {
			return err
		}
		w, err := casework.Open(path, config())
		if err != nil {
			return err
		}
		if _, err := w.Link(t.Context(), casework.LinkOptions{Seed: seed}, progress.Discard); err != nil {
			return err
		}
		return w.Close()
	}))
}

// copyOf opens a copy of a case and closes it with the test.
func copyOf(t *testing.T, path string) *casework.Casework {
	t.Helper()
	own := filepath.Join(t.TempDir(), "test.case")
	if err := copyFile(path, own); err != nil {
		t.Fatal(err)
	}
	w, err := casework.Open(own, config())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
