package layout_test

import (
	"context"
	"math"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"casebench/graphview/layout"
	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
)

func from(t testing.TB, g *csr.Graph, s layout.Start, o layout.Options) *layout.Layout {
	t.Helper()
	l, err := layout.From(context.Background(), g, s, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func steps(t testing.TB, l *layout.Layout, n int) {
	t.Helper()
	for range n {
		if _, err := l.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

func distance(a, b layout.Point) float64 {
	return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y))
}

func TestFromMovesNothingWhenNothingIsNew(t *testing.T) {
	g, group := planted(t, csrtest.World{Nodes: 400, Edges: 1200, Groups: 8, Strangers: 40, Mixing: 8, Seed: 4})
	before := run(t, g, layout.Options{Seed: 1, Groups: group}, 40)
	for i := range before { // another scale than an edge's length
		before[i].X, before[i].Y = 17*before[i].X+300, 17*before[i].Y-80
	}
	l := from(t, g, layout.Start{At: before, Hold: 1}, layout.Options{})
	steps(t, l, 20)
	for v, p := range l.Places() {
		if d := distance(p, before[v]); d > 0.01 {
			t.Fatalf("node %d went %v points although nothing was new", v, d)
		}
	}
}

// grown is a picture of part of a graph, and the whole.
func grown(t testing.TB) (g *csr.Graph, s layout.Start) {
	t.Helper()
	g, group := planted(t, csrtest.World{Nodes: 600, Edges: 2000, Groups: 10, Strangers: 40, Mixing: 8, Seed: 9})
	at := run(t, g, layout.Options{Seed: 1, Groups: group}, 60)
	known := make([]bool, g.Nodes())
	for v := range known {
		known[v] = v%10 != 0
		if !known[v] {
			at[v] = layout.Point{X: 1e6, Y: -1e6}
		}
	}
	// Scale the picture so that its edges are usually one long.
	var lengths []float64
	for e := range g.All() {
		if known[e.A] && known[e.B] {
			lengths = append(lengths, distance(at[e.A], at[e.B]))
		}
	}
	slices.Sort(lengths)
	for v := range at {
		at[v].X /= float32(lengths[len(lengths)/2])
		at[v].Y /= float32(lengths[len(lengths)/2])
	}
	return g, layout.Start{At: at, Known: known, Hold: 4}
}

func TestWhatIsNewBeginsBesideItsNeighboursAndTheOldHardlyMove(t *testing.T) {
	g, s := grown(t)
	l := from(t, g, s, layout.Options{})
	for v, p := range l.Places() {
		if s.Known[v] {
			if p != s.At[v] && distance(p, s.At[v]) > 1e-3 {
				t.Fatalf("node %d began at %v instead of %v", v, p, s.At[v])
			}
			continue
		}
		to, _ := g.Neighbours(int32(v))
		nearest := math.Inf(1)
		for _, u := range to {
			if s.Known[u] {
				nearest = min(nearest, distance(p, s.At[u]))
			}
		}
		if !math.IsInf(nearest, 1) && nearest > 1.5 {
			t.Errorf("new node %d began %v edge lengths from its nearest neighbour", v, nearest)
		}
	}
	steps(t, l, 60)
	var moved, old float64
	for v, p := range l.Places() {
		if s.Known[v] {
			moved += distance(p, s.At[v])
			old++
		}
		if math.Abs(float64(p.X)) > 1e4 || p != p {
			t.Fatalf("node %d went to %v", v, p)
		}
	}
	t.Logf("old nodes moved %.3f edge lengths on average", moved/old)
	if mean := moved / old; mean > 0.15 {
		t.Errorf("old nodes moved %.2f edge lengths on average", mean)
	}
}

func TestFromFindsTheSamePlacesOnAnyNumberOfProcessors(t *testing.T) {
	g, group := planted(t, csrtest.World{Nodes: 3000, Edges: 9000, Groups: 30, Strangers: 100, Mixing: 10, Seed: 2})
	at := run(t, g, layout.Options{Seed: 5, Groups: group}, 5)
	known := make([]bool, len(at))
	for v := range known {
		known[v] = v%7 != 3
	}
	places := func() []layout.Point {
		l := from(t, g, layout.Start{At: at, Known: known, Hold: 1}, layout.Options{Groups: group})
		l.Pin(11, layout.Point{X: 40, Y: 2})
		steps(t, l, 10)
		return l.Places()
	}
	many := places()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := places(); !slices.Equal(one, many) {
		t.Error("one processor found other places")
	}
}

func TestPinnedNodesStayPut(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(r, "nodes")
		b := csr.NewBuilder(n)
		node := rapid.Int32Range(0, int32(n-1))
		for range rapid.IntRange(0, 2*n).Draw(r, "edges") {
			b.Add(node.Draw(r, "a"), node.Draw(r, "b"), rapid.Int64Range(1, 1<<16).Draw(r, "weight"))
		}
		g, err := b.Build()
		if err != nil {
			r.Fatal(err)
		}
		l, err := layout.New(context.Background(), g, layout.Options{Seed: 1})
		if err != nil {
			r.Fatal(err)
		}
		if rapid.Bool().Draw(r, "from places") {
			if l, err = layout.From(context.Background(), g, layout.Start{At: l.Places(), Hold: 1}, layout.Options{}); err != nil {
				r.Fatal(err)
			}
		}
		v, to := node.Draw(r, "pinned"), layout.Point{X: rapid.Float32Range(-50, 50).Draw(r, "x"), Y: rapid.Float32Range(-50, 50).Draw(r, "y")}
		l.Pin(v, to)
		for range 30 {
			if _, err := l.Step(context.Background()); err != nil {
				r.Fatal(err)
			}
			at := l.Places()
			if distance(at[v], to) > 1e-3 {
				r.Fatalf("pinned at %v, it is at %v", to, at[v])
			}
			for u, p := range at {
				if !(math.Abs(float64(p.X)) < 1e5 && math.Abs(float64(p.Y)) < 1e5) {
					r.Fatalf("node %d went to %v", u, p)
				}
			}
		}
		l.Unpin(v)
		if _, err := l.Step(context.Background()); err != nil {
			r.Fatal(err)
		}
	})
}

func TestNeighboursFollowAPinnedNode(t *testing.T) {
	b := csr.NewBuilder(12)
	for v := int32(1); v < 12; v++ {
		b.Add(v-1, v, 1000)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	at := make([]layout.Point, 12)
	for v := range at {
		at[v].X = 20 * float32(v)
	}
	l := from(t, g, layout.Start{At: at, Hold: 0.3}, layout.Options{})
	l.Pin(0, layout.Point{X: 0, Y: 100})
	steps(t, l, 60)
	now := l.Places()
	if now[1].Y < 5 {
		t.Errorf("the neighbour of a node that was pulled down 100 points came only %.1f", now[1].Y)
	}
	if now[11].Y > now[1].Y/4 {
		t.Errorf("the far end came along: %v", now)
	}
}
