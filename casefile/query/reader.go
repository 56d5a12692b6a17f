package query

import "context"

// reader gives conditions the columns of the block at hand, each read once. It
// belongs to one worker.
type reader struct {
	ctx     context.Context
	src     Source // what it reads may be kept
	own     Source // what it reads is good for the block at hand
	sieve   Sieve  // nil: the source has none
	screen  Screen // the same
	digits  Digits // the same
	block   Block
	columns map[int]*Column
	extra   map[string]*Column
	numbers []int64
	pool    []rowset
	ok      []uint64        // scratch: decisions by code of the block
	ruled   map[*texts]bool // what the filters of the block said

	machines map[*texts]*automaton
}

func newReader(ctx context.Context, src Source) *reader {
	r := &reader{ctx: ctx, src: src, own: src, columns: map[int]*Column{}, extra: map[string]*Column{}, ruled: map[*texts]bool{},
		machines: map[*texts]*automaton{}}
	if l, ok := src.(Lender); ok {
		r.own = l.Lend()
	}
	r.sieve, _ = r.own.(Sieve)
	r.screen, _ = r.own.(Screen)
	r.digits, _ = r.own.(Digits)
	return r
}

// open turns to a block and forgets the one before.
func (r *reader) open(b Block) {
	r.block = b
	clear(r.columns)
	clear(r.extra)
	clear(r.ruled)
	r.numbers = nil
}

func (r *reader) column(n int) (*Column, error) {
	if c := r.columns[n]; c != nil {
		return c, nil
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	cols, err := r.own.Read(r.block, []int{n}, nil)
	if err != nil {
		return nil, err
	}
	r.columns[n] = &cols[0]
	return &cols[0], nil
}

// sifts returns the sieve for a column that was not read yet, or nil.
func (r *reader) sifts(column int) Sieve {
	if column < 0 || r.columns[column] != nil || r.ctx.Err() != nil {
		return nil
	}
	return r.sieve
}

func (r *reader) extraField(name string) (*Column, error) {
	if c := r.extra[name]; c != nil {
		return c, nil
	}
	cols, err := r.own.Read(r.block, nil, []string{name})
	if err != nil {
		return nil, err
	}
	r.extra[name] = &cols[0]
	return &cols[0], nil
}

// rows returns the row numbers of the block.
func (r *reader) rows() ([]int64, error) {
	if r.numbers == nil {
		var err error
		if r.numbers, err = r.src.Rows(r.block); err != nil {
			return nil, err
		}
	}
	return r.numbers, nil
}

// spare returns an empty set with room for the block; giveBack returns it.
func (r *reader) spare() rowset {
	if n := len(r.pool); n > 0 {
		s := r.pool[n-1]
		r.pool = r.pool[:n-1]
		return s[:0]
	}
	return make(rowset, 0, words(r.block.Rows))
}

func (r *reader) giveBack(sets ...rowset) { r.pool = append(r.pool, sets...) }

// decisions returns scratch for one decision on each of n codes; entry 0, for
// null, is 0.
func (r *reader) decisions(n int) []uint64 {
	if cap(r.ok) < n+1 {
		r.ok = make([]uint64, 2*(n+1))
	}
	r.ok = r.ok[:n+1]
	r.ok[0] = 0
	return r.ok
}
