package store

import (
	"cmp"
	"slices"

	"casebench/casefile"
)

// observation is an entry of a run: codes are the case's, rows are the source's.
type observation struct {
	value, account uint32
	day            int32
	count          int64
	first, last    int64
	firstRow       int64
	lastRow        int64
}

func (e *observation) compare(o *observation) int {
	if c := cmp.Compare(e.value, o.value); c != 0 {
		return c
	}
	if c := cmp.Compare(e.day, o.day); c != 0 {
		return c
	}
	return cmp.Compare(e.account, o.account)
}

// gatherBound is how many entries of one kind are held before they become a run:
// 2^18 entries of 56 bytes are 15 MB.
const gatherBound = 1 << 18

// gathering collects the observations of one kind.
type gathering struct {
	entries []observation
	table   []uint32
	shift   uint
	runs    uint32 // written so far
}

// gatherer collects the observations of one source, block by block, in bounded
// memory. It belongs to one goroutine.
type gatherer struct {
	kinds []gathering
}

func newGatherer() *gatherer {
	return &gatherer{kinds: make([]gathering, casefile.ObservationKinds())}
}

// add takes what a block shows. Accounts and values translate local codes, base is
// the number of rows before the block's batch.
func (g *gathering) add(in []localObs, accounts, values []uint32, base int64) {
	for i := range in {
		e := &in[i]
		account, value := accounts[e.account-1], uint32(0)
		if values != nil {
			value = values[e.value-1]
		}
		g.reserve()
		at, mask := place(account, value, e.day, g.shift), uint64(len(g.table)-1)
		for {
			k := g.table[at]
			if k == 0 {
				g.entries = append(g.entries, observation{value, account, e.day, int64(e.count),
					e.first, e.last, base + int64(e.firstRow) + 1, base + int64(e.lastRow) + 1})
				g.table[at] = uint32(len(g.entries))
				break
			}
			if o := &g.entries[k-1]; o.account == account && o.value == value && o.day == e.day {
				o.count += int64(e.count)
				o.span(e.first, e.last, base+int64(e.firstRow)+1, base+int64(e.lastRow)+1)
				break
			}
			at = (at + 1) & mask
		}
	}
}

// span is localObs.span for rows of a source.
func (e *observation) span(first, last, firstRow, lastRow int64) {
	switch {
	case first == 0 && e.first == 0 && last == 0 && e.last == 0:
		e.firstRow, e.lastRow = min(e.firstRow, firstRow), max(e.lastRow, lastRow)
	case first == 0 && last == 0:
	case e.first == 0 && e.last == 0:
		e.first, e.last, e.firstRow, e.lastRow = first, last, firstRow, lastRow
	default:
		if first < e.first || first == e.first && firstRow < e.firstRow {
			e.first, e.firstRow = first, firstRow
		}
		if last > e.last || last == e.last && lastRow > e.lastRow {
			e.last, e.lastRow = last, lastRow
		}
	}
}

// reserve keeps the table at most half full.
func (g *gathering) reserve() {
	if 2*(len(g.entries)+1) <= len(g.table) {
		return
	}
	size, shift := 1024, uint(64-10)
	for size < 4*(len(g.entries)+1) {
		size, shift = 2*size, shift-1
	}
	g.table, g.shift = make([]uint32, size), shift
	mask := uint64(size - 1)
	for i := range g.entries {
		e := &g.entries[i]
		at := place(e.account, e.value, e.day, shift)
		for g.table[at] != 0 {
			at = (at + 1) & mask
		}
		g.table[at] = uint32(i + 1)
	}
}

// full reports whether the entries should become a run.
func (g *gathering) full() bool { return len(g.entries) >= gatherBound }

// take hands over the entries and begins anew.
func (g *gathering) take() []observation {
	out := g.entries
	g.entries = make([]observation, 0, min(len(out), gatherBound))
	clear(g.table)
	return out
}

// sortObservations sorts by value, day, account. Keys are sorted apart from the
// entries, which are four times as large.
func sortObservations(in []observation) []observation {
	type key struct {
		high  uint64
		low   uint32
		index uint32
	}
	keys := make([]key, len(in))
	for i := range in {
		// The sign bit is turned so that negative days sort first.
		keys[i] = key{uint64(in[i].value)<<32 | uint64(uint32(in[i].day)^1<<31), in[i].account, uint32(i)}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.high != b.high {
			return cmp.Compare(a.high, b.high)
		}
		return cmp.Compare(a.low, b.low)
	})
	out := make([]observation, len(in))
	for i, k := range keys {
		out[i] = in[k.index]
	}
	return out
}
