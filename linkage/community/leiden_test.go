package community_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
	leiden "casebench/linkage/community"
)

func detect(t testing.TB, g *csr.Graph, o leiden.Options) leiden.Partition {
	t.Helper()
	p, err := leiden.Detect(context.Background(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func build(t testing.TB, nodes int, edges []csr.Edge) *csr.Graph {
	t.Helper()
	g, err := csr.FromEdges(nodes, edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func edge(a, b int32, weight int64) csr.Edge { return csr.Edge{A: a, B: b, Weight: weight} }

// randomGraph draws a sparse graph whose ground is a handful of loose groups.
func randomGraph(r *rapid.T) *csr.Graph {
	n := rapid.IntRange(1, 60).Draw(r, "nodes")
	node := rapid.Int32Range(0, int32(n-1))
	b := csr.NewBuilder(n)
	for range rapid.IntRange(0, 3*n).Draw(r, "edges") {
		b.Add(node.Draw(r, "a"), node.Draw(r, "b"), rapid.Int64Range(1, 1<<rapid.IntRange(0, 30).Draw(r, "size")).Draw(r, "weight"))
	}
	g, err := b.Build()
	if err != nil {
		r.Fatal(err)
	}
	return g
}

func TestEveryCommunityIsConnected(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := randomGraph(r)
		o := leiden.Options{Seed: rapid.Uint64().Draw(r, "seed"), Resolution: rapid.Int64Range(1, leiden.MaxResolution).Draw(r, "resolution")}
		p, err := leiden.Detect(context.Background(), g, o)
		if err != nil {
			r.Fatal(err)
		}
		last := g.Nodes() + 1
		for c, members := range p.Members() {
			if len(members) == 0 || len(members) > last {
				r.Fatalf("community %d has %d nodes after one of %d", c, len(members), last)
			}
			last = len(members)
			sub, err := g.Subgraph(members)
			if err != nil {
				r.Fatal(err)
			}
			if _, pieces := sub.Components(); pieces != 1 {
				r.Fatalf("community %v falls into %d pieces", members, pieces)
			}
		}
	})
}

func TestNoSingleMoveIsBetter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := randomGraph(r)
		p, err := leiden.Detect(context.Background(), g, leiden.Options{Seed: rapid.Uint64().Draw(r, "seed")})
		if err != nil {
			r.Fatal(err)
		}
		q := leiden.Modularity(g, p.Of, 0)
		apart := make([]int32, g.Nodes())
		for v := range apart {
			apart[v] = int32(v)
		}
		if alone := leiden.Modularity(g, apart, 0); q < alone-1e-12 {
			r.Fatalf("modularity %v, but all alone have %v", q, alone)
		}
		if q < -1e-12 {
			r.Fatalf("modularity %v is worse than one community for all", q)
		}
	})
}

func TestSameSeedSamePartition(t *testing.T) {
	g, _, err := csrtest.World{Nodes: 2000, Edges: 9000, Groups: 25, Strangers: 300, Mixing: 25, Seed: 5}.Graph()
	if err != nil {
		t.Fatal(err)
	}
	first := detect(t, g, leiden.Options{Seed: 11})
	for range 3 {
		if again := detect(t, g, leiden.Options{Seed: 11}); !slices.Equal(first.Of, again.Of) {
			t.Fatal("the same seed gave another partition")
		}
	}
}

func TestOrderOfEdgesDoesNotMatter(t *testing.T) {
	w := csrtest.World{Nodes: 300, Edges: 1200, Groups: 8, Mixing: 20, Seed: 3}
	edges, _ := w.Make()
	first := detect(t, build(t, w.Nodes, edges), leiden.Options{Seed: 1})
	slices.Reverse(edges)
	for i := range edges {
		edges[i].A, edges[i].B = edges[i].B, edges[i].A
	}
	if second := detect(t, build(t, w.Nodes, edges), leiden.Options{Seed: 1}); !slices.Equal(first.Of, second.Of) {
		t.Fatal("the order of the edges changed the partition")
	}
}

// TestHeavyGraphsAreCountedTheSame: the same graph with all weights times a power of
// two has the same communities, but its gains need 128 bits where those of the light
// one fit 64.
func TestHeavyGraphsAreCountedTheSame(t *testing.T) {
	const factor = 1 << 18
	for seed := range uint64(20) {
		for _, resolution := range []int64{1000, 1500, 333} {
			w := csrtest.World{Nodes: 400, Edges: 1600, Groups: 9, Strangers: 40, Mixing: 30, Seed: seed}
			edges, _ := w.Make()
			heavy := slices.Clone(edges)
			for i := range heavy {
				heavy[i].Weight *= factor
			}
			o := leiden.Options{Seed: seed, Resolution: resolution}
			light := detect(t, build(t, w.Nodes, edges), o)
			if other := detect(t, build(t, w.Nodes, heavy), o); !slices.Equal(light.Of, other.Of) {
				t.Errorf("seed %d, resolution %d: %d communities, %d when every weight is %d times as much", seed, resolution, light.Count, other.Count, factor)
			}
		}
	}
}

