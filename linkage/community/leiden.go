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
// at most three passes.
type Options struct {
	Resolution int64  // in thousandths; 0 is 1000. Higher gives smaller communities.
	Seed       uint64 // order of visits and choice among near-equals
	Rounds     int    // at most so many whole passes, fewer when nothing moves; 0 is 3
}

// Detect returns the communities of g. It stops within one pass over the nodes
// after ctx ends, and then returns ctx's error and no partition.
func Detect(ctx context.Context, g *csr.Graph, o Options) (Partition, error) {
	if o.Resolution == 0 {
		o.Resolution = 1000
	}
	if o.Resolution < 0 || o.Resolution > MaxResolution {
		return Partition{}, fmt.Errorf("community: resolution %d thousandths, it must be 1 to %d", o.Resolution, MaxResolution)
	}
	if o.Rounds <= 0 {
		o.Rounds = 3 // on planted graphs a fourth pass adds less than 1e-5 to modularity
	}
	of := make([]int32, g.Nodes())
	for v := range of {
		of[v] = int32(v)
	}
	if g.Edges() == 0 {
		return canonical(of), ctx.Err()
	}
	l := &leiden{rand: csr.NewRand(o.Seed), scale: gainScale(g, o.Resolution)}
	for range o.Rounds {
		moved, err := l.round(ctx, g, of)
		if err != nil {
			return Partition{}, err
		}
		if !moved {
			break
		}
	}
	return canonical(split(g, of)), nil
}

// leiden is one call of Detect.
type leiden struct {
	rand  *csr.Rand
	scale scale
	work  scratch
}

// round runs the algorithm once from the partition in of, which it replaces, and
// tells whether anything moved.
func (l *leiden) round(ctx context.Context, g *csr.Graph, of []int32) (moved bool, err error) {
	lv := ground(g)
	at := make([]int32, g.Nodes()) // node of g -> node of the level
	for v := range at {
		at[v] = int32(v)
	}
	part := compact(append([]int32(nil), of...))
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := l.move(ctx, lv, part)
		if err != nil {
			return false, err
		}
		moved = moved || n > 0
		part = compact(part)
		refined, count, err := l.refine(ctx, lv, part)
		if err != nil {
			return false, err
		}
		if count == lv.nodes() {
			break
		}
		upper := make([]int32, count) // refined communities keep the community they came from
		for v, r := range refined {
			upper[r] = part[v]
		}
		for v := range at {
			at[v] = refined[at[v]]
		}
		lv = l.aggregate(lv, refined, count)
		part = upper
	}
	for v := range of {
		of[v] = part[at[v]]
	}
	return moved, nil
}

// compact renumbers communities 0.. in order of first appearance, in place.
func compact(part []int32) []int32 {
	name := make([]int32, len(part))
	next := int32(0)
	for v, c := range part {
		if name[c] == 0 {
			next++
			name[c] = next
		}
		part[v] = name[c] - 1
	}
	return part
}
