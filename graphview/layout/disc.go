package layout

import (
	"cmp"
	"math"
	"slices"

	"casebench/internal/csr"
)

// disc is a round place.
type disc struct{ x, y, r float32 }

// golden is the angle between seeds of a sunflower (Vogel 1979,
// doi:10.1016/0025-5564(79)90080-4).
const golden = 2.399963229728653

// sunflower strews points evenly over a disc, the first in the middle, turned by
// the seed.
func sunflower(at []Point, radius float32, seed uint64) {
	turn := float64(2 * math.Pi * float64(csr.NewRand(seed).Float32()))
	for i := range at {
		r := radius * float32(math.Sqrt((float64(i)+0.5)/float64(len(at))))
		sin, cos := sincos(float64(float64(i)*golden) + turn)
		at[i] = Point{X: r * cos, Y: r * sin}
	}
}

// sincos is our own, from sums and rounded products alone: math.Sincos may differ
// in its last bits from one processor to another. The angle is not negative. The
// series is exact to float32.
func sincos(angle float64) (sin, cos float32) {
	const eighth = math.Pi / 4
	quarter := math.Floor(angle/(2*eighth) + 0.5)
	x := angle - float64(quarter*(2*eighth)) // within an eighth of zero
	xx := float64(x * x)
	s := x * (1 - float64(xx/6*(1-float64(xx/20*(1-float64(xx/42*(1-xx/72)))))))
	c := 1 - float64(xx/2*(1-float64(xx/12*(1-float64(xx/30*(1-xx/56))))))
	switch int64(quarter) & 3 {
	case 0:
		return float32(s), float32(c)
	case 1:
		return float32(c), float32(-s)
	case 2:
		return float32(-s), float32(-c)
	}
	return float32(-c), float32(s)
}

// ring packs discs without overlap: the largest in the middle, the others in rings
// around it, the larger the nearer. It sets x and y.
func ring(discs []disc) {
	order := make([]int, len(discs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(discs[b].r, discs[a].r) })
	const gap = 1.0
	inner := float32(0) // everything within is taken
	for k := 0; k < len(order); {
		first := discs[order[k]].r
		if k == 0 {
			discs[order[k]].x, discs[order[k]].y = 0, 0
			inner = first
			k++
			continue
		}
		way := inner + gap + first // centres of this ring
		var used []float64
		from, sum := k, 0.0
		for ; k < len(order); k++ {
			x := math.Min(1, float64(discs[order[k]].r+gap/2)/float64(way))
			angle := 2 * (x + float64(float64((math.Pi/2-1)*x)*float64(x*x))) // a little more than 2 asin(x)
			if k > from && sum+angle > 2*math.Pi {
				break
			}
			used = append(used, angle)
			sum += angle
		}
		stretch := 1.0
		if k < len(order) {
			stretch = 2 * math.Pi / math.Max(sum, 1e-9) // a full ring closes evenly
		}
		turn := 0.0
		for i, angle := range used {
			turn += float64(angle * stretch / 2)
			sin, cos := sincos(turn)
			discs[order[from+i]].x, discs[order[from+i]].y = way*cos, way*sin
			turn += float64(angle * stretch / 2)
		}
		inner = way + first
	}
}
