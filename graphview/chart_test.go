package graphview_test

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/layout"
)

// smallChart is a chart of a few clusters, observables and strangers, and a camera
// that sees all of it.
func smallChart(t testing.TB) (*graphview.Chart, graphview.Camera) {
	t.Helper()
	g, err := graphviewtest.World(300, []int{90, 40, 12, 5}, 3)
	if err != nil {
		t.Fatal(err)
	}
	v := project(t, g, graphview.Window())
	at, err := graphview.Arrange(context.Background(), v, graphview.ArrangeOptions{W: 1000, H: 700, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := graphview.NewChart(v, at)
	return c, c.Camera(1000, 700, graphview.Margins{Left: 20, Top: 20, Right: 20, Bottom: 20})
}

// largeChart is a chart of more nodes than are always drawn in full.
func largeChart(t testing.TB) (*graphview.Chart, graphview.Camera) {
	t.Helper()
	c, err := graphviewtest.Chart(context.Background(), graphviewtest.Size{Nodes: 6000, Edges: 18_000, Groups: 50})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.Camera(1000, 700, graphview.Margins{})
}

func TestEveryNodeCanBePickedWhereItLies(t *testing.T) {
	c, cam := smallChart(t)
	for v, p := range c.Places() {
		x, y := cam.ToScreen(float64(p.X), float64(p.Y))
		hit, ok := c.Pick(cam, x, y)
		if !ok || hit.Kind != graphview.HitNode {
			t.Fatalf("node %d at %v, %v: %+v", v, x, y, hit)
		}
		if q := c.Places()[hit.Node]; hit.Node != int32(v) {
			other, mine := c.NodeRadius(cam, hit.Node), c.NodeRadius(cam, int32(v))
			qx, qy := cam.ToScreen(float64(q.X), float64(q.Y))
			if math.Hypot(qx-x, qy-y)-other > -mine {
				t.Errorf("node %d was hit instead of %d, which lies there", hit.Node, v)
			}
		}
	}
}

func TestALinkIsPickedBetweenItsNodesAndAHullAroundThem(t *testing.T) {
	c, cam := smallChart(t)
	cam = cam.ZoomAt(500, 350, 1.5)
	links, nodes := 0, 0
	for i, l := range c.Links() {
		a, b := c.Places()[l.A], c.Places()[l.B]
		x, y := cam.ToScreen(float64(a.X+b.X)/2, float64(a.Y+b.Y)/2)
		hit, ok := c.Pick(cam, x, y)
		switch {
		case !ok:
			t.Fatalf("nothing lies in the middle of link %d", i)
		case hit.Kind == graphview.HitEdge:
			links++
		case hit.Kind == graphview.HitNode:
			nodes++
		default:
			t.Fatalf("%+v lies in the middle of link %d", hit, i)
		}
	}
	if links < nodes {
		t.Errorf("%d links were hit in their middle, and %d nodes", links, nodes)
	}
	for k, h := range c.Hulls() {
		found := false
		for angle := 0.0; angle < 6.28 && !found; angle += 0.05 {
			x, y := cam.ToScreen(h.X+0.98*h.RX*math.Cos(angle), h.Y+0.98*h.RY*math.Sin(angle))
			hit, _ := c.Pick(cam, x, y)
			found = hit == graphview.Hit{Kind: graphview.HitHull, Cluster: h.Cluster}
		}
		if !found {
			t.Errorf("hull %d is nowhere under the pointer", k)
		}
	}
	if hit, ok := c.Pick(cam, -5000, -5000); ok {
		t.Errorf("far outside lies %+v", hit)
	}
}

func TestHullsHoldNearlyAllTheirMembers(t *testing.T) {
	for name, chart := range map[string]func(testing.TB) (*graphview.Chart, graphview.Camera){"small": smallChart, "large": largeChart} {
		c, cam := chart(t)
		for k, h := range c.Hulls() {
			on := h.OnScreen(cam)
			inside := 0
			for _, v := range c.Members(k) {
				x, y := cam.ToScreen(float64(c.Places()[v].X), float64(c.Places()[v].Y))
				dx, dy := x-on.X, y-on.Y
				if math.Hypot((dx*on.Cos+dy*on.Sin)/on.RX, (dy*on.Cos-dx*on.Sin)/on.RY) <= 1 {
					inside++
				}
			}
			if n := len(c.Members(k)); float64(inside) < 0.94*float64(n) {
				t.Errorf("%s: hull %d holds %d of %d members", name, k, inside, n)
			}
		}
	}
}

func TestBoxAndLassoAgreeWithLookingAtEveryNode(t *testing.T) {
	c, cam := smallChart(t)
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.Float64Range(-50, 1050)
		x0, y0, x1, y1 := at.Draw(r, "x0"), at.Draw(r, "y0"), at.Draw(r, "x1"), at.Draw(r, "y1")
		got := c.Within(cam, x0, y0, x1, y1)
		var want []int32
		for v, p := range c.Places() {
			x, y := cam.ToScreen(float64(p.X), float64(p.Y))
			if x > min(x0, x1) && x < max(x0, x1) && y > min(y0, y1) && y < max(y0, y1) {
				want = append(want, int32(v))
			}
		}
		if !slices.Equal(got, want) {
			r.Fatalf("box %v,%v %v,%v holds %d nodes, not %d", x0, y0, x1, y1, len(want), len(got))
		}
		box := []graphview.Spot{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}
		if lasso := c.Lasso(cam, box); !slices.Equal(lasso, want) {
			r.Fatalf("the lasso around the same holds %d nodes, not %d", len(lasso), len(want))
		}
	})
}

