package casepackage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// archive is a package's zip whose directory is in the one form that its files
// have. Local headers and contents are not looked at before scan.
type archive struct {
	r       io.ReaderAt
	size    int64
	prefix  string // "ID/"
	entries []entry
	start   int64 // of the directory; the end of the last file
}

// openArchive reads the directory and holds it against its canonical form. Its
// errors are sentences that name the file where one can be named.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	start, length, count, err := findDirectory(r, size)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, size-start)
	if _, err := r.ReadAt(raw, start); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the directory cannot be read: %w", err)
	}
	a := &archive{r: r, size: size, start: start}
	if err := a.parse(raw[:length], count); err != nil {
		return nil, err
	}
	return a, a.checkDirectory(raw)
}

// findDirectory reads the end record, which must be the last bytes of the file.
func findDirectory(r io.ReaderAt, size int64) (start, length int64, count int, err error) {
	le := binary.LittleEndian
	var end [endSize]byte
	if size < endSize {
		return 0, 0, 0, errors.New("this is not a zip file")
	}
	if _, err := r.ReadAt(end[:], size-endSize); err != nil {
		return 0, 0, 0, fmt.Errorf("the end cannot be read: %w", err)
	}
	if le.Uint32(end[:]) != endMark {
		return 0, 0, 0, errors.New("this is not a package: it does not end as a zip file does, so it is another kind of file or was cut short")
	}
	tail := int64(endSize)
	n, length, start := int64(le.Uint16(end[10:])), int64(le.Uint32(end[12:])), int64(le.Uint32(end[16:]))
	if n == max16 || length == max32 || start == max32 {
		var far [end64Size]byte
		tail += end64Size + locatorSize
		if size < tail {
			return 0, 0, 0, errors.New("the zip's end records do not fit together")
		}
		if _, err := r.ReadAt(far[:], size-tail); err != nil {
			return 0, 0, 0, fmt.Errorf("the end cannot be read: %w", err)
		}
		n, length, start = int64(le.Uint64(far[32:])), int64(le.Uint64(far[40:])), int64(le.Uint64(far[48:]))
	}
	if n < 0 || n > maxFiles || length < 0 || length > maxDirectory || start < 0 || start > maxTotal || start+length+tail != size {
		return 0, 0, 0, errors.New("the zip's end records do not fit the file: bytes were added or taken away")
	}
	return start, length, int(n), nil
}

// parse reads names, sizes and checksums; checkDirectory judges all the rest.
func (a *archive) parse(raw []byte, count int) error {
	le := binary.LittleEndian
	if count == 0 {
		return errors.New("the zip holds no file")
	}
	offset := int64(0)
	for i := range count {
		if len(raw) < directorySize || le.Uint32(raw) != directoryMark {
			return fmt.Errorf("the zip's directory breaks off at file %d of %d", i+1, count)
		}
		size, nameLen, extraLen := int64(le.Uint32(raw[24:])), int(le.Uint16(raw[28:])), int(le.Uint16(raw[30:]))
		if len(raw) < directorySize+nameLen+extraLen {
			return fmt.Errorf("the zip's directory breaks off at file %d of %d", i+1, count)
		}
		e := entry{name: string(raw[directorySize : directorySize+nameLen]), crc: le.Uint32(raw[16:]), offset: offset}
		if extra := raw[directorySize+nameLen:][:extraLen]; size == max32 && extraLen >= 12 {
			size = int64(le.Uint64(extra[4:]))
		}
		e.size = size
		prefix, path, ok := strings.Cut(e.name, "/")
		if i == 0 {
			a.prefix = prefix + "/"
		}
		if !ok || !safePath(e.name) || prefix+"/" != a.prefix {
			return fmt.Errorf("%q is not a name that a package may hold", e.name)
		}
		if i > 0 && !inOrder(a.path(&a.entries[i-1]), path) {
			return fmt.Errorf("%s stands out of order, or twice", path)
		}
		if size < 0 || size > maxTotal || e.end() > a.start {
			return fmt.Errorf("%s does not fit into the file", path)
		}
		if said := int64(le.Uint32(raw[42:])); said != max32 && said != offset {
			return fmt.Errorf("%s is not where the zip's directory says, or the file before it has another size", path)
		}
		a.entries = append(a.entries, e)
		offset = e.end()
		raw = raw[directorySize+nameLen+extraLen:]
	}
	if len(raw) != 0 || offset != a.start {
		return errors.New("there are bytes in the zip that belong to no file")
	}
	return nil
}

