package graphview_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"casebench/graphview"
)

func aCamera() *rapid.Generator[graphview.Camera] {
	return rapid.Custom(func(r *rapid.T) graphview.Camera {
		at := rapid.Float64Range(-1e4, 1e4)
		return graphview.Camera{
			X: at.Draw(r, "x"), Y: at.Draw(r, "y"), Zoom: math.Exp(rapid.Float64Range(-5, 5).Draw(r, "log zoom")),
			W: rapid.Float64Range(1, 4000).Draw(r, "w"), H: rapid.Float64Range(1, 3000).Draw(r, "h"),
		}
	})
}

func near(a, b, slack float64) bool { return math.Abs(a-b) <= slack }

func TestCameraThereAndBackAgain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := aCamera().Draw(r, "camera")
		x, y := rapid.Float64Range(-1e4, 1e4).Draw(r, "px"), rapid.Float64Range(-1e4, 1e4).Draw(r, "py")
		wx, wy := c.ToWorld(c.ToScreen(x, y))
		if !near(wx, x, 1e-6) || !near(wy, y, 1e-6) {
			r.Fatalf("%v, %v came back as %v, %v", x, y, wx, wy)
		}
		v := c.View()
		if sx, sy := c.ToScreen(v.X0, v.Y0); !near(sx, 0, 1e-6) || !near(sy, 0, 1e-6) {
			r.Fatalf("the corner of the view is on the screen at %v, %v", sx, sy)
		}
	})
}

func TestZoomKeepsWhatIsUnderThePointer(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := aCamera().Draw(r, "camera")
		c.Least, c.Most = c.Zoom/3, c.Zoom*3
		sx, sy := rapid.Float64Range(0, c.W).Draw(r, "sx"), rapid.Float64Range(0, c.H).Draw(r, "sy")
		wx, wy := c.ToWorld(sx, sy)
		for range rapid.IntRange(1, 12).Draw(r, "times") {
			c = c.ZoomAt(sx, sy, rapid.Float64Range(0.3, 3).Draw(r, "factor"))
			if c.Zoom < c.Least || c.Zoom > c.Most {
				r.Fatalf("zoom %v leaves its limits %v to %v", c.Zoom, c.Least, c.Most)
			}
		}
		if x, y := c.ToScreen(wx, wy); !near(x, sx, 1e-5) || !near(y, sy, 1e-5) {
			r.Fatalf("what was at %v, %v is at %v, %v", sx, sy, x, y)
		}
	})
}

func TestPanFollowsTheHand(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := aCamera().Draw(r, "camera")
		dx, dy := rapid.Float64Range(-500, 500).Draw(r, "dx"), rapid.Float64Range(-500, 500).Draw(r, "dy")
		x0, y0 := c.ToScreen(3, 4)
		x1, y1 := c.Pan(dx, dy).ToScreen(3, 4)
		if !near(x1-x0, dx, 1e-5) || !near(y1-y0, dy, 1e-5) {
			r.Fatalf("a hand that moved %v, %v moved the picture %v, %v", dx, dy, x1-x0, y1-y0)
		}
	})
}

func TestFitShowsAllWithinTheMargins(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := aCamera().Draw(r, "camera").Resize(900, 600)
		at := rapid.Float64Range(-1000, 1000)
		b := graphview.Bounds{X0: at.Draw(r, "x0"), Y0: at.Draw(r, "y0")}
		size := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.01, 500))
		b.X1, b.Y1 = b.X0+size.Draw(r, "w"), b.Y0+size.Draw(r, "h")
		m := graphview.Margins{Left: 224, Top: 30, Right: 10, Bottom: 50}
		c = c.Fit(b, m)
		x0, y0 := c.ToScreen(b.X0, b.Y0)
		x1, y1 := c.ToScreen(b.X1, b.Y1)
		if x0 < m.Left-1e-6 || y0 < m.Top-1e-6 || x1 > 900-m.Right+1e-6 || y1 > 600-m.Bottom+1e-6 {
			r.Fatalf("%v lies on the screen at %v, %v to %v, %v", b, x0, y0, x1, y1)
		}
	})
}

func TestAnOlderPictureIsPlacedWhereItsWorldIs(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		now, then := aCamera().Draw(r, "now"), aCamera().Draw(r, "then")
		x, y, w, h := now.Place(then)
		// A point at a third of the picture's width and a quarter of its height.
		wx, wy := then.ToWorld(then.W/3, then.H/4)
		sx, sy := now.ToScreen(wx, wy)
		slack := 1e-6 * (1 + math.Abs(w) + math.Abs(h) + math.Abs(x) + math.Abs(y))
		if !near(sx, x+w/3, slack) || !near(sy, y+h/4, slack) {
			r.Fatalf("%v, %v instead of %v, %v", x+w/3, y+h/4, sx, sy)
		}
	})
}
