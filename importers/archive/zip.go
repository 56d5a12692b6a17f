package archive

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

// The methods of zip (APPNOTE 6.3.10, section 4.4.5) beside store and deflate.
const (
	methodBzip2 = 12
	methodZstd  = 93
	methodXZ    = 95
)

func (w *walker) zip(in io.ReaderAt, size int64) error {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return fault.New(fault.Corrupt, w.within.Name+" is not a whole zip archive.", "Get the file again: the copy is damaged or incomplete.", err)
	}
	for method, layer := range map[uint16]string{methodBzip2: packing.Bzip2, methodZstd: packing.Zstd, methodXZ: packing.XZ} {
		z.RegisterDecompressor(method, func(r io.Reader) io.ReadCloser {
			out, err := packing.Open(r, layer)
			if err != nil {
				return failed{err}
			}
			return out
		})
	}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		e := entry{name: f.Name, size: int64(f.UncompressedSize64), open: func() (io.Reader, error) { return f.Open() }}
		if f.NonUTF8 {
			e.name, _ = charmap.CodePage437.NewDecoder().String(f.Name)
		}
		if !f.Modified.IsZero() {
			e.modified = f.Modified.Format(time.RFC3339)
		}
		switch mode := f.Mode(); {
		case f.Flags&1 != 0:
			e.why = "it is encrypted"
		case !mode.IsRegular():
			e.why, e.left = "it is a link or a device, and no file", true
		case f.Method != zip.Store && f.Method != zip.Deflate && f.Method != methodBzip2 && f.Method != methodZstd && f.Method != methodXZ:
			e.why = fmt.Sprintf("it is packed by the method %d, which is not known here", f.Method)
		}
		if err := w.one(e); err != nil {
			return err
		}
	}
	return nil
}

// failed is a stream that could not be opened.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }
func (f failed) Close() error             { return nil }
