package store

import (
	"encoding/binary"
	"math/bits"
)

// sliced is the layout in which a search compares 64 numbers at once: bit k of all
// of them stands in one word. See FORMAT.md, and Y. Li and J. M. Patel, "BitWeaving:
// fast scans for main memory data processing", SIGMOD 2013, for the idea.
type sliced struct {
	p     []byte // whole groups of 64 numbers, then the rest side by side
	n     int
	width int
	base  uint64
}

// group is how many numbers are sliced together.
const group = 64

// lanes is how many bits of the numbers are turned at a time.
const lanes = 16

// turn exchanges rows and columns in each of the four 16×16 squares of bits that
// sixteen words hold side by side. Turning twice changes nothing. After H. S. Warren,
// "Hacker's Delight", 2nd edition, section 7-3.
func turn(w *[lanes]uint64) {
	for i := range 8 {
		a, b := w[i], w[i+8]
		t := (a>>8 ^ b) & 0x00ff00ff00ff00ff
		w[i], w[i+8] = a^t<<8, b^t
	}
	for i := 0; i < lanes; i += 8 {
		for j := i; j < i+4; j++ {
			a, b := w[j&15], w[(j+4)&15]
			t := (a>>4 ^ b) & 0x0f0f0f0f0f0f0f0f
			w[j&15], w[(j+4)&15] = a^t<<4, b^t
		}
	}
	for i := 0; i < lanes; i += 4 {
		for j := i; j < i+2; j++ {
			a, b := w[j&15], w[(j+2)&15]
			t := (a>>2 ^ b) & 0x3333333333333333
			w[j&15], w[(j+2)&15] = a^t<<2, b^t
		}
	}
	for i := 0; i < lanes; i += 2 {
		a, b := w[i&15], w[(i+1)&15]
		t := (a>>1 ^ b) & 0x5555555555555555
		w[i&15], w[(i+1)&15] = a^t<<1, b^t
	}
}

// appendSlices writes what is above base of v, at most width bits of each.
func appendSlices[T word](dst []byte, v []T, base T, width int) []byte {
	for len(v) >= group {
		some := v[:group:group]
		for low := 0; low < width; low += lanes {
			var w [lanes]uint64
			for i := range w {
				w[i] = uint64(some[i]-base)>>low&0xffff | uint64(some[i+16]-base)>>low&0xffff<<16 |
					uint64(some[i+32]-base)>>low&0xffff<<32 | uint64(some[i+48]-base)>>low<<48
			}
			turn(&w)
			for _, x := range w[:min(lanes, width-low)] {
				dst = binary.LittleEndian.AppendUint64(dst, x)
			}
		}
		v = v[group:]
	}
	return appendPacked(dst, v, base, width)
}

// readSlices takes n numbers in slices off a value, without reading them.
func readSlices(r *reader, n int, base uint64) sliced {
	s := sliced{n: n, width: int(r.u8()), base: base}
	if s.width < 1 || s.width > maxPacked {
		r.fail(errWords)
		return s
	}
	s.p = r.take(n/group*group/8*s.width + (n%group*s.width+7)/8)
	return s
}

// rest returns the numbers after the last whole group.
func (s *sliced) rest() []byte { return s.p[s.n/group*group/8*s.width:] }

// unslice writes the numbers to out, which is as long as they are many.
func unslice[T number](s *sliced, out []T) {
	for at := range len(out) / group {
		ungroup(s, at, (*[group]T)(out[at*group:]))
	}
	unpack(s.rest(), out[s.n/group*group:], s.width, T(s.base))
}

// ungroup writes the numbers of a whole group.
func ungroup[T number](s *sliced, at int, to *[group]T) {
	base, p := T(s.base), s.planes(at)
	if len(p) == 0 {
		for i := range to {
			to[i] = base
		}
	}
	for low := 0; low < s.width; low += lanes {
		var w [lanes]uint64
		planes := min(lanes, s.width-low)
		for k := range planes {
			w[k] = binary.LittleEndian.Uint64(p[8*k:])
		}
		p = p[8*planes:]
		turn(&w)
		if low == 0 {
			for k, x := range w {
				to[k], to[k+16] = base+T(x&0xffff), base+T(x>>16&0xffff)
				to[k+32], to[k+48] = base+T(x>>32&0xffff), base+T(x>>48)
			}
			continue
		}
		for k, x := range w {
			to[k] += T(x&0xffff) << low
			to[k+16] += T(x>>16&0xffff) << low
			to[k+32] += T(x>>32&0xffff) << low
			to[k+48] += T(x>>48) << low
		}
	}
}

