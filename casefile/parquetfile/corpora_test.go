package parquetfile_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile/parquetfile"
	"casebench/internal/fault"
	"casebench/internal/golden"
)

// read returns all lines of a file.
func read(data []byte) ([]byte, error) {
	f, err := parquetfile.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	lines := f.Lines(context.Background())
	defer lines.Close()
	return io.ReadAll(lines)
}

// TestRealFiles reads the files of apache/parquet-testing and others, whole and broken:
// the golden says how many rows each gave, or what is said of it.
func TestRealFiles(t *testing.T) {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	var b strings.Builder
	files := 0
	for _, pattern := range []string{"03-*/*/*.parquet", "04-*/*.parquet", "06-*/*/*/*.parquet"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files++
			lines, err := read(data)
			first, _, _ := strings.Cut(string(lines), "\n")
			if len(first) > 200 {
				first = first[:200] + "…"
			}
			fmt.Fprintf(&b, "%s: %d rows", filepath.Base(path), bytes.Count(lines, []byte("\n")))
			if err != nil {
				kind := fault.KindOf(err)
				if kind == fault.Internal {
					t.Errorf("%s: %v", path, err)
				}
				message, _, _ := strings.Cut(err.Error(), ".: ")
				fmt.Fprintf(&b, "; %s: %s", kind, message)
			}
			fmt.Fprintf(&b, "\n\t%s\n", first)
		}
	}
	if files < 40 {
		t.Fatalf("only %d files were found", files)
	}
	golden.Equal(t, "testdata/corpora.txt", []byte(b.String()))
}
