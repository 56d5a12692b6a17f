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
// All of it is integer, so that the better of two moves is the better one on
// every processor. Bounds: 2m <= 2^47 and resolution <= 2^16 (in thousandths), so
// that both factors of each product stay below 2^63.
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

// scale holds the factors that stay the same for a whole graph.
type scale struct {
	whole      uint64 // 1000 * 2m
	resolution uint64 // thousandths
	grain      gain   // a hundredth of what one edge of mean weight is worth
}

func gainScale(g *csr.Graph, resolution int64) scale {
	s := scale{whole: 1000 * 2 * uint64(g.Total()), resolution: uint64(resolution)}
	hi, lo := bits.Mul64(s.whole, uint64(g.Total()))
	n := uint64(g.Edges()) * 100
	hiQ, rest := hi/n, hi%n
	loQ, _ := bits.Div64(rest, lo, n)
	s.grain = gain{hi: int64(hiQ), lo: max(loQ, 1)}
	return s
}

// of returns the gain for weight w to a community of degree sum k; pull is
// resolution * k(v).
func (s scale) of(w int64, pull uint64, k int64) gain {
	ah, al := bits.Mul64(s.whole, uint64(w))
	bh, bl := bits.Mul64(pull, uint64(k))
	return gain{hi: int64(ah), lo: al}.minus(gain{hi: int64(bh), lo: bl})
}

// chance weighs a move by how far it falls short of the best one: 2^16 for the
// best, halved for every grain that it is worse. This is the Boltzmann choice of
// the paper (section "refinement") with a temperature of a hundredth of an edge,
// in integers.
func (s scale) chance(best, g gain) uint64 {
	short := best.minus(g)
	if s.grain.hi > 0 {
		short = gain{hi: 0, lo: uint64(short.hi) / uint64(s.grain.hi)}
	} else {
		if uint64(short.hi) >= s.grain.lo {
			return 0
		}
		q, _ := bits.Div64(uint64(short.hi), short.lo, s.grain.lo)
		short = gain{lo: q}
	}
	if short.lo > 16 {
		return 0
	}
	return 1 << (16 - short.lo)
}
