package layout

import (
	"context"
	"slices"

	"casebench/internal/csr"
)

// Point is a place in the plane; y grows downwards.
type Point struct{ X, Y float32 }

// Options say how a Layout begins.
type Options struct {
	Seed   uint64
	Groups []int32 // community of every node, below 0 for none; nil: no communities
}

// Layout moves the nodes of a graph step by step. It is not safe for concurrent
// use; a Step itself uses all processors.
type Layout struct {
	bodies []*body // components, the largest first
	nodes  int
	alone  []int32 // nodes without edges

	unit    float32 // units of Places for an edge; 0 for one
	origin  []Point // where the components are, once that is fixed
	aloneAt []Point
}

// New places the nodes of g: each component apart, communities beside those they
// are tied to, members around the middle of theirs. It stops when ctx ends.
func New(ctx context.Context, g *csr.Graph, o Options) (*Layout, error) {
	component, count := g.Components()
	members := make([][]int32, count)
	for v, c := range component {
		members[c] = append(members[c], int32(v))
	}
	l := &Layout{nodes: g.Nodes()}
	slices.SortStableFunc(members, func(a, b []int32) int { return len(b) - len(a) })
	for _, m := range members {
		if len(m) == 1 {
			l.alone = append(l.alone, m[0])
			continue
		}
		b := newBody(g, m)
		if err := b.begin(ctx, o); err != nil {
			return nil, err
		}
		l.bodies = append(l.bodies, b)
	}
	return l, nil
}

// Step moves every node once and returns how far they moved on average, in units
// of the usual length of an edge. When ctx ends it returns ctx's error, with the
// nodes where they were.
func (l *Layout) Step(ctx context.Context) (moved float64, err error) {
	if len(l.bodies) == 0 {
		return 0, ctx.Err()
	}
	for _, b := range l.bodies {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		m := b.step()
		moved += m * float64(len(b.at)) / float64(l.nodes)
	}
	return moved, nil
}

// Run takes up to the given number of steps and ends early when hardly anything
// moves any more.
func (l *Layout) Run(ctx context.Context, steps int) error {
	for range steps {
		moved, err := l.Step(ctx)
		if err != nil || moved < settled {
			return err
		}
	}
	return nil
}

// settled is the mean movement, in edge lengths, below which a picture is at rest.
const settled = 0.002

// Heat lets the nodes move freely again after they came to rest: 1 as at the
// beginning, 0.3 to make room for a change.
func (l *Layout) Heat(share float32) {
	for _, b := range l.bodies {
		b.heat = max(b.heat, share*warm)
	}
}

// Places returns where every node is now, components packed around the largest.
// The slice is the caller's.
func (l *Layout) Places() []Point {
	at := make([]Point, l.nodes)
	if l.origin != nil {
		for i, b := range l.bodies {
			for k, v := range b.nodes {
				at[v] = Point{X: float32(b.at[k].X*l.scale()) + l.origin[i].X, Y: float32(b.at[k].Y*l.scale()) + l.origin[i].Y}
			}
		}
		for i, v := range l.alone {
			at[v] = l.aloneAt[i]
		}
		return at
	}
	discs := l.discs()
	for i, b := range l.bodies {
		home := b.bounds()
		for k, v := range b.nodes {
			at[v] = Point{X: b.at[k].X - home.x + discs[i].x, Y: b.at[k].Y - home.y + discs[i].y}
		}
	}
	for i, v := range l.alone {
		d := discs[len(l.bodies)+i]
		at[v] = Point{X: d.x, Y: d.y}
	}
	return at
}

// mostGathered is how many components look for a place one by one.
const mostGathered = 120

// discs packs the components, the largest in the middle, then the nodes without
// edges between and around them.
func (l *Layout) discs() []disc {
	discs := make([]disc, len(l.bodies), len(l.bodies)+len(l.alone))
	for i, b := range l.bodies {
		discs[i] = b.bounds()
	}
	first := discs[:min(len(discs), mostGathered)]
	gather(first)
	if rest := discs[len(first):]; len(rest) > 0 { // many small ones
		widest := float32(0)
		for _, d := range rest {
			widest = max(widest, d.r)
		}
		for i, p := range strewn(len(rest), widest, first) {
			rest[i].x, rest[i].y = p.X, p.Y
		}
	}
	for _, p := range strewn(len(l.alone), 0.5, discs) {
		discs = append(discs, disc{x: p.X, y: p.Y, r: 0.5})
	}
	return discs
}
