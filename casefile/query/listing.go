package query

import (
	"context"
	"maps"
	"slices"
	"sort"
	"sync"

	"casebench/casefile"
	"casebench/internal/fault"
)

// ListRequest says which rows are listed, and in which order.
type ListRequest struct {
	Query *Query
	Options

	Sort    string   // field to sort by; "" leaves the order of the source
	Desc    bool     // greatest first; rows without a value come last either way
	Columns []string // fields of the rows; nil for all

	// MaxSorted is how many rows are sorted at once; 0 is the constant of that name.
	// More are sorted a part at a time, when they are looked at, if the field is a
	// whole number or an instant, and otherwise not at all.
	MaxSorted int64

	// Early, when it is set, is called on the caller's goroutine with the first rows
	// while the search goes on: as soon as there is one, whenever there are twice as
	// many, and at last with EarlyRows or with all there are. It is not called for a
	// sorted listing, whose first row is known last.
	Early     func([]Row)
	EarlyRows int

	// Sofar, when it is set, is called on the caller's goroutine with the number of
	// rows found, whenever it has grown by a block. It returns at once.
	Sofar func(found int64)
}

// Listing is the rows that match a query, to be read a page at a time at any
// place. It holds one bit for each row of the blocks in which some rows match, and
// when it is sorted 16 bytes for each row, of more than MaxSorted rows next to
// nothing. It shows the case as it was when it was made. It is safe for several
// goroutines.
type Listing struct {
	src    Source
	shape  *shape
	blocks []Block
	sets   []rowset // which rows of each block match
	starts []int64  // of each block's first row in the listing, and the length
	tables map[casefile.Table]int64
	fields map[string]bool
	order  []spot   // of the sorted rows; nil in the source's order
	lazy   *drawers // the same for more rows than are sorted at once

	mu     sync.Mutex
	recent []*opened // newest last
}

// spot is where a row lies.
type spot struct{ block, row uint32 }

// opened is a block whose columns are read.
type opened struct {
	block int
	hits  *hits
}

// maxOpened bounds the blocks of which a Listing keeps the columns.
const maxOpened = 4

// List finds the rows that match. When ctx is cancelled it returns its error within
// a tenth of a second. More rows than can be sorted are a fault of kind Invalid
// that wraps a *TooManyRows.
func List(ctx context.Context, src Source, req ListRequest) (*Listing, error) {
	s, err := prepare(ctx, src, req.Query, req.Options)
	if err != nil {
		return nil, err
	}
	l := &Listing{src: src, starts: []int64{0}, tables: map[casefile.Table]int64{}, fields: map[string]bool{}}
	if l.shape, err = newShape(req.Columns); err != nil {
		return nil, err
	}
	if req.Sort == "" {
		return l, l.find(ctx, s, req)
	}
	req.Early = nil
	keys, err := newKeys(s, req.Sort)
	if err != nil {
		return nil, err
	}
	if err := l.find(ctx, s, req); err != nil {
		return nil, err
	}
	if req.MaxSorted <= 0 {
		req.MaxSorted = MaxSorted
	}
	return l, l.sort(ctx, s, keys, req)
}

// sort puts the rows in order.
func (l *Listing) sort(ctx context.Context, s *search, keys *keys, req ListRequest) (err error) {
	s.blocks, s.known = l.blocks, map[uint64]rowset{}
	for i, b := range l.blocks {
		s.known[b.ID] = l.sets[i]
	}
	switch {
	case l.Len() <= req.MaxSorted:
		if err := l.gather(ctx, s, keys); err != nil {
			return err
		}
		l.order, err = keys.sorted(ctx, req.Desc)
	case keys.order == byInt && !keys.field.Known():
		l.lazy, err = newDrawers(ctx, l, s, keys.field, req.Desc)
	default:
		err = tooMany(req.MaxSorted)
	}
	return err
}

// found is what one block gives to a listing.
type found struct {
	block Block
	set   rowset
	count int64
}

func newFound(b Block, sel rowset) found {
	f := found{block: b, count: int64(sel.count())}
	if f.count > 0 {
		f.set = slices.Clone(sel)
	}
	return f
}

// find notes which rows match.
func (l *Listing) find(ctx context.Context, s *search, req ListRequest) error {
	early, shown := req.Early, int64(0)
	show := func() error {
		rows, err := l.Page(ctx, 0, req.EarlyRows)
		if err != nil {
			return err
		}
		early(rows)
		if shown = int64(len(rows)); len(rows) >= req.EarlyRows {
			early = nil
		}
		return nil
	}
	err := scan(ctx, s, func(r *reader, sel rowset) (found, error) {
		return newFound(r.block, sel), nil
	}, func(f found) (bool, error) {
		l.take(f)
		if req.Sofar != nil && f.count > 0 {
			req.Sofar(l.Len())
		}
		// Rows that are few lie far apart: each showing reads their blocks again, and
		// doubling keeps that to twice what the last of them reads.
		if early != nil && l.Len() > 0 && (l.Len() >= int64(req.EarlyRows) || l.Len() >= 2*shown) {
			return true, show()
		}
		return true, nil
	})
	if err == nil && early != nil && (shown == 0 || shown < l.Len()) {
		err = show()
	}
	return err
}

