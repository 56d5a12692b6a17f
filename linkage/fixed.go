package linkage

import (
	"math"
	"math/bits"

	"casebench/casefile"
)

// log2 returns log2(num/den) in thousandths of a bit, rounded to nearest, by
// integer arithmetic alone, so that every processor gives the same answer.
// Both arguments must be positive.
//
// The fraction is normalised to [1,2) as a 63-bit fixed-point number x; each
// squaring of x then yields one binary digit of the logarithm (Knuth, The Art of
// Computer Programming 1, 1.2.2, exercise 25).
func log2(num, den uint64) casefile.Bits {
	a, b := bits.Len64(num), bits.Len64(den)
	n, d := num<<(64-a), den<<(64-b) // both in [2^63, 2^64)
	whole := int64(a - b)
	var x uint64 // n/d in [1,2) as Q1.63
	if n >= d {
		hi, lo := n>>1, n<<63
		x, _ = bits.Div64(hi, lo, d)
	} else {
		whole--
		x, _ = bits.Div64(n, 0, d)
	}
	const digits = 30
	frac := int64(0)
	for range digits {
		hi, lo := bits.Mul64(x, x) // Q2.126
		frac <<= 1
		if hi>>63 == 1 { // x*x >= 2
			frac |= 1
			x = hi
		} else {
			x = hi<<1 | lo>>63
		}
	}
	total := (whole<<digits + frac) * 1000
	return casefile.Bits((total + 1<<(digits-1)) >> digits)
}

// parts turns a probability or share of the model into parts per billion.
func parts(p float64) uint64 { return uint64(math.Round(p * 1e9)) }

// choose returns log2 of the number of ways to choose x of k things.
func choose(k, x int) casefile.Bits {
	var sum casefile.Bits
	for i := 1; i <= x; i++ {
		sum += log2(uint64(k-x+i), uint64(i))
	}
	return sum
}

// odds returns log2(p / (1-p)).
func odds(p float64) casefile.Bits { return log2(parts(p), 1e9-parts(p)) }

// scale returns w times a share of the model, rounded toward zero.
func scale(w casefile.Bits, share float64) casefile.Bits {
	return casefile.Bits(int64(w) * int64(parts(share)) / 1e9)
}

// shareOf returns the share of n that the model's number stands for, rounded down.
func shareOf(n int, share float64) int { return int(uint64(n) * parts(share) / 1e9) }

// AtLeast reports whether part is at least the given share of whole, in integer
// arithmetic. No part of nothing is enough.
func AtLeast(part, whole int64, share float64) bool {
	if whole <= 0 || part < 0 {
		return false
	}
	hi, lo := bits.Mul64(uint64(part), 1e9)
	wantHi, wantLo := bits.Mul64(uint64(whole), parts(share))
	return hi > wantHi || hi == wantHi && lo >= wantLo
}

// Weight returns log2(m / (num/den)), not below zero: what it is worth that two
// accounts agree on something that happens by chance to num of den.
func Weight(m float64, num, den uint64) casefile.Bits {
	hi, lo := bits.Mul64(parts(m), den)
	hi2, lo2 := bits.Mul64(1e9, num)
	if hi != 0 || hi2 != 0 {
		s := 64 - bits.LeadingZeros64(max(hi, hi2))
		lo, lo2 = hi<<(64-s)|lo>>s, hi2<<(64-s)|lo2>>s
	}
	return max(0, log2(max(lo, 1), max(lo2, 1)))
}
