package layout_test

import (
	"context"
	"errors"
	"math"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casebench/graphview/layout"
	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
)

func planted(t testing.TB, w csrtest.World) (*csr.Graph, []int32) {
	t.Helper()
	g, group, err := w.Graph()
	if err != nil {
		t.Fatal(err)
	}
	return g, group
}

func run(t testing.TB, g *csr.Graph, o layout.Options, steps int) []layout.Point {
	t.Helper()
	l, err := layout.New(context.Background(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Run(context.Background(), steps); err != nil {
		t.Fatal(err)
	}
	return l.Places()
}

func TestSamePlacesOnAnyNumberOfProcessors(t *testing.T) {
	g, group := planted(t, csrtest.World{Nodes: 3500, Edges: 12_000, Groups: 40, Strangers: 200, Mixing: 15, Seed: 2})
	o := layout.Options{Seed: 5, Groups: group}
	many := run(t, g, o, 20)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := run(t, g, o, 20); !slices.Equal(one, many) {
		t.Error("one processor found other places")
	}
	runtime.GOMAXPROCS(5)
	if five := run(t, g, o, 20); !slices.Equal(five, many) {
		t.Error("five processors found other places")
	}
	o.Seed++
	if other := run(t, g, o, 20); slices.Equal(other, many) {
		t.Error("another seed found the same places")
	}
}

func TestPlacesAreFiniteAndComponentsApart(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, 50).Draw(r, "nodes")
		b := csr.NewBuilder(n)
		if n > 1 {
			node := rapid.Int32Range(0, int32(n-1))
			for range rapid.IntRange(0, 2*n).Draw(r, "edges") {
				b.Add(node.Draw(r, "a"), node.Draw(r, "b"), rapid.Int64Range(1, 1<<20).Draw(r, "weight"))
			}
		}
		g, err := b.Build()
		if err != nil {
			r.Fatal(err)
		}
		l, err := layout.New(context.Background(), g, layout.Options{Seed: rapid.Uint64().Draw(r, "seed")})
		if err != nil {
			r.Fatal(err)
		}
		if err := l.Run(context.Background(), 60); err != nil {
			r.Fatal(err)
		}
		at := l.Places()
		component, count := g.Components()
		boxes := make([][4]float64, count)
		for c := range boxes {
			boxes[c] = [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		}
		for v, p := range at {
			x, y := float64(p.X), float64(p.Y)
			if math.IsNaN(x+y) || math.IsInf(x+y, 0) {
				r.Fatalf("node %d is at %v", v, p)
			}
			for u := range v {
				if at[u] == p {
					r.Fatalf("nodes %d and %d are both at %v", u, v, p)
				}
			}
			c := &boxes[component[v]]
			c[0], c[1], c[2], c[3] = min(c[0], x), min(c[1], y), max(c[2], x), max(c[3], y)
		}
		for i := range boxes { // discs do not overlap: their middles are farther apart than half their widths
			for j := range i {
				a, b := boxes[i], boxes[j]
				apart := math.Hypot((a[0]+a[2]-b[0]-b[2])/2, (a[1]+a[3]-b[1]-b[3])/2)
				if half := max(a[2]-a[0], a[3]-a[1])/2 + max(b[2]-b[0], b[3]-b[1])/2; apart < half-1e-3 {
					r.Fatalf("components %d and %d lie on one another: %v and %v", j, i, b, a)
				}
			}
		}
	})
}

func TestStressOfAPathDrawnStraight(t *testing.T) {
	b := csr.NewBuilder(20)
	straight := make([]layout.Point, 20)
	folded := make([]layout.Point, 20)
	for v := range int32(20) {
		straight[v].X = 7 * float32(v)
		folded[v].X = float32(v % 2)
		if v > 0 {
			b.Add(v-1, v, 1)
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if s := layout.Stress(g, straight, 20, 1); math.Abs(s) > 1e-9 {
		t.Errorf("stress of a straight path is %v", s)
	}
	if s := layout.Stress(g, folded, 20, 1); s < 0.3 {
		t.Errorf("stress of a folded path is only %v", s)
	}
}

// TestStressIsNoWorseThanItWas holds the quality of the layout on three kinds of
// graph; the limits are what was measured, and a twentieth.
func TestStressIsNoWorseThanItWas(t *testing.T) {
	grid := csr.NewBuilder(400)
	for v := range int32(400) {
		if v%20 < 19 {
			grid.Add(v, v+1, 1000)
		}
		if v < 380 {
			grid.Add(v, v+20, 1000)
		}
	}
	lattice, err := grid.Build()
	if err != nil {
		t.Fatal(err)
	}
	tangled, groups := planted(t, csrtest.World{Nodes: 2000, Edges: 8000, Groups: 25, Mixing: 15, Seed: 4})
	loose, knots := planted(t, csrtest.World{Nodes: 2000, Edges: 3600, Groups: 30, Mixing: 4, Seed: 4})
	cases := map[string]struct {
		g     *csr.Graph
		o     layout.Options
		limit float64
	}{
		"lattice":        {lattice, layout.Options{Seed: 1}, 0.03},
		"tangled groups": {tangled, layout.Options{Seed: 1, Groups: groups}, 0.20},
		"loose groups":   {loose, layout.Options{Seed: 1, Groups: knots}, 0.16},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := layout.Stress(c.g, run(t, c.g, c.o, 100), 200, 1)
			t.Logf("stress %.4f", s)
			if s > c.limit {
				t.Errorf("stress %.4f, was below %.4f", s, c.limit)
			}
		})
	}
}

