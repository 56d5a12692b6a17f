package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// readOriginal returns one stored piece of an original: a batch of a plain source
// or a part of a compressed one. The bytes were compared with their sum.
func (f *File) readOriginal(source, number uint32) (offset int64, p []byte, err error) {
	key := key3232(source, number)
	var body []byte
	err = f.view(func(b *bolt.Tx) (err error) {
		tx := &Tx{f: f, b: b}
		body, err = tx.get(bucketOriginals, key)
		if err == nil && body == nil {
			err = corrupt(bucketOriginals, key, errMissing)
		}
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	r := reader{p: body}
	kind := r.u8()
	offset = int64(r.u64())
	length := int64(r.u64())
	sum := r.take(sha256.Size)
	p = r.p
	if r.err == nil && (kind < originalBatch || kind > originalWritten || length < 0 || length > maxValue) {
		r.fail(errors.New("unknown original"))
	}
	if r.err != nil {
		return 0, nil, corrupt(bucketOriginals, key, r.err)
	}
	switch kind {
	case originalBatch:
		if p, err = f.codec.expand(nil, p, int(length)); err != nil {
			return 0, nil, corrupt(bucketOriginals, key, err)
		}
	case originalWritten:
		if p, err = f.writeAgain(source, number, p, offset, length); err != nil {
			return 0, nil, err
		}
	}
	if own := sha256.Sum256(p); int64(len(p)) != length || !bytes.Equal(own[:], sum) {
		return 0, nil, corrupt(bucketOriginals, key, errors.New("the bytes do not have the SHA-256 that they came with"))
	}
	return offset, p, nil
}

// batchBytes returns the raw bytes of a batch of a plain source.
func (f *File) batchBytes(source, batch uint32) ([]byte, error) {
	_, p, err := f.readOriginal(source, batch)
	return p, err
}

func (f *File) record(source uint32) (r sourceRecord, err error) {
	err = f.View(func(tx *Tx) (err error) {
		r, err = tx.sourceRecord(source)
		return err
	})
	return r, err
}

// Original returns the bytes at an address of the decoded stream of a source,
// exactly as they were read. For a plain source it costs one batch. For a
// compressed one the stream is decoded from its beginning to the address: use
// OriginalRows for many rows. For a source by reference the file is read where it
// was, and is not compared with its sum: Verify does that.
func (f *File) Original(ctx context.Context, source uint32, offset, length int64) ([]byte, error) {
	var out []byte
	at := []casefile.Origin{{Source: source, Offset: offset, Length: length}}
	err := f.OriginalRows(ctx, source, at, func(_ int, raw []byte) error {
		out = bytes.Clone(raw)
		return nil
	})
	return out, err
}

// OriginalRows calls fn with the bytes at each address of rows, of which Offset and
// Length are used, in order of offset; i is the place in rows. It reads the source
// once. The bytes are good until fn returns. It stops at fn's first error.
func (f *File) OriginalRows(ctx context.Context, source uint32, rows []casefile.Origin, fn func(i int, raw []byte) error) error {
	r, err := f.record(source)
	if err != nil {
		return err
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
		if o := rows[i]; o.Offset < 0 || o.Length < 0 || o.Length > maxValue {
			return noBytes(source)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[a].Offset, rows[b].Offset) })
	if r.Source.Compression == "" && r.Source.Originals != byReference {
		return f.rowsOfBatches(ctx, &r, rows, order, fn)
	}
	stream, err := f.decodedStream(ctx, &r)
	if err != nil {
		return err
	}
	defer stream.Close()
	return rowsOfStream(ctx, source, stream, rows, order, fn)
}

func noBytes(source uint32) error {
	return fault.New(fault.NotFound, fmt.Sprintf("Source %d has no bytes at that address.", source), "", nil)
}

func (f *File) rowsOfBatches(ctx context.Context, r *sourceRecord, rows []casefile.Origin, order []int, fn func(i int, raw []byte) error) error {
	id := r.Source.ID
	var batch []byte
	var start int64
	number := -1
	for _, k := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := rows[k]
		n, exact := slices.BinarySearch(r.Originals, o.Offset)
		if !exact {
			n--
		}
		// A batch without bytes begins where the next one does.
		for exact && n+1 < len(r.Originals) && r.Originals[n+1] == o.Offset {
			n++
		}
		if n < 0 {
			return noBytes(id)
		}
		if n != number {
			var err error
			if start, batch, err = f.readOriginal(id, uint32(n)); err != nil {
				return err
			}
			number = n
		}
		raw, err := f.spanBatches(r, number, batch, o.Offset-start, o.Length)
		if err != nil {
			return err
		}
		if err := fn(k, raw); err != nil {
			return err
		}
	}
	return nil
}

// spanBatches cuts an address out of a batch, and of those after it when it is
// longer than a row.
func (f *File) spanBatches(r *sourceRecord, number int, batch []byte, from, length int64) ([]byte, error) {
	if from+length <= int64(len(batch)) {
		return batch[from : from+length], nil
	}
	var out []byte
	if from < int64(len(batch)) {
		out = append(out, batch[from:]...)
	}
	for int64(len(out)) < length {
		if number++; number >= len(r.Originals) {
			return nil, noBytes(r.Source.ID)
		}
		next, err := f.batchBytes(r.Source.ID, uint32(number))
		if err != nil {
			return nil, err
		}
		out = append(out, next[:min(int64(len(next)), length-int64(len(out)))]...)
	}
	return out, nil
}

// rowsOfStream reads rows in order of their offset out of a stream. Rows may
// overlap: what they share is kept.
func rowsOfStream(ctx context.Context, source uint32, stream io.Reader, rows []casefile.Origin, order []int, fn func(i int, raw []byte) error) error {
	var held []byte // the bytes from `start` that were read
	start := int64(0)
	for _, k := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := rows[k]
		if skip := o.Offset - start; skip >= int64(len(held)) {
			if _, err := io.CopyN(io.Discard, stream, skip-int64(len(held))); err != nil {
				return streamEnd(source, err)
			}
			held = held[:0]
		} else {
			held = held[skip:]
		}
		start = o.Offset
		if more := int(o.Length) - len(held); more > 0 {
			at := len(held)
			held = append(held, make([]byte, more)...)
			if _, err := io.ReadFull(stream, held[at:]); err != nil {
				return streamEnd(source, err)
			}
		}
		if err := fn(k, held[:o.Length]); err != nil {
			return err
		}
	}
	return nil
}

func streamEnd(source uint32, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return noBytes(source)
	}
	return fmt.Errorf("read original of source %d: %w", source, err)
}

// RejectedBytes returns the bytes of a rejected row, also where the source was kept
// by reference.
func (f *File) RejectedBytes(ctx context.Context, source uint32, reject casefile.Reject) ([]byte, error) {
	r, err := f.record(source)
	if err != nil {
		return nil, err
	}
	if r.Source.Originals != byReference {
		return f.Original(ctx, source, reject.Offset, reject.Length)
	}
	var out []byte
	err = f.View(func(tx *Tx) error {
		stored, err := pages[storedReject](tx, bucketRejects, key32(source))
		for _, s := range stored {
			if s.Reject == reject {
				out = s.Raw
			}
		}
		return err
	})
	return out, err
}
