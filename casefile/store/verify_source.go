package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Damage is a stretch of a source whose bytes are not those that were imported.
type Damage struct {
	Chunk    int    `json:"chunk"` // number of the first chunk, from 0
	Chunks   int    `json:"chunks"`
	Offset   int64  `json:"offset"` // in the file as received
	Length   int64  `json:"length"`
	FirstRow int64  `json:"first_row,omitempty"` // 0: not known
	LastRow  int64  `json:"last_row,omitempty"`
	Problem  string `json:"problem"`
	err      error
}

// String says where the damage is: "chunk 3 (bytes 25,165,824 to …)".
func (d *Damage) String() string {
	s := fmt.Sprintf("chunk %d (bytes %d to %d", d.Chunk, d.Offset, d.Offset+d.Length-1)
	if d.Chunks > 1 {
		s = fmt.Sprintf("chunks %d to %d (bytes %d to %d", d.Chunk, d.Chunk+d.Chunks-1, d.Offset, d.Offset+d.Length-1)
	}
	if d.FirstRow > 0 {
		s += fmt.Sprintf(", rows %d to %d", d.FirstRow, d.LastRow)
	}
	return s + "): " + d.Problem
}

// Verification is what hashing a source again has shown.
type Verification struct {
	Source  uint32
	Bytes   int64    // that were read
	SHA256  string   // of them all; "" where some could not be read
	Damaged []Damage // in the order of the file
	leaves  error    // the tree itself does not hold
	whole   error    // every chunk holds and the whole does not, or no tree is there to say more
}

// Err returns nil when the source is what was imported. It is a fault of kind
// Corrupt where stored values are damaged, and of kind Verification where a file by
// reference is another one, and names the first damage.
func (v *Verification) Err() error {
	switch {
	case v.leaves != nil:
		return v.leaves
	case len(v.Damaged) > 0:
		d := &v.Damaged[0]
		if d.err != nil {
			return d.err
		}
		message := fmt.Sprintf("The original of source %d is not the file that was imported: %s.", v.Source, d)
		if n := len(v.Damaged); n > 1 {
			message = fmt.Sprintf("The original of source %d is not the file that was imported. It is damaged at %d places; the first is %s.", v.Source, n, d)
		}
		return fault.New(fault.Verification, message, "Compare it with another copy of the file.", v.whole)
	}
	return v.whole
}

// Verify hashes the original of a source again. Its error is that of VerifySource,
// or of Verification.Err.
func (f *File) Verify(ctx context.Context, source uint32) error {
	v, err := f.VerifySource(ctx, source, progress.Discard)
	if err != nil {
		return err
	}
	return v.Err()
}

// VerifySource hashes the original of a source again, chunk by chunk and as a whole,
// compares with what was taken when it was read, and goes on after a damage, so
// that all of them are named. The reporter counts bytes; it is not given a phase.
// An error means that nothing can be said: a fault of kind NotFound when a file by
// reference is not there, or ctx's error.
func (f *File) VerifySource(ctx context.Context, source uint32, p progress.Reporter) (Verification, error) {
	v := Verification{Source: source}
	r, err := f.record(source)
	if err != nil {
		return v, err
	}
	chunks, err := f.chunks(&r)
	if err != nil {
		if fault.KindOf(err) != fault.Corrupt {
			return v, err
		}
		v.leaves, chunks = err, nil
	}
	w := &verifier{v: &v, r: &r, chunks: chunks, progress: p, whole: sha256.New()}
	if r.Source.Originals == byReference {
		err = w.file(ctx, f)
	} else {
		err = w.pieces(ctx, f)
	}
	if err != nil {
		return v, err
	}
	w.end()
	return v, nil
}

// verifier is one pass over a source.
type verifier struct {
	v        *Verification
	r        *sourceRecord
	chunks   []Chunk
	progress progress.Reporter
	whole    hash.Hash
	holes    bool // some bytes could not be read
}

// damage notes that chunks from a number on are not what they were.
func (w *verifier) damage(number, n int, problem string, err error) {
	d := Damage{Chunk: number, Chunks: n, Problem: problem, err: err}
	for i := number; i < number+n && i < len(w.chunks); i++ {
		c := &w.chunks[i]
		if i == number {
			d.Offset = c.Offset
		}
		d.Length += c.Length
		if c.FirstRow > 0 {
			if d.FirstRow == 0 {
				d.FirstRow = c.FirstRow
			}
			d.LastRow = c.FirstRow + c.Rows - 1
		}
	}
	if len(w.chunks) == 0 && number < len(w.r.Originals) {
		d.Offset = w.r.Originals[number]
		end := w.r.Source.Bytes
		if number+1 < len(w.r.Originals) {
			end = w.r.Originals[number+1]
		}
		d.Length = end - d.Offset
	}
	w.v.Damaged = append(w.v.Damaged, d)
}

