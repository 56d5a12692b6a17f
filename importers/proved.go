package importers

import (
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sync"

	"casebench/internal/fault"
)

// provedPieces is how many pieces of a file a proved holds.
const provedPieces = 128

// proved is a file that was received to its end and is now read anywhere: what it
// gives out was compared with what was received.
type proved struct {
	name string
	in   io.ReaderAt
	size int64
	sums [][sha256.Size]byte // of each pieceBytes as received

	mu   sync.Mutex
	held map[int64]*list.Element // of used
	used *list.List              // of *heldPiece, the latest first
}

type heldPiece struct {
	number int64
	bytes  []byte
}

// Prove hashes a file to its end and returns a reader of it, whose every stretch is
// compared with what was hashed, and the SHA-256 in hex. That the file changes is a
// fault of kind Conflict, then or later.
func Prove(ctx context.Context, name string, in io.ReaderAt, size int64) (io.ReaderAt, string, error) {
	h := sha256.New()
	from := io.TeeReader(&stoppable{ctx, io.NewSectionReader(in, 0, size)}, h)
	p, err := prove(Input{Name: name, at: in}, from)
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case err != nil:
		return nil, "", readFault(Input{Name: name}, err)
	case p.size != size:
		return nil, "", p.changed()
	}
	return p, hex.EncodeToString(h.Sum(nil)), nil
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(b)
}

func (p *proved) changed() error {
	return fault.New(fault.Conflict, fmt.Sprintf("%s was changed while it was imported.", p.name),
		"Import it again when nothing writes to it any more.", nil)
}

// prove reads the received stream to its end and remembers its sums.
func prove(in Input, from io.Reader) (*proved, error) {
	p := &proved{name: in.Base(), in: in.at, held: map[int64]*list.Element{}, used: list.New()}
	b := make([]byte, pieceBytes)
	for {
		n, err := io.ReadFull(from, b)
		if n > 0 {
			p.sums = append(p.sums, sha256.Sum256(b[:n]))
			p.size += int64(n)
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return p, nil
		default:
			return nil, err
		}
	}
}

// ReadAt implements io.ReaderAt. That the file is no longer what was received is a
// fault of kind Conflict.
func (p *proved) ReadAt(dst []byte, off int64) (n int, err error) {
	for n < len(dst) {
		if off+int64(n) >= p.size {
			return n, io.EOF
		}
		piece, err := p.piece((off + int64(n)) / pieceBytes)
		if err != nil {
			return n, err
		}
		n += copy(dst[n:], piece[(off+int64(n))%pieceBytes:])
	}
	return n, nil
}

func (p *proved) piece(number int64) ([]byte, error) {
	p.mu.Lock()
	if e, ok := p.held[number]; ok {
		p.used.MoveToFront(e)
		p.mu.Unlock()
		return e.Value.(*heldPiece).bytes, nil
	}
	p.mu.Unlock()
	b := make([]byte, min(pieceBytes, p.size-number*pieceBytes))
	if _, err := p.in.ReadAt(b, number*pieceBytes); err != nil && err != io.EOF {
		return nil, err
	}
	if sha256.Sum256(b) != p.sums[number] {
		return nil, p.changed()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held[number] = p.used.PushFront(&heldPiece{number, b})
	for p.used.Len() > provedPieces {
		last := p.used.Back()
		p.used.Remove(last)
		delete(p.held, last.Value.(*heldPiece).number)
	}
	return b, nil
}
