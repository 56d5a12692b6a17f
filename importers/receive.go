package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"sync"
	"sync/atomic"

	"casebench/casefile/packing"
	"casebench/internal/progress"
)

// pieceBytes is how much is read of an input at once.
const pieceBytes = 256 << 10

// piece is a stretch of bytes that several goroutines read and the last of them
// gives back.
type piece struct {
	buf   []byte
	n     int
	users atomic.Int32
	home  chan *piece
}

func (p *piece) bytes() []byte { return p.buf[:p.n] }

func (p *piece) release() {
	if p.users.Add(-1) == 0 {
		select {
		case p.home <- p:
		default:
		}
	}
}

// pieces hands out pieces, few of them, again and again.
type pieces chan *piece

func newPieces() pieces { return make(pieces, 16) }

func (ps pieces) get(users int32) *piece {
	var p *piece
	select {
	case p = <-ps:
	default:
		p = &piece{buf: make([]byte, pieceBytes), home: ps}
	}
	p.users.Store(users)
	return p
}

// stream is one goroutine's output as another's io.Reader. The error is set
// before the channel is closed.
type stream struct {
	ctx  context.Context
	in   chan *piece
	err  error
	cur  *piece
	rest []byte
}

func newStream(ctx context.Context) *stream { return &stream{ctx: ctx, in: make(chan *piece, 4)} }

// send passes a piece on, or fails when the work was cancelled.
func (s *stream) send(p *piece) error {
	select {
	case s.in <- p:
		return nil
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

// finish ends the stream with err, or with io.EOF when err is nil.
func (s *stream) finish(err error) {
	if err == nil {
		err = io.EOF
	}
	s.err = err
	close(s.in)
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		if s.cur != nil {
			s.cur.release()
			s.cur = nil
		}
		select {
		case next, ok := <-s.in:
			if !ok {
				return 0, s.err
			}
			s.cur, s.rest = next, next.bytes()
		case <-s.ctx.Done():
			return 0, s.ctx.Err()
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// receiver reads an input once, hashes it as received before anybody decodes it,
// and passes it on.
type receiver struct {
	in    Input
	parts chan []byte // of compressed inputs; nil for plain ones
	out   *stream
	taken atomic.Int64 // bytes passed on
	sum   hash.Hash
	whole string // hex digest, once run has returned without error
}

// run reads to the end of the input. A Read under way is not interrupted by
// cancellation; run returns after it.
func (r *receiver) run(ctx context.Context, p progress.Reporter) (err error) {
	defer func() { r.out.finish(err) }()
	hashed := make(chan *piece, 4)
	var hashing sync.WaitGroup
	r.sum = sha256.New()
	hashing.Go(func() {
		for piece := range hashed {
			r.sum.Write(piece.bytes())
			piece.release()
		}
	})
	err = r.read(ctx, hashed, p)
	close(hashed)
	hashing.Wait()
	if err == nil {
		r.whole = hex.EncodeToString(r.sum.Sum(nil))
	}
	return err
}

func (r *receiver) read(ctx context.Context, hashed chan<- *piece, p progress.Reporter) error {
	if r.parts != nil {
		defer close(r.parts)
	}
	home := newPieces()
	var part []byte
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		pc := home.get(2)
		n, err := io.ReadFull(r.in.Reader, pc.buf)
		pc.n = n
		if n > 0 {
			r.taken.Add(int64(n))
			p.Add(int64(n))
			if r.parts != nil {
				var sendErr error
				if part, sendErr = r.keep(ctx, part, pc.bytes()); sendErr != nil {
					return sendErr
				}
			}
			hashed <- pc
			if err := r.out.send(pc); err != nil {
				return err
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return r.send(ctx, part)
		default:
			return readFault(r.in, err)
		}
	}
}

// keep adds b to the part and sends it when it is full. PartBytes is a multiple
// of pieceBytes, so a part is never overfull.
func (r *receiver) keep(ctx context.Context, part, b []byte) ([]byte, error) {
	if part == nil {
		part = make([]byte, 0, PartBytes)
	}
	part = append(part, b...)
	if len(part) < PartBytes {
		return part, nil
	}
	return nil, r.send(ctx, part)
}

func (r *receiver) send(ctx context.Context, part []byte) error {
	if len(part) == 0 {
		return nil
	}
	select {
	case r.parts <- part:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inflate turns the received stream into the decoded one.
func inflate(name, compression string, from *stream, received func() int64, to *stream) (err error) {
	defer func() { to.finish(err) }()
	z, err := packing.Open(from, compression)
	if err != nil {
		return ctxOr(to.ctx, inflateFault(name, compression, err))
	}
	defer z.Close()
	limited := &bound{r: z, received: received}
	home := newPieces()
	for {
		pc := home.get(1)
		n, err := io.ReadFull(limited, pc.buf)
		pc.n = n
		switch {
		case err == nil:
		case err == io.EOF || err == io.ErrUnexpectedEOF && limited.ended:
		default:
			return ctxOr(to.ctx, inflateFault(name, compression, err))
		}
		if n > 0 {
			if err := to.send(pc); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// ctxOr returns the context's error when there is one: what fails after a
// cancellation fails because of it.
func ctxOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