// inOrder reports whether path b may follow path a: payload first, then tag files,
// each by byte order.
func inOrder(a, b string) bool {
	pa, pb := isPayload(a), isPayload(b)
	if pa != pb {
		return pa
	}
	return a < b
}

func isPayload(path string) bool { return strings.HasPrefix(path, "data/") }

// path returns an entry's path in the bag.
func (a *archive) path(e *entry) string { return e.name[len(a.prefix):] }

// checkDirectory compares the directory with the one that these files have.
func (a *archive) checkDirectory(raw []byte) error {
	var b []byte
	at := 0
	for i := range a.entries {
		b = a.entries[i].appendDirectory(b[:0])
		if len(raw)-at < len(b) || !bytes.Equal(raw[at:at+len(b)], b) {
			return fmt.Errorf("the zip's directory entry of %s is not in its one form", a.path(&a.entries[i]))
		}
		at += len(b)
	}
	if !bytes.Equal(raw[at:], appendEnd(nil, len(a.entries), int64(at), a.start)) {
		return errors.New("the zip's end records are not in their one form")
	}
	return nil
}

// open returns the content of an entry.
func (a *archive) open(e *entry) *io.SectionReader {
	return io.NewSectionReader(a.r, e.offset+e.headerSize(), e.size)
}

// chunk is a piece of one entry on its way from the disk to the hash.
type chunk struct {
	entry int
	data  []byte
	last  bool
}

const chunkSize = 512 << 10

// scan reads every file once, in order: one goroutine reads and checks headers and
// checksums while the caller's hashes. Sink returns a writer that sees the bytes
// of a file too, or nil. It returns the digests, and the first thing that is not as
// the zip says; a failure to read, or a cancelled context, is err.
func (a *archive) scan(ctx context.Context, sink func(path string) io.Writer, done func(n int64)) (sums []sum, wrong, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks, free := make(chan chunk, 4), make(chan []byte, 6)
	for range cap(free) {
		free <- make([]byte, min(chunkSize, a.start))
	}
	var readErr error
	go func() {
		defer close(chunks)
		wrong, readErr = a.read(ctx, chunks, free)
	}()
	h := sha256.New()
	var w io.Writer
	begun := false
	for c := range chunks {
		path := a.path(&a.entries[c.entry])
		if !begun {
			h.Reset()
			w, begun = sink(path), true
		}
		h.Write(c.data)
		if w != nil {
			if _, err := w.Write(c.data); err != nil {
				return nil, nil, err
			}
		}
		done(int64(len(c.data)))
		if c.last {
			sums = append(sums, sum{path, a.entries[c.entry].size, [sha256.Size]byte(h.Sum(nil))})
			begun = false
		}
		free <- c.data[:cap(c.data)]
	}
	return sums, wrong, readErr
}

func (a *archive) read(ctx context.Context, out chan<- chunk, free <-chan []byte) (wrong, err error) {
	var header, want []byte
	for i := range a.entries {
		e := &a.entries[i]
		want = e.appendLocal(want[:0])
		header = append(header[:0], want...)
		if _, err := a.r.ReadAt(header, e.offset); err != nil {
			return wrong, fmt.Errorf("read %s: %w", a.path(e), err)
		}
		if wrong == nil && !bytes.Equal(header, want) {
			wrong = fmt.Errorf("the zip's header of %s is not in its one form", a.path(e))
		}
		crc, at := uint32(0), int64(0)
		for {
			var b []byte
			select {
			case b = <-free:
			case <-ctx.Done():
				return wrong, ctx.Err()
			}
			n := min(int64(len(b)), e.size-at)
			if _, err := a.r.ReadAt(b[:n], e.offset+e.headerSize()+at); err != nil {
				return wrong, fmt.Errorf("read %s: %w", a.path(e), err)
			}
			crc = crc32.Update(crc, crc32.IEEETable, b[:n])
			at += n
			select {
			case out <- chunk{i, b[:n], at == e.size}:
			case <-ctx.Done():
				return wrong, ctx.Err()
			}
			if at == e.size {
				break
			}
		}
		if wrong == nil && crc != e.crc {
			wrong = fmt.Errorf("the bytes of %s are not those that were packed", a.path(e))
		}
	}
	return wrong, nil
}