// pieces looks at originals that the case keeps.
func (w *verifier) pieces(ctx context.Context, f *File) error {
	id := w.r.Source.ID
	if n := len(w.r.Originals); len(w.chunks) > 0 && n != len(w.chunks) {
		w.v.leaves = corrupt(bucketLeaves, key32(id), fmt.Errorf("%d originals and %d leaves", n, len(w.chunks)))
	}
	at := int64(0)
	for n, want := range w.r.Originals {
		if err := ctx.Err(); err != nil {
			return err
		}
		offset, p, err := f.readOriginal(id, uint32(n))
		switch {
		case err != nil && fault.KindOf(err) != fault.Corrupt:
			return err
		case err != nil:
			w.damage(n, 1, "what is stored cannot be read, or does not have its SHA-256", err)
			w.holes = true
			at = want
			if n < len(w.chunks) {
				at += w.chunks[n].Length
			} else if n+1 < len(w.r.Originals) {
				at = w.r.Originals[n+1]
			}
			continue
		case offset != want || offset != at:
			err := corrupt(bucketOriginals, key3232(id, uint32(n)), fmt.Errorf("it begins at %d where %d was expected", offset, at))
			w.damage(n, 1, "it is not in its place", err)
		case n < len(w.chunks) && (int64(len(p)) != w.chunks[n].Length || sha256.Sum256(p) != w.chunks[n].Sum):
			w.damage(n, 1, "it does not have the SHA-256 of its leaf", nil)
		}
		w.take(p)
		at += int64(len(p))
	}
	return nil
}

func (w *verifier) take(p []byte) {
	w.whole.Write(p)
	w.v.Bytes += int64(len(p))
	w.progress.Add(int64(len(p)))
}

// file looks at a file by reference where it was.
func (w *verifier) file(ctx context.Context, f *File) error {
	in, err := f.fileStream(ctx, w.r)
	if err != nil {
		return err
	}
	defer in.Close()
	buf := make([]byte, 256<<10)
	for n := range w.chunks {
		short, err := w.chunk(ctx, in, n, buf)
		if err != nil {
			return err
		}
		if short {
			w.damage(n, len(w.chunks)-n, fmt.Sprintf("the file ends after %d bytes of %d", w.v.Bytes, w.r.Source.Bytes), nil)
			return nil
		}
	}
	more, err := w.rest(ctx, in, buf)
	if err == nil && more > 0 && len(w.chunks) > 0 {
		w.v.Damaged = append(w.v.Damaged, Damage{Chunk: len(w.chunks), Chunks: 1, Offset: w.r.Source.Bytes, Length: more,
			Problem: "these bytes were not there when it was imported"})
	}
	return err
}

// chunk reads and compares one chunk; short says that the file ended in it.
func (w *verifier) chunk(ctx context.Context, in io.Reader, n int, buf []byte) (short bool, err error) {
	h := sha256.New()
	for left := w.chunks[n].Length; left > 0; {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		got, err := io.ReadFull(in, buf[:min(left, int64(len(buf)))])
		h.Write(buf[:got])
		w.take(buf[:got])
		left -= int64(got)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("read the file of source %d: %w", w.r.Source.ID, err)
		}
	}
	if !bytes.Equal(h.Sum(nil), w.chunks[n].Sum[:]) {
		w.damage(n, 1, "its SHA-256 is another one", nil)
	}
	return false, nil
}

// rest reads what comes after the last chunk, or all where there are no chunks.
func (w *verifier) rest(ctx context.Context, in io.Reader, buf []byte) (more int64, err error) {
	for {
		if err := ctx.Err(); err != nil {
			return more, err
		}
		n, err := in.Read(buf)
		w.take(buf[:n])
		more += int64(n)
		if err == io.EOF {
			return more, nil
		}
		if err != nil {
			return more, fmt.Errorf("read the file of source %d: %w", w.r.Source.ID, err)
		}
	}
}

// end compares the whole.
func (w *verifier) end() {
	if w.holes {
		return
	}
	s := &w.r.Source
	w.v.SHA256 = hex.EncodeToString(w.whole.Sum(nil))
	if w.v.SHA256 != s.SHA256 {
		w.v.whole = fault.New(fault.Verification, fmt.Sprintf("The original of source %d is not the file that was imported.", s.ID),
			"Compare it with another copy of the file.", fmt.Errorf("%d bytes with SHA-256 %s, not %d with %s", w.v.Bytes, w.v.SHA256, s.Bytes, s.SHA256))
	}
}
