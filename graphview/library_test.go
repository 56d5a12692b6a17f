package graphview_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/dominikbraun/graph"
	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/graphview"
)

// draw makes a small graph with links at random.
func draw(r *rapid.T) *graphview.Graph {
	n := rapid.IntRange(1, 24).Draw(r, "nodes")
	nodes := make([]graphview.Node, n)
	for i := range nodes {
		nodes[i] = graphview.Node{Key: "acct", Kind: graphview.Account}
	}
	seen := map[[2]int32]bool{}
	var edges []graphview.Edge
	node := rapid.Int32Range(0, int32(n-1))
	for range rapid.IntRange(0, 2*n).Draw(r, "links") {
		a, b := node.Draw(r, "a"), node.Draw(r, "b")
		if pair := [2]int32{min(a, b), max(a, b)}; a != b && !seen[pair] {
			seen[pair] = true
			edges = append(edges, graphview.Edge{A: a, B: b, Weight: casefile.Bits(rapid.Int32Range(1, 4).Draw(r, "weight") * 1000)})
		}
	}
	g, err := graphview.New(nodes, edges, nil)
	if err != nil {
		r.Fatal(err)
	}
	return g
}

// unweighted is the same graph with every link as long as every other, made by the
// library alone.
func unweighted(t interface{ Fatal(...any) }, g *graphview.Graph) graph.Graph[int32, graphview.Node] {
	plain := graph.New(graphview.Hash)
	for _, n := range g.Nodes {
		if err := plain.AddVertex(n); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range g.Edges {
		if err := plain.AddEdge(e.A, e.B); err != nil {
			t.Fatal(err)
		}
	}
	return plain
}

func TestLibraryAndFlatGraphAgree(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := draw(r)
		lib, plain := g.Library(), unweighted(r, g)
		order, err := lib.Order()
		if err != nil || order != len(g.Nodes) {
			r.Fatalf("the library counts %d nodes (%v), want %d", order, err, len(g.Nodes))
		}
		size, err := lib.Size()
		if err != nil || size != len(g.Edges) {
			r.Fatalf("the library counts %d links (%v), want %d", size, err, len(g.Edges))
		}
		listed, err := lib.Edges()
		if err != nil || len(listed) != len(g.Edges) {
			r.Fatalf("the library lists %d links (%v), want %d", len(listed), err, len(g.Edges))
		}
		component, _ := g.Flat().Components()
		for v := range int32(len(g.Nodes)) {
			reached := map[int32]bool{}
			if err := graph.BFS(lib, v, func(u int32) bool { reached[u] = true; return false }); err != nil {
				r.Fatal(err)
			}
			for u := range int32(len(g.Nodes)) {
				if reached[u] != (component[u] == component[v]) {
					r.Fatalf("from %d the library reaches %d: %v, components %d and %d", v, u, reached[u], component[v], component[u])
				}
				short, err := graph.ShortestPath(plain, v, u)
				ours := g.Path(v, u)
				if errors.Is(err, graph.ErrTargetNotReachable) != (ours == nil) || err == nil && len(short) != len(ours) {
					r.Fatalf("from %d to %d: library %v (%v), flat graph %v", v, u, short, err, ours)
				}
			}
		}
	})
}

func TestPathsAreAllShortestPaths(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := draw(r)
		node := rapid.Int32Range(0, int32(len(g.Nodes)-1))
		a, b := node.Draw(r, "from"), node.Draw(r, "to")
		have, err := g.Paths(a, b)
		if err != nil {
			r.Fatal(err)
		}
		var want [][]int32
		if short := g.Path(a, b); short != nil {
			var walk func(path []int32)
			walk = func(path []int32) { // every walk of that length that arrives
				last := path[len(path)-1]
				if len(path) == len(short) {
					if last == b {
						want = append(want, slices.Clone(path))
					}
					return
				}
				to, _ := g.Flat().Neighbours(last)
				for _, u := range to {
					walk(append(path, u))
				}
			}
			if len(short) < 6 {
				walk([]int32{a})
			} else {
				want = have
			}
		}
		slices.SortFunc(want, slices.Compare[[]int32])
		if !slices.EqualFunc(have, want, slices.Equal[[]int32]) {
			r.Fatalf("paths from %d to %d: %v, want %v", a, b, have, want)
		}
	})
}

func TestTooManyPathsAreRefusedInWords(t *testing.T) {
	var edges []graphview.Edge
	last := int32(0)
	for range 11 { // a chain of eleven diamonds has 2^11 paths
		edges = append(edges, graphview.Edge{A: last, B: last + 1}, graphview.Edge{A: last, B: last + 2},
			graphview.Edge{A: last + 1, B: last + 3}, graphview.Edge{A: last + 2, B: last + 3})
		last += 3
	}
	g, err := graphview.New(make([]graphview.Node, last+1), edges, nil)
	if err != nil {
		t.Fatal(err)
	}
	if paths, err := g.Paths(0, last); err == nil {
		t.Errorf("%d paths were listed", len(paths))
	}
	if paths, err := g.Paths(0, 9*3); err != nil || len(paths) != 512 {
		t.Errorf("%d paths, %v; want 512", len(paths), err)
	}
}

