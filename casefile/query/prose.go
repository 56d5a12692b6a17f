package query

import (
	"math/bits"
	"sort"
)

// glance is the number of bytes that are searched for a literal between two looks at
// whether the search was cancelled.
const glance = 1 << 20

// search tests the rows of sel. Where a literal is sought, or stands in all that the
// pattern may match, and most rows are wanted, sixty-four rows are searched in one go.
func (n *texts) search(r *reader, c *Column, sel rowset) error {
	var sought, hints []needle
	if n.find != nil {
		if only, ok := n.find.single(); ok {
			sought = []needle{only}
		} else {
			hints = n.find.hints
		}
	}
	seen := 0
	for at, w := range sel {
		if w == 0 {
			continue
		}
		first := at << 6
		last := min(first+64, c.Texts.Len())
		start := uint32(0)
		if first > 0 {
			start = c.Texts.Ends[first-1]
		}
		end := c.Texts.Ends[last-1]
		if seen += int(end - start); seen > glance {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			seen = 0
		}
		if bits.OnesCount64(w) >= sparse {
			joined, ends := c.Texts.Bytes[start:end], c.Texts.Ends[first:last]
			if sought != nil {
				sel[at] = w & rowsIn(sought[0], joined, start, ends)
				continue
			}
			if hints != nil {
				may := uint64(0)
				for _, h := range hints {
					may |= rowsIn(h, joined, start, ends)
				}
				w &= may
			}
		}
		for rest := w; rest != 0; rest &= rest - 1 {
			j := bits.TrailingZeros64(rest)
			text := c.Texts.At(first + j)
			if n.find != nil && n.find.expr != nil {
				if seen += n.find.slow * len(text); seen > glance {
					if err := r.ctx.Err(); err != nil {
						return err
					}
					seen = 0
				}
			}
			if !n.passes(r, text) {
				w &^= 1 << j
			}
		}
		sel[at] = w
	}
	return r.ctx.Err()
}

// passes tests one value, however long it is.
func (n *texts) passes(r *reader, text []byte) bool {
	if n.find != nil && n.find.long(text) {
		return n.find.inLong(r.ctx, text)
	}
	return n.test(text)
}

// rowsIn searches up to 64 texts that lie end to end. Ends are their ends in the
// arena in which joined begins at start. Bit i of the result is set when text i
// holds the needle.
func rowsIn(n needle, joined []byte, start uint32, ends []uint32) uint64 {
	found := uint64(0)
	for from, row := 0, 0; ; {
		at, size := n.index(joined[from:])
		if at < 0 {
			return found
		}
		at += from
		row += sort.Search(len(ends)-row, func(i int) bool { return int(ends[row+i]-start) > at })
		end := int(ends[row] - start)
		if at+size > end {
			from = at + 1 // lies across the border of two texts
			continue
		}
		found |= 1 << (row & 63)
		from = end
	}
}
