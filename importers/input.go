package importers

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

// Input is a file, or standard input. The Reader is read once, from its current
// position, and stays the caller's to close. One whose Size is known and that is an
// io.ReaderAt stands at its beginning; only such a one can hold Parquet.
type Input struct {
	Name   string // as it was named; "-" for standard input
	Reader io.Reader
	Size   int64 // in bytes, or -1 when nobody knows

	// Encoding is how a person says that its text is written, one of Encodings; ""
	// leaves it to the first bytes.
	Encoding string

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
	h := Head{Name: in.Base(), Size: in.Size, Compression: packing.Of(raw), Bytes: raw[:min(n, HeadBytes)], Whole: n <= HeadBytes}
	if h.Compression == "" && isParquet(h, raw) {
		if h, err = peekParquet(in, h); err != nil {
			return Head{}, in, err
		}
		in.Reader = io.MultiReader(bytes.NewReader(raw), in.Reader)
		return h, in, nil
	}
	all := err != nil // the input is shorter than a head
	if h.Compression != "" {
		if !all {
			more, err := io.ReadAll(io.LimitReader(in.Reader, peekBytes))
			if err != nil {
				return Head{}, in, readFault(in, err)
			}
			raw, all = append(raw, more...), len(more) < peekBytes
		}
		if h, err = unpacked(h, raw, all); err != nil {
			return Head{}, in, err
		}
	}
	text, err := textLayer(in, h.Bytes, h.Whole)
	if err != nil {
		return Head{}, in, err
	}
	if text != "" {
		h.Compression = packing.Join(h.Compression, text)
		if h.Bytes, h.Whole, err = inflateHead(raw, h.Compression, all); err != nil {
			return Head{}, in, inflateFault(h.Name, h.Compression, err)
		}
	} else {
		h.Bytes = bytes.Clone(h.Bytes)
	}
	in.Reader = io.MultiReader(bytes.NewReader(raw), in.Reader)
	return h, in, nil
}

// unpacked opens one compression after the other, until what comes out is none.
func unpacked(h Head, raw []byte, all bool) (Head, error) {
	for layer := h.Compression; layer != ""; layer = packing.Of(h.Bytes) {
		if len(packing.Split(h.Compression)) > MaxLayers {
			return h, fault.New(fault.Invalid, fmt.Sprintf("%s is not read: it is compressed more than %d times over, which is the limit.", h.Name, MaxLayers),
				"Inflate it by hand, look at it, and import what it holds.", nil)
		}
		var err error
		if h.Bytes, h.Whole, err = inflateHead(raw, h.Compression, all); err != nil {
			return h, inflateFault(h.Name, h.Compression, err)
		}
		if isParquet(h, h.Bytes) {
			return h, packedParquet(h)
		}
		h.Compression = packing.Join(h.Compression, packing.Of(h.Bytes))
	}
	return h, nil
}

// BOM returns the UTF-8 byte order mark that b begins with, or nothing.
func BOM(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		return b[:3]
	}
	return nil
}
