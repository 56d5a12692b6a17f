package store

import (
	"math"
	"math/bits"
	"slices"

	"casebench/casefile"
	"casebench/casefile/query"
)

// Stretches implements query.Sieve. Times of a log are kept as differences: where
// none is below zero the column ascends, and whole groups of 64 are passed over by
// their sum.
func (l *lent) Stretches(b query.Block, column int, last func(int64) int64) (firsts []int64, ends []int, done bool, err error) {
	info := l.info(b)
	if !slices.Contains(info.Columns, column) {
		return nil, nil, false, nil
	}
	done, err = l.stored(info, column, func(form casefile.Form, _ []byte, r *reader) error {
		if form != casefile.FormInts || r.u8() != nullsNone {
			return errOther
		}
		head := readIntsHead(r, info.Rows)
		if r.err != nil {
			return r.err
		}
		from := 0
		return stretches(r, info.Rows, head, last, func(first int64, until int) {
			if until > from {
				firsts, ends, from = append(firsts, first), append(ends, until), until
			}
		})
	})
	return firsts, ends, done, err
}

// stretches calls do with the first value and the end of each stretch, or returns
// errOther when the list is not known to ascend.
func stretches(r *reader, rows int, head intsHead, last func(int64) int64, do func(first int64, until int)) error {
	if !head.differences || head.least < 0 {
		return errOther
	}
	s, err := readSearchable(r, rows-1)
	if err != nil {
		return err
	}
	if !head.fits(&s) {
		return errOther // it may wrap
	}
	at, first, end := head.first, head.first*head.by, last(head.first*head.by)
	var steps [group]uint64
	for g := range (s.n + group - 1) / group {
		row := 1 + g*group // of the first step
		if g < s.n/group {
			if to := at + int64(s.sum(g)) + group*head.least; to*head.by <= end {
				at = to
				continue
			}
		}
		for i := range some(&s, g, &steps) {
			at += int64(steps[i]) + head.least
			if v := at * head.by; v > end {
				do(first, row+i)
				first, end = v, last(v)
			}
		}
	}
	do(first, rows)
	return nil
}

// fits reports whether no value of an ascending list can leave 64 bits.
func (h *intsHead) fits(s *sliced) bool {
	step, carry := bits.Add64(s.base, 1<<s.width-1, 0)
	step, more := bits.Add64(step, uint64(h.least), 0)
	high, total := bits.Mul64(step, uint64(s.n))
	room := math.MaxInt64 / h.by
	return carry+more+high == 0 && total <= uint64(room) && h.first >= -room && h.first <= room-int64(total)
}

// keepStretches takes out of rows those whose value is below low or above high.
func keepStretches(r *reader, rows int, head intsHead, low, high int64, sel []uint64) error {
	if low > high {
		clear(sel)
		return nil
	}
	from := 0
	return stretches(r, rows, head, func(first int64) int64 {
		switch {
		case first < low:
			return low - 1
		case first <= high:
			return high
		}
		return math.MaxInt64
	}, func(first int64, until int) {
		if first < low || first > high {
			clearRows(sel, from, until)
		}
		from = until
	})
}

// clearRows takes the rows from one on and before another out of a set.
func clearRows(rows []uint64, from, until int) {
	if from >= until {
		return
	}
	a, z := from>>6, (until-1)>>6
	low, high := ^uint64(0)<<(from&63), ^uint64(0)>>(63-(until-1)&63)
	if a == z {
		rows[a] &^= low & high
		return
	}
	rows[a] &^= low
	clear(rows[a+1 : z])
	rows[z] &^= high
}

// countEach counts rows by local code, one by one.
func (s *sliced) countEach(rows []uint64, counts []int64) error {
	var codes [group]uint32
	for at := range (s.n + group - 1) / group {
		w := rows[at]
		if w == 0 {
			continue
		}
		n := some(s, at, &codes)
		for _, code := range codes[:n] {
			if int(code) >= len(counts) {
				return errColumn
			}
		}
		if w == ^uint64(0) {
			for _, code := range codes[:n] {
				counts[code]++
			}
			continue
		}
		for ; w != 0; w &= w - 1 {
			counts[codes[bits.TrailingZeros64(w)]]++
		}
	}
	return nil
}

// keepEach leaves the rows whose local code is decided with 1.
func (s *sliced) keepEach(rows, decided []uint64) error {
	var codes [group]uint32
	for at := range (s.n + group - 1) / group {
		if rows[at] == 0 {
			continue
		}
		kept := uint64(0)
		for i, code := range codes[:some(s, at, &codes)] {
			if int(code) >= len(decided) {
				return errColumn
			}
			kept |= decided[code] << i
		}
		rows[at] &= kept
	}
	return nil
}