func TestStepsComeToRest(t *testing.T) {
	g, group := planted(t, csrtest.World{Nodes: 800, Edges: 2500, Groups: 12, Mixing: 15, Seed: 3})
	l, err := layout.New(context.Background(), g, layout.Options{Seed: 1, Groups: group})
	if err != nil {
		t.Fatal(err)
	}
	first, err := l.Step(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	last := first
	for range 200 {
		if last, err = l.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if !(first > 0 && last < first/100) {
		t.Errorf("nodes moved %v in the first step and %v in the last", first, last)
	}
	l.Heat(0.3)
	if again, err := l.Step(context.Background()); err != nil || again < 10*last {
		t.Errorf("after heating nodes moved %v (%v), before %v", again, err, last)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	g, group := planted(t, csrtest.World{Nodes: 300, Edges: 900, Groups: 5, Mixing: 15, Seed: 1})
	l, err := layout.New(ctx, g, layout.Options{Groups: group})
	if err != nil {
		t.Fatal(err)
	}
	before := l.Places()
	cancel()
	if _, err := l.Step(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("step: %v", err)
	}
	if !slices.Equal(before, l.Places()) {
		t.Error("a cancelled step moved nodes")
	}
	if _, err := layout.New(ctx, g, layout.Options{Groups: group}); !errors.Is(err, context.Canceled) {
		t.Errorf("new: %v", err)
	}
	if _, err := layout.Pack(ctx, g, layout.Frame{W: 800, H: 600, Groups: group}); !errors.Is(err, context.Canceled) {
		t.Errorf("pack: %v", err)
	}
}

func TestPackKeepsGroupsApartAndInside(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := csrtest.World{
			Nodes: rapid.IntRange(1, 300).Draw(r, "nodes"), Groups: rapid.IntRange(0, 20).Draw(r, "groups"),
			Edges: rapid.IntRange(0, 600).Draw(r, "edges"), Mixing: rapid.IntRange(0, 100).Draw(r, "mixing"),
			Seed: rapid.Uint64().Draw(r, "seed"),
		}
		w.Strangers = rapid.IntRange(0, w.Nodes).Draw(r, "strangers")
		g, group, err := w.Graph()
		if err != nil {
			r.Fatal(err)
		}
		frame := layout.Frame{
			W: rapid.Float32Range(300, 2000).Draw(r, "width"), H: rapid.Float32Range(300, 2000).Draw(r, "height"),
			Taken: []layout.Rect{{X: 10, Y: 200, W: 120, H: 80}}, Groups: group, Seed: w.Seed,
		}
		p, err := layout.Pack(context.Background(), g, frame)
		if err != nil {
			r.Fatal(err)
		}
		oval := map[int32]layout.Oval{}
		for i, o := range p.Ovals {
			oval[o.Group] = o
			if o.X < o.RX || o.X+o.RX > frame.W || o.Y < o.RY || o.Y+o.RY > frame.H || !(o.RY > 0) {
				r.Fatalf("oval %v leaves the frame %v by %v", o, frame.W, frame.H)
			}
			for _, q := range p.Ovals[:i] {
				if math.Hypot(float64(o.X-q.X)*float64(q.RY/q.RX), float64(o.Y-q.Y)) < float64(o.RY+q.RY) {
					r.Fatalf("ovals %v and %v overlap", o, q)
				}
			}
		}
		for v, c := range group {
			at := p.At[v]
			if c < 0 {
				continue
			}
			o := oval[c]
			if q := math.Hypot(float64((at.X-o.X)/o.RX), float64((at.Y-o.Y)/o.RY)); !(q <= 1.001) {
				r.Fatalf("node %d at %v lies outside its oval %v", v, at, o)
			}
		}
		again, err := layout.Pack(context.Background(), g, frame)
		if err != nil {
			r.Fatal(err)
		}
		if !reflect.DeepEqual(p, again) {
			r.Fatal("two answers")
		}
	})
}

// TestNoProductIsFused compiles the rooms whose floats decide something for a
// processor that has fused multiply-add, and finds none in them.
func TestNoProductIsFused(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles for another processor: not in a short run")
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command at hand")
	}
	for _, room := range []string{"graphview/layout", "graphview", "internal/csr", "linkage/community"} {
		build := exec.Command(tool, "build", "-gcflags=-S", "casebench/"+room)
		build.Env = append(build.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
		listing, err := build.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", room, err, listing)
		}
		for line := range strings.Lines(string(listing)) {
			for _, op := range []string{"FMADD", "FMSUB", "FNMADD", "FNMSUB"} {
				if strings.Contains(line, op) {
					t.Errorf("%s: a product is fused: %s", room, strings.TrimSpace(line))
				}
			}
		}
	}
}
