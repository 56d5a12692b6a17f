package parquetfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"casebench/internal/fault"

	"github.com/parquet-go/parquet-go"
)

// readBuffer is how much is read of a column at once.
const readBuffer = 64 << 10

// File is an open Parquet file. It may be used by several goroutines at once.
type File struct {
	in     *watch
	size   int64
	file   *parquet.File
	root   *node
	leaves []*node
	groups []parquet.RowGroup
	rows   int64
}

// Is reports whether a file that begins with head says that it is Parquet, in the
// clear or encrypted.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
}

// Open reads the footer of a file of the given size. A file that is not Parquet, or
// cut off, is a fault of kind Corrupt; one that is encrypted, or larger in some way
// than the limits, of kind Unsupported or Invalid. An error of in comes back as it is.
func Open(in io.ReaderAt, size int64) (f *File, err error) {
	watched := &watch{in: in}
	if err := checkEnds(watched, size); err != nil {
		return nil, watched.or(err)
	}
	err = guarded("The footer of the Parquet file", func() error {
		p, err := parquet.OpenFile(watched, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true),
			parquet.ReadBufferSize(readBuffer), parquet.FileReadMode(parquet.ReadModeSync))
		if err != nil {
			return err
		}
		f = &File{in: watched, size: size, file: p, groups: p.RowGroups(), rows: p.NumRows()}
		return f.plan()
	})
	if err != nil {
		return nil, watched.or(err)
	}
	return f, nil
}

// Rows returns how many rows the footer says that there are.
func (f *File) Rows() int64 { return f.rows }

// checkEnds looks at the magic words and the size of the footer, before any memory
// is given to it.
func checkEnds(in io.ReaderAt, size int64) error {
	cut := fault.New(fault.Corrupt, "The Parquet file has no footer: it is cut off or was not finished.", "Get the file again.", nil)
	if size < 12 {
		return cut
	}
	var head [4]byte
	var tail [8]byte
	if _, err := in.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return fmt.Errorf("read Parquet file: %w", err)
	}
	if _, err := in.ReadAt(tail[:], size-8); err != nil && err != io.EOF {
		return fmt.Errorf("read Parquet file: %w", err)
	}
	footer := int64(binary.LittleEndian.Uint32(tail[:4]))
	switch end := string(tail[4:]); {
	case string(head[:]) == "PARE" || end == "PARE":
		return encrypted()
	case string(head[:]) != "PAR1":
		return fault.New(fault.Corrupt, "The file does not begin as Parquet files do.", "Get the file again.", nil)
	case end != "PAR1" || footer > size-12:
		return cut
	case footer > MaxFooter:
		return tooMuch("has a footer larger than %d MiB", MaxFooter>>20)
	}
	b := make([]byte, footer)
	if _, err := in.ReadAt(b, size-8-footer); err != nil && err != io.EOF {
		return fmt.Errorf("read Parquet file: %w", err)
	}
	if _, err := thriftLength(b); err != nil {
		return damaged("The footer of the Parquet file", err)
	}
	return nil
}

func encrypted() error {
	return fault.New(fault.Unsupported, "The Parquet file is encrypted.", "Ask for it in the clear, and import it into an encrypted case.", nil)
}

func tooMuch(what string, args ...any) error {
	return fault.New(fault.Invalid, "The Parquet file "+fmt.Sprintf(what, args...)+", which is the limit.",
		"Have it written anew with less in one piece, or as JSON lines.", nil)
}

func damaged(what string, cause error) error {
	return fault.New(fault.Corrupt, what+" is damaged, or of a kind that cannot be read.", "Get the file again: the copy may be incomplete.", cause)
}

// guarded turns a panic or a plain error of the Parquet library into a fault that
// names what was read.
func guarded(what string, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged(what, fmt.Errorf("panic: %v", p))
		}
	}()
	var known *fault.Error
	if err = f(); err == nil || errors.As(err, &known) {
		return err
	}
	return damaged(what, err)
}

// watch remembers that reading itself failed, so that a bad disk, or a file that
// changed, is not taken for a damaged file.
type watch struct {
	in  io.ReaderAt
	mu  sync.Mutex
	err error
}

func (w *watch) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.in.ReadAt(p, off)
	if err != nil && err != io.EOF {
		w.mu.Lock()
		w.err = err
		w.mu.Unlock()
	}
	return n, err
}

func (w *watch) or(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	return err
}
