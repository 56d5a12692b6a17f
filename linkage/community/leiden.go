package community

import (
	"context"
	"fmt"

	"casebench/internal/csr"
)

// MaxResolution is the largest resolution, in thousandths, that fits the 128-bit
// arithmetic of gains.
const MaxResolution = 64_000

// Options say how communities are found. The zero value is resolution 1, seed 0,
// at most two passes.
type Options struct {
	Resolution int64  // in thousandths; 0 is 1000. Higher gives smaller communities.
	Seed       uint64 // order of visits and choice among near-equals
	Rounds     int    // at most so many whole passes, fewer when nothing moves; 0 is 2
}

func (o Options) settled() (Options, error) {
	if o.Resolution == 0 {
		o.Resolution = 1000
	}
	if o.Resolution < 0 || o.Resolution > MaxResolution {
		return o, fmt.Errorf("community: resolution %d thousandths, it must be 1 to %d", o.Resolution, MaxResolution)
	}
	if o.Rounds <= 0 {
		o.Rounds = 2 // a third pass adds less than 4e-4 to modularity on planted graphs
	}
	return o, nil
}

// Detect returns the communities of g. It stops within one pass over the nodes
// after ctx ends, and then returns ctx's error and no partition.
func Detect(ctx context.Context, g *csr.Graph, o Options) (Partition, error) {
	o, err := o.settled()
	if err != nil {
		return Partition{}, err
	}
	return newLeiden(g, o.Resolution).detect(ctx, o)
}

// leiden finds communities of one graph, from one seed after the other. It keeps
// its memory from one to the next; it is not safe for concurrent use.
type leiden struct {
	g      *csr.Graph
	rand   *csr.Rand
	scale  scale
	work   scratch
	levels []*level // the storeys, ground first; those above the highest in use are spare
	top    int      // the storey that part is about
	part   []int32  // node of levels[top] -> community
}

func newLeiden(g *csr.Graph, resolution int64) *leiden {
	l := &leiden{g: g, levels: []*level{ground(g)}}
	if g.Edges() > 0 {
		l.scale, l.work = gainScale(g, resolution), newScratch(g.Nodes())
	}
	return l
}

// detect is Detect; of o it heeds the seed and the rounds.
func (l *leiden) detect(ctx context.Context, o Options) (Partition, error) {
	l.rand, l.top = csr.NewRand(o.Seed), 0
	l.part = l.levels[0].part
	for v := range l.part {
		l.part[v] = int32(v)
	}
	if l.g.Edges() == 0 {
		return canonical(append([]int32(nil), l.part...)), ctx.Err()
	}
	if _, err := l.move(ctx, true); err != nil {
		return Partition{}, err
	}
	for range o.Rounds {
		up, err := l.climb(ctx)
		if err != nil {
			return Partition{}, err
		}
		down, err := l.descend(ctx)
		if err != nil {
			return Partition{}, err
		}
		if up+down == 0 {
			break
		}
	}
	return canonical(split(l.g, l.part)), nil
}

// climb parts the communities of the ground into pieces, makes nodes of the
// pieces, moves those, and so on until nothing can be joined any more. It returns
// how many moves were made. The nodes of the ground must have been moved already.
func (l *leiden) climb(ctx context.Context) (moves int, err error) {
	for {
		lv := l.levels[l.top]
		groups := l.compact(l.part)
		pieces, err := l.refine(ctx, lv, groups)
		if err != nil || pieces == lv.nodes() {
			return moves, err
		}
		l.aggregate(lv, pieces)
		n, err := l.move(ctx, true)
		if err != nil {
			return moves, err
		}
		moves += n
	}
}

// descend hands the communities of the highest storey down to the ground, and on
// each storey moves what fits better elsewhere now that all is known that was not
// when the storey was built (multilevel refinement: Rotta, Noack 2011,
// doi:10.1145/1963190.1970376). It returns how many moves were made.
func (l *leiden) descend(ctx context.Context) (moves int, err error) {
	for l.top > 0 {
		above := l.part
		l.top--
		lv := l.levels[l.top]
		for v, r := range lv.piece {
			lv.part[v] = above[r]
		}
		l.part = lv.part
		n, err := l.move(ctx, false)
		if err != nil {
			return moves, err
		}
		moves += n
	}
	return moves, nil
}

// compact renumbers communities 0.. in order of first appearance, in place, and
// returns how many there are.
func (l *leiden) compact(part []int32) int {
	name := l.work.name[:len(part)]
	clear(name)
	next := int32(0)
	for v, c := range part {
		if name[c] == 0 {
			next++
			name[c] = next
		}
		part[v] = name[c] - 1
	}
	return int(next)
}
