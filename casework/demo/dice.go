package demo

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"math/rand/v2"
)

// dice is one stream of chance. Every part of the world throws its own, made
// from the world's seed, a purpose and two numbers, so that a change in one part
// does not move the others. Only integers are drawn: what decides a byte must
// not depend on how a processor rounds.
type dice struct {
	pcg rand.PCG
}

// purpose separates the streams of one seed.
type purpose uint64

const (
	forPopulation purpose = iota + 1
	forAddresses
	forShuffle
	forDay
	forPerson
	forRelay
	forSpecial
	forLogins
	forRequestIDs
	forActions
	forPartner
	forNames
)

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014,
// doi:10.1145/2660193.2660195).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// newDice starts the stream of a purpose and two numbers within a world.
func newDice(seed uint64, p purpose, a, b uint64) dice {
	h := mix(mix(mix(seed)^uint64(p))^a) ^ b
	return dice{pcg: *rand.NewPCG(mix(h), mix(h^0x5851f42d4c957f2d))}
}

// u64 draws 64 bits.
func (d *dice) u64() uint64 { return d.pcg.Uint64() }

// n draws from 0 to k-1 by multiplication; the bias is below k/2⁶⁴. n(k) of a k
// below 1 is 0.
func (d *dice) n(k int) int {
	if k <= 1 {
		return 0
	}
	hi, _ := bits.Mul64(d.pcg.Uint64(), uint64(k))
	return int(hi)
}

// between draws from lo to hi, both included.
func (d *dice) between(lo, hi int) int { return lo + d.n(hi-lo+1) }

// chance is true perMille times in a thousand.
func (d *dice) chance(perMille int) bool { return d.n(1000) < perMille }

// spread draws from lo up to lo·2^octaves so that every octave is equally likely:
// the long-tailed shape of gaps and lengths, without a logarithm.
func (d *dice) spread(lo, octaves int) int {
	base := lo << d.n(octaves)
	return base + d.n(base)
}

// of draws one element.
func of[T any](d *dice, from []T) T { return from[d.n(len(from))] }

// shuffle puts s into random order.
func shuffle[T any](d *dice, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := d.n(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

// ranks draws indexes with the popularity of Zipf's law: index i with weight
// 1/(i+1).
type ranks struct {
	sums []int
}

func newRanks(n int) ranks {
	r := ranks{sums: make([]int, n)}
	total := 0
	for i := range n {
		total += 1_000_000 / (i + 1)
		r.sums[i] = total
	}
	return r
}

func (r ranks) draw(d *dice) int {
	x := d.n(r.sums[len(r.sums)-1])
	lo, hi := 0, len(r.sums)-1
	for lo < hi {
		if m := (lo + hi) / 2; r.sums[m] > x {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return lo
}

// hexOf returns the first digits of a hash of what a value stands for.
func hexOf(x uint64, digits int) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], mix(x))
	binary.BigEndian.PutUint64(b[8:], mix(^x))
	return hex.EncodeToString(b[:])[:digits]
}

// sizes cuts n into parts of lo to hi. A rest that is too small for a part takes
// from the one before it, which may then be smaller than lo.
func sizes(d *dice, n, lo, hi int) []int {
	var parts []int
	for n > 0 {
		k := min(d.between(lo, hi), n)
		if rest := n - k; rest > 0 && rest < lo {
			if k = n - lo; n <= hi {
				k = n
			}
		}
		parts = append(parts, k)
		n -= k
	}
	return parts
}
