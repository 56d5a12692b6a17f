package casepackage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
)

// zipWriter writes the one form of the zip into a file. Content is streamed;
// headers of streamed entries are filled in afterwards.
type zipWriter struct {
	ctx     context.Context
	f       *os.File
	w       *bufio.Writer
	pos     int64
	prefix  string // "ID/"
	entries []entry
	sums    []sum // beside entries, by path in the bag
}

// sum is a file of the bag with its digest.
type sum struct {
	path   string
	size   int64
	sha256 [sha256.Size]byte
}

func newZipWriter(ctx context.Context, f *os.File, prefix string) *zipWriter {
	return &zipWriter{ctx: ctx, f: f, w: bufio.NewWriterSize(f, 1<<20), prefix: prefix}
}

// put adds a file whose bytes are at hand.
func (z *zipWriter) put(path string, data []byte) error {
	if err := z.ctx.Err(); err != nil {
		return err
	}
	e := entry{name: z.prefix + path, size: int64(len(data)), crc: crc32.ChecksumIEEE(data), offset: z.pos}
	if _, err := z.w.Write(e.appendLocal(nil)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if _, err := z.w.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	z.add(e, sum{path, e.size, sha256.Sum256(data)})
	return nil
}

func (z *zipWriter) add(e entry, s sum) {
	z.pos = e.end()
	z.entries = append(z.entries, e)
	z.sums = append(z.sums, s)
}

// stream adds a file whose bytes fill writes. Expected is their number where it
// is known; it must be right from 4 GiB up, because the header is longer there.
// When fill fails with errAbandon, the file is taken back and stream returns
// (sum{}, false, nil).
func (z *zipWriter) stream(path string, expected int64, fill func(io.Writer) error) (sum, bool, error) {
	e := entry{name: z.prefix + path, size: expected, offset: z.pos}
	reserved := e.headerSize()
	if _, err := z.w.Write(make([]byte, reserved)); err != nil {
		return sum{}, false, fmt.Errorf("write %s: %w", path, err)
	}
	w := &entryWriter{z: z, crc: crc32.NewIEEE(), sum: sha256.New()}
	if err := fill(w); errors.Is(err, errAbandon) {
		return sum{}, false, z.rewind(e.offset)
	} else if err != nil {
		return sum{}, false, fmt.Errorf("write %s: %w", path, err)
	}
	e.size, e.crc = w.n, w.crc.Sum32()
	if e.headerSize() != reserved {
		return sum{}, false, fmt.Errorf("write %s: %d bytes came where %d were announced", path, w.n, expected)
	}
	if err := z.w.Flush(); err != nil {
		return sum{}, false, fmt.Errorf("write %s: %w", path, err)
	}
	if _, err := z.f.WriteAt(e.appendLocal(nil), e.offset); err != nil {
		return sum{}, false, fmt.Errorf("write %s: %w", path, err)
	}
	s := sum{path: path, size: e.size, sha256: [sha256.Size]byte(w.sum.Sum(nil))}
	z.add(e, s)
	return s, true, nil
}

// errAbandon is what a fill function returns to leave its file out after all.
var errAbandon = errors.New("left out")

func (z *zipWriter) rewind(offset int64) error {
	if err := z.w.Flush(); err != nil {
		return err
	}
	if err := z.f.Truncate(offset); err != nil {
		return err
	}
	_, err := z.f.Seek(offset, io.SeekStart)
	return err
}

// finish writes the directory and puts everything on disk.
func (z *zipWriter) finish() error {
	var b []byte
	start, size := z.pos, int64(0)
	for i := range z.entries {
		b = z.entries[i].appendDirectory(b[:0])
		size += int64(len(b))
		if _, err := z.w.Write(b); err != nil {
			return fmt.Errorf("write directory: %w", err)
		}
	}
	if size > maxDirectory || len(z.entries) > maxFiles {
		return errors.New("write directory: more files than a package may hold")
	}
	if _, err := z.w.Write(appendEnd(nil, len(z.entries), size, start)); err != nil {
		return fmt.Errorf("write directory: %w", err)
	}
	if err := z.w.Flush(); err != nil {
		return fmt.Errorf("write directory: %w", err)
	}
	return z.f.Sync()
}

// entryWriter counts and hashes what passes, and stops when the work is cancelled.
type entryWriter struct {
	z   *zipWriter
	n   int64
	crc hash.Hash32
	sum hash.Hash
}

func (w *entryWriter) Write(p []byte) (int, error) {
	if err := w.z.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.z.w.Write(p)
	w.crc.Write(p[:n])
	w.sum.Write(p[:n])
	w.n += int64(n)
	return n, err
}
