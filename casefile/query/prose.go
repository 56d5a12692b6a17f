package query

import (
	"math/bits"
	"sort"
)

// glance is the number of bytes that are searched between two looks at whether
// the search was cancelled.
const glance = 1 << 20

// search tests the rows of sel one by one, or, where one text is sought anywhere
// and most rows are wanted, sixty-four rows in one go.
func (n *texts) search(r *reader, c *Column, sel rowset) error {
	var sought needle
	if n.find != nil {
		sought, _ = n.find.single()
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
		if sought != nil && bits.OnesCount64(w) >= sparse {
			sel[at] = w & rowsIn(sought, c.Texts.Bytes[start:end], start, c.Texts.Ends[first:last])
			continue
		}
		for rest := w; rest != 0; rest &= rest - 1 {
			j := bits.TrailingZeros64(rest)
			if !n.test(c.Texts.At(first + j)) {
				w &^= 1 << j
			}
		}
		sel[at] = w
	}
	return nil
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
