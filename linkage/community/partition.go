package community

import (
	"cmp"
	"slices"

	"casebench/internal/csr"
)

// Partition puts every node into one community. Communities are numbered from 0
// by size, the largest first; among equals the one with the lowest node is first.
type Partition struct {
	Of    []int32 // Of[v] is the community of node v
	Count int
}

// Members returns the nodes of every community in ascending order.
func (p Partition) Members() [][]int32 {
	size := make([]int, p.Count)
	for _, c := range p.Of {
		size[c]++
	}
	members := make([][]int32, p.Count)
	for c := range members {
		members[c] = make([]int32, 0, size[c])
	}
	for v, c := range p.Of {
		members[c] = append(members[c], int32(v))
	}
	return members
}

// canonical numbers communities as Partition promises. of is overwritten.
func canonical(of []int32) Partition {
	type group struct{ id, size, first int32 }
	var groups []group
	at := make([]int32, len(of)) // id -> index into groups, plus one
	for v, c := range of {
		if at[c] == 0 {
			groups = append(groups, group{id: c, first: int32(v)})
			at[c] = int32(len(groups))
		}
		groups[at[c]-1].size++
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.first, b.first))
	})
	for i, g := range groups {
		at[g.id] = int32(i)
	}
	for v, c := range of {
		of[v] = at[c]
	}
	return Partition{Of: of, Count: len(groups)}
}

// split parts communities that are not connected into their pieces. of may hold
// any numbers below the number of nodes; so does the result.
func split(g *csr.Graph, of []int32) []int32 {
	piece := make([]int32, len(of))
	for v := range piece {
		piece[v] = -1
	}
	next := int32(0)
	var stack []int32
	for s := range of {
		if piece[s] >= 0 {
			continue
		}
		piece[s] = next
		stack = append(stack[:0], int32(s))
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			to, _ := g.Neighbours(v)
			for _, u := range to {
				if piece[u] < 0 && of[u] == of[v] {
					piece[u] = next
					stack = append(stack, u)
				}
			}
		}
		next++
	}
	return piece
}

// Modularity returns the quality of a partition at a resolution in thousandths,
//
//	Q = sum over communities of  e/m - r * (K/2m)^2
//
// with e the weight inside, K the sum of weighted degrees, and m the whole weight.
// It is 0 for a graph without edges. The figure is for people and for comparing;
// nothing is decided by it.
func Modularity(g *csr.Graph, of []int32, resolution int64) float64 {
	if g.Total() == 0 {
		return 0
	}
	if resolution == 0 {
		resolution = 1000
	}
	count := int32(0)
	for _, c := range of {
		count = max(count, c+1)
	}
	inside, degree := make([]int64, count), make([]int64, count)
	for e := range g.All() {
		if of[e.A] == of[e.B] {
			inside[of[e.A]] += e.Weight
		}
	}
	for v, c := range of {
		degree[c] += g.Strength(int32(v))
	}
	m, r, q := float64(g.Total()), float64(resolution)/1000, 0.0
	for c := range inside {
		share := float64(degree[c]) / (2 * m)
		q += float64(inside[c])/m - float64(r*float64(share*share))
	}
	return q
}
