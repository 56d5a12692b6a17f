package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/gzip"
)

// demo makes the synthetic world, unless an earlier run left it.
func (b *bench) demo() (string, error) {
	dir := filepath.Join(b.dir, "world-"+b.scale)
	done := dir + ".complete" // beside it: an import reads all that is in the folder
	if exists(done) {
		return dir, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	b.say("make a world of scale %s", b.scale)
	if _, err := call(b.ctx, nil, nil, b.workbench, "demo", dir, "--scale", b.scale, "--seed", "1", "--quiet"); err != nil {
		return "", err
	}
	return dir, os.WriteFile(done, nil, 0o644)
}

// requests unpacks the first n of the world's requests: DuckDB and we shall read the
// same plain bytes, and neither shall wait for gzip.
func (b *bench) requests(n int64) (path string, size int64, err error) {
	dir, err := b.demo()
	if err != nil {
		return "", 0, err
	}
	b.say("unpack %s requests", label(n))
	return b.once(filepath.Join(b.folder(n), "requests.jsonl"), func(out io.Writer) error {
		in, err := os.Open(filepath.Join(dir, "requests.jsonl.gz"))
		if err != nil {
			return err
		}
		defer in.Close()
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return err
		}
		return b.lines(out, unpacked, n)
	})
}

// lines copies the first n lines.
func (b *bench) lines(out io.Writer, in io.Reader, n int64) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	for i := range n {
		if i%(1<<14) == 0 && b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		line, err := lines.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("line %d of %d: %w", i+1, n, err)
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// once writes a file under another name and renames it when it is whole, unless an
// earlier run left it.
func (b *bench) once(path string, write func(io.Writer) error) (string, int64, error) {
	info, err := os.Stat(path)
	if err == nil {
		return path, info.Size(), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", 0, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", 0, err
	}
	half := path + ".half"
	f, err := os.Create(half)
	if err != nil {
		return "", 0, err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	err = errors.Join(write(out), out.Flush(), f.Close())
	if err != nil {
		return "", 0, errors.Join(fmt.Errorf("write %s: %w", filepath.Base(path), err), os.Remove(half))
	}
	if err := os.Rename(half, path); err != nil {
		return "", 0, err
	}
	size, err := sizeOf(path)
	return path, size, err
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
