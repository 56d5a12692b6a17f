package render_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/layout"
	"casebench/graphview/render"
)

func windowChart(t testing.TB) (*graphview.Chart, graphview.Camera) {
	t.Helper()
	g, err := graphviewtest.World(300, []int{90, 40, 12, 5}, 3)
	if err != nil {
		t.Fatal(err)
	}
	v, err := graphview.Project(g, graphview.Window())
	if err != nil {
		t.Fatal(err)
	}
	at, err := graphview.Arrange(context.Background(), v, graphview.ArrangeOptions{W: 900, H: 600, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := graphview.NewChart(v, at)
	return c, c.Camera(900, 600, graphview.Margins{Left: 20, Top: 20, Right: 20, Bottom: 20})
}

func frame(t testing.TB, p *render.Painter, c *graphview.Chart, cam graphview.Camera, o render.FrameOptions) *image.RGBA {
	t.Helper()
	scale := max(o.PixelScale, 1)
	img := image.NewRGBA(image.Rect(0, 0, int(cam.W*scale), int(cam.H*scale)))
	if err := p.Frame(context.Background(), img, c, cam, o); err != nil {
		t.Fatal(err)
	}
	return img
}

func TestSameChartSameBytes(t *testing.T) {
	c, cam := windowChart(t)
	o := render.FrameOptions{Labels: true, Hulls: true, Selected: []int32{1, 2}, SelectedLinks: []int32{0}, Pinned: []int32{5},
		SelectedClusters: []int{2}, Hover: graphview.Hit{Kind: graphview.HitNode, Node: 9}}
	p := render.NewPainter(render.Fonts{})
	first := frame(t, p, c, cam, o)
	frame(t, p, c.Folded(1, graphview.Collapsed), cam.ZoomAt(10, 10, 2), render.FrameOptions{Labels: true, Hulls: true, PixelScale: 2}) // leaves nothing behind
	if again := frame(t, p, c, cam, o); !bytes.Equal(first.Pix, again.Pix) {
		t.Error("the second frame of a painter differs from the first")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if other := frame(t, render.NewPainter(render.Fonts{}), c, cam, o); !bytes.Equal(first.Pix, other.Pix) {
		t.Error("another painter on one processor drew another frame")
	}
}

// Where a pixel has the full colour of a cluster, a node or disc of that cluster is
// what lies under the pointer.
func TestWhatIsDrawnUnderAPixelIsPickedThere(t *testing.T) {
	c, cam := windowChart(t)
	c = c.Folded(2, graphview.Collapsed)
	palette := graphview.Dark()
	img := frame(t, render.NewPainter(render.Fonts{}), c, cam, render.FrameOptions{Palette: palette})
	nodes := 0
	for y := 0; y < img.Rect.Max.Y; y++ {
		for x := range img.Rect.Max.X {
			at := img.RGBAAt(x, y)
			for k, h := range c.Hulls() {
				if at != color.RGBA(palette[h.Token]) {
					continue
				}
				hit, ok := c.Pick(cam, float64(x)+0.5, float64(y)+0.5)
				switch {
				case !ok:
					t.Fatalf("pixel %d, %d has the colour of hull %d and nothing lies there", x, y, k)
				case hit.Kind == graphview.HitNode && int(c.Looks()[hit.Node].Hull) == k:
					nodes++
				case hit.Kind != graphview.HitDisc || hit.Cluster != h.Cluster:
					t.Fatalf("pixel %d, %d has the colour of hull %d and %+v lies there", x, y, k, hit)
				}
			}
		}
	}
	if nodes < 1000 {
		t.Errorf("only %d pixels of nodes were seen", nodes)
	}
}

func TestNoTwoLabelsMeet(t *testing.T) {
	c, cam := windowChart(t)
	p := render.NewPainter(render.Fonts{})
	most := 0
	for _, zoom := range []float64{0.5, 1, 2, 5, 12} {
		for _, scale := range []float64{1, 2} {
			img := frame(t, p, c, cam.ZoomAt(450, 300, zoom), render.FrameOptions{Labels: true, Hulls: true, PixelScale: scale, Selected: []int32{1, 2, 3, 4, 5, 6}})
			placed := p.Placed()
			most = max(most, len(placed))
			for i, a := range placed {
				if !a.Box.In(img.Rect) {
					t.Errorf("label %q leaves the frame", a.Text)
				}
				for _, b := range placed[:i] {
					if a.Box.Overlaps(b.Box) {
						t.Errorf("at zoom %v labels %q and %q lie on one another", zoom, a.Text, b.Text)
					}
				}
			}
		}
	}
	if most < 8 {
		t.Errorf("never more than %d labels", most)
	}
	if frame(t, p, c, cam, render.FrameOptions{}); len(p.Placed()) != 0 {
		t.Error("labels where none were asked for")
	}
}

// differs says whether two frames differ within so many pixels of a place.
func differs(a, b *image.RGBA, x, y, reach float64) bool {
	for py := int(y - reach); py <= int(y+reach); py++ {
		for px := int(x - reach); px <= int(x+reach); px++ {
			if a.RGBAAt(px, py) != b.RGBAAt(px, py) {
				return true
			}
		}
	}
	return false
}

func TestWhatIsChosenIsSeen(t *testing.T) {
	c, cam := windowChart(t)
	p := render.NewPainter(render.Fonts{})
	plain := frame(t, p, c, cam, render.FrameOptions{Hulls: true})
	at := c.Places()[7]
	x, y := cam.ToScreen(float64(at.X), float64(at.Y))
	dimmed := make([]bool, len(c.Places()))
	dimmed[7] = true
	hull := c.Hulls()[1].OnScreen(cam)
	link := c.Links()[40]
	a, b := c.Places()[link.A], c.Places()[link.B]
	mx, my := cam.ToScreen(float64(a.X+b.X)/2, float64(a.Y+b.Y)/2)
	for name, w := range map[string]struct {
		o    render.FrameOptions
		x, y float64
	}{
		"selected node":    {render.FrameOptions{Selected: []int32{7}}, x, y},
		"pinned node":      {render.FrameOptions{Pinned: []int32{7}}, x, y},
		"dimmed node":      {render.FrameOptions{Dimmed: dimmed}, x, y},
		"node at pointer":  {render.FrameOptions{Hover: graphview.Hit{Kind: graphview.HitNode, Node: 7}}, x, y},
		"selected link":    {render.FrameOptions{SelectedLinks: []int32{40}}, mx, my},
		"link at pointer":  {render.FrameOptions{Hover: graphview.Hit{Kind: graphview.HitEdge, Edge: 40}}, mx, my},
		"selected cluster": {render.FrameOptions{SelectedClusters: []int{c.Hulls()[1].Cluster}}, hull.X + hull.RX*hull.Cos, hull.Y + hull.RX*hull.Sin},
		"hull at pointer":  {render.FrameOptions{Hover: graphview.Hit{Kind: graphview.HitHull, Cluster: c.Hulls()[1].Cluster}}, hull.X, hull.Y},
	} {
		t.Run(name, func(t *testing.T) {
			w.o.Hulls = true
			if !differs(plain, frame(t, p, c, cam, w.o), w.x, w.y, 10) {
				t.Error("it looks like all the others")
			}
		})
	}
}

func TestLinksSayWhoJudgedThem(t *testing.T) {
	node := func(x, y float32) layout.Point { return layout.Point{X: x, Y: y} }
	see := func(e graphview.Edge, o render.FrameOptions) []byte {
		e.A, e.B = 0, 1
		g, err := graphview.New([]graphview.Node{{Key: "a", Kind: graphview.Account}, {Key: "b", Kind: graphview.Account}}, []graphview.Edge{e}, nil)
		if err != nil {
			t.Fatal(err)
		}
		v, err := graphview.Project(g, graphview.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		c := graphview.NewChart(v, []layout.Point{node(20, 30), node(180, 70)})
		return frame(t, render.NewPainter(render.Fonts{}), c, graphview.Camera{X: 100, Y: 50, Zoom: 1, W: 200, H: 100}, o).Pix
	}
	none := see(graphview.Edge{Verdict: casefile.VerdictDifferent}, render.FrameOptions{HideDenied: true})
	looks := map[string]graphview.Edge{
		"weak": {Strength: casefile.Weak}, "moderate": {Strength: casefile.Moderate}, "strong": {Strength: casefile.Strong},
		"same": {Verdict: casefile.VerdictSame}, "different": {Verdict: casefile.VerdictDifferent}, "unsure": {Verdict: casefile.VerdictUnsure},
	}
	for a, x := range looks {
		if bytes.Equal(see(x, render.FrameOptions{}), none) {
			t.Errorf("a link that is %s is not seen", a)
		}
		for b, y := range looks {
			if a != b && bytes.Equal(see(x, render.FrameOptions{}), see(y, render.FrameOptions{})) {
				t.Errorf("links that are %s and %s look the same", a, b)
			}
		}
	}
}

// Whatever lies wherever, and however near the camera is, drawing ends and stays
// within the picture.
func TestAnythingCanBeDrawn(t *testing.T) {
	p := render.NewPainter(render.Fonts{})
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(r, "nodes")
		nodes, at := make([]graphview.Node, n), make([]layout.Point, n)
		far := rapid.Float32Range(-1e5, 1e5)
		kinds := []graphview.Kind{graphview.Account, graphview.Account, graphview.Payment, graphview.Template, graphview.Indicator}
		for i := range nodes {
			nodes[i] = graphview.Node{Key: rapid.String().Draw(r, "key"), Kind: rapid.SampledFrom(kinds).Draw(r, "kind"),
				Cluster: rapid.IntRange(0, 2).Draw(r, "cluster"), Importance: rapid.Int32().Draw(r, "importance")}
			at[i] = layout.Point{X: far.Draw(r, "x"), Y: far.Draw(r, "y")}
			if rapid.Bool().Draw(r, "near") {
				at[i] = layout.Point{X: rapid.Float32Range(-90, 90).Draw(r, "x"), Y: rapid.Float32Range(-60, 60).Draw(r, "y")}
			}
		}
		var edges []graphview.Edge
		verdicts := []casefile.Verdict{"", "", casefile.VerdictSame, casefile.VerdictDifferent, casefile.VerdictUnsure}
		for a := range nodes {
			for b := range a {
				edges = append(edges, graphview.Edge{A: int32(b), B: int32(a), Verdict: rapid.SampledFrom(verdicts).Draw(r, "verdict"),
					Strength: rapid.SampledFrom([]casefile.Strength{casefile.Strong, casefile.Weak}).Draw(r, "strength")})
			}
		}
		g, err := graphview.New(nodes, edges, []graphview.Cluster{{ID: 1}, {ID: 2, Note: "a note"}})
		if err != nil {
			r.Fatal(err)
		}
		v, err := graphview.Project(g, graphview.Filter{})
		if err != nil {
			r.Fatal(err)
		}
		c := graphview.NewChart(v, at)
		if rapid.Bool().Draw(r, "folded") {
			c = c.FoldedAll(graphview.Collapsed)
		}
		w, h := rapid.IntRange(1, 200).Draw(r, "w"), rapid.IntRange(1, 140).Draw(r, "h")
		scale := rapid.SampledFrom([]float64{1, 1.5, 2}).Draw(r, "scale")
		cam := graphview.Camera{Zoom: rapid.Float64Range(0.001, 50).Draw(r, "zoom"), W: float64(w), H: float64(h)}
		if rapid.Bool().Draw(r, "whole") {
			cam = c.Camera(float64(w), float64(h), graphview.Margins{})
		}
		o := render.FrameOptions{Labels: true, Hulls: true, PixelScale: scale, Selected: []int32{0, -1, 99}, SelectedLinks: []int32{0, 77}, Pinned: []int32{1},
			SelectedClusters: []int{1}, Hover: graphview.Hit{Kind: graphview.HitKind(rapid.IntRange(0, 5).Draw(r, "hover")), Node: 2, Edge: 1, Cluster: 2}}
		img := image.NewRGBA(image.Rect(0, 0, int(float64(w)*scale), int(float64(h)*scale)))
		if err := p.Frame(context.Background(), img, c, cam, o); err != nil {
			r.Fatal(err)
		}
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] != 255 {
				r.Fatalf("pixel %d is not opaque", i/4)
			}
		}
		small := image.NewRGBA(image.Rect(0, 0, 60, 40))
		if err := p.Overview(context.Background(), small, c, cam, o); err != nil {
			r.Fatal(err)
		}
	})
}

