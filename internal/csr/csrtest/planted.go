// Package csrtest makes graphs with a known answer, for tests and benchmarks of
// the kernels, of communities and of layout. Every graph follows from its seed.
package csrtest

import "casebench/internal/csr"

// World describes a planted graph: communities whose nodes mostly know each other,
// and strangers who know few.
type World struct {
	Nodes     int
	Edges     int // asked for; parallel draws are dropped, so a few less come out
	Groups    int // planted communities
	Strangers int // of the nodes, how many are in no community
	Mixing    int // percent of edges that leave their community
	Seed      uint64
}

// Standard is the graph of the community benchmark: 24 k nodes, 150 k edges.
func Standard(seed uint64) World {
	return World{Nodes: 24_000, Edges: 150_000, Groups: 240, Mixing: 15, Seed: seed}
}

// Drawing is the graph of the layout benchmark: 25 k nodes, 100 k edges.
func Drawing(seed uint64) World {
	return World{Nodes: 25_000, Edges: 100_000, Groups: 250, Mixing: 15, Seed: seed}
}

// Make returns the world's edges, A < B and none twice, and the planted group of
// every node (-1 for strangers). Sizes of groups fall off like 1/rank, weights lie
// between 2,000 and 20,000.
func (w World) Make() (edges []csr.Edge, group []int32) {
	r := csr.NewRand(w.Seed)
	group = make([]int32, w.Nodes)
	begin := w.sizes()
	for v := range group {
		group[v] = -1
	}
	for c := range w.Groups {
		for v := begin[c]; v < begin[c+1]; v++ {
			group[v] = int32(c)
		}
	}
	joined := begin[w.Groups]
	seen := make(map[[2]int32]bool, w.Edges)
	add := func(a, b int) {
		x, y := int32(min(a, b)), int32(max(a, b))
		if x != y && !seen[[2]int32{x, y}] {
			seen[[2]int32{x, y}] = true
			edges = append(edges, csr.Edge{A: x, B: y, Weight: int64(2000 + r.Intn(18_001))})
		}
	}
	for range w.Edges {
		if w.Groups == 0 || joined == 0 || r.Intn(100) < w.Mixing {
			add(r.Intn(w.Nodes), r.Intn(w.Nodes))
			continue
		}
		a := r.Intn(joined)
		c := group[a]
		add(a, begin[c]+r.Intn(begin[c+1]-begin[c]))
	}
	return edges, group
}

// Graph builds the world's graph.
func (w World) Graph() (*csr.Graph, []int32, error) {
	edges, group := w.Make()
	g, err := csr.FromEdges(w.Nodes, edges)
	return g, group, err
}

// sizes returns where each group begins; they share the nodes that are no strangers.
func (w World) sizes() []int {
	begin := make([]int, w.Groups+1)
	all := w.Nodes - w.Strangers
	harmonic := 0.0
	for c := range w.Groups {
		harmonic += 1 / float64(c+8)
	}
	sum := 0.0
	for c := range w.Groups {
		sum += 1 / float64(c+8)
		begin[c+1] = int(sum / harmonic * float64(all))
	}
	if w.Groups > 0 {
		begin[w.Groups] = all
	}
	return begin
}
