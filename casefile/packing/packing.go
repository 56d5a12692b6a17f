// Package packing opens what a file came packed in: compressions, and text that is
// not UTF-8.
//
// Two nouns: a layer is one compression or one encoding, by its name; a packing is
// the layers of a file, the outermost first, joined by "+": "gzip", "utf-16le",
// "xz+windows-1252". The empty packing is a file that is read as it stands.
//
// What a packing gives is part of the format of a case: the rows of a source are
// addressed in the bytes that come out. The same file under the same packing gives
// the same bytes for ever. The package bounds the memory that a layer asks for; how
// much comes out is for the caller to bound.
package packing

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The layers.
const (
	Gzip        = "gzip"
	Zstd        = "zstd"
	Bzip2       = "bzip2"
	XZ          = "xz"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// MaxWindow is the largest window that a layer is given memory for: what
// `zstd --ultra` reaches without --long, and twice what `xz -9` asks for.
const MaxWindow = 128 << 20

// ErrWindow is that a layer asks for a larger window than MaxWindow.
var ErrWindow = errors.New("it asks for more memory than is given")

// Of recognises a compression by the first bytes of a file: RFC 1952 section 2.3.1,
// RFC 8878 section 3.1.1, the magic numbers of a bzip2 block (or of its end) and of
// an xz stream. It returns "" for anything else.
func Of(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}):
		return Gzip
	case bytes.HasPrefix(b, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return Zstd
	case len(b) >= 10 && string(b[:3]) == "BZh" && b[3] >= '1' && b[3] <= '9' &&
		(string(b[4:10]) == "1AY&SY" || string(b[4:10]) == "\x17\x72\x45\x38\x50\x90"):
		return Bzip2
	case bytes.HasPrefix(b, []byte("\xfd7zXZ\x00")):
		return XZ
	}
	return ""
}

// Join returns the packing of these layers, the outermost first. Empty ones are
// left out.
func Join(layers ...string) string {
	var out []string
	for _, l := range layers {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "+")
}

// Split returns the layers of a packing, the outermost first.
func Split(packing string) []string {
	if packing == "" {
		return nil
	}
	return strings.Split(packing, "+")
}

// Text returns the encoding that ends a packing, or "" when what comes out of its
// compressions is the text as it stands.
func Text(packing string) string {
	layers := Split(packing)
	if len(layers) == 0 || !IsText(layers[len(layers)-1]) {
		return ""
	}
	return layers[len(layers)-1]
}

// Compressions returns a packing without the encoding of its text.
func Compressions(packing string) string {
	return strings.TrimSuffix(strings.TrimSuffix(packing, Text(packing)), "+")
}

// IsText reports whether a layer is an encoding of text, and no compression.
func IsText(layer string) bool {
	return layer == UTF16LE || layer == UTF16BE || layer == Windows1252
}

// Known reports whether every layer of a packing is one that Open opens.
func Known(packing string) bool {
	for _, l := range Split(packing) {
		switch l {
		case Gzip, Zstd, Bzip2, XZ, UTF16LE, UTF16BE, Windows1252:
		default:
			return false
		}
	}
	return true
}

// Words names the layers for a person: "gzip", "xz, text in Windows-1252".
func Words(packing string) string {
	var out []string
	for _, l := range Split(packing) {
		switch l {
		case UTF16LE:
			l = "text in UTF-16 (little-endian)"
		case UTF16BE:
			l = "text in UTF-16 (big-endian)"
		case Windows1252:
			l = "text in Windows-1252"
		}
		out = append(out, l)
	}
	return strings.Join(out, ", ")
}

// Open returns what r holds under a packing: every member, frame or stream of each
// compression, and text as UTF-8, where half a surrogate pair, or half a unit at the
// end, becomes U+FFFD. Closing it frees memory and leaves r open. An error that is
// not io.ErrUnexpectedEOF (the end is missing) or r's own says that a layer is
// damaged or, as ErrWindow, too demanding.
func Open(r io.Reader, packing string) (io.ReadCloser, error) {
	out := &opened{Reader: r}
	for _, layer := range Split(packing) {
		if err := out.add(layer); err != nil {
			out.Close()
			return nil, err
		}
	}
	return out, nil
}

// windowed returns ErrWindow for a frame of Zstandard that asks for too much.
type windowed struct{ io.Reader }

func (w windowed) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if errors.Is(err, zstd.ErrWindowSizeExceeded) {
		err = ErrWindow
	}
	return n, err
}

// opened is the innermost reader, with what to close, the outermost first.
type opened struct {
	io.Reader
	closers []func() error
}

func (o *opened) add(layer string) error {
	switch layer {
	case Gzip:
		z, err := gzip.NewReader(o.Reader)
		if err != nil {
			return err
		}
		o.Reader, o.closers = z, append(o.closers, z.Close)
	case Zstd:
		z, err := zstd.NewReader(o.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(MaxWindow))
		if err != nil {
			return err
		}
		o.Reader, o.closers = windowed{z}, append(o.closers, func() error { z.Close(); return nil })
	case Bzip2:
		o.Reader = bzip2.NewReader(o.Reader)
	case XZ:
		z, err := openXZ(o.Reader)
		if err != nil {
			return err
		}
		o.Reader = z
	case UTF16LE:
		o.Reader = transform.NewReader(o.Reader, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case UTF16BE:
		o.Reader = transform.NewReader(o.Reader, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case Windows1252:
		o.Reader = transform.NewReader(o.Reader, charmap.Windows1252.NewDecoder())
	default:
		return fmt.Errorf("packing: there is no layer %q", layer)
	}
	return nil
}

// Close implements io.Closer.
func (o *opened) Close() error {
	var first error
	for i := len(o.closers) - 1; i >= 0; i-- {
		if err := o.closers[i](); first == nil {
			first = err
		}
	}
	o.closers = nil
	return first
}