func TestAFrameStopsWhenItsContextEnds(t *testing.T) {
	c, cam := windowChart(t)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	if err := render.NewPainter(render.Fonts{}).Frame(ctx, img, c, cam, render.FrameOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("it said %v", err)
	}
}

func TestAFrameLeavesHardlyAnyGarbage(t *testing.T) {
	c, cam := windowChart(t)
	p := render.NewPainter(render.Fonts{})
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	o := render.FrameOptions{Labels: true, Hulls: true}
	if n := testing.AllocsPerRun(10, func() {
		if err := p.Frame(context.Background(), img, c, cam, o); err != nil {
			t.Fatal(err)
		}
	}); n > 12 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestTheOverviewShowsWhereTheWindowIs(t *testing.T) {
	c, cam := windowChart(t)
	p := render.NewPainter(render.Fonts{})
	draw := func(cam graphview.Camera) *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 148, 92))
		if err := p.Overview(context.Background(), img, c, cam, render.FrameOptions{}); err != nil {
			t.Fatal(err)
		}
		return img
	}
	all, part := draw(cam), draw(cam.ZoomAt(200, 200, 3))
	if bytes.Equal(all.Pix, part.Pix) {
		t.Error("the frame does not follow the window")
	}
	// The upper left corner of the part is where the overview's own camera sees it.
	v := cam.ZoomAt(200, 200, 3).View()
	x, y := render.OverviewCamera(c, 148, 92).ToScreen(v.X0, v.Y0)
	if !differs(all, part, x, y, 4) {
		t.Errorf("no frame begins at %v, %v", x, y)
	}
}
