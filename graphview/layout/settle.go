package layout

import (
	"context"
	"math"
)

// Measures of a figure, in points.
const (
	share   = 0.30 // of the free area that ovals cover
	margin  = 12   // between an oval and the frame
	header  = 26   // above an oval, for its name
	between = 34   // between two ovals, at least
	tries   = 900  // places looked at for each oval
)

// settle finds a place for every disc, the largest first; when one finds no room,
// all are made smaller.
func (p *packer) settle(ctx context.Context) error {
	p.discs = make([]disc, len(p.members))
	free := float32(p.W * p.H)
	for _, r := range p.taken {
		free -= float32(r.W * r.H)
	}
	var area float32
	for _, m := range p.members {
		r := grow(len(m))
		area += float32(math.Pi * float32(r*r))
	}
	unit := float32(math.Sqrt(float64(share * max(free, 1) / max(area, 1))))
	shrink := float32(0.94)
	if len(p.members) > 60 {
		shrink = 0.85
	}
	for ; unit > 0.01; unit *= shrink {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.placed(unit) {
			return nil
		}
	}
	return nil
}

// grow is how the radius follows the number of members: a root, so that a small
// group can still be seen beside a large one.
func grow(n int) float32 {
	root := math.Sqrt(float64(n))
	return float32(math.Sqrt(root * math.Sqrt(root))) // n^(3/8)
}

func (p *packer) placed(unit float32) bool {
	looks := max(tries-3*len(p.members), 6*len(p.members))
	for k, m := range p.members {
		// a handful of nodes needs no field
		r := min(unit*grow(len(m)), 40+float32(28*float32(math.Sqrt(float64(len(m))))), 0.36*min(p.W, p.H))
		best, found := disc{r: r}, false
		var least float32
		for t := range looks {
			x, y := scatter(t)
			d := disc{x: x * p.W, y: y * p.H, r: r}
			if k == 0 && t == 0 {
				d.x, d.y = p.W/2, p.H/2
			}
			if !p.fits(d, k, p.discs[:k]) {
				continue
			}
			if c := p.cost(d, k); !found || c < least {
				best, least, found = d, c, true
			}
		}
		if !found {
			return false
		}
		p.discs[k] = best
	}
	return true
}

// scatter is the t-th point of an even sequence over the unit square (the
// generalised golden ratio; Roberts 2018).
func scatter(t int) (x, y float32) {
	const a, b = 0.7548776662466927, 0.5698402909980532
	fx := float64((float64(t) + 0.5) * a)
	fy := float64((float64(t) + 0.5) * b)
	return float32(fx - math.Floor(fx)), float32(fy - math.Floor(fy))
}

// fits says whether disc d, which is number k, lies inside the frame, clear of what
// is taken and of the others.
func (p *packer) fits(d disc, k int, others []disc) bool {
	if d.x < d.r+margin || d.x > p.W-d.r-margin || d.y < d.r+margin+header || d.y > p.H-d.r-margin {
		return false
	}
	for _, t := range p.taken {
		dx := d.x - min(max(d.x, t.X), t.X+t.W)
		dy := d.y - min(max(d.y, t.Y), t.Y+t.H)
		if hypot(dx, dy) < d.r+margin {
			return false
		}
	}
	for j, o := range others {
		if j != k && hypot(d.x-o.x, d.y-o.y) < d.r+o.r+between {
			return false
		}
	}
	return true
}

// cost is low near discs that are tied, and near the middle for the large.
func (p *packer) cost(d disc, k int) float32 {
	c := float32(0.5 * hypot((d.x-float32(p.W/2))/p.W, (d.y-float32(p.H/2))/p.H))
	for j := range k {
		o := p.discs[j]
		gap := (hypot(d.x-o.x, d.y-o.y) - d.r - o.r) / p.W
		c += float32(p.ties[k][j] * gap)
	}
	return c
}

// relax evens out the room between discs, and between discs and frame, in small
// moves that keep what fits fitting.
func (p *packer) relax() {
	reach := float32(0.35 * min(p.W, p.H))
	for range 120 {
		for k, d := range p.discs {
			var fx, fy float32
			push := func(dx, dy, gap float32) {
				if length := hypot(dx, dy); gap < reach && length > 1e-3 {
					f := (reach - gap) / reach
					f = float32(f*f) / length
					fx += float32(f * dx)
					fy += float32(f * dy)
				}
			}
			for j, o := range p.discs {
				if j != k {
					dx, dy := d.x-o.x, d.y-o.y
					push(dx, dy, hypot(dx, dy)-d.r-o.r)
				}
			}
			push(1, 0, d.x-d.r)
			push(-1, 0, p.W-d.x-d.r)
			push(0, 1, d.y-d.r)
			push(0, -1, p.H-d.y-d.r)
			for _, t := range p.taken {
				dx := d.x - min(max(d.x, t.X), t.X+t.W)
				dy := d.y - min(max(d.y, t.Y), t.Y+t.H)
				push(dx, dy, hypot(dx, dy)-d.r)
			}
			moved := disc{x: d.x + float32(4*fx), y: d.y + float32(4*fy), r: d.r}
			if p.fits(moved, k, p.discs) {
				p.discs[k] = moved
			}
		}
	}
}