// gather reads the keys of the rows.
func (l *Listing) gather(ctx context.Context, s *search, keys *keys) error {
	block := uint32(0)
	return scan(ctx, s, keys.of, func(k *blockKeys) (bool, error) {
		block++
		return true, keys.add(block-1, k)
	})
}

// take adds the next block.
func (l *Listing) take(f found) {
	if f.count == 0 {
		return
	}
	l.blocks, l.sets = append(l.blocks, f.block), append(l.sets, f.set)
	l.starts = append(l.starts, l.Len()+f.count)
	l.tables[f.block.Table] += f.count
	columns := casefile.SchemaOf(f.block.Table).Columns
	for n := range columns {
		if f.block.Holds == nil || slices.Contains(f.block.Holds, n) {
			l.fields[columns[n].Name] = true
		}
	}
	for _, name := range f.block.Extra {
		l.fields[extraPrefix+name] = true
	}
}

// Len returns the number of rows.
func (l *Listing) Len() int64 { return l.starts[len(l.starts)-1] }

// Tables returns how many of the rows are of each table. The map is the caller's.
func (l *Listing) Tables() map[casefile.Table]int64 {
	return maps.Clone(l.tables)
}

// Fields returns the names of the fields that the rows, or others of their blocks,
// have: of columns as they are, of extra fields as extra.NAME, in order.
func (l *Listing) Fields() []string { return slices.Sorted(maps.Keys(l.fields)) }

// Page returns the n rows from one on, or as many as there are. It reads the blocks
// in which they lie and no others.
func (l *Listing) Page(ctx context.Context, from int64, n int) ([]Row, error) {
	if from < 0 || n < 0 {
		return nil, fault.New(fault.Invalid, "There is no such page.", "", nil)
	}
	places, err := l.places(ctx, from, min(from+int64(n), l.Len()))
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(places))
	// Sorted rows lie anywhere: each block is read once, whichever rows it gives.
	turn := make([]int, len(places))
	for i := range turn {
		turn[i] = i
	}
	slices.SortStableFunc(turn, func(a, b int) int { return int(places[a].block) - int(places[b].block) })
	var h *hits
	for at, i := range turn {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p := places[i]; at == 0 || p.block != places[turn[at-1]].block {
			var err error
			if h, err = l.open(ctx, int(p.block)); err != nil {
				return nil, err
			}
		}
		rows[i] = h.rowAt(int(places[i].row))
	}
	return rows, nil
}

// places returns where the rows from one on and before another lie.
func (l *Listing) places(ctx context.Context, from, until int64) ([]spot, error) {
	switch {
	case from >= until:
		return nil, nil
	case l.order != nil:
		return l.order[from:until], nil
	case l.lazy != nil:
		return l.lazy.spots(ctx, from, until)
	}
	out := make([]spot, 0, until-from)
	block := sort.Search(len(l.blocks), func(i int) bool { return l.starts[i+1] > from })
	for skip := int(from - l.starts[block]); int64(len(out)) < until-from; block, skip = block+1, 0 {
		l.sets[block].rows(func(i int) {
			if skip > 0 {
				skip--
			} else if int64(len(out)) < until-from {
				out = append(out, spot{uint32(block), uint32(i)})
			}
		})
	}
	return out, nil
}

// open returns the columns of a block, those that were used last from memory.
func (l *Listing) open(ctx context.Context, block int) (*hits, error) {
	l.mu.Lock()
	for i, o := range l.recent {
		if o.block == block {
			l.recent = append(slices.Delete(l.recent, i, i+1), o)
			l.mu.Unlock()
			return o.hits, nil
		}
	}
	l.mu.Unlock()
	r := &reader{ctx: ctx, src: l.src, own: l.src}
	r.block = l.blocks[block]
	h, err := l.shape.read(r, []int32{0})
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.recent) >= maxOpened {
		l.recent = slices.Delete(l.recent, 0, 1)
	}
	l.recent = append(l.recent, &opened{block, h})
	return h, nil
}

// Find returns where a row stands in the listing; ok is false when it is not in it.
// It looks through the listing's blocks of the row's source, and a sorted listing
// from its beginning.
func (l *Listing) Find(ctx context.Context, origin casefile.Origin) (at int64, ok bool, err error) {
	for i, b := range l.blocks {
		if b.Source != origin.Source || !b.mayHoldRow(origin.Row) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return 0, false, err
		}
		numbers, err := l.src.Rows(b)
		if err != nil {
			return 0, false, err
		}
		row, there := slices.BinarySearch(numbers, origin.Row)
		if !there || l.sets[i][row>>6]&(1<<(row&63)) == 0 {
			continue
		}
		if l.order != nil {
			n := slices.Index(l.order, spot{uint32(i), uint32(row)})
			return int64(n), n >= 0, nil
		}
		if l.lazy != nil {
			n, err := l.lazy.find(ctx, spot{uint32(i), uint32(row)})
			return n, err == nil, err
		}
		return l.starts[i] + int64(l.sets[i].between(0, row)), true, nil
	}
	return 0, false, nil
}
