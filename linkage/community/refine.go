package community

import (
	"context"
	"math/bits"
)

// refine parts every community of part into well connected pieces: it begins with
// single nodes and lets each join, once, a piece of its own community. Only nodes
// and pieces that are well connected to the rest of their community take part,
// and a node joins only what it has an edge to, so that pieces are connected.
// Pieces are numbered 0..count-1; part must be compact.
func (l *leiden) refine(ctx context.Context, lv *level, part []int32) (refined []int32, count int, err error) {
	n := lv.nodes()
	refined = make([]int32, n)
	total, outside := make([]int64, n), make([]int64, n) // by piece: degree sum, weight to the rest of the community
	size := make([]int32, n)
	groups := int32(0)
	for _, c := range part {
		groups = max(groups, c+1)
	}
	whole := make([]int64, groups)
	for v := range refined {
		refined[v], total[v], size[v] = int32(v), lv.degree[v], 1
		whole[part[v]] += lv.degree[v]
		to, weight := lv.row(int32(v))
		for i, u := range to {
			if part[u] == part[v] {
				outside[v] += weight[i]
			}
		}
	}
	members, begin := grouped(part, int(groups))
	sum := l.work.sums(n)
	var gains []gain
	for c := range int(groups) {
		if c%checkEvery == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		group := members[begin[c]:begin[c+1]]
		if len(group) < 2 {
			continue
		}
		l.rand.Shuffle(group)
		for _, v := range group {
			if size[refined[v]] != 1 || refined[v] != v || !l.wellConnected(outside[v], total[v], whole[c]) {
				continue
			}
			to, weight := lv.row(v)
			for i, u := range to {
				if part[u] == int32(c) {
					sum.add(refined[u], weight[i])
				}
			}
			ties := outside[v]
			pull := l.scale.resolution * uint64(lv.degree[v])
			gains = gains[:0]
			var best gain // staying alone gains nothing
			for _, d := range sum.touched {
				g := gain{hi: -1}
				if l.wellConnected(outside[d], total[d], whole[c]) {
					g = l.scale.of(sum.at[d], pull, total[d])
				}
				gains = append(gains, g)
				if best.less(g) {
					best = g
				}
			}
			d := l.choose(v, sum.touched, gains, best)
			if d != v {
				refined[v] = d
				size[d]++
				size[v]--
				total[d] += total[v]
				outside[d] += ties - 2*sum.at[d]
				total[v], outside[v] = 0, 0
			}
			sum.clear()
		}
	}
	refined = compact(refined)
	for _, r := range refined {
		count = max(count, int(r)+1)
	}
	return refined, count, nil
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

// choose draws among the pieces that do not lose, the better the likelier; it
// returns v itself when there is none.
func (l *leiden) choose(v int32, pieces []int32, gains []gain, best gain) int32 {
	var all uint64
	for _, g := range gains {
		if !g.negative() {
			all += l.scale.chance(best, g)
		}
	}
	if all == 0 {
		return v
	}
	draw := uint64(l.rand.Intn(int(all)))
	for i, g := range gains {
		if g.negative() {
			continue
		}
		if w := l.scale.chance(best, g); draw < w {
			return pieces[i]
		} else {
			draw -= w
		}
	}
	return v
}
