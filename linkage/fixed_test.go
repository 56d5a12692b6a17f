package linkage_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"casebench/linkage"
)

func TestLog2AgreesWithFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Uint64Range(1, math.MaxUint64).Draw(t, "num"), rapid.Uint64Range(1, math.MaxUint64).Draw(t, "den")
		got := linkage.Log2(num, den).Float()
		want := math.Log2(float64(num)) - math.Log2(float64(den))
		if math.Abs(got-want) > 0.0005001 {
			t.Fatalf("log2(%d/%d) = %v, want %v", num, den, got, want)
		}
	})
}

func TestLog2Exact(t *testing.T) {
	for _, c := range []struct {
		num, den uint64
		want     int
	}{{1, 1, 0}, {8, 1, 3000}, {1, 8, -3000}, {3, 1, 1585}, {1, 3, -1585}, {10, 1, 3322}, {1 << 63, 1, 63000}, {1, math.MaxUint64, -64000}} {
		if got := linkage.Log2(c.num, c.den); int(got) != c.want {
			t.Errorf("log2(%d/%d) = %d thousandths, want %d", c.num, c.den, got, c.want)
		}
	}
}

func TestWeight(t *testing.T) {
	for _, c := range []struct {
		name     string
		m        float64
		num, den uint64
		want     int
	}{
		{"a card of 2 in 25,000", 0.9, 2, 25000, 13458},
		{"a value of everybody is worth nothing", 0.9, 100, 100, 0},
		{"parts per billion", 0.3, 1, 1e9, 28160},
		{"numbers near the end of 64 bits", 0.5, 1 << 62, 1 << 63, 0},
	} {
		if got := linkage.Weight(c.m, c.num, c.den); int(got) != c.want {
			t.Errorf("%s: %d thousandths, want %d", c.name, got, c.want)
		}
	}
}

func TestAtLeast(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		share       float64
		want        bool
	}{{1, 10, 0.1, true}, {1, 11, 0.1, false}, {0, 0, 0, false}, {math.MaxInt64, math.MaxInt64, 1, true}, {-1, 5, 0, false}} {
		if got := linkage.AtLeast(c.part, c.whole, c.share); got != c.want {
			t.Errorf("AtLeast(%d, %d, %v) = %v", c.part, c.whole, c.share, got)
		}
	}
}
