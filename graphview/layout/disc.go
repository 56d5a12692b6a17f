package layout

import (
	"math"

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

// broad is how much wider than high a picture of many components is.
const broad = 1.3

// gather places discs without overlap: the first in the middle, each of the others
// as near to it as a look along a spiral finds room. It sets x and y.
func gather(discs []disc) {
	if len(discs) == 0 {
		return
	}
	gap := 1 + float32(0.07*discs[0].r)
	inner := float32(0) // how far out the last one had to go
	for k := range discs {
		d := &discs[k]
		d.x, d.y = 0, 0
		if k == 0 {
			continue
		}
		step := float32(0.5*d.r) + 0.25
		// Not all the way from the middle: that is full by now.
		t := int(float32(0.6*inner*inner) / float32(step*step))
		for d.x, d.y = spiral(t, step); !fits(*d, discs[:k], gap); d.x, d.y = spiral(t, step) {
			t++
		}
		inner = float32(step * float32(math.Sqrt(float64(t))))
	}
}

// spiral is the t-th point of a broad sunflower.
func spiral(t int, step float32) (x, y float32) {
	sin, cos := sincos(float64(t) * golden)
	r := step * float32(math.Sqrt(float64(t)))
	return float32(broad * float32(r*cos)), float32(r * sin)
}

func fits(d disc, others []disc, gap float32) bool {
	for _, o := range others {
		if float32(d.r+o.r)+gap > hypot(d.x-o.x, d.y-o.y) {
			return false
		}
	}
	return true
}

// strewn returns n places for discs of radius r, spread evenly between and around
// others.
func strewn(n int, r float32, others []disc) []Point {
	// Areas are without pi and as if the picture were round.
	area, full := float32(0), float32(0)
	for _, o := range others {
		out := hypot(o.x/broad, o.y) + o.r
		area = max(area, float32(out*out))
		full += float32(o.r*o.r) / broad
	}
	// As wide apart as fills what the others leave of the picture; at least so that
	// they do not touch: points of a sunflower are 1.6 steps apart or more.
	room := max(float32(1.1*area)-full, float32(0.2*area))
	step := max((float32(2*r)+0.6)/1.6, float32(math.Sqrt(float64(room)/float64(n+1))))
	at := make([]Point, 0, n)
	for t := 0; len(at) < n; t++ {
		x, y := spiral(t, step)
		if fits(disc{x: x, y: y, r: r}, others, float32(0.5*step)) {
			at = append(at, Point{X: x, Y: y})
		}
	}
	return at
}
