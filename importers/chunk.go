package importers

import (
	"bytes"
	"context"
	"io"

	"casebench/casefile"
)

// work is a chunk on its way to a decoder. When done is set there is nothing to
// decode: it is a stretch of a record that is too long.
type work struct {
	Chunk
	done *casefile.Batch
}

// chunker cuts a decoded stream into chunks of ChunkBytes, each shortened to its
// last record end. Cuts depend on the bytes alone.
type chunker struct {
	r      io.Reader
	cut    func(chunk []byte, last bool) int
	carry  func(chunk []byte) any // of a Carrier, else nil
	fresh  func() []byte          // a buffer of ChunkBytes that nobody uses
	emit   func(ctx context.Context, w work) error
	index  int
	offset int64
	eof    bool
}

func (c *chunker) run(ctx context.Context) error {
	buf, n := c.fresh(), 0
	for {
		var err error
		if n, err = c.fill(buf, n); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
		cut := c.cut(buf[:n], c.eof)
		switch {
		case c.eof && cut < n:
			cut = n
		case cut == 0 && n < MaxRecord:
			longer := make([]byte, min(2*len(buf), MaxRecord))
			copy(longer, buf[:n])
			buf = longer
			continue
		case cut == 0:
			if buf, n, err = c.skip(ctx, buf[:n]); err != nil {
				return err
			}
			continue
		}
		next := c.fresh()
		if n-cut > len(next) {
			next = make([]byte, max(n-cut, ChunkBytes))
		}
		rest := copy(next, buf[cut:n])
		if err := c.send(ctx, buf[:cut], nil); err != nil {
			return err
		}
		if c.eof && rest == 0 {
			return nil
		}
		buf, n = next, rest
	}
}

// fill reads until the buffer is full or the stream ends.
func (c *chunker) fill(buf []byte, n int) (int, error) {
	if c.eof {
		return n, nil
	}
	m, err := io.ReadFull(c.r, buf[n:])
	switch err {
	case nil:
	case io.EOF, io.ErrUnexpectedEOF:
		c.eof = true
	default:
		return n, err
	}
	return n + m, nil
}

// skip passes over a record of which head is the first MaxRecord bytes, up to
// the next line end, in bounded memory. Its bytes go out as batches of nothing
// but raw bytes; the last of them carries the one Reject, whose Offset is
// negative because the record began in an earlier batch. It returns a buffer that
// begins after the record.
func (c *chunker) skip(ctx context.Context, head []byte) (buf []byte, n int, err error) {
	start := c.offset
	for len(head) > ChunkBytes {
		if err := c.send(ctx, bytes.Clone(head[:ChunkBytes]), &casefile.Batch{}); err != nil {
			return nil, 0, err
		}
		head = head[ChunkBytes:]
	}
	last := bytes.Clone(head) // kept back until it is known whether more follows
	for {
		buf = c.fresh()
		if n, err = c.fill(buf, 0); err != nil {
			return nil, 0, err
		}
		end := bytes.IndexByte(buf[:n], '\n')
		if end < 0 && !c.eof {
			if err := c.send(ctx, last, &casefile.Batch{}); err != nil {
				return nil, 0, err
			}
			last = buf[:n]
			continue
		}
		length := c.offset - start + int64(len(last))
		if end < 0 {
			last = append(bytes.Clone(last), buf[:n]...)
			length, end = length+int64(n), n-1
		} else {
			last = append(bytes.Clone(last), buf[:end+1]...)
			length += int64(end)
		}
		reject := casefile.Reject{Offset: start - c.offset, Length: length, Reason: reasonTooLong}
		err := c.send(ctx, last, &casefile.Batch{Rows: 1, Rejects: []casefile.Reject{reject}})
		n = copy(buf, buf[end+1:n])
		return buf, n, err
	}
}

func (c *chunker) send(ctx context.Context, raw []byte, done *casefile.Batch) error {
	w := work{Chunk{Index: c.index, Offset: c.offset, Raw: raw}, done}
	if c.carry != nil && done == nil {
		w.Before = c.carry(raw)
	}
	c.index++
	c.offset += int64(len(raw))
	return c.emit(ctx, w)
}
