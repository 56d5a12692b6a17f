package query

import (
	"cmp"
	"context"
	"math"
	"slices"

	"casebench/casefile"
)

// nearest collects the rows next to a place on one side of it.
type nearest struct {
	s     *search
	from  moment
	reach Reach
	later bool // after the place, not before
	byRow bool // places are numbers of rows, not times

	most   int   // rows to find
	end    int64 // the farthest at that is near enough
	blocks []Block
}

// spotAt is a row with its place and where it lies.
type spotAt struct {
	moment
	block Block
	index int32
}

// find returns the rows in order, and whether there are more in reach.
func (n *nearest) find(ctx context.Context, shape *shape) ([]Row, bool, error) {
	if n.reach == (Reach{}) {
		return nil, false, nil
	}
	if n.most = n.reach.Rows; n.most == 0 {
		n.most = MaxAround
	}
	n.bound()
	n.order()
	s := *n.s
	s.blocks = n.blocks
	var kept []spotAt
	taken := 0
	err := scan(ctx, &s, n.block, func(some []spotAt) (bool, error) {
		kept = n.best(append(kept, some...))
		taken++
		// The blocks come by the nearest place that they may hold.
		enough := len(kept) > n.most && taken < len(n.blocks) && n.farther(n.closest(&n.blocks[taken]), kept[n.most].at)
		return !enough, nil
	})
	if err != nil {
		return nil, false, err
	}
	more := len(kept) > n.most
	kept = kept[:min(len(kept), n.most)]
	if !n.later {
		slices.Reverse(kept)
	}
	rows, err := n.read(ctx, shape, kept)
	return rows, more, err
}

// bound finds how far the reach goes.
func (n *nearest) bound() {
	n.end = int64(math.MinInt64)
	if n.later {
		n.end = math.MaxInt64
	}
	far := int64(n.reach.Time)
	switch {
	case far == 0:
	case n.later && n.from.at <= math.MaxInt64-far:
		n.end = n.from.at + far
	case !n.later && n.from.at >= math.MinInt64+far:
		n.end = n.from.at - far
	}
}

// farther reports whether a lies farther from the place than b does.
func (n *nearest) farther(a, b int64) bool {
	if n.later {
		return a > b
	}
	return a < b
}

// edges returns the least and the greatest place that a block may hold.
func (n *nearest) edges(b *Block) (low, high int64) {
	if n.byRow {
		if b.Last > 0 {
			return b.First, b.Last
		}
		return math.MinInt64, math.MaxInt64
	}
	if c := casefile.SchemaOf(b.Table).Role(casefile.RoleTime); c >= 0 && c < len(b.Bounds) && b.Bounds[c].Known {
		return b.Bounds[c].Min, b.Bounds[c].Max
	}
	return math.MinInt64, math.MaxInt64
}

// closest is the place nearest to the event that a block may hold on this side.
func (n *nearest) closest(b *Block) int64 {
	low, high := n.edges(b)
	if n.later {
		return max(low, n.from.at)
	}
	return min(high, n.from.at)
}

// order puts the blocks that reach into the side by how close they come.
func (n *nearest) order() {
	for _, b := range n.s.blocks {
		low, high := n.edges(&b)
		inside := high >= n.from.at && low <= n.end
		if !n.later {
			inside = low <= n.from.at && high >= n.end
		}
		if inside {
			n.blocks = append(n.blocks, b)
		}
	}
	slices.SortStableFunc(n.blocks, func(a, b Block) int {
		c := cmp.Compare(n.closest(&a), n.closest(&b))
		if !n.later {
			return -c
		}
		return c
	})
}

// block finds the rows of the reader's block that are nearest.
func (n *nearest) block(r *reader, sel rowset) ([]spotAt, error) {
	if sel.empty() {
		return nil, nil
	}
	numbers, err := r.rows()
	if err != nil {
		return nil, err
	}
	at := func(i int) (int64, bool) { return numbers[i], true }
	if !n.byRow {
		times, err := r.numeric(casefile.SchemaOf(r.block.Table).Role(casefile.RoleTime))
		if err != nil || times == nil {
			return nil, err
		}
		at = func(i int) (int64, bool) { return times.Ints[i], !times.IsNull(i) }
	}
	var out []spotAt
	sel.rows(func(i int) {
		v, ok := at(i)
		if !ok || n.farther(v, n.end) {
			return
		}
		p := moment{v, r.block.Source, numbers[i]}
		if c := p.compare(n.from); c == 0 || c > 0 != n.later {
			return
		}
		if out = append(out, spotAt{p, r.block, int32(i)}); len(out) > 4*(n.most+1) {
			out = n.best(out)
		}
	})
	return n.best(out), nil
}

// best leaves the nearest rows, the nearest of all first, and one more than asked for.
func (n *nearest) best(some []spotAt) []spotAt {
	slices.SortFunc(some, func(a, b spotAt) int {
		if n.later {
			return a.compare(b.moment)
		}
		return b.compare(a.moment)
	})
	return some[:min(len(some), n.most+1)]
}

// read makes rows of what was found. Each block is read once.
func (n *nearest) read(ctx context.Context, shape *shape, found []spotAt) ([]Row, error) {
	turn := make([]int, len(found))
	for i := range turn {
		turn[i] = i
	}
	slices.SortStableFunc(turn, func(a, b int) int { return cmp.Compare(found[a].block.ID, found[b].block.ID) })
	rows := make([]Row, len(found))
	var h *hits
	for at, i := range turn {
		if at == 0 || found[i].block.ID != found[turn[at-1]].block.ID {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var err error
			r := &reader{ctx: ctx, src: n.s.src, own: n.s.src, block: found[i].block}
			if h, err = shape.read(r, []int32{0}); err != nil {
				return nil, err
			}
		}
		rows[i] = h.rowAt(int(found[i].index))
	}
	return rows, nil
}
