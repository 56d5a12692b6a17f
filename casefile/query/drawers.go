package query

import (
	"context"
	"slices"
	"sort"
	"sync"

	"casebench/casefile"
)

// drawers are the order of more rows than are sorted at once, by a whole number or
// an instant. Values are parted into drawers of some thousand rows each, of which
// only the sizes are kept: neighbouring slots of values share one until it holds
// enough. A drawer is filled and sorted when somebody looks into
// it, from the blocks that reach into it. By the time of a log these are few.
type drawers struct {
	s       *search // over the listing's blocks and sets
	field   Field
	desc    bool
	reaches []reach // of each block's values
	low     int64
	width   uint64  // of a slot
	slots   []int32 // the drawer of each slot
	starts  []int64 // of each drawer's first row, in the order of display; and the number of rows with a value
	without []spot

	mu     sync.Mutex
	recent []*drawer // newest last
}

// reach is the least and the greatest value of a block's matching rows.
type reach struct {
	low, high int64
	some      bool
}

// drawer is a filled drawer.
type drawer struct {
	number int // in the order of display
	spots  []spot
}

// What a drawer should hold, how many rows it may, how many rows there are to a
// slot, how many slots at most, and how many drawers stay filled.
const (
	drawerRows    = 4096
	maxDrawerRows = 2_000_000
	slotRows      = 256
	maxSlots      = 1 << 16
	maxFilled     = 3
)

// newDrawers parts the rows of a listing. The error is that of too many rows when
// too many have the same value, or none.
func newDrawers(ctx context.Context, l *Listing, s *search, field Field, desc bool) (*drawers, error) {
	d := &drawers{s: s, field: field, desc: desc, reaches: make([]reach, len(l.blocks))}
	if err := d.measure(ctx); err != nil {
		return nil, err
	}
	return d, d.count(ctx)
}

// inside calls do for the matching rows of the reader's block that have a value,
// and not for the others.
func (d *drawers) inside(r *reader, sel rowset, do func(row int, value int64), not func(row int)) error {
	var c *Column
	if n := d.field.In(r.block.Table); n >= 0 {
		var err error
		if c, err = r.column(n); err != nil {
			return err
		}
	}
	sel.rows(func(i int) {
		if c == nil || c.Form != casefile.FormInts || c.IsNull(i) {
			not(i)
		} else {
			do(i, c.Ints[i])
		}
	})
	return nil
}

// measure finds the reaches, and the rows without a value.
func (d *drawers) measure(ctx context.Context) error {
	type measured struct {
		reach
		without []uint32
	}
	at, whole := 0, reach{}
	err := scan(ctx, d.s, func(r *reader, sel rowset) (m measured, err error) {
		err = d.inside(r, sel, func(_ int, v int64) {
			if !m.some {
				m.reach = reach{v, v, true}
			}
			m.low, m.high = min(m.low, v), max(m.high, v)
		}, func(i int) { m.without = append(m.without, uint32(i)) })
		return m, err
	}, func(m measured) (bool, error) {
		d.reaches[at] = m.reach
		for _, row := range m.without {
			d.without = append(d.without, spot{uint32(at), row})
		}
		at++
		if m.some && !whole.some {
			whole = m.reach
		}
		if m.some {
			whole.low, whole.high = min(whole.low, m.low), max(whole.high, m.high)
		}
		if len(d.without) > MaxSorted {
			return false, tooMany(MaxSorted)
		}
		return true, nil
	})
	d.low = whole.low
	rows := uint64(0)
	for _, set := range d.s.known {
		rows += uint64(set.count())
	}
	n := min(maxSlots, rows/slotRows+1)
	d.width = (uint64(whole.high)-uint64(whole.low))/n + 1
	d.slots = make([]int32, (uint64(whole.high)-uint64(whole.low))/d.width+1)
	return err
}

// slot returns the slot of a value in the order of display, number its drawer.
func (d *drawers) slot(value int64) int {
	n := int((uint64(value) - uint64(d.low)) / d.width)
	if d.desc {
		return len(d.slots) - 1 - n
	}
	return n
}

