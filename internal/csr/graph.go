package csr

import (
	"fmt"
	"iter"
	"slices"
)

// MaxTotal is the largest sum of edge weights that a Graph may hold. It leaves
// room for products of two weighted degrees and a resolution in 128 bits.
const MaxTotal = int64(1) << 46

// Edge is an undirected edge between two different nodes, with a positive weight.
type Edge struct {
	A, B   int32
	Weight int64
}

// Graph is an undirected weighted graph without loops or parallel edges. Each
// row of neighbours is sorted. It is immutable and safe for concurrent reading.
type Graph struct {
	offset   []int // offset[v]..offset[v+1] is the row of v
	to       []int32
	weight   []int64
	strength []int64 // sum of the row's weights
	total    int64   // sum over edges, each counted once
}

// Nodes returns the number of nodes.
func (g *Graph) Nodes() int { return len(g.offset) - 1 }

// Edges returns the number of edges, each counted once.
func (g *Graph) Edges() int { return len(g.to) / 2 }

// Degree returns the number of neighbours of v.
func (g *Graph) Degree(v int32) int { return g.offset[v+1] - g.offset[v] }

// Strength returns the sum of the weights of the edges at v.
func (g *Graph) Strength(v int32) int64 { return g.strength[v] }

// Total returns the sum of all edge weights, each edge counted once.
func (g *Graph) Total() int64 { return g.total }

// Neighbours returns the neighbours of v in ascending order and the weights of
// the edges to them. The slices belong to the graph: read them, never write.
func (g *Graph) Neighbours(v int32) (to []int32, weight []int64) {
	i, j := g.offset[v], g.offset[v+1]
	return g.to[i:j:j], g.weight[i:j:j]
}

// Weight returns the weight of the edge between a and b, and whether there is one.
func (g *Graph) Weight(a, b int32) (int64, bool) {
	if !g.holds(a) || !g.holds(b) {
		return 0, false
	}
	if g.Degree(a) > g.Degree(b) {
		a, b = b, a
	}
	to, weight := g.Neighbours(a)
	i, ok := slices.BinarySearch(to, b)
	if !ok {
		return 0, false
	}
	return weight[i], true
}

// All yields every edge once, A < B, in ascending order of (A, B).
func (g *Graph) All() iter.Seq[Edge] {
	return func(yield func(Edge) bool) {
		for v := int32(0); int(v) < g.Nodes(); v++ {
			to, weight := g.Neighbours(v)
			for i, u := range to {
				if u > v && !yield(Edge{A: v, B: u, Weight: weight[i]}) {
					return
				}
			}
		}
	}
}

// Subgraph returns the graph induced by nodes: node i of the result is nodes[i].
// Nodes must be in range and named once.
func (g *Graph) Subgraph(nodes []int32) (*Graph, error) {
	local := make(map[int32]int32, len(nodes))
	for i, v := range nodes {
		if !g.holds(v) {
			return nil, fmt.Errorf("csr: node %d is not in a graph of %d", v, g.Nodes())
		}
		if _, twice := local[v]; twice {
			return nil, fmt.Errorf("csr: node %d is named twice", v)
		}
		local[v] = int32(i)
	}
	b := NewBuilder(len(nodes))
	for i, v := range nodes {
		to, weight := g.Neighbours(v)
		for k, u := range to {
			if j, ok := local[u]; ok && int32(i) < j {
				b.Add(int32(i), j, weight[k])
			}
		}
	}
	return b.Build()
}

func (g *Graph) holds(v int32) bool { return v >= 0 && int(v) < g.Nodes() }

// Rows returns the rows of all nodes at once: those of v are to[offset[v]:offset[v+1]]
// and the weights beside them, and strength[v] is their sum. It is for kernels
// outside this package; the slices belong to the graph: read them, never write.
func (g *Graph) Rows() (offset []int, to []int32, weight, strength []int64) {
	return g.offset, g.to, g.weight, g.strength
}
