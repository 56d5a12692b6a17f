// Package storetest gives tests a real case file and looks at it afterwards.
//
// New makes a case in the test's own folder. When the test ends the case is
// checked; one that does not hold fails the test and is kept, and the log says
// where, so that it can be looked at.
package storetest

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
)

// start is the time on the clock of a case that New made; the clock goes on by a
// second at each look.
var start = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// Clock returns a clock that begins at 2026-05-04 09:00 UTC and goes on by one
// second at each look. It may be used by several goroutines.
func Clock() func() time.Time {
	var mu sync.Mutex
	now := start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// New makes a case and opens it. It is checked and closed after the test.
func New(t testing.TB) *store.File {
	t.Helper()
	f := Unchecked(t)
	t.Cleanup(func() { CheckFile(t, f) })
	return f
}

// Unchecked makes a case and opens it. It is closed after the test and not looked at,
// since a benchmark leaves a large one, or half an import.
func Unchecked(t testing.TB) *store.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.case")
	f, err := store.Create(path, casefile.Case{ID: "00000000-0000-4000-8000-000000000001", Title: "Test", Program: "test"},
		store.Options{By: "Test Person", Now: Clock()})
	if err != nil {
		t.Fatalf("make case: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close case: %v", err)
		}
	})
	return f
}

// CheckFile checks an open case, fails the test for every defect, and keeps a copy
// of a case that does not hold.
func CheckFile(t testing.TB, f *store.File) {
	t.Helper()
	sound := true
	for d := range f.Check(context.Background()) {
		if d.Note {
			continue
		}
		sound = false
		t.Errorf("case: %s %s: %s", d.Bucket, d.Key, d.Message)
	}
	if !sound {
		t.Logf("the case is kept as %s", keep(t, f.Path()))
	}
}

func keep(t testing.TB, path string) string {
	in, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer in.Close()
	out, err := os.CreateTemp("", "broken-*.case")
	if err != nil {
		return err.Error()
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		t.Logf("keep case: %v", err)
	}
	return out.Name()
}