func TestASmallViewIsDrawnInFullAndALargeOneFoldsByZoom(t *testing.T) {
	small, cam := smallChart(t)
	for k := range small.Hulls() {
		if small.Open(cam.ZoomAt(0, 0, 0.2), k) != 1 {
			t.Errorf("hull %d of a small view is folded", k)
		}
	}
	large, cam := largeChart(t)
	far, close := cam, cam
	far.Zoom, close.Zoom = cam.Zoom/50, cam.Zoom*50
	for k := range large.Hulls() {
		if large.Open(far, k) != 0 || large.Open(close, k) != 1 {
			t.Errorf("hull %d is open %v from afar and %v from near", k, large.Open(far, k), large.Open(close, k))
		}
		last := 0.0
		for zoom := far.Zoom; zoom < close.Zoom; zoom *= 1.1 {
			c := far
			c.Zoom = zoom
			if now := large.Open(c, k); now < last || now-last > 0.35 {
				t.Fatalf("hull %d opens from %v to %v in one step", k, last, now)
			} else {
				last = now
			}
		}
	}
}

func TestAFoldedClusterIsOneDiscAndIsTakenAsAWhole(t *testing.T) {
	c, cam := smallChart(t)
	h := c.Hulls()[0]
	folded := c.Folded(h.Cluster, graphview.Collapsed)
	if c.Fold(0) != graphview.ByZoom || folded.Fold(0) != graphview.Collapsed {
		t.Fatal("folding changed the chart it began with, or did nothing")
	}
	x, y := cam.ToScreen(h.X, h.Y)
	if hit, _ := folded.Pick(cam, x, y); hit != (graphview.Hit{Kind: graphview.HitDisc, Cluster: h.Cluster}) {
		t.Errorf("in the middle of the disc lies %+v", hit)
	}
	for _, v := range folded.Members(0) {
		p := folded.Places()[v]
		x, y := cam.ToScreen(float64(p.X), float64(p.Y))
		if hit, ok := folded.Pick(cam, x, y); ok && hit.Kind == graphview.HitNode && folded.Looks()[hit.Node].Hull == 0 {
			t.Fatalf("member %d of a folded cluster can be picked", hit.Node)
		}
	}
	whole := folded.Within(cam, x-2, y-2, x+2, y+2)
	for _, v := range folded.Members(0) {
		if !slices.Contains(whole, v) {
			t.Fatalf("a box around the disc leaves out member %d", v)
		}
	}
	if _, w := folded.Folded(h.Cluster, graphview.ByZoom), folded.FoldedAll(graphview.Collapsed); w.Open(cam, 1) != 0 {
		t.Error("not all are folded")
	}
	if note := folded.Note(cam); note == c.Note(cam) {
		t.Errorf("the note does not tell of the folded cluster: %q", note)
	}
	if folded.Folded(99_999, graphview.Collapsed) != folded {
		t.Error("folding a cluster that is not there made another chart")
	}
}

func TestBundlesAddUpTheLinksBetweenClusters(t *testing.T) {
	c, _ := largeChart(t)
	want := map[[2]int32]int{}
	for _, l := range c.Links() {
		a, b := c.Looks()[l.A].Hull, c.Looks()[l.B].Hull
		if a >= 0 && b >= 0 && a != b {
			want[[2]int32{min(a, b), max(a, b)}]++
		}
	}
	if len(want) != len(c.Bundles()) {
		t.Fatalf("%d pairs of clusters are tied, and %d bundles", len(want), len(c.Bundles()))
	}
	for _, b := range c.Bundles() {
		if want[[2]int32{b.A, b.B}] != b.Links {
			t.Fatalf("%+v holds %d links", b, want[[2]int32{b.A, b.B}])
		}
	}
}

func TestChartsOfOddViews(t *testing.T) {
	empty, err := graphview.New(nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := graphview.NewChart(project(t, empty, graphview.Filter{}), nil)
	cam := c.Camera(800, 600, graphview.Margins{})
	if hit, ok := c.Pick(cam, 400, 300); ok {
		t.Errorf("in nothing lies %+v", hit)
	}
	if got := c.Within(cam, 0, 0, 800, 600); len(got) != 0 {
		t.Errorf("nothing holds %v", got)
	}
	one, err := graphview.New([]graphview.Node{{Key: "a", Kind: graphview.Account, Cluster: 4}}, nil, []graphview.Cluster{{ID: 4}})
	if err != nil {
		t.Fatal(err)
	}
	c = graphview.NewChart(project(t, one, graphview.Filter{}), []layout.Point{{X: 3, Y: 3}})
	cam = c.Camera(800, 600, graphview.Margins{})
	if hit, ok := c.Pick(cam, 400, 300); !ok || hit.Kind != graphview.HitNode {
		t.Errorf("the only node is not in the middle: %+v", hit)
	}
}

func TestTheSameViewMakesTheSameChart(t *testing.T) {
	a, cam := smallChart(t)
	b, same := smallChart(t)
	if cam != same || !reflect.DeepEqual(a.Places(), b.Places()) || !reflect.DeepEqual(a.Hulls(), b.Hulls()) || !reflect.DeepEqual(a.Order(), b.Order()) {
		t.Error("two charts of one view differ")
	}
	moved := slices.Clone(a.Places())
	for i := range moved {
		moved[i].X += 100
	}
	if m := a.Moved(moved); math.Abs(m.Hulls()[0].X-a.Hulls()[0].X-100) > 0.01 {
		t.Error("hulls do not follow their members")
	}
}
