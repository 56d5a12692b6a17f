package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"casebench/casefile/parquetfile"
	"casebench/internal/fault"
)

// parquetSource is the Compression of sources whose decoded stream is the lines of a
// Parquet file.
const parquetSource = "parquet"

// parquetLines returns the lines of a source that came as Parquet, which is read
// where its pages stand.
func (f *File) parquetLines(ctx context.Context, r *sourceRecord) (io.ReadCloser, error) {
	in, size, done, err := f.originalAt(ctx, r)
	if err != nil {
		return nil, err
	}
	p, err := parquetfile.Open(in, size)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read source %d: %w", r.Source.ID, err), done())
	}
	lines := p.Lines(ctx)
	return &stacked{lines, func() error { return errors.Join(lines.Close(), done()) }}, nil
}

// originalAt returns the file of a source for reading anywhere, and its size.
func (f *File) originalAt(ctx context.Context, r *sourceRecord) (in io.ReaderAt, size int64, done func() error, err error) {
	if r.Source.Originals != byReference {
		return &piecesAt{ctx: ctx, f: f, source: r.Source.ID, offsets: r.Originals, size: r.Source.Bytes}, r.Source.Bytes, func() error { return nil }, nil
	}
	stream, err := f.fileStream(ctx, r)
	if err != nil {
		return nil, 0, nil, err
	}
	file, ok := stream.(*os.File)
	if !ok {
		return nil, 0, nil, errors.Join(fmt.Errorf("source %d is no file", r.Source.ID), stream.Close())
	}
	info, err := file.Stat()
	if err == nil && info.Size() != r.Source.Bytes {
		err = fault.Newf(fault.Verification, "The original of source %d is not what was imported: its size differs.", r.Source.ID)
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, file.Close())
	}
	return file, info.Size(), file.Close, nil
}

// heldParts is how many parts a piecesAt holds: those that the columns of a row group
// are read from at the same time, as far as memory allows.
const heldParts = 16

// piecesAt reads the stored parts of an original anywhere. It belongs to one
// goroutine.
type piecesAt struct {
	ctx     context.Context
	f       *File
	source  uint32
	offsets []int64
	size    int64
	held    []heldPart // the latest first
}

type heldPart struct {
	offset int64
	bytes  []byte
}

// ReadAt implements io.ReaderAt.
func (p *piecesAt) ReadAt(dst []byte, off int64) (n int, err error) {
	for n < len(dst) {
		at := off + int64(n)
		if at >= p.size {
			return n, io.EOF
		}
		part, err := p.part(at)
		if err != nil {
			return n, err
		}
		n += copy(dst[n:], part.bytes[at-part.offset:])
	}
	return n, nil
}

// part returns the part that holds a place of the file.
func (p *piecesAt) part(at int64) (heldPart, error) {
	for i, h := range p.held {
		if at >= h.offset && at < h.offset+int64(len(h.bytes)) {
			copy(p.held[1:i+1], p.held[:i])
			p.held[0] = h
			return h, nil
		}
	}
	if err := p.ctx.Err(); err != nil {
		return heldPart{}, err
	}
	number, exact := slices.BinarySearch(p.offsets, at)
	if !exact {
		number--
	}
	if number < 0 {
		return heldPart{}, noBytes(p.source)
	}
	offset, b, err := p.f.readOriginal(p.source, uint32(number))
	if err != nil {
		return heldPart{}, err
	}
	if at < offset || at >= offset+int64(len(b)) {
		return heldPart{}, corrupt(bucketOriginals, key3232(p.source, uint32(number)), errMissing)
	}
	h := heldPart{offset, b}
	p.held = slices.Insert(p.held[:min(len(p.held), heldParts-1)], 0, h)
	return h, nil
}
