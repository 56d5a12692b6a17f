package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

// OriginalReader returns the file of a source as it was received, compressed if it
// came so. Every piece is compared with its sum on the way. Close it.
func (f *File) OriginalReader(ctx context.Context, source uint32) (io.ReadCloser, error) {
	r, err := f.record(source)
	if err != nil {
		return nil, err
	}
	return f.fileStream(ctx, &r)
}

func (f *File) fileStream(ctx context.Context, r *sourceRecord) (io.ReadCloser, error) {
	if r.Source.Originals != byReference {
		return &pieces{ctx: ctx, f: f, source: r.Source.ID, offsets: r.Originals}, nil
	}
	h, err := os.Open(r.Source.Path)
	if err != nil {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("The original of source %d was kept by reference, and is no longer where it was.", r.Source.ID),
			"Put the file back, or import it with its originals embedded.", err)
	}
	return h, nil
}

// decodedStream returns the source after decompression; of a Parquet file, its lines.
func (f *File) decodedStream(ctx context.Context, r *sourceRecord) (io.ReadCloser, error) {
	if r.Source.Compression == parquetSource {
		return f.parquetLines(ctx, r)
	}
	in, err := f.fileStream(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Source.Compression == "" {
		return in, nil
	}
	if !packing.Known(r.Source.Compression) {
		return nil, errors.Join(fault.Newf(fault.Unsupported, "Source %d has the unknown compression %q.", r.Source.ID, r.Source.Compression), in.Close())
	}
	z, err := packing.Open(in, r.Source.Compression)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("decompress source %d: %w", r.Source.ID, err), in.Close())
	}
	return &stacked{z, func() error { return errors.Join(z.Close(), in.Close()) }}, nil
}

// stacked is a reader over another that is to be closed.
type stacked struct {
	io.Reader
	close func() error
}

func (s *stacked) Close() error { return s.close() }

// pieces reads the stored pieces of an original one after the other.
type pieces struct {
	ctx     context.Context
	f       *File
	source  uint32
	offsets []int64
	number  int
	at      int64
	rest    []byte
	err     error
}

func (p *pieces) Read(dst []byte) (int, error) {
	for len(p.rest) == 0 && p.err == nil {
		p.err = p.load()
	}
	if p.err != nil {
		return 0, p.err
	}
	n := copy(dst, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *pieces) load() error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if p.number == len(p.offsets) {
		return io.EOF
	}
	offset, rest, err := p.f.readOriginal(p.source, uint32(p.number))
	if err != nil {
		return err
	}
	if offset != p.at || offset != p.offsets[p.number] {
		return corrupt(bucketOriginals, key3232(p.source, uint32(p.number)), fmt.Errorf("it begins at %d where %d was expected", offset, p.at))
	}
	p.rest, p.at, p.number = rest, p.at+int64(len(rest)), p.number+1
	return nil
}

func (p *pieces) Close() error {
	p.err = io.ErrClosedPipe
	p.rest = nil
	return nil
}
