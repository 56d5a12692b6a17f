// Package golden compares what a test made with a file that a person has read.
//
// A golden file lies in the package's testdata folder and is part of the review:
// `go test -update` (or `make golden`) writes it, the diff of the commit shows
// what changed. Without the flag a difference fails the test and prints a diff.
//
// The package is test gear: only tests import it.
package golden

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"
)

// maxDiff is how much of a diff is printed; a longer one is not read anyway.
const maxDiff = 8 << 10

var update = flag.Bool("update", false, "write golden files instead of comparing with them")

// Updating reports whether the run writes golden files instead of comparing.
func Updating() bool { return *update }

// Equal fails t unless the file at path holds exactly got. Under -update it
// writes got there instead, making the folder if need be. It may be called from
// the test goroutine only and does not keep got.
func Equal(t testing.TB, path string, got []byte) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is not there yet; `go test -update` writes it, then read it", path)
		return
	}
	if err != nil {
		t.Errorf("read golden file: %v", err)
		return
	}
	if d := Diff(path, want, got); d != "" {
		t.Errorf("%s differs (- wanted, + got); if the new one is right, `go test -update` writes it\n%s", path, d)
	}
}

// EqualString is Equal for text.
func EqualString(t testing.TB, path, got string) {
	t.Helper()
	Equal(t, path, []byte(got))
}

// Diff describes how got differs from want, "" when it does not. Text is compared
// by lines; of anything else the first differing byte is named.
func Diff(name string, want, got []byte) string {
	if bytes.Equal(want, got) {
		return ""
	}
	if !utf8.Valid(want) || !utf8.Valid(got) || bytes.IndexByte(want, 0) >= 0 || bytes.IndexByte(got, 0) >= 0 {
		return firstDifference(want, got)
	}
	d := diff.Diff(name, want, "got", got)
	if len(d) > maxDiff {
		d = append(d[:maxDiff:maxDiff], "\n… and more\n"...)
	}
	return string(d)
}

func write(t testing.TB, path string, got []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatalf("make golden folder: %v", err)
	}
	if err := os.WriteFile(path, got, 0o644); err != nil {
		t.Fatalf("write golden file: %v", err)
	}
}
