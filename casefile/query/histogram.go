package query

import (
	"math"
	"math/bits"
	"sort"
	"time"

	"casebench/casefile"
)

// maxWidth keeps the arithmetic of bins within 64 bits.
const maxWidth = 3650 * 24 * time.Hour

// maxMonths is the same in months.
const maxMonths = 120

// ruler divides time into bins: of a width in nanoseconds, or of months.
type ruler struct {
	width  int64
	months int
}

// bin returns the first and the last instant of the bin that holds v.
func (u ruler) bin(v int64) (first, last int64) {
	if u.months == 0 {
		first = floor(v, u.width)
		return first, min(first, math.MaxInt64-u.width+1) + u.width - 1
	}
	at := time.Unix(0, v).UTC()
	n := at.Year()*12 + int(at.Month()) - 1
	n -= n % u.months
	begin, end := month(n), month(n+u.months)
	first, last = math.MinInt64, math.MaxInt64
	if begin.After(time.Unix(0, math.MinInt64)) {
		first = begin.UnixNano()
	}
	if end.Before(time.Unix(0, math.MaxInt64)) {
		last = end.UnixNano() - 1
	}
	return first, last
}

// month returns the beginning of a month, counted from the year 0.
func month(n int) time.Time {
	return time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// bin is the number of rows in one bin of the histogram.
type bin struct{ start, count int64 }

func (c *counts) histogram(r *reader, sel rowset, t *tally) error {
	column := casefile.SchemaOf(r.block.Table).Role(casefile.RoleTime)
	if column < 0 {
		t.untimed = t.count
		return nil
	}
	required := casefile.SchemaOf(r.block.Table).Columns[column].Required
	if column < len(r.block.Bounds) && r.block.Bounds[column].Known && required {
		b := r.block.Bounds[column]
		if start, last := c.ruler.bin(b.Min); b.Max <= last {
			t.bins = []bin{{start, t.count}} // the block lies in one bin
			return nil
		}
	}
	if s := r.sifts(column); s != nil {
		firsts, ends, done, err := s.Stretches(r.block, column, func(v int64) int64 {
			_, last := c.ruler.bin(v)
			return last
		})
		if err != nil {
			return err
		}
		if done {
			t.bins = c.ruler.counted(firsts, ends, sel)
			return nil
		}
	}
	col, err := r.column(column)
	if err != nil {
		return err
	}
	if col.Form != casefile.FormInts {
		t.untimed = t.count
		return nil
	}
	if col.Ascending {
		t.bins = stretches(col.Ints, sel, c.ruler)
	} else {
		t.bins = binned(col, sel, c.ruler)
	}
	t.untimed = t.count
	for _, b := range t.bins {
		t.untimed -= b.count
	}
	return nil
}

// counted counts the rows in stretches of a bin each.
func (u ruler) counted(firsts []int64, ends []int, sel rowset) (out []bin) {
	from := 0
	for i, until := range ends {
		if n := sel.between(from, until); n > 0 {
			start, _ := u.bin(firsts[i])
			out = append(out, bin{start, int64(n)})
		}
		from = until
	}
	return out
}

// stretches counts the rows by bin where times are in order: each bin is one
// stretch of rows, and its end is found by halving.
func stretches(times []int64, sel rowset, u ruler) []bin {
	var out []bin
	for from := 0; from < len(times); {
		start, last := u.bin(times[from])
		until := from + sort.Search(len(times)-from, func(i int) bool { return times[from+i] > last })
		if n := sel.between(from, until); n > 0 {
			out = append(out, bin{start, int64(n)})
		}
		from = until
	}
	return out
}

// binned counts the rows by bin. Logs are nearly in order of time, so the next
// row is mostly in the bin of the row before.
func binned(col *Column, sel rowset, u ruler) []bin {
	found := map[int64]int{}
	var out []bin
	cur := -1
	low, last := int64(0), int64(-1)
	for at, w := range sel {
		if col.Null != nil {
			w &^= col.Null[at]
		}
		for ; w != 0; w &= w - 1 {
			v := col.Ints[at<<6+bits.TrailingZeros64(w)]
			if v < low || v > last {
				low, last = u.bin(v)
				i, ok := found[low]
				if !ok {
					i = len(out)
					found[low] = i
					out = append(out, bin{start: low})
				}
				cur = i
			}
			out[cur].count++
		}
	}
	return out
}

// secondsToEpoch is the time from the year 1, where time.Truncate begins to
// count, to the Unix epoch.
const secondsToEpoch = 62135596800

// floor returns the start of the bin that holds instant v.
func floor(v, width int64) int64 {
	hi, lo := bits.Mul64(secondsToEpoch, uint64(time.Second))
	shift := int64(bits.Rem64(hi, lo, uint64(width))) // epoch's place in its bin
	return v - (v%width+width+shift)%width
}
