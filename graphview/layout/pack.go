package layout

import (
	"cmp"
	"context"
	"slices"

	"casebench/internal/csr"
)

// Rect is an upright rectangle.
type Rect struct{ X, Y, W, H float32 }

// Frame says what a figure is packed into, in points.
type Frame struct {
	W, H   float32
	Taken  []Rect // nothing is placed here: title, legend
	Groups []int32
	Seed   uint64
}

// Oval is where a group lies: an ellipse with its middle and half widths.
type Oval struct {
	Group  int32
	X, Y   float32
	RX, RY float32
}

// Packed is a figure: every node's place, and the ovals of the groups, the largest
// first.
type Packed struct {
	At    []Point
	Ovals []Oval
}

// wide stretches figures sideways, because pages and screens are.
const wide = 1.16

// Pack places every group of frame.Groups in an oval of its own; ovals do not
// overlap one another nor what is taken, and lie near those that they are tied to.
// Nodes of no group (below 0) are strewn evenly over the rest. It stops soon after
// ctx ends and returns its error.
func Pack(ctx context.Context, g *csr.Graph, frame Frame) (*Packed, error) {
	p := &packer{g: g, frame: frame, rand: csr.NewRand(frame.Seed)}
	p.W, p.H = frame.W/wide, frame.H
	for _, r := range frame.Taken {
		p.taken = append(p.taken, Rect{X: r.X / wide, Y: r.Y, W: r.W / wide, H: r.H})
	}
	p.gather()
	if err := p.settle(ctx); err != nil {
		return nil, err
	}
	p.relax()
	at := make([]Point, g.Nodes())
	for c, m := range p.members {
		if err := p.fill(ctx, at, c, m); err != nil {
			return nil, err
		}
	}
	p.strew(at)
	out := &Packed{At: at}
	for v := range at {
		at[v].X *= wide
	}
	for c, d := range p.discs {
		out.Ovals = append(out.Ovals, Oval{Group: p.id[c], X: d.x * wide, Y: d.y, RX: d.r * wide, RY: d.r})
	}
	return out, nil
}

// packer works in a plane where ovals are round.
type packer struct {
	g         *csr.Graph
	frame     Frame
	rand      *csr.Rand
	W, H      float32
	taken     []Rect
	id        []int32   // group of each disc, the largest first
	members   [][]int32 // of each disc
	strangers []int32
	discs     []disc
	ties      [][]float32 // between discs, 0..1
}

func (p *packer) gather() {
	index := map[int32]int{}
	for v := range p.g.Nodes() {
		c := int32(-1)
		if p.frame.Groups != nil {
			c = p.frame.Groups[v]
		}
		if c < 0 {
			p.strangers = append(p.strangers, int32(v))
			continue
		}
		k, ok := index[c]
		if !ok {
			k = len(p.id)
			index[c] = k
			p.id = append(p.id, c)
			p.members = append(p.members, nil)
		}
		p.members[k] = append(p.members[k], int32(v))
	}
	order := make([]int, len(p.id))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(len(p.members[b])-len(p.members[a]), cmp.Compare(p.id[a], p.id[b]))
	})
	id, members := make([]int32, len(order)), make([][]int32, len(order))
	disc := make([]int32, p.g.Nodes())
	for v := range disc {
		disc[v] = -1
	}
	for k, old := range order {
		id[k], members[k] = p.id[old], p.members[old]
		for _, v := range members[k] {
			disc[v] = int32(k)
		}
	}
	p.id, p.members = id, members
	p.ties = make([][]float32, len(id))
	for k := range p.ties {
		p.ties[k] = make([]float32, len(id))
	}
	most := float32(1)
	for e := range p.g.All() {
		a, b := disc[e.A], disc[e.B]
		if a >= 0 && b >= 0 && a != b {
			p.ties[a][b]++
			p.ties[b][a]++
			most = max(most, p.ties[a][b])
		}
	}
	for a := range p.ties {
		for b := range p.ties[a] {
			p.ties[a][b] /= most
		}
	}
}
