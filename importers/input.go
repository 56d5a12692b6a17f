package importers

import (
	"bytes"
	"io"
	"path"
	"strings"
)

// Input is a file, or standard input. The Reader is read once, from its current
// position, and stays the caller's to close. One whose Size is known and that is an
// io.ReaderAt stands at its beginning; only such a one can hold Parquet.
type Input struct {
	Name   string // as it was named; "-" for standard input
	Reader io.Reader
	Size   int64 // in bytes, or -1 when nobody knows

	at io.ReaderAt // the Reader of before Peek, where it is one
}

// Base returns the last element of the name, on any system's separators.
func (in Input) Base() string { return path.Base(strings.ReplaceAll(in.Name, `\`, "/")) }

// peekBytes is how much is read of a compressed input for its Head: enough for
// the first block of any sane compressor.
const peekBytes = 1 << 20

// Peek reads the beginning of the input. The Input that it returns gives the
// bytes again from the start and takes the place of the one passed in.
func Peek(in Input) (Head, Input, error) {
	raw := make([]byte, HeadBytes+1)
	n, err := io.ReadFull(in.Reader, raw)
	raw = raw[:n]
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Head{}, in, readFault(in, err)
	}
	if at, ok := in.Reader.(io.ReaderAt); ok && in.Size >= 0 {
		in.at = at
	}
	h := Head{Name: in.Base(), Size: in.Size, Compression: compressionOf(raw)}
	if h.Compression == "" && isParquet(h, raw) {
		if h, err = peekParquet(in, h); err != nil {
			return Head{}, in, err
		}
	} else if h.Compression == "" {
		h.Whole = n <= HeadBytes
		h.Bytes = bytes.Clone(raw[:min(n, HeadBytes)])
	} else {
		all := err != nil // the input is shorter than a head
		if err == nil {
			more, err := io.ReadAll(io.LimitReader(in.Reader, peekBytes))
			if err != nil {
				return Head{}, in, readFault(in, err)
			}
			raw, all = append(raw, more...), len(more) < peekBytes
		}
		if h.Bytes, h.Whole, err = inflateHead(raw, h.Compression, all); err != nil {
			return Head{}, in, inflateFault(in.Base(), h.Compression, err)
		}
		if isParquet(h, h.Bytes) {
			return Head{}, in, packedParquet(h)
		}
	}
	in.Reader = io.MultiReader(bytes.NewReader(raw), in.Reader)
	return h, in, nil
}

// BOM returns the UTF-8 byte order mark that b begins with, or nothing.
func BOM(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		return b[:3]
	}
	return nil
}
