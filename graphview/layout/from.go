package layout

import (
	"context"
	"math"
	"slices"

	"casebench/internal/csr"
)

// Start says where a layout goes on from.
type Start struct {
	At    []Point // of every node; what stands at unknown nodes does not matter
	Known []bool  // which nodes have a place; nil: all of them
	Hold  float32 // how firmly those keep it: 0 not at all, 1 usual, 4 hardly a move
}

// From makes a Layout that goes on from places that a person has seen: nodes that
// have a place hold on to it, new ones begin beside their neighbours. While nothing
// is new and nothing pinned elsewhere, nothing moves. Its places are in the units of
// s.At. It stops when ctx ends.
func From(ctx context.Context, g *csr.Graph, s Start, o Options) (*Layout, error) {
	n := g.Nodes()
	l := &Layout{nodes: n, origin: []Point{{}}}
	if n == 0 {
		return l, ctx.Err()
	}
	all := make([]int32, n)
	for v := range all {
		all[v] = int32(v)
	}
	b := newBody(g, all)
	b.heat = 0.3 * warm
	mean := (float32(n) + float32(len(b.to))) / float32(n)
	b.apart = elbow / float32(mean*mean)
	h := &held{home: make([]Point, n), known: make([]bool, n), firm: s.Hold, counter: make([]Point, n)}
	for v := range all {
		h.known[v] = s.Known == nil || s.Known[v]
	}
	l.unit = usualLength(b, s.At, h.known)
	for v := range all {
		if h.known[v] {
			h.home[v] = Point{X: s.At[v].X / l.unit, Y: s.At[v].Y / l.unit}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// What pulls at the known ones as they stand is taken for their rest.
	b.at = slices.Clone(h.home)
	b.held = h
	b.balance()
	b.seat(o.Groups)
	l.bodies = []*body{b}
	return l, nil
}

// elbow makes two usual nodes that are tied keep half a usual edge apart.
const elbow = 0.25

// held is what a body remembers of the places it began with.
type held struct {
	home    []Point
	known   []bool
	counter []Point // what holds a known node against the forces at its home
	firm    float32
}

// usualLength is the median length of edges between known nodes, or else a guess
// from how much room there is for each.
func usualLength(b *body, at []Point, known []bool) float32 {
	var lengths []float32
	lo, hi, count := Point{}, Point{}, 0
	for i := range b.mass {
		if !known[i] {
			continue
		}
		if count == 0 {
			lo, hi = at[i], at[i]
		}
		count++
		lo = Point{min(lo.X, at[i].X), min(lo.Y, at[i].Y)}
		hi = Point{max(hi.X, at[i].X), max(hi.Y, at[i].Y)}
		for _, j := range b.to[b.offset[i]:b.offset[i+1]] {
			if known[j] && int32(i) < j {
				lengths = append(lengths, hypot(at[i].X-at[j].X, at[i].Y-at[j].Y))
			}
		}
	}
	if len(lengths) > 0 {
		slices.Sort(lengths)
		if m := lengths[len(lengths)/2]; m > 1e-6 {
			return m
		}
	}
	room := max(hi.X-lo.X, hi.Y-lo.Y) / float32(math.Sqrt(float64(count)+1))
	if room > 1e-6 {
		return room
	}
	return 1
}

// balance measures the forces on the known nodes among themselves.
func (b *body) balance() {
	mass := slices.Clone(b.mass)
	for i, k := range b.held.known {
		if !k {
			mass[i] = 1e-9 // not there yet
		}
	}
	b.tree.build(b.at, mass)
	for i, k := range b.held.known {
		if k {
			fx, fy := b.pulls(int32(i), func(j int32) bool { return b.held.known[j] })
			b.held.counter[i] = Point{X: -fx, Y: -fy}
		}
	}
}

// pulls sums springs and pushes on a node, over neighbours that count.
func (b *body) pulls(i int32, counts func(int32) bool) (fx, fy float32) {
	p, m := b.at[i], b.mass[i]
	fx, fy = b.tree.repulsion(p, i)
	fx, fy = float32(fx*m*b.apart), float32(fy*m*b.apart)
	for k := b.offset[i]; k < b.offset[i+1]; k++ {
		if j := b.to[k]; counts == nil || counts(j) {
			q := b.at[j]
			fx -= float32(b.pull[k] * (p.X - q.X))
			fy -= float32(b.pull[k] * (p.Y - q.Y))
		}
	}
	return fx, fy
}

// seat puts the new nodes beside neighbours that have a place, ring by ring; those
// that lead to none stand near their community, or else below everything.
func (b *body) seat(groups []int32) {
	placed := slices.Clone(b.held.known)
	guests := map[int32]int{} // of each placed node: how many stand around it
	for {
		var next []int32
		for i, ok := range placed {
			if ok {
				continue
			}
			if host, found := b.host(int32(i), placed); found {
				b.at[i] = b.beside(host, guests[host])
				guests[host]++
				next = append(next, int32(i))
			}
		}
		if len(next) == 0 {
			break
		}
		for _, i := range next {
			placed[i] = true
		}
	}
	b.seatRest(placed, groups)
	for i, k := range b.held.known {
		if !k {
			b.held.home[i] = b.at[i]
		}
	}
}

// host is the placed neighbour that a new node is tied to most.
func (b *body) host(i int32, placed []bool) (host int32, found bool) {
	var most float32
	for k := b.offset[i]; k < b.offset[i+1]; k++ {
		if j := b.to[k]; placed[j] && (!found || b.pull[k] > most) {
			host, most, found = j, b.pull[k], true
		}
	}
	return host, found
}

// beside is the k-th place around a node, outwards on a spiral that begins on the
// side away from the middle of the picture.
func (b *body) beside(host int32, k int) Point {
	p := b.at[host]
	r := 0.45 + float32(0.16*float32(math.Sqrt(float64(k))))
	sin, cos := sincos(float64(0.1*float64(host%64)) + float64(float64(k)*golden))
	return Point{X: p.X + float32(r*cos), Y: p.Y + float32(r*sin)}
}

// seatRest places nodes that no edge leads to.
func (b *body) seatRest(placed []bool, groups []int32) {
	type sum struct {
		x, y  float64
		count float64
	}
	middle := map[int32]sum{}
	lo, hi := Point{}, Point{}
	first := true
	for i, ok := range placed {
		if !ok {
			continue
		}
		p := b.at[i]
		if first {
			lo, hi, first = p, p, false
		}
		lo, hi = Point{min(lo.X, p.X), min(lo.Y, p.Y)}, Point{max(hi.X, p.X), max(hi.Y, p.Y)}
		if groups != nil && groups[b.nodes[i]] >= 0 {
			s := middle[groups[b.nodes[i]]]
			middle[groups[b.nodes[i]]] = sum{s.x + float64(p.X), s.y + float64(p.Y), s.count + 1}
		}
	}
	wide := max(hi.X-lo.X, 4)
	alone := 0
	for i, ok := range placed {
		if ok {
			continue
		}
		if groups != nil {
			if s := middle[groups[b.nodes[i]]]; s.count > 0 && groups[b.nodes[i]] >= 0 {
				sin, cos := sincos(float64(float64(i) * golden))
				b.at[i] = Point{X: float32(s.x/s.count) + cos, Y: float32(s.y/s.count) + sin}
				continue
			}
		}
		perRow := max(int(wide), 1)
		b.at[i] = Point{X: lo.X + float32(alone%perRow) + 0.5, Y: hi.Y + 1.5 + float32(alone/perRow)}
		alone++
	}
}

// hold is forces for a body that goes on from places: what was at rest stays, and
// the rest gives way to what is new or pinned. The pull home is taken implicitly, so
// that however firm it is no step overshoots.
func (b *body) hold(from, to int) {
	h := b.held
	for _, i := range b.tree.order[from:to] {
		fx, fy := b.pulls(i, nil)
		share := float32(near) / b.mass[i]
		firm := float32(0)
		if h.known[i] {
			fx += h.counter[i].X
			fy += h.counter[i].Y
			firm = h.firm
		}
		dx, dy := float32(fx*share), float32(fy*share)
		dx += float32(firm * (h.home[i].X - b.at[i].X))
		dy += float32(firm * (h.home[i].Y - b.at[i].Y))
		b.push[i] = Point{X: dx / (1 + firm), Y: dy / (1 + firm)}
	}
}
