package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// demo makes the synthetic world of the scale, unless an earlier run left it.
func (b *bench) demo() (string, error) {
	dir := filepath.Join(b.dir, "world")
	done := dir + ".complete" // beside it: an import reads all that is in the folder
	if exists(done) {
		return dir, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if _, err := call(b.ctx, nil, nil, b.workbench, "demo", dir, "--scale", b.scale, "--seed", "1", "--quiet"); err != nil {
		return "", err
	}
	return dir, os.WriteFile(done, nil, 0o644)
}

// requests unpacks the world's requests: DuckDB and we shall read the same plain
// bytes, and neither shall wait for gzip.
func (b *bench) requests() (path string, size int64, err error) {
	dir, err := b.demo()
	if err != nil {
		return "", 0, err
	}
	path = filepath.Join(b.dir, "requests.jsonl")
	if info, err := os.Stat(path); err == nil {
		return path, info.Size(), nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", 0, err
	}
	in, err := os.Open(filepath.Join(dir, "requests.jsonl.gz"))
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return "", 0, fmt.Errorf("unpack requests: %w", err)
	}
	half := path + ".half"
	out, err := os.Create(half)
	if err != nil {
		return "", 0, err
	}
	size, err = io.Copy(out, unpacked)
	if err := errors.Join(err, out.Close()); err != nil {
		return "", 0, fmt.Errorf("unpack requests: %w", err)
	}
	return path, size, os.Rename(half, path)
}

// warm reads a file once, so that nobody measured next pays for the disk.
func warm(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
