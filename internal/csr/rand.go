package csr

import "math/bits"

// Rand is a small pseudo-random generator whose numbers are the same in every
// release and on every machine, which a standard library does not promise for
// ever. It is SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
// It is not safe for concurrent use and not for secrets.
type Rand struct{ state uint64 }

// NewRand returns a generator for a seed.
func NewRand(seed uint64) *Rand { return &Rand{state: seed} }

// Uint64 returns the next 64 bits.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Intn returns a number in 0..n-1; n must be positive. The bias is below n/2^64.
func (r *Rand) Intn(n int) int {
	hi, _ := bits.Mul64(r.Uint64(), uint64(n))
	return int(hi)
}

// Float32 returns a number in [0,1) with 24 random bits.
func (r *Rand) Float32() float32 { return float32(float32(r.Uint64()>>40) / (1 << 24)) }

// Shuffle puts order into a random order.
func (r *Rand) Shuffle(order []int32) {
	for i := len(order) - 1; i > 0; i-- {
		j := r.Intn(i + 1)
		order[i], order[j] = order[j], order[i]
	}
}
