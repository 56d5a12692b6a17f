package linkage

import (
	"context"

	"casebench/casefile"
)

// Signal is one way to see that accounts act together.
type Signal interface {
	Info() SignalInfo
	// Prepare reads what the signal needs. It is called once for a run.
	Prepare(ctx context.Context, m *Material) (Comparer, error)
}

// SignalInfo describes a signal.
type SignalInfo struct {
	ID      string          `json:"id"`
	Version int             `json:"version"`
	Family  casefile.Family `json:"family"`
	Doc     string          `json:"doc"` // formula, trap and guard, in words
}

// Comparer compares accounts by one signal. Compare and Pairs are safe for
// concurrent use.
type Comparer interface {
	// Candidates appends the pairs that are worth comparing. Pairs may repeat.
	Candidates(pairs []Pair) []Pair
	// Compare appends what a and b have in common: matches that count, and values
	// that were set aside. A is below B.
	Compare(p Pair, c *Comparison)
	// Suppressed lists the values that were set aside, in order of code.
	Suppressed() []casefile.SuppressedValue
}

// Pair is two account codes, the lower in the high half, so that pairs sort as
// numbers.
type Pair uint64

// PairOf makes a Pair of two different accounts in any order.
func PairOf(a, b uint32) Pair {
	if a > b {
		a, b = b, a
	}
	return Pair(uint64(a)<<32 | uint64(b))
}

// A returns the lower account code.
func (p Pair) A() uint32 { return uint32(p >> 32) }

// B returns the higher account code.
func (p Pair) B() uint32 { return uint32(p) }

// Comparison collects what the signals say about one pair.
type Comparison struct {
	Matches    []casefile.Evidence // RawBits set; Bits not yet
	Suppressed []casefile.Suppressed
}
