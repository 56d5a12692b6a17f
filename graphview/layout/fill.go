package layout

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// fill lays out the members of one disc among themselves and fits them into it.
func (p *packer) fill(ctx context.Context, at []Point, c int, members []int32) error {
	sub, err := p.g.Subgraph(members)
	if err != nil {
		return err
	}
	l, err := New(ctx, sub, Options{Seed: p.frame.Seed + uint64(c)})
	if err != nil {
		return err
	}
	if err := l.Run(ctx, 120); err != nil {
		return err
	}
	spots := l.Places()
	roundOff(spots, 0.9*p.discs[c].r)
	part(spots, p.discs[c].r)
	middle(spots, 0.92*p.discs[c].r)
	for i, v := range members {
		at[v] = Point{X: p.discs[c].x + spots[i].X, Y: p.discs[c].y + spots[i].Y}
	}
	return nil
}

// roundOff moves the spots around their middle and fits them into a radius: half by
// how far out they are, half by how many are farther in, so that neither a crowd in
// the middle nor a single runaway rules the picture.
func roundOff(spots []Point, radius float32) {
	var mx, my float64
	for _, s := range spots {
		mx += float64(s.X)
		my += float64(s.Y)
	}
	n := float32(len(spots))
	cx, cy := float32(mx/float64(n)), float32(my/float64(n))
	order := make([]int, len(spots))
	far := float32(1e-6)
	for i := range spots {
		spots[i].X -= cx
		spots[i].Y -= cy
		order[i] = i
		far = max(far, hypot(spots[i].X, spots[i].Y))
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(hypot(spots[a].X, spots[a].Y), hypot(spots[b].X, spots[b].Y)), cmp.Compare(a, b))
	})
	for rank, i := range order {
		was := hypot(spots[i].X, spots[i].Y)
		even := float32(math.Sqrt(float64((float32(rank) + 0.5) / n)))
		is := radius * (float32(0.45*was/far) + float32(0.55*even))
		if was < 1e-6 {
			continue
		}
		spots[i].X *= is / was
		spots[i].Y *= is / was
	}
}

// middle moves the spots so that the disc around them is in the middle, and scales
// them to its radius.
func middle(spots []Point, radius float32) {
	around := (&body{at: spots}).bounds()
	if around.r < 1e-3 {
		return
	}
	for i, s := range spots {
		spots[i].X = (s.X - around.x) * (radius / around.r)
		spots[i].Y = (s.Y - around.y) * (radius / around.r)
	}
}

// part pushes apart spots that are too near, by a grid whose cells are as wide as
// the distance wanted, and keeps them within the radius.
func part(spots []Point, radius float32) {
	n := len(spots)
	want := min(1.25*radius/float32(math.Sqrt(float64(n))), 22)
	for range 30 {
		grid := map[[2]int32][]int32{}
		cell := func(s Point) [2]int32 {
			return [2]int32{int32(math.Floor(float64(s.X / want))), int32(math.Floor(float64(s.Y / want)))}
		}
		for i, s := range spots {
			grid[cell(s)] = append(grid[cell(s)], int32(i))
		}
		for i := range spots {
			home := cell(spots[i])
			for dy := int32(-1); dy <= 1; dy++ {
				for dx := int32(-1); dx <= 1; dx++ {
					for _, j := range grid[[2]int32{home[0] + dx, home[1] + dy}] {
						if int(j) <= i {
							continue
						}
						x, y := spots[i].X-spots[j].X, spots[i].Y-spots[j].Y
						length := hypot(x, y)
						if length >= want {
							continue
						}
						if length < 1e-3 {
							x, y, length = 1e-3, float32(1e-3)*float32(i%7-3), 4e-3
						}
						f := 0.35 * (want - length) / length
						spots[i].X, spots[i].Y = spots[i].X+float32(f*x), spots[i].Y+float32(f*y)
						spots[j].X, spots[j].Y = spots[j].X-float32(f*x), spots[j].Y-float32(f*y)
					}
				}
			}
		}
		for i, s := range spots {
			if d := hypot(s.X, s.Y); d > 0.95*radius {
				spots[i].X, spots[i].Y = s.X*(0.95*radius/d), s.Y*(0.95*radius/d)
			}
		}
	}
}

// strew spreads the strangers over what is free; those with ties come near the
// disc that they are tied to.
func (p *packer) strew(at []Point) {
	spots := p.freeSpots(len(p.strangers))
	disc := make([]int, len(at))
	for v := range disc {
		disc[v] = -1
	}
	for c, m := range p.members {
		for _, v := range m {
			disc[v] = c
		}
	}
	taken := make([]bool, len(spots))
	var rest []int32
	for _, v := range p.strangers {
		home := p.home(disc, v)
		if home < 0 || len(spots) > 4000 {
			rest = append(rest, v)
			continue
		}
		best, least := -1, float32(0)
		for i, s := range spots {
			if d := hypot(s.X-p.discs[home].x, s.Y-p.discs[home].y); !taken[i] && (best < 0 || d < least) {
				best, least = i, d
			}
		}
		taken[best] = true
		at[v] = spots[best]
	}
	next := 0
	for _, v := range rest {
		for taken[next] {
			next++
		}
		taken[next] = true
		at[v] = spots[next]
	}
}

// home is the disc that v has most links to, or -1.
func (p *packer) home(disc []int, v int32) int {
	best, most := -1, int64(0)
	links := map[int]int64{}
	to, weight := p.g.Neighbours(v)
	for i, u := range to {
		c := disc[u]
		if c < 0 {
			continue
		}
		links[c] += weight[i]
		if links[c] > most || links[c] == most && c < best {
			best, most = c, links[c]
		}
	}
	return best
}

// freeSpots returns n points, evenly spread and a little disturbed, clear of discs
// and of what is taken.
func (p *packer) freeSpots(n int) []Point {
	spots := make([]Point, 0, n)
	step := float32(math.Sqrt(float64(p.W*p.H) / float64(n+1)))
	skip := p.rand.Intn(1 << 16)
	for t := 0; len(spots) < n; t++ {
		x, y := scatter(t + skip)
		s := Point{
			X: float32(x*p.W) + float32(0.7*step*(p.rand.Float32()-0.5)),
			Y: float32(y*p.H) + float32(0.7*step*(p.rand.Float32()-0.5)),
		}
		if p.free(s) || t > 200*n+1000 { // a full frame: anywhere
			spots = append(spots, s)
		}
	}
	return spots
}

func (p *packer) free(s Point) bool {
	const clear = 9
	if s.X < clear || s.Y < clear || s.X > p.W-clear || s.Y > p.H-clear {
		return false
	}
	for _, t := range p.taken {
		if s.X > t.X-clear && s.X < t.X+t.W+clear && s.Y > t.Y-clear && s.Y < t.Y+t.H+clear {
			return false
		}
	}
	for _, d := range p.discs {
		dx, dy := s.X-d.x, s.Y-d.y
		if hypot(dx, dy) < d.r+clear || hypot(dx, dy+d.r+header/2) < 46 { // the name above
			return false
		}
	}
	return true
}
