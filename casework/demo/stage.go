package demo

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"

	"casebench/internal/fault"
)

// The mark of a directory that this program wrote.
const (
	marker     = "truth/WORLD.txt"
	markerLine = "casebench demo world"
)

// stage is a directory inside the target in which the files are made. They move
// to their places together at the end.
type stage struct {
	target string
	dir    string
	made   bool // the target was not there before
	names  []string
}

// newStage checks that the target may be written to, and makes the stage.
func newStage(target string) (*stage, error) {
	s := &stage{target: target}
	entries, err := os.ReadDir(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.made = true
	case err != nil:
		if info, statErr := os.Stat(target); statErr == nil && !info.IsDir() {
			return nil, fault.New(fault.Conflict, "There is a file where the demo world should go.",
				"Name a directory that is new or empty.", err)
		}
		return nil, fmt.Errorf("look at the target directory: %w", err)
	case len(entries) > 0 && !isWorld(target):
		return nil, fault.New(fault.Conflict, "The directory is not empty, and holds no demo world.",
			"Name a directory that is new or empty; nothing was changed.", nil)
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return nil, fmt.Errorf("make the target directory: %w", err)
	}
	if s.dir, err = os.MkdirTemp(target, ".writing-*"); err == nil {
		err = os.Mkdir(filepath.Join(s.dir, "truth"), 0o755)
	}
	if err != nil {
		s.discard()
		return nil, fmt.Errorf("make a working directory: %w", err)
	}
	return s, nil
}

// isWorld reports whether a directory was written by this package.
func isWorld(dir string) bool {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(marker)))
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(markerLine))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == markerLine
}

// commit moves the finished files to their places. The marker says "incomplete"
// while they move, so that an interruption is seen.
func (s *stage) commit() error {
	if err := os.MkdirAll(filepath.Join(s.target, "truth"), 0o755); err != nil {
		return fmt.Errorf("make the truth directory: %w", err)
	}
	mark := filepath.Join(s.target, filepath.FromSlash(marker))
	if err := os.WriteFile(mark, []byte(markerLine+", incomplete\n"), 0o644); err != nil {
		return fmt.Errorf("mark the directory: %w", err)
	}
	for _, name := range s.names { // the marker is the last
		name = filepath.FromSlash(name)
		if err := os.Rename(filepath.Join(s.dir, name), filepath.Join(s.target, name)); err != nil {
			return fmt.Errorf("put a file in its place: %w", err)
		}
	}
	s.made = false // it is to stay
	return nil
}

// discard removes what is unfinished, and the target if it was made for nothing.
func (s *stage) discard() {
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
	if s.made {
		os.Remove(s.target)
	}
}

// file is one file on the stage; a name ending in .gz is compressed.
type file struct {
	disk *os.File
	buf  *bufio.Writer
	zip  *gzip.Writer
	io.Writer
}

func (s *stage) create(name string) (*file, error) {
	disk, err := os.OpenFile(filepath.Join(s.dir, filepath.FromSlash(name)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	s.names = append(s.names, name)
	f := &file{disk: disk, buf: bufio.NewWriterSize(disk, 1<<18)}
	f.Writer = f.buf
	if strings.HasSuffix(name, ".gz") {
		// The header holds neither name nor time, and the level is fixed, so that
		// the same world is the same bytes.
		if f.zip, err = gzip.NewWriterLevel(f.buf, gzip.BestSpeed); err != nil {
			disk.Close()
			return nil, fmt.Errorf("compress %s: %w", name, err)
		}
		f.Writer = bufio.NewWriterSize(f.zip, 1<<16)
	}
	return f, nil
}

// close finishes a file; abandon afterwards does nothing.
func (f *file) close() error {
	var errs []error
	if f.zip != nil {
		errs = append(errs, f.Writer.(*bufio.Writer).Flush(), f.zip.Close())
	}
	errs = append(errs, f.buf.Flush(), f.disk.Close())
	f.disk = nil
	return errors.Join(errs...)
}

// abandon closes a file that will be discarded.
func (f *file) abandon() {
	if f.disk != nil {
		f.disk.Close()
		f.disk = nil
	}
}

// csv writes a small table.
func (s *stage) csv(name string, rows func(row func(...string) error) error) error {
	f, err := s.create(name)
	if err != nil {
		return err
	}
	defer f.abandon()
	c := csv.NewWriter(f)
	if err := rows(func(fields ...string) error { return c.Write(fields) }); err != nil {
		return err
	}
	c.Flush()
	return errors.Join(c.Error(), f.close())
}

// json writes a document, indented for people.
func (s *stage) json(name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	return s.text(name, string(b)+"\n")
}

func (s *stage) text(name, content string) error {
	f, err := s.create(name)
	if err != nil {
		return err
	}
	defer f.abandon()
	if _, err := io.WriteString(f, content); err != nil {
		return err
	}
	return f.close()
}
