package archive

import (
	"archive/tar"
	"errors"
	"io"
	"time"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

func (w *walker) tar(in io.Reader) error {
	broken := func(err error) error {
		if w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if faulty(err) {
			return err
		}
		return fault.New(fault.Corrupt, w.within.Name+" is not a whole tar archive.", "Get the file again: the copy is damaged or incomplete.", err)
	}
	z, err := packing.Open(in, w.head.Compression)
	if err != nil {
		return broken(err)
	}
	defer z.Close()
	t := tar.NewReader(w.limited(z))
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return broken(err)
		}
		e := entry{name: h.Name, size: h.Size, open: func() (io.Reader, error) { return struct{ io.Reader }{t}, nil }}
		if !h.ModTime.IsZero() && h.ModTime.Unix() != 0 {
			e.modified = h.ModTime.UTC().Format(time.RFC3339)
		}
		switch h.Typeflag {
		case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		default:
			e.why, e.left = "it is a link or a device, and no file", true
		}
		if err := w.one(e); err != nil {
			return err
		}
	}
}
