package parquetfile

import (
	"context"
	"fmt"
	"io"
)

// fillBytes is about how much of the lines is made at once.
const fillBytes = 256 << 10

// Lines is the stream of a file's rows as lines of JSON, one after the other. It
// belongs to one goroutine. Close it.
type Lines struct {
	ctx     context.Context
	f       *File
	group   int   // the row group under way
	left    int64 // rows of it that were not read
	cursors []*cursor
	rows    assembler
	buf     []byte
	rest    []byte
	err     error
}

// Lines returns the stream from the first row on. It ends with ctx's error soon
// after ctx ends.
func (f *File) Lines(ctx context.Context) *Lines {
	return &Lines{ctx: ctx, f: f, group: -1, rows: assembler{root: f.root, windows: make([]window, len(f.leaves))}}
}

// Read implements io.Reader. A row group that is damaged is a fault of kind Corrupt
// that names it.
func (l *Lines) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		if l.err != nil {
			return 0, l.err
		}
		l.buf, l.err = l.Append(l.buf[:0], fillBytes)
		l.rest = l.buf
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// Append appends whole lines until dst has the given length at least, or the file
// ends: then the error is io.EOF.
func (l *Lines) Append(dst []byte, length int) ([]byte, error) {
	whole := len(dst)
	for len(dst) < length {
		if err := l.ctx.Err(); err != nil {
			return dst[:whole], err
		}
		if l.left == 0 {
			more, err := l.open()
			if err != nil || !more {
				if err == nil {
					err = io.EOF
				}
				return dst[:whole], err
			}
			continue
		}
		err := l.guard(func() (err error) {
			dst, err = l.stretch(dst, length)
			return err
		})
		if err != nil {
			return dst[:whole], err
		}
		whole = len(dst)
	}
	return dst, nil
}

// stretch appends rows of the row group under way.
func (l *Lines) stretch(dst []byte, length int) ([]byte, error) {
	for n := 0; n < 1024 && l.left > 0 && len(dst) < length; n++ {
		for i, c := range l.cursors {
			if err := c.next(); err != nil {
				return dst, err
			}
			l.rows.windows[i].values = c.span
		}
		var err error
		if dst, err = l.rows.row(dst); err != nil {
			return dst, err
		}
		l.left--
	}
	if l.left > 0 {
		return dst, nil
	}
	for _, c := range l.cursors {
		if err := c.done(); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// open goes on to the next row group.
func (l *Lines) open() (more bool, err error) {
	l.Close()
	if l.group++; l.group >= len(l.f.groups) {
		return false, nil
	}
	err = l.guard(func() error {
		if err := l.f.checkPages(l.ctx, l.group); err != nil {
			return err
		}
		g := l.f.groups[l.group]
		for i, chunk := range g.ColumnChunks() {
			l.cursors = append(l.cursors, newCursor(l.f.leaves[i], chunk))
		}
		l.left = g.NumRows()
		return nil
	})
	return err == nil, err
}

func (l *Lines) guard(f func() error) error {
	err := guarded(fmt.Sprintf("Row group %d of the Parquet file", l.group+1), f)
	if err != nil {
		if l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		return l.f.in.or(err)
	}
	return nil
}

// Close gives back what the stream holds.
func (l *Lines) Close() error {
	for _, c := range l.cursors {
		c.close()
	}
	l.cursors = l.cursors[:0]
	return nil
}
