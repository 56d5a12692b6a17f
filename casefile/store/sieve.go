package store

import (
	"errors"
	"math/bits"
	"slices"

	"casebench/casefile"
	"casebench/casefile/query"
)

// fewCompares bounds how many bits of codes are compared with each group of rows;
// beyond it, it is quicker to make the codes, 64 at a time, and look them up.
const fewCompares = 160

// errOther says that a column is not stored in a form that can be searched as it is.
var errOther = errors.New("stored in another form")

// stored calls do with a column as it is stored. It reports false when do returned
// errOther.
func (l *lent) stored(info BlockInfo, column int, do func(form casefile.Form, dict []byte, r *reader) error) (bool, error) {
	other := false
	l.turnTo(uint64(info.Source)<<32 | uint64(info.Block))
	err := l.f.peekColumns(info, []uint16{uint16(column)}, &l.mem.bodies, func(_ int, body []byte) error {
		form, dict, data, err := splitColumn(body)
		if err != nil {
			return err
		}
		r := reader{p: data}
		err = do(form, dict, &r)
		if other = errors.Is(err, errOther); other {
			return nil
		}
		if err == nil {
			err = r.err
		}
		return err
	})
	return !other && err == nil, err
}

// readSearchable reads what stands before numbers in slices. A list of equal
// numbers comes as slices of no width.
func readSearchable(r *reader, n int) (sliced, error) {
	kind, base := r.u8(), r.uvarint()
	switch {
	case r.err != nil:
		return sliced{}, r.err
	case kind == wordsEqual:
		return sliced{n: n, base: base}, nil
	case kind == wordsSlices:
		s := readSlices(r, n, base)
		return s, r.err
	}
	return sliced{}, errOther
}

// KeepInts implements query.Sieve.
func (l *lent) KeepInts(b query.Block, column int, low, high int64, rows []uint64) (bool, error) {
	info := l.info(b)
	if !slices.Contains(info.Columns, column) {
		clear(rows)
		return true, nil
	}
	return l.stored(info, column, func(form casefile.Form, _ []byte, r *reader) error {
		if form != casefile.FormInts || r.u8() != nullsNone {
			return errOther
		}
		head := readIntsHead(r, info.Rows)
		if head.differences {
			return keepStretches(r, info.Rows, head, low, high, rows)
		}
		s, err := readSearchable(r, info.Rows)
		if err != nil {
			return err
		}
		// A number x stands for (x + least) * by.
		least := int64(s.base) + head.least
		low, high := divUp(low, head.by), divDown(high, head.by)
		if low = max(low, least); low > high {
			clear(rows)
			return nil
		}
		from, to := uint64(low)-uint64(least), uint64(high)-uint64(least)
		top := uint64(1)<<s.width - 1
		switch {
		case from > top:
			clear(rows)
		case from > 0 || to < top:
			s.within(rows, from, min(to, top))
		}
		return nil
	})
}

// divDown and divUp divide by a positive number and round.
func divDown(x, by int64) int64 {
	q := x / by
	if x%by < 0 {
		q--
	}
	return q
}

func divUp(x, by int64) int64 {
	q := x / by
	if x%by > 0 {
		q++
	}
	return q
}

// codesOf reads the dictionary of a column, and the local codes as they are stored.
func (l *lent) codesOf(form casefile.Form, dict []byte, r *reader, rows int) ([]uint32, sliced, error) {
	if form != casefile.FormCodes || len(dict) == 0 || dict[0] != dictGlobal {
		return nil, sliced{}, errOther
	}
	s, err := readSearchable(r, rows)
	if err != nil {
		return nil, s, err
	}
	l.dict.used = 0
	codes, _, err := readDict(l.f.codec, dict, rows, &l.dict)
	return codes, s, err
}

// KeepCodes implements query.Sieve.
func (l *lent) KeepCodes(b query.Block, column int, pass func(uint32) bool, rows []uint64) (bool, error) {
	info := l.info(b)
	if !slices.Contains(info.Columns, column) {
		clear(rows)
		return true, nil
	}
	return l.stored(info, column, func(form casefile.Form, dict []byte, r *reader) error {
		codes, s, err := l.codesOf(form, dict, r, info.Rows)
		if err != nil {
			return err
		}
		most := fewCompares / max(s.width, 1)
		in, out := l.few[:0], append(l.others[:0], 0-s.base) // null never passes
		for i, code := range codes {
			if local := uint64(i+1) - s.base; pass(code) {
				in = append(in, local)
			} else {
				out = append(out, local)
			}
			if len(in) > most && len(out) > most {
				break
			}
		}
		l.few, l.others = in, out
		switch {
		case len(in) == 0:
			clear(rows)
		case len(in) <= most:
			s.among(rows, in)
		case len(out) <= most:
			l.spare = append(l.spare[:0], rows...)
			s.among(l.spare, out)
			for i, w := range l.spare {
				rows[i] &^= w
			}
		default:
			return s.keepEach(rows, l.decide(codes, pass))
		}
		return nil
	})
}

// decide returns for each local code of a block whether it passes; null does not.
func (l *lent) decide(codes []uint32, pass func(uint32) bool) []uint64 {
	l.few = append(l.few[:0], 0)
	for _, code := range codes {
		ok := uint64(0)
		if pass(code) {
			ok = 1
		}
		l.few = append(l.few, ok)
	}
	return l.few
}

// CountCodes implements query.Sieve.
func (l *lent) CountCodes(b query.Block, column int, rows []uint64) (codes []uint32, counts []int64, done bool, err error) {
	info := l.info(b)
	if !slices.Contains(info.Columns, column) {
		return nil, []int64{countRows(rows)}, true, nil
	}
	done, err = l.stored(info, column, func(form casefile.Form, dict []byte, r *reader) error {
		own, s, err := l.codesOf(form, dict, r, info.Rows)
		if err != nil {
			return err
		}
		codes = slices.Clone(own)
		counts = make([]int64, len(codes)+1)
		if len(codes)*s.width > fewCompares {
			return s.countEach(rows, counts)
		}
		counts[0] = countRows(rows)
		for i := range codes {
			l.spare = append(l.spare[:0], rows...)
			s.among(l.spare, []uint64{uint64(i+1) - s.base})
			counts[i+1] = countRows(l.spare)
			counts[0] -= counts[i+1]
		}
		return nil
	})
	return codes, counts, done, err
}

func countRows(rows []uint64) int64 {
	n := 0
	for _, w := range rows {
		n += bits.OnesCount64(w)
	}
	return int64(n)
}