func TestBackboneIsASpanningForestOfTheHeaviest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := draw(r)
		kept, err := g.Backbone()
		if err != nil {
			r.Fatal(err)
		}
		again, err := g.Backbone()
		if err != nil {
			r.Fatal(err)
		}
		same := func(x, y graphview.Edge) bool { return x.A == y.A && x.B == y.B }
		if !slices.EqualFunc(kept, again, same) {
			r.Fatalf("two answers: %v and %v", kept, again)
		}
		whole, count := g.Flat().Components()
		if len(kept) != len(g.Nodes)-count {
			r.Fatalf("%d links keep %d nodes in %d components", len(kept), len(g.Nodes), count)
		}
		forest, err := graphview.New(slices.Clone(g.Nodes), slices.Clone(kept), nil)
		if err != nil {
			r.Fatal(err)
		}
		if part, _ := forest.Flat().Components(); !slices.Equal(part, whole) {
			r.Fatalf("the backbone connects %v, the graph %v", part, whole)
		}
		for _, e := range g.Edges { // a link left out is no heavier than any on its way round
			way := forest.Path(e.A, e.B)
			for i := 1; i < len(way); i++ {
				if step, _ := forest.Edge(way[i-1], way[i]); step.Weight < e.Weight {
					r.Fatalf("link %v was left out for the lighter %v", e, step)
				}
			}
		}
	})
}

func TestLinksThatAPersonMakes(t *testing.T) {
	nodes := make([]graphview.Node, 4)
	g, err := graphview.New(nodes, []graphview.Edge{{A: 0, B: 1, Weight: 5000}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	lib := g.Library()
	check := func(name string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	check("add a node that is there", lib.AddVertex(graphview.Node{ID: 2}), graph.ErrVertexAlreadyExists)
	check("add a new node", lib.AddVertex(graphview.Node{ID: 9}), graphview.ErrReadOnly)
	check("remove a linked node", lib.RemoveVertex(0), graph.ErrVertexHasEdges)
	check("remove a lone node", lib.RemoveVertex(3), graphview.ErrReadOnly)
	check("remove no node", lib.RemoveVertex(9), graph.ErrVertexNotFound)
	check("add a link of the case again", lib.AddEdge(1, 0), graph.ErrEdgeAlreadyExists)
	check("add a link to nowhere", lib.AddEdge(1, 9), graph.ErrVertexNotFound)
	check("remove a link of the case", lib.RemoveEdge(0, 1), graphview.ErrReadOnly)
	check("change a link of the case", lib.UpdateEdge(0, 1, graph.EdgeWeight(1)), graphview.ErrReadOnly)
	check("remove no link", lib.RemoveEdge(1, 2), graph.ErrEdgeNotFound)

	check("add a link", lib.AddEdge(1, 2, graph.EdgeWeight(7)), nil)
	check("add it again, backwards", lib.AddEdge(2, 1), graph.ErrEdgeAlreadyExists)
	check("change it", lib.UpdateEdge(2, 1, graph.EdgeWeight(9)), nil)
	check("remove its node", lib.RemoveVertex(2), graph.ErrVertexHasEdges)
	e, err := lib.Edge(1, 2)
	check("look at it", err, nil)
	if e.Properties.Weight != 9 {
		t.Errorf("weight %d, want 9", e.Properties.Weight)
	}
	path, err := graph.ShortestPath(lib, 0, 2)
	check("walk over it", err, nil)
	if !slices.Equal(path, []int32{0, 1, 2}) {
		t.Errorf("path %v", path)
	}
	if len(g.Edges) != 1 || g.Path(0, 2) != nil {
		t.Error("the case's own graph was changed")
	}
	check("remove it", lib.RemoveEdge(2, 1), nil)
	if n, err := lib.Size(); err != nil || n != 1 {
		t.Errorf("%d links (%v), want 1", n, err)
	}
}

func TestEdgeCountIsWhatIsListed(t *testing.T) {
	// The library's next release asks its stores for EdgeCount; ours has it already.
	g, err := graphview.New(make([]graphview.Node, 3), []graphview.Edge{{A: 0, B: 1}, {A: 1, B: 2}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	store := graphview.NewStore(g)
	if err := store.AddEdge(0, 2, graph.Edge[int32]{Source: 0, Target: 2}); err != nil {
		t.Fatal(err)
	}
	listed, err := store.ListEdges()
	if err != nil {
		t.Fatal(err)
	}
	counter, ok := store.(interface{ EdgeCount() (int, error) })
	if !ok {
		t.Fatal("the store cannot count")
	}
	if n, err := counter.EdgeCount(); err != nil || n != len(listed) {
		t.Errorf("%d links counted (%v), %d listed", n, err, len(listed))
	}
}
