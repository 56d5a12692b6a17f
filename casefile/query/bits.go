package query

import "math/bits"

// rowset is a set of rows of one block, one bit for each. Bits beyond the last
// row are zero.
type rowset []uint64

func words(rows int) int { return (rows + 63) / 64 }

// allRows returns the set of all rows, in the memory of s when it is enough.
func allRows(s rowset, rows int) rowset {
	s = sized(s, rows)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if tail := rows & 63; tail != 0 {
		s[len(s)-1] = 1<<tail - 1
	}
	return s
}

func sized(s rowset, rows int) rowset {
	if cap(s) < words(rows) {
		return make(rowset, words(rows))
	}
	return s[:words(rows)]
}

func (s rowset) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// between counts the rows of the set from one on and before another.
func (s rowset) between(from, until int) int {
	if from >= until {
		return 0
	}
	first, last := from>>6, (until-1)>>6
	low, high := ^uint64(0)<<(from&63), ^uint64(0)>>(63-(until-1)&63)
	if first == last {
		return bits.OnesCount64(s[first] & low & high)
	}
	n := bits.OnesCount64(s[first]&low) + bits.OnesCount64(s[last]&high)
	for _, w := range s[first+1 : last] {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s rowset) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s rowset) clear() { clear(s) }

func (s rowset) without(other []uint64) {
	for i := range min(len(s), len(other)) {
		s[i] &^= other[i]
	}
}

// rows calls do for every row of the set, in order.
func (s rowset) rows(do func(i int)) {
	for at, w := range s {
		for ; w != 0; w &= w - 1 {
			do(at<<6 + bits.TrailingZeros64(w))
		}
	}
}

// sparse is the number of rows in a word of the set below which they are looked
// at one by one.
const sparse = 12

// keep leaves in s the rows i for which fits(i) holds. It is for tests that cost
// more than a branch; codes and numbers have loops of their own.
func (s rowset) keep(fits func(i int) bool) {
	for at, w := range s {
		for rest := w; rest != 0; rest &= rest - 1 {
			j := bits.TrailingZeros64(rest)
			if !fits(at<<6 + j) {
				w &^= 1 << j
			}
		}
		s[at] = w
	}
}

// keepCodes leaves the rows whose code c has ok[c] == 1. Entries of ok are 0 or 1,
// so that the loop has no branch to mispredict.
func (s rowset) keepCodes(codes []uint32, ok []uint64) {
	for at, w := range s {
		if w == 0 {
			continue
		}
		base := at << 6
		if bits.OnesCount64(w) < sparse {
			for rest := w; rest != 0; rest &= rest - 1 {
				j := bits.TrailingZeros64(rest)
				w &^= (1 ^ ok[codes[base+j]]) << j
			}
			s[at] = w
			continue
		}
		m := uint64(0)
		for j, c := range codes[base:min(base+64, len(codes))] {
			m |= ok[c] << (j & 63)
		}
		s[at] = w & m
	}
}

// keepInts leaves the rows whose value lies in r, or outside when out is set.
func (s rowset) keepInts(values []int64, r interval, out bool) {
	if r.Low > r.High {
		if !out {
			s.clear()
		}
		return
	}
	width := uint64(r.High) - uint64(r.Low)
	flip := uint64(0)
	if out {
		flip = ^flip
	}
	for at, w := range s {
		if w == 0 {
			continue
		}
		base := at << 6
		m := uint64(0)
		for j, v := range values[base:min(base+64, len(values))] {
			// v - Low wraps around for values below Low, and is then too large.
			_, within := bits.Sub64(width, uint64(v)-uint64(r.Low), 0)
			m |= (within ^ 1) << (j & 63)
		}
		s[at] = w & (m ^ flip)
	}
}