func TestPlantedGroupsAreFound(t *testing.T) {
	for seed := range uint64(5) {
		g, group, err := csrtest.World{Nodes: 1000, Edges: 8000, Groups: 12, Mixing: 10, Seed: seed}.Graph()
		if err != nil {
			t.Fatal(err)
		}
		p := detect(t, g, leiden.Options{Seed: seed})
		if p.Count != 12 {
			t.Errorf("seed %d: %d communities, planted 12", seed, p.Count)
		}
		wrong := 0
		for _, members := range p.Members() {
			votes := map[int32]int{}
			most := 0
			for _, v := range members {
				votes[group[v]]++
				most = max(most, votes[group[v]])
			}
			wrong += len(members) - most
		}
		if wrong > 5 {
			t.Errorf("seed %d: %d of 1000 nodes are in a wrong community", seed, wrong)
		}
	}
}

func TestResolutionPartsAndJoins(t *testing.T) {
	g, _, err := csrtest.World{Nodes: 600, Edges: 4000, Groups: 10, Mixing: 20, Seed: 9}.Graph()
	if err != nil {
		t.Fatal(err)
	}
	coarse, fine := detect(t, g, leiden.Options{Resolution: 100}), detect(t, g, leiden.Options{Resolution: 20_000})
	if coarse.Count >= 10 || fine.Count <= 10 {
		t.Errorf("%d communities at 0.1 and %d at 20, planted 10", coarse.Count, fine.Count)
	}
}

func TestEdgesOfTheRange(t *testing.T) {
	t.Run("no nodes", func(t *testing.T) {
		if p := detect(t, build(t, 0, nil), leiden.Options{}); p.Count != 0 {
			t.Errorf("%d communities", p.Count)
		}
	})
	t.Run("no edges", func(t *testing.T) {
		if p := detect(t, build(t, 3, nil), leiden.Options{}); p.Count != 3 {
			t.Errorf("%d communities of 3 strangers", p.Count)
		}
	})
	t.Run("heaviest weights", func(t *testing.T) {
		w := csr.MaxTotal / 7
		g := build(t, 6, []csr.Edge{edge(0, 1, w), edge(1, 2, w), edge(0, 2, w), edge(3, 4, w), edge(4, 5, w), edge(3, 5, w), edge(2, 3, 1)})
		if p := detect(t, g, leiden.Options{}); !slices.Equal(p.Of, []int32{0, 0, 0, 1, 1, 1}) {
			t.Errorf("two triangles came out as %v", p.Of)
		}
		if p := detect(t, g, leiden.Options{Resolution: leiden.MaxResolution}); p.Count != 6 {
			t.Errorf("%d communities at the highest resolution", p.Count)
		}
	})
	t.Run("resolution out of range", func(t *testing.T) {
		for _, r := range []int64{-1, leiden.MaxResolution + 1} {
			if _, err := leiden.Detect(context.Background(), build(t, 2, nil), leiden.Options{Resolution: r}); err == nil {
				t.Errorf("resolution %d was taken", r)
			}
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		g := build(t, 2, []csr.Edge{edge(0, 1, 1)})
		if _, err := leiden.Detect(ctx, g, leiden.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if _, err := leiden.Stability(ctx, g, leiden.Partition{Of: []int32{0, 0}, Count: 1}, leiden.Options{}, 3); !errors.Is(err, context.Canceled) {
			t.Errorf("stability: error %v", err)
		}
	})
}

// TestNotWorseThanLouvain compares with gonum's Louvain, best of ten seeds each.
func TestNotWorseThanLouvain(t *testing.T) {
	worlds := map[string]csrtest.World{
		"clear groups": {Nodes: 400, Edges: 2400, Groups: 10, Mixing: 10, Seed: 1},
		"mixed groups": {Nodes: 400, Edges: 2400, Groups: 10, Mixing: 35, Seed: 2},
		"strangers":    {Nodes: 500, Edges: 1500, Groups: 9, Strangers: 150, Mixing: 20, Seed: 3},
		"no groups":    {Nodes: 200, Edges: 700, Seed: 4},
	}
	for name, w := range worlds {
		t.Run(name, func(t *testing.T) {
			g, _, err := w.Graph()
			if err != nil {
				t.Fatal(err)
			}
			ours, theirs := best(t, g)
			if ours < theirs-0.002 {
				t.Errorf("modularity %.5f, gonum's Louvain has %.5f", ours, theirs)
			}
			t.Logf("modularity %.5f, gonum's Louvain %.5f", ours, theirs)
		})
	}
}

func best(t *testing.T, g *csr.Graph) (ours, theirs float64) {
	other := simple.NewWeightedUndirectedGraph(0, 0)
	for v := range g.Nodes() {
		other.AddNode(simple.Node(v))
	}
	for e := range g.All() {
		other.SetWeightedEdge(other.NewWeightedEdge(simple.Node(e.A), simple.Node(e.B), float64(e.Weight)))
	}
	ours, theirs = -1, -1
	for seed := range uint64(10) {
		p := detect(t, g, leiden.Options{Seed: seed})
		q := leiden.Modularity(g, p.Of, 0)
		ours = max(ours, q)
		if gonums := community.Q(other, members(p), 1); gonums-q > 1e-9 || q-gonums > 1e-9 {
			t.Fatalf("modularity of one partition: %v here, %v by gonum", q, gonums)
		}
		theirs = max(theirs, community.Q(other, community.Modularize(other, 1, source(seed)).Communities(), 1))
	}
	return ours, theirs
}
