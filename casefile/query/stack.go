package query

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// StackRequest asks for a histogram in layers, such as requests over time by
// cluster.
type StackRequest struct {
	Query *Query
	Options

	Width   time.Duration         // of the bins
	Layers  int                   // how many there are
	LayerOf func(code uint32) int // of an account, 0 to Layers-1; called on several goroutines at once
}

// Layered is a bin of a Stack: how many rows lie in it, by layer.
type Layered struct {
	Start  time.Time
	Counts []int64
}

// Stacked is the answer to a StackRequest.
type Stacked struct {
	Count   int64     // matching rows
	Bins    []Layered // in order of time, those with rows only, aligned as a Bucket is
	Untimed int64     // matching rows without a time
}

// Stack counts the rows that match by bin and by the layer of their account; rows
// about no account are in layer 0. It reads times and accounts once, and neither
// of a block that lies within one bin. The answer does not depend on the number of
// workers; cancelled, it ends as Run does.
func Stack(ctx context.Context, src Source, req StackRequest) (*Stacked, error) {
	if req.Width <= 0 || req.Width > maxWidth || req.Layers < 1 {
		return nil, fault.New(fault.Invalid, "A stack needs bins of at most ten years, and a layer.", "Write the width as 15m, 1h or 1d.", nil)
	}
	s, err := prepare(ctx, src, req.Query, req.Options)
	if err != nil {
		return nil, err
	}
	out, bins := &Stacked{}, map[int64][]int64{}
	err = scan(ctx, s, func(r *reader, sel rowset) (*stack, error) {
		return req.block(r, sel)
	}, func(k *stack) (bool, error) {
		out.Count += k.count
		out.Untimed += k.count
		for i, start := range k.starts {
			sums := bins[start]
			if sums == nil {
				sums = make([]int64, req.Layers)
				bins[start] = sums
			}
			for l, n := range k.counts[i*req.Layers : (i+1)*req.Layers] {
				sums[l] += n
				out.Untimed -= n
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	for start, counts := range bins {
		out.Bins = append(out.Bins, Layered{time.Unix(0, start).UTC(), counts})
	}
	slices.SortFunc(out.Bins, func(a, b Layered) int { return a.Start.Compare(b.Start) })
	return out, nil
}

// stack is what one block gives: counts holds as many numbers for each start as
// there are layers.
type stack struct {
	count  int64
	starts []int64
	counts []int64
}

func (q *StackRequest) block(r *reader, sel rowset) (*stack, error) {
	k := &stack{count: int64(sel.count())}
	schema := casefile.SchemaOf(r.block.Table)
	at, who := schema.Role(casefile.RoleTime), schema.Role(casefile.RoleAccount)
	if k.count == 0 || at < 0 {
		return k, nil
	}
	if at < len(r.block.Bounds) && r.block.Bounds[at].Known && schema.Columns[at].Required {
		b := r.block.Bounds[at]
		if start := floor(b.Min, int64(q.Width)); start == floor(b.Max, int64(q.Width)) {
			k.starts = []int64{start}
			var err error
			k.counts, err = q.oneBin(r, who, sel)
			return k, err
		}
	}
	times, err := r.column(at)
	if err != nil || times.Form != casefile.FormInts {
		return k, err
	}
	var accounts *Column
	if who >= 0 {
		if accounts, err = r.column(who); err != nil {
			return nil, err
		}
	}
	q.rows(k, times, accounts, sel)
	return k, nil
}

// oneBin counts rows that are all in one bin by layer.
func (q *StackRequest) oneBin(r *reader, who int, sel rowset) ([]int64, error) {
	out := make([]int64, q.Layers)
	if who < 0 {
		out[0] = int64(sel.count())
		return out, nil
	}
	add := func(codes []uint32, counts []int64) {
		out[0] += counts[0]
		for i, code := range codes {
			if n := counts[i+1]; n > 0 {
				out[q.LayerOf(code)] += n
			}
		}
	}
	if s := r.sifts(who); s != nil {
		codes, counts, done, err := s.CountCodes(r.block, who, sel)
		if err != nil {
			return nil, err
		}
		if done {
			add(codes, counts)
			return out, nil
		}
	}
	c, err := r.column(who)
	if err != nil {
		return nil, err
	}
	if c.Form != casefile.FormCodes {
		out[0] = int64(sel.count())
		return out, nil
	}
	add(c.Global, countCodes(c.Codes, len(c.Global), sel))
	return out, nil
}

// rows counts row by row. Logs are nearly in order of time, so the next row is
// mostly in the bin of the row before.
func (q *StackRequest) rows(k *stack, times, accounts *Column, sel rowset) {
	var layers []int // by the block's own code
	if accounts != nil && accounts.Form == casefile.FormCodes {
		layers = make([]int, len(accounts.Global)+1)
		for i, code := range accounts.Global {
			layers[i+1] = q.LayerOf(code)
		}
	}
	width, found := int64(q.Width), map[int64]int{}
	low, last := int64(0), int64(-1)
	var bin []int64
	for word, w := range sel {
		if times.Null != nil {
			w &^= times.Null[word]
		}
		for ; w != 0; w &= w - 1 {
			i := word<<6 + bits.TrailingZeros64(w)
			if v := times.Ints[i]; v < low || v > last {
				low = floor(v, width)
				last = min(low, math.MaxInt64-width+1) + width - 1
				n, ok := found[low]
				if !ok {
					n = len(k.starts)
					found[low] = n
					k.starts = append(k.starts, low)
					k.counts = append(k.counts, make([]int64, q.Layers)...)
				}
				bin = k.counts[n*q.Layers : (n+1)*q.Layers]
			}
			layer := 0
			if layers != nil {
				layer = layers[accounts.Codes[i]]
			}
			bin[layer]++
		}
	}
}
