package community

import (
	"context"
	"math/bits"
)

// refine parts every community of the top storey into well connected pieces: it
// begins with single nodes and lets each join, once, a piece of its own community.
// Only nodes and pieces that are well connected to the rest of their community
// take part, and a node joins only what it has an edge to, so that pieces are
// connected. lv.piece tells the piece of every node; they are numbered 0..count-1.
// l.part must be compact, with so many groups.
func (l *leiden) refine(ctx context.Context, lv *level, groups int) (count int, err error) {
	n := lv.nodes()
	part, piece := l.part[:n], lv.piece[:n]
	slot, outside, lone := l.work.slot[:n], l.work.outside[:n], l.work.lone[:n] // by piece; outside is its weight to the rest of the community
	for v := range piece {
		piece[v], lone[v], slot[v].total = int32(v), true, lv.degree[v]
		own, ties := part[v], int64(0)
		to, weight := lv.row(int32(v))
		for i, u := range to {
			w := weight[i]
			if part[u] != own {
				w = 0
			}
			ties += w
		}
		outside[v] = ties
	}
	members, begin := l.work.grouped(part, groups)
	for c := range int32(groups) {
		if c%checkEvery == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		group := members[begin[c]:begin[c+1]]
		if len(group) < 2 {
			continue
		}
		whole := int64(0)
		for _, v := range group {
			whole += lv.degree[v]
		}
		l.rand.Shuffle(group)
		for _, v := range group {
			if !lone[v] || !l.wellConnected(outside[v], lv.degree[v], whole) {
				continue
			}
			ties, degree := outside[v], lv.degree[v]
			d, w := l.join(lv, v, whole)
			if d == v {
				continue
			}
			piece[v], lone[v], lone[d] = d, false, false
			slot[d].total += degree
			outside[d] += ties - 2*w
		}
	}
	return l.compact(piece), nil
}

// join chooses a piece for the single node v and tells v's weight to it; it
// returns v itself when staying alone is best.
func (l *leiden) join(lv *level, v int32, whole int64) (d int32, w int64) {
	part, piece, slot, touched := l.part, lv.piece, l.work.slot, l.work.touched
	to, weight := lv.row(v)
	k := gatherWithin(slot, touched, piece, part, part[v], to, weight)
	pull := l.scale.resolution * uint64(lv.degree[v])
	candidates := l.work.weighed[:0]
	var best gain // staying alone gains nothing
	for _, d := range touched[:k] {
		s := &slot[d]
		g := l.scale.of(s.sum, pull, s.total)
		if !g.negative() && l.wellConnected(l.work.outside[d], s.total, whole) {
			candidates = append(candidates, weighed{piece: d, sum: s.sum, gain: g})
			if best.less(g) {
				best = g
			}
		}
		s.sum = 0
	}
	l.work.weighed = candidates
	return l.choose(v, candidates, best)
}

// wellConnected asks whether a set S of degree sum k, inside a community of degree
// sum whole, has at least the expected weight to the rest of it:
//
//	2m * w(S, C-S) >= resolution * k * (whole - k)
func (l *leiden) wellConnected(outside, k, whole int64) bool {
	ah, al := bits.Mul64(l.scale.whole, uint64(outside))
	bh, bl := bits.Mul64(l.scale.resolution*uint64(k), uint64(whole-k))
	return ah > bh || ah == bh && al >= bl
}

// weighed is a piece that a node may join without losing.
type weighed struct {
	piece  int32
	sum    int64
	gain   gain
	chance uint64
}

// choose draws among the candidates, the better the likelier; it returns v itself
// when there is none.
func (l *leiden) choose(v int32, candidates []weighed, best gain) (piece int32, sum int64) {
	var all uint64
	for i := range candidates {
		c := &candidates[i]
		c.chance = l.scale.chance(best, c.gain)
		all += c.chance
	}
	if all == 0 {
		return v, 0
	}
	draw := uint64(l.rand.Intn(int(all)))
	for _, c := range candidates {
		if draw < c.chance {
			return c.piece, c.sum
		}
		draw -= c.chance
	}
	return v, 0
}
