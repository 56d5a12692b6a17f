package community

import (
	"math/bits"

	"casebench/internal/csr"
)

// gain is a signed 128-bit integer. Moving node v into community C, against
// leaving it alone, changes modularity by a constant factor times
//
//	1000 * 2m * w(v,C)  -  resolution * k(v) * K(C)
//
// with 1000 and the resolution (in thousandths) in lowest terms. All of it is
// integer, so that the better of two moves is the better one on every processor.
// Bounds: 2m <= 2^47 and resolution <= 2^16, so that both factors of each product
// stay below 2^63.
type gain struct {
	hi int64
	lo uint64
}

func (a gain) less(b gain) bool {
	return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo
}

func (a gain) negative() bool { return a.hi < 0 }

func (a gain) minus(b gain) gain {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(uint64(a.hi), uint64(b.hi), borrow)
	return gain{hi: int64(hi), lo: lo}
}

func (a gain) plus(b gain) gain {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	return gain{hi: int64(hi), lo: lo}
}

// scale holds the factors that stay the same for a whole graph.
type scale struct {
	whole      uint64 // 1000 * 2m
	resolution uint64 // thousandths
	narrow     bool   // both products fit 63 bits, whatever the node and the community
	grain      gain   // a hundredth of what one edge of mean weight is worth
	cold       gain   // coldest + 1 grains
}

func gainScale(g *csr.Graph, resolution int64) scale {
	m, r, one := uint64(g.Total()), uint64(resolution), uint64(1000)
	for a, b := r, one; ; a, b = b, a%b {
		if b == 0 {
			r, one = r/a, one/a
			break
		}
	}
	s := scale{whole: one * 2 * m, resolution: r}
	// w(v,C) <= m, and k(v)*K(C) <= m*m since together they are at most 2m
	ah, al := bits.Mul64(s.whole, m)
	bh, bl := bits.Mul64(r*m, m)
	s.narrow = ah|bh == 0 && (al|bl)>>63 == 0
	n := uint64(g.Edges()) * 100
	loQ, _ := bits.Div64(ah%n, al, n)
	s.grain = gain{hi: int64(ah / n), lo: max(loQ, 1)}
	for range coldest + 1 {
		s.cold = s.cold.plus(s.grain)
	}
	return s
}

// of returns the gain for weight w to a community of degree sum k; pull is
// resolution * k(v).
func (s *scale) of(w int64, pull uint64, k int64) gain {
	ah, al := bits.Mul64(s.whole, uint64(w))
	bh, bl := bits.Mul64(pull, uint64(k))
	lo, borrow := bits.Sub64(al, bl, 0)
	hi, _ := bits.Sub64(ah, bh, borrow)
	return gain{hi: int64(hi), lo: lo}
}

// best returns the community that gains most: old, unless one of the touched gains
// more; the first touched among equals. It sets the sums of the touched to zero.
func (s *scale) best(slots []slot, touched []int32, old int32, pull uint64) (int32, gain) {
	if s.narrow {
		return s.bestNarrow(slots, touched, old, pull)
	}
	best, most := old, s.of(slots[old].sum, pull, slots[old].total)
	for _, c := range touched {
		at := &slots[c]
		if g := s.of(at.sum, pull, at.total); most.less(g) {
			best, most = c, g
		}
		at.sum = 0
	}
	return best, most
}

// bestNarrow is best for a scale that is narrow: 64 bits give the same numbers,
// and let the processor choose without guessing.
func (s *scale) bestNarrow(slots []slot, touched []int32, old int32, pull uint64) (int32, gain) {
	whole, by := int64(s.whole), int64(pull)
	best, most := old, whole*slots[old].sum-by*slots[old].total
	for _, c := range touched {
		at := &slots[c]
		g := whole*at.sum - by*at.total
		at.sum = 0
		if g > most {
			best = c
		}
		most = max(most, g)
	}
	return best, gain{hi: most >> 63, lo: uint64(most)}
}

// coldest is how many grains a move may fall short of the best and still be drawn.
const coldest = 16

// chance weighs a move by how far it falls short of the best one: 2^16 for the
// best, halved for every grain that it is worse. This is the Boltzmann choice of
// the paper (section "refinement") with a temperature of a hundredth of an edge,
// in integers.
func (s *scale) chance(best, g gain) uint64 {
	short := best.minus(g)
	if !short.less(s.cold) {
		return 0
	}
	for n := range coldest {
		if short.less(s.grain) {
			return 1 << (coldest - n)
		}
		short = short.minus(s.grain)
	}
	return 1
}
