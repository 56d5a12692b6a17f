package store

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
)

const (
	orderPlain       = 0
	orderDifferences = 1
)

var errInts = errors.New("unknown list of integers")

// scaleOf returns the largest of 9, 6, 3 and 0 such that 10^scale divides all of v.
// Instants are seldom finer than a millisecond.
func scaleOf(v []int64) (scale int, by int64) {
	scale, by = 9, 1_000_000_000
	for _, x := range v {
		for scale > 0 && x%by != 0 {
			scale, by = scale-3, by/1000
		}
		if scale == 0 {
			break
		}
	}
	return scale, by
}

// appendInts writes v plainly or as differences, whichever is narrower.
// Arithmetic wraps, and wraps back when it is read.
func appendInts(c *codec, s *scratch, dst []byte, v []int64) []byte {
	scale, by := scaleOf(v)
	if len(v) == 0 {
		scale, by = 0, 1
	}
	if by > 1 {
		s.ints = s.ints[:0]
		for _, x := range v {
			s.ints = append(s.ints, x/by)
		}
		v = s.ints
	}
	var least, most, dleast, dmost int64
	for i, x := range v {
		if i == 0 {
			least, most = x, x
			continue
		}
		least, most = min(least, x), max(most, x)
		d := x - v[i-1]
		if i == 1 {
			dleast, dmost = d, d
		}
		dleast, dmost = min(dleast, d), max(dmost, d)
	}
	dst = append(dst, byte(scale))
	s.words = s.words[:0]
	if len(v) > 1 && bits.Len64(uint64(dmost)-uint64(dleast))+2 <= bits.Len64(uint64(most)-uint64(least)) {
		dst = binary.AppendVarint(append(dst, orderDifferences), v[0])
		dst = binary.AppendVarint(dst, dleast)
		for i := 1; i < len(v); i++ {
			s.words = append(s.words, uint64(v[i]-v[i-1])-uint64(dleast))
		}
	} else {
		dst = binary.AppendVarint(append(dst, orderPlain), least)
		for _, x := range v {
			s.words = append(s.words, uint64(x)-uint64(least))
		}
	}
	return appendWords(c, s, dst, s.words)
}

// intsHead is what stands before the words of a list of integers.
type intsHead struct {
	by          int64 // every number was divided by it
	differences bool
	first       int64 // with differences
	least       int64
}

func readIntsHead(r *reader, m int) intsHead {
	scale, order := r.u8(), r.u8()
	h := intsHead{by: 1, differences: order == orderDifferences}
	switch scale {
	case 0:
	case 3:
		h.by = 1_000
	case 6:
		h.by = 1_000_000
	case 9:
		h.by = 1_000_000_000
	default:
		r.fail(errInts)
	}
	if order > orderDifferences || (h.differences && m < 2) {
		r.fail(errInts)
	}
	if h.differences {
		h.first = r.varint()
	}
	h.least = r.varint()
	return h
}

// readInts reads m integers into a list from the pool. Ascending is true when they
// are known to be in order.
func readInts(c *codec, r *reader, m int, mem *pool[int64]) (out []int64, ascending bool) {
	h := readIntsHead(r, m)
	if !h.differences {
		out = readWords(c, r, m, mem)
		if h.by == 1 && h.least == 0 {
			return out, false
		}
		for i, w := range out {
			out[i] = (w + h.least) * h.by
		}
		return out, false
	}
	steps := readWords(c, r, m-1, mem)
	if r.err != nil {
		return nil, false
	}
	out = mem.take(m)
	at := h.first
	before := at * h.by
	out[0] = before
	ascending = true
	for i, w := range steps {
		at += w + h.least
		x := at * h.by
		if x < before {
			ascending = false
		}
		before = x
		out[i+1] = x
	}
	return out, ascending
}

// floatBits in place of a number of digits: the bits themselves.
const floatBits = 255

// appendFloats writes decimals such as 0.7 as integers where every one of them
// comes back bit for bit.
func appendFloats(c *codec, s *scratch, dst []byte, v []float64) []byte {
	by := 1.0
	for digits := range 7 {
		ints := make([]int64, len(v))
		exact := true
		for i, x := range v {
			n := math.Round(x * by)
			if !(math.Abs(n) < 1<<53) || math.Float64bits(float64(int64(n))/by) != math.Float64bits(x) {
				exact = false
				break
			}
			ints[i] = int64(n)
		}
		if exact {
			return appendInts(c, s, append(dst, byte(digits)), ints)
		}
		by *= 10
	}
	s.words = s.words[:0]
	for _, x := range v {
		s.words = append(s.words, math.Float64bits(x))
	}
	return appendWords(c, s, append(dst, floatBits), s.words)
}

func readFloats(c *codec, r *reader, m int) []float64 {
	digits := r.u8()
	out := make([]float64, m)
	if digits == floatBits {
		for i, w := range readWords[uint64](c, r, m, nil) {
			out[i] = math.Float64frombits(w)
		}
		return out
	}
	if digits > 6 {
		r.fail(errInts)
		return nil
	}
	by := math.Pow10(int(digits))
	ints, _ := readInts(c, r, m, nil)
	for i, n := range ints {
		out[i] = float64(n) / by
	}
	return out
}
