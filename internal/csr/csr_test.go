package csr_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"pgregory.net/rapid"

	"casebench/internal/csr"
)

// draw makes a graph and the same edges as a map, the plainest graph there is.
func draw(r *rapid.T) (*csr.Graph, map[[2]int32]int64) {
	n := rapid.IntRange(1, 40).Draw(r, "nodes")
	node := rapid.Int32Range(0, int32(n-1))
	b := csr.NewBuilder(n)
	plain := map[[2]int32]int64{}
	for range rapid.IntRange(0, 2*n).Draw(r, "edges") {
		a, c, w := node.Draw(r, "a"), node.Draw(r, "b"), rapid.Int64Range(1, 1000).Draw(r, "weight")
		b.Add(a, c, w)
		if a != c {
			plain[[2]int32{min(a, c), max(a, c)}] += w
		}
	}
	g, err := b.Build()
	if err != nil {
		r.Fatal(err)
	}
	return g, plain
}

func gonum(g *csr.Graph) *simple.UndirectedGraph {
	other := simple.NewUndirectedGraph()
	for v := range g.Nodes() {
		other.AddNode(simple.Node(v))
	}
	for e := range g.All() {
		other.SetEdge(simple.Edge{F: simple.Node(e.A), T: simple.Node(e.B)})
	}
	return other
}

func TestBuildKeepsEveryEdgeOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, plain := draw(r)
		if g.Edges() != len(plain) {
			r.Fatalf("%d edges, want %d", g.Edges(), len(plain))
		}
		total, last := int64(0), csr.Edge{A: -1}
		for e := range g.All() {
			if e.A >= e.B || slices.Compare([]int32{last.A, last.B}, []int32{e.A, e.B}) >= 0 {
				r.Fatalf("edge %v after %v", e, last)
			}
			if plain[[2]int32{e.A, e.B}] != e.Weight {
				r.Fatalf("edge %v, want weight %d", e, plain[[2]int32{e.A, e.B}])
			}
			if w, ok := g.Weight(e.B, e.A); !ok || w != e.Weight {
				r.Fatalf("edge %v backwards has weight %d, %v", e, w, ok)
			}
			total, last = total+e.Weight, e
		}
		if g.Total() != total {
			r.Fatalf("total %d, want %d", g.Total(), total)
		}
		strength := int64(0)
		for v := range int32(g.Nodes()) {
			to, _ := g.Neighbours(v)
			if len(to) != g.Degree(v) || !slices.IsSorted(to) {
				r.Fatalf("neighbours of %d: %v, degree %d", v, to, g.Degree(v))
			}
			strength += g.Strength(v)
		}
		if strength != 2*total {
			r.Fatalf("strengths add up to %d, want %d", strength, 2*total)
		}
	})
}

func TestComponentsAndDistancesAgreeWithGonum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, _ := draw(r)
		other := gonum(g)
		component, count := g.Components()
		if want := len(topo.ConnectedComponents(other)); count != want {
			r.Fatalf("%d components, gonum counts %d", count, want)
		}
		from := rapid.Int32Range(0, int32(g.Nodes()-1)).Draw(r, "from")
		shortest := path.DijkstraFrom(simple.Node(from), other)
		for v, d := range g.Distances(from, 0) {
			want := shortest.WeightTo(int64(v))
			if d < 0 != math.IsInf(want, 1) || d >= 0 && float64(d) != want {
				r.Fatalf("distance %d to %d is %d, gonum says %v", from, v, d, want)
			}
			if (d >= 0) != (component[v] == component[from]) {
				r.Fatalf("%d and %d: distance %d, components %d and %d", from, v, d, component[from], component[v])
			}
			p := g.Path(from, int32(v))
			if len(p) != int(d)+1 {
				r.Fatalf("path %v, distance %d", p, d)
			}
			for i := 1; i < len(p); i++ {
				if _, ok := g.Weight(p[i-1], p[i]); !ok {
					r.Fatalf("path %v goes where no edge is", p)
				}
			}
		}
	})
}

