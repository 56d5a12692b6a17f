package csr

import (
	"fmt"
	"math"
)

// Builder gathers edges for a Graph. Use NewBuilder; it is not safe for
// concurrent use.
type Builder struct {
	nodes int
	edges []Edge
}

// NewBuilder returns a Builder for a graph of the given number of nodes.
func NewBuilder(nodes int) *Builder { return &Builder{nodes: nodes} }

// Grow makes room for n more edges.
func (b *Builder) Grow(n int) {
	if free := cap(b.edges) - len(b.edges); free < n {
		grown := make([]Edge, len(b.edges), len(b.edges)+n)
		copy(grown, b.edges)
		b.edges = grown
	}
}

// Add notes an edge. Parallel edges, in either direction, become one edge with
// the sum of their weights; loops are left out. Mistakes are told by Build.
func (b *Builder) Add(a, c int32, weight int64) {
	b.edges = append(b.edges, Edge{A: a, B: c, Weight: weight})
}

// Build returns the graph of the edges added so far. It fails when an edge names
// a node that is out of range, when a weight is not positive, or when all weights
// together exceed MaxTotal. The Builder may be used further.
func (b *Builder) Build() (*Graph, error) { return FromEdges(b.nodes, b.edges) }

// FromEdges builds a graph as a Builder does, without copying the edges first.
// The edges are only read.
func FromEdges(nodes int, edges []Edge) (*Graph, error) {
	if nodes < 0 || nodes > math.MaxInt32 {
		return nil, fmt.Errorf("csr: %d nodes, a graph holds 0 to %d", nodes, math.MaxInt32)
	}
	total, err := check(nodes, edges)
	if err != nil {
		return nil, err
	}
	g := scatter(nodes, edges)
	g = transpose(g) // rows of a symmetric matrix, transposed, come out sorted
	g.merge()
	g.total = total
	g.strength = make([]int64, nodes)
	for v := range g.strength {
		_, weight := g.Neighbours(int32(v))
		for _, w := range weight {
			g.strength[v] += w
		}
	}
	return g, nil
}

func check(nodes int, edges []Edge) (total int64, err error) {
	for _, e := range edges {
		switch {
		case e.A < 0 || int(e.A) >= nodes || e.B < 0 || int(e.B) >= nodes:
			return 0, fmt.Errorf("csr: edge %d-%d is not in a graph of %d nodes", e.A, e.B, nodes)
		case e.Weight <= 0:
			return 0, fmt.Errorf("csr: edge %d-%d has weight %d, which is not positive", e.A, e.B, e.Weight)
		case e.A == e.B:
			continue
		case e.Weight > MaxTotal-total:
			return 0, fmt.Errorf("csr: the weights add up to more than %d", MaxTotal)
		}
		total += e.Weight
	}
	return total, nil
}

// scatter puts both directions of every edge into rows, in order of arrival.
func scatter(nodes int, edges []Edge) *Graph {
	g := &Graph{offset: make([]int, nodes+1)}
	for _, e := range edges {
		if e.A != e.B {
			g.offset[e.A+1]++
			g.offset[e.B+1]++
		}
	}
	for v := range nodes {
		g.offset[v+1] += g.offset[v]
	}
	g.to = make([]int32, g.offset[nodes])
	g.weight = make([]int64, g.offset[nodes])
	next := append([]int(nil), g.offset[:nodes]...)
	for _, e := range edges {
		if e.A == e.B {
			continue
		}
		g.to[next[e.A]], g.weight[next[e.A]] = e.B, e.Weight
		next[e.A]++
		g.to[next[e.B]], g.weight[next[e.B]] = e.A, e.Weight
		next[e.B]++
	}
	return g
}

func transpose(g *Graph) *Graph {
	n := g.Nodes()
	t := &Graph{offset: g.offset, to: make([]int32, len(g.to)), weight: make([]int64, len(g.to))}
	next := append([]int(nil), g.offset[:n]...)
	for v := int32(0); int(v) < n; v++ {
		to, weight := g.Neighbours(v)
		for i, u := range to {
			t.to[next[u]], t.weight[next[u]] = v, weight[i]
			next[u]++
		}
	}
	return t
}

// merge joins equal neighbours of sorted rows and closes the gaps.
func (g *Graph) merge() {
	w, begin := 0, 0
	for v := range g.Nodes() {
		end := g.offset[v+1]
		g.offset[v] = w
		for i := begin; i < end; i++ {
			if w > g.offset[v] && g.to[w-1] == g.to[i] {
				g.weight[w-1] += g.weight[i]
				continue
			}
			g.to[w], g.weight[w] = g.to[i], g.weight[i]
			w++
		}
		begin = end
	}
	g.offset[g.Nodes()] = w
	g.to, g.weight = g.to[:w:w], g.weight[:w:w]
}