// planes returns the bits of a whole group.
func (s *sliced) planes(at int) []byte { return s.p[8*s.width*at : 8*s.width*(at+1)] }

// some writes the numbers of any group, the last included, and returns how many
// they are.
func some[T number](s *sliced, at int, to *[group]T) int {
	if at < s.n/group {
		ungroup(s, at, to)
		return group
	}
	unpack(s.rest(), to[:s.n%group], s.width, T(s.base))
	return s.n % group
}

// sum adds up the numbers of a whole group: bits are counted plane by plane, and the
// numbers need not be made. It wraps.
func (s *sliced) sum(at int) uint64 {
	p, sum := s.planes(at), group*s.base
	for k := range s.width {
		sum += uint64(bits.OnesCount64(binary.LittleEndian.Uint64(p[8*k:]))) << k
	}
	return sum
}

// within leaves in rows the numbers, base left aside, from low to high.
func (s *sliced) within(rows []uint64, low, high uint64) {
	var lows, highs [maxPacked]uint64 // all ones where the end has a bit
	top := uint64(1)<<s.width - 1
	for k := range s.width {
		lows[k], highs[k] = -(low >> k & 1), -(high >> k & 1)
	}
	p := s.p
	for at := range s.n / group {
		mine := p[:8*s.width]
		p = p[8*s.width:]
		if rows[at] == 0 {
			continue
		}
		above, below := uint64(0), uint64(0)
		same, equal := ^uint64(0), ^uint64(0) // as far as the bits were looked at
		switch {
		case high == top:
			for k := s.width - 1; k >= 0; k-- {
				x, l := binary.LittleEndian.Uint64(mine[8*k:]), lows[k]
				above |= same & x &^ l
				same &^= x ^ l
			}
			rows[at] &= above | same
		case low == 0:
			for k := s.width - 1; k >= 0; k-- {
				x, h := binary.LittleEndian.Uint64(mine[8*k:]), highs[k]
				below |= equal & h &^ x
				equal &^= x ^ h
			}
			rows[at] &= below | equal
		default:
			for k := s.width - 1; k >= 0; k-- {
				x, l, h := binary.LittleEndian.Uint64(mine[8*k:]), lows[k], highs[k]
				above |= same & x &^ l
				same &^= x ^ l
				below |= equal & h &^ x
				equal &^= x ^ h
			}
			rows[at] &= (above | same) & (below | equal)
		}
	}
	s.leave(rows, func(x uint64) bool { return x >= low && x <= high })
}

// among leaves in rows the numbers, base left aside, that are one of a few.
func (s *sliced) among(rows []uint64, few []uint64) {
	p := s.p
	for at := range s.n / group {
		mine := p[:8*s.width]
		p = p[8*s.width:]
		if rows[at] == 0 {
			continue
		}
		found := uint64(0)
		for _, v := range few {
			found |= equals(mine, v)
		}
		rows[at] &= found
	}
	s.leave(rows, func(x uint64) bool {
		for _, v := range few {
			if v == x {
				return true
			}
		}
		return false
	})
}

// equals returns which of the 64 numbers of a group are v.
func equals(planes []byte, v uint64) uint64 {
	same := ^uint64(0)
	for len(planes) >= 8 {
		same &^= binary.LittleEndian.Uint64(planes) ^ -(v & 1)
		planes, v = planes[8:], v>>1
	}
	if v != 0 {
		return 0 // wider than any number here
	}
	return same
}

// leave tests the numbers after the last whole group one by one.
func (s *sliced) leave(rows []uint64, fits func(uint64) bool) {
	var few [group]uint64
	rest := few[:s.n%group]
	if len(rest) == 0 {
		return
	}
	unpack(s.rest(), rest, s.width, 0)
	at := s.n / group
	for i, x := range rest {
		if !fits(x) {
			rows[at] &^= 1 << i
		}
	}
}