func (d *drawers) number(value int64) int { return int(d.slots[d.slot(value)]) }

// count finds how many rows each slot has, and makes the drawers.
func (d *drawers) count(ctx context.Context) error {
	sizes := make([]int64, len(d.slots))
	err := scan(ctx, d.s, func(r *reader, sel rowset) (map[int]int64, error) {
		counts, last, run := map[int]int64{}, -1, int64(0)
		err := d.inside(r, sel, func(_ int, v int64) {
			// Rows that lie together mostly have one slot.
			if n := d.slot(v); n != last {
				counts[last] += run
				last, run = n, 0
			}
			run++
		}, func(int) {})
		counts[last] += run
		delete(counts, -1)
		return counts, err
	}, func(counts map[int]int64) (bool, error) {
		for n, rows := range counts {
			sizes[n] += rows
		}
		return true, nil
	})
	d.starts = []int64{0}
	total, held := int64(0), int64(0)
	for n, rows := range sizes {
		d.slots[n] = int32(len(d.starts) - 1)
		total, held = total+rows, held+rows
		if held > maxDrawerRows {
			return tooMany(MaxSorted)
		}
		if held >= drawerRows || n == len(sizes)-1 {
			d.starts, held = append(d.starts, total), 0
		}
	}
	return err
}

// spots returns where the rows from one on and before another lie.
func (d *drawers) spots(ctx context.Context, from, until int64) ([]spot, error) {
	keyed := d.starts[len(d.starts)-1]
	var out []spot
	for n := sort.Search(len(d.starts)-1, func(i int) bool { return d.starts[i+1] > from }); n < len(d.starts)-1 && d.starts[n] < until; n++ {
		filled, err := d.open(ctx, n)
		if err != nil {
			return nil, err
		}
		out = append(out, filled[max(0, from-d.starts[n]):min(int64(len(filled)), until-d.starts[n])]...)
	}
	if until > keyed {
		out = append(out, d.without[max(0, from-keyed):until-keyed]...)
	}
	return out, nil
}

// open fills and sorts a drawer, or finds it filled.
func (d *drawers) open(ctx context.Context, number int) ([]spot, error) {
	d.mu.Lock()
	for _, r := range d.recent {
		if r.number == number {
			d.mu.Unlock()
			return r.spots, nil
		}
	}
	d.mu.Unlock()
	s, index := *d.s, []uint32(nil)
	s.blocks = nil
	for i, r := range d.reaches {
		if r.some && min(d.number(r.low), d.number(r.high)) <= number && number <= max(d.number(r.low), d.number(r.high)) {
			s.blocks, index = append(s.blocks, d.s.blocks[i]), append(index, uint32(i))
		}
	}
	var entries []entry[int64]
	at := 0
	err := scan(ctx, &s, func(r *reader, sel rowset) (out []entry[int64], err error) {
		err = d.inside(r, sel, func(i int, v int64) {
			if d.number(v) == number {
				out = append(out, entry[int64]{v, spot{row: uint32(i)}})
			}
		}, func(int) {})
		return out, err
	}, func(some []entry[int64]) (bool, error) {
		entries = appended(entries, some, index[at])
		at++
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	spots, err := inOrder(ctx, make([]spot, 0, len(entries)), entries, d.desc)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.recent) >= maxFilled {
		d.recent = slices.Delete(d.recent, 0, 1)
	}
	d.recent = append(d.recent, &drawer{number, spots})
	return spots, nil
}

// find returns where a row stands.
func (d *drawers) find(ctx context.Context, at spot) (int64, error) {
	if n := slices.Index(d.without, at); n >= 0 {
		return d.starts[len(d.starts)-1] + int64(n), nil
	}
	block := d.s.blocks[at.block]
	columns, err := d.s.src.Read(block, []int{d.field.In(block.Table)}, nil)
	if err != nil {
		return 0, err
	}
	number := d.number(columns[0].Ints[at.row])
	filled, err := d.open(ctx, number)
	if err != nil {
		return 0, err
	}
	return d.starts[number] + int64(slices.Index(filled, at)), nil
}