func TestCutsAgreeWithTakingThemAway(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, plain := draw(r)
		_, whole := g.Components()
		bridges, articulation := g.Cuts()
		isBridge := map[[2]int32]bool{}
		for _, b := range bridges {
			isBridge[[2]int32{b.A, b.B}] = true
		}
		for gone := range plain {
			b := csr.NewBuilder(g.Nodes())
			for e := range g.All() {
				if [2]int32{e.A, e.B} != gone {
					b.Add(e.A, e.B, e.Weight)
				}
			}
			less, err := b.Build()
			if err != nil {
				r.Fatal(err)
			}
			if _, n := less.Components(); n > whole != isBridge[gone] {
				r.Fatalf("without edge %v: %d components of %d, bridge %v", gone, n, whole, isBridge[gone])
			}
		}
		for v := range int32(g.Nodes()) {
			var rest []int32
			for u := range int32(g.Nodes()) {
				if u != v {
					rest = append(rest, u)
				}
			}
			less, err := g.Subgraph(rest)
			if err != nil {
				r.Fatal(err)
			}
			if _, n := less.Components(); n > whole != articulation[v] {
				r.Fatalf("without node %d: %d components of %d, articulation %v", v, n, whole, articulation[v])
			}
		}
	})
}

func TestCoresAgreeWithGonum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, _ := draw(r)
		_, shells := topo.DegeneracyOrdering(gonum(g))
		core := g.Cores()
		for k, shell := range shells {
			for _, n := range shell {
				if core[n.ID()] != int32(k) {
					r.Fatalf("core of %d is %d, gonum says %d", n.ID(), core[n.ID()], k)
				}
			}
		}
	})
}

func TestBetweennessAgreesWithGonum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, _ := draw(r)
		want := network.Betweenness(gonum(g))
		have, err := g.Betweenness(context.Background(), g.Nodes(), 1)
		if err != nil {
			r.Fatal(err)
		}
		for v, b := range have {
			if math.Abs(2*b-want[int64(v)]) > 1e-9 { // gonum counts each pair twice
				r.Fatalf("betweenness of %d is %v, gonum says %v", v, b, want[int64(v)]/2)
			}
		}
	})
}

func TestPageRank(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, _ := draw(r)
		rank, err := g.PageRank(context.Background(), 0.85, 100)
		if err != nil {
			r.Fatal(err)
		}
		sum := 0.0
		for v, x := range rank { // it must be a fixed point
			idle, in := 0.0, 0.0
			for u := range int32(g.Nodes()) {
				if g.Degree(u) == 0 {
					idle += rank[u]
				} else if w, ok := g.Weight(u, int32(v)); ok {
					in += rank[u] * float64(w) / float64(g.Strength(u))
				}
			}
			want := 0.15/float64(g.Nodes()) + 0.85*(in+idle/float64(g.Nodes()))
			if math.Abs(x-want) > 1e-6 {
				r.Fatalf("rank of %d is %v, its neighbours give %v", v, x, want)
			}
			sum += x
		}
		if math.Abs(sum-1) > 1e-9 {
			r.Fatalf("ranks add up to %v", sum)
		}
	})
}

func TestBuildRefuses(t *testing.T) {
	cases := map[string][]csr.Edge{
		"node out of range":     {{A: 0, B: 3, Weight: 1}},
		"negative node":         {{A: -1, B: 1, Weight: 1}},
		"weight zero":           {{A: 0, B: 1}},
		"weight negative":       {{A: 0, B: 1, Weight: -5}},
		"weights too heavy":     {{A: 0, B: 1, Weight: csr.MaxTotal}, {A: 1, B: 2, Weight: 1}},
		"one weight overflows":  {{A: 0, B: 1, Weight: math.MaxInt64}},
		"bad weight of a loop":  {{A: 1, B: 1, Weight: -1}},
		"bad node behind a few": {{A: 0, B: 1, Weight: 1}, {A: 7, B: 1, Weight: 1}},
	}
	for name, edges := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := csr.FromEdges(3, edges); err == nil {
				t.Error("was taken")
			}
		})
	}
	if _, err := csr.FromEdges(-1, nil); err == nil {
		t.Error("a negative number of nodes was taken")
	}
}

func TestSubgraphRefuses(t *testing.T) {
	g, err := csr.FromEdges(3, []csr.Edge{{A: 0, B: 1, Weight: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for name, nodes := range map[string][]int32{"node twice": {1, 1}, "node out of range": {3}, "negative": {-1}} {
		if _, err := g.Subgraph(nodes); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
}

func TestCancelled(t *testing.T) {
	g, err := csr.FromEdges(2, []csr.Edge{{A: 0, B: 1, Weight: 1}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.PageRank(ctx, 0.85, 5); !errors.Is(err, context.Canceled) {
		t.Errorf("PageRank: %v", err)
	}
	if _, err := g.Betweenness(ctx, 5, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Betweenness: %v", err)
	}
}

// TestRandIsPinned holds the generator to the published numbers of SplitMix64 with
// seed 1234567.
func TestRandIsPinned(t *testing.T) {
	r := csr.NewRand(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		if got := r.Uint64(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}
