package importers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"casebench/casefile/parquetfile"
	"casebench/internal/fault"
)

// isParquet reports whether bytes begin as a Parquet file does, and are no text that
// happens to begin so.
func isParquet(h Head, b []byte) bool {
	return parquetfile.Is(b) && (h.HasExtension(".parquet") || bytes.IndexByte(b, 0) >= 0 || !utf8.Valid(b))
}

// peekParquet makes the Head of a Parquet file: the first of its lines.
func peekParquet(in Input, h Head) (Head, error) {
	if in.at == nil {
		return h, fault.New(fault.Unsupported, in.Base()+" is Parquet, which can only be read from a file: what says where its columns are stands at the end.",
			"Save it as a file, and import that.", nil)
	}
	f, err := parquetfile.Open(in.at, in.Size)
	if err != nil {
		return h, inParquet(in, err)
	}
	lines := f.Lines(context.Background())
	defer lines.Close()
	b := make([]byte, HeadBytes+1)
	n, err := io.ReadFull(lines, b)
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		h.Whole = true
	case err != nil && n == 0:
		return h, inParquet(in, err)
	}
	h.Compression, h.Bytes = Parquet, b[:min(n, HeadBytes)]
	return h, nil
}

// packedParquet refuses a Parquet file inside a compressed one.
func packedParquet(h Head) error {
	return fault.New(fault.Unsupported, fmt.Sprintf("%s holds a Parquet file inside %s, which cannot be read in place.", h.Name, h.Compression),
		"Decompress it first; Parquet files are compressed inside.", nil)
}

// inParquet lets a fault of a Parquet file name it.
func inParquet(in Input, err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		if f.Kind == fault.Conflict { // it names the file
			return f
		}
		return fault.New(f.Kind, fmt.Sprintf("%s cannot be read. %s", in.Base(), f.Message), f.Hint, f.Err)
	}
	return readFault(in, err)
}

// unroll turns a received Parquet file into its lines. The file is hashed to its end
// first; then its pages are read where they stand, and each stretch of them is
// compared with what was hashed.
func unroll(ctx context.Context, in Input, from, to *stream) (err error) {
	defer func() { to.finish(err) }()
	proved, err := prove(in, from)
	if err != nil {
		return err
	}
	f, err := parquetfile.Open(proved, proved.size)
	if err != nil {
		return ctxOr(ctx, inParquet(in, err))
	}
	lines := f.Lines(ctx)
	defer lines.Close()
	limit := int64(parquetRatio) * max(proved.size, RatioFrom/MaxRatio)
	home := newPieces()
	for given := int64(0); ; {
		pc := home.get(1)
		n, err := io.ReadFull(lines, pc.buf)
		pc.n = n
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return ctxOr(ctx, inParquet(in, err))
		}
		if given += int64(n); given > limit {
			return inflateFault(in.Base(), Parquet, errBomb{fmt.Sprintf("its rows are more than %d times its size", parquetRatio)})
		}
		if n > 0 {
			if err := to.send(pc); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}
