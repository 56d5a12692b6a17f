package graphview

import (
	"math"

	"casebench/graphview/layout"
)

// Hull is where a cluster lies: an ellipse, turned, in units of the world.
type Hull struct {
	Cluster  int
	Label    string
	Note     string
	Size     int     // accounts of the cluster, in view or not
	Shown    int     // of them in view
	Density  float64 // links inside it for each of those
	Token    Token
	X, Y     float64
	RX, RY   float64
	Cos, Sin float64 // of the angle by which RX is turned
}

// Text is the name of the cluster with its size, as on a folded one: "C-03 · 118".
func (h Hull) Text() string { return Clean(h.Label) + " · " + count(h.Size) }

// Radius returns the radius of a circle as large as the hull.
func (h Hull) Radius() float64 { return math.Sqrt(h.RX * h.RY) }

// depth is 0 in the middle of the hull, 1 on its edge and more outside.
func (h Hull) depth(x, y float64) float64 {
	dx, dy := x-h.X, y-h.Y
	u, v := times(dx, h.Cos)+times(dy, h.Sin), times(dy, h.Cos)-times(dx, h.Sin)
	return math.Hypot(u/h.RX, v/h.RY)
}

// extent returns the half width and half height of the upright box around the hull.
func (h Hull) extent() (w, ht float64) {
	return math.Hypot(h.RX*h.Cos, h.RY*h.Sin), math.Hypot(h.RX*h.Sin, h.RY*h.Cos)
}

func (b Bounds) with(h Hull) Bounds {
	w, ht := h.extent()
	return Bounds{min(b.X0, h.X-w), min(b.Y0, h.Y-ht), max(b.X1, h.X+w), max(b.Y1, h.Y+ht)}
}

// Of a hull.
const (
	hullHolds  = 0.95 // of the members, when some lie far off
	hullSpare  = 1.1  // room around those
	hullSlim   = 0.55 // the short radius is at least this much of the long one
	hullUproot = 0.86 // rounder than this it is drawn upright
)

// place finds the hulls of nodes that lie at at.
func (p *plan) place(at []layout.Point) []Hull {
	hulls := make([]Hull, len(p.head))
	for k, h := range p.head {
		h.Shown = len(p.members[k])
		h.fit(at, p.members[k])
		hulls[k] = h
	}
	return hulls
}

// fit makes h the ellipse around members: the shape of their spread, as large as
// nearly all of them need.
func (h *Hull) fit(at []layout.Point, members []int32) {
	var sx, sy float64
	for _, v := range members {
		sx += float64(at[v].X)
		sy += float64(at[v].Y)
	}
	n := float64(len(members))
	box := boundsAmong(at, members)
	// Between the mean, which a crowd rules, and the middle, which a runaway rules.
	mx, my := half(sx/n+half(box.X0+box.X1)), half(sy/n+half(box.Y0+box.Y1))
	var xx, xy, yy float64
	for _, v := range members {
		dx, dy := float64(at[v].X)-mx, float64(at[v].Y)-my
		xx += times(dx, dx)
		xy += times(dx, dy)
		yy += times(dy, dy)
	}
	h.X, h.Y, h.Cos, h.Sin = mx, my, 1, 0
	mean, off := half(xx+yy)/n, math.Hypot(half(xx-yy), xy)/n
	long, short := math.Sqrt(max(mean+off, 0)), math.Sqrt(max(mean-off, 0))
	short = max(short, hullSlim*long)
	switch {
	case long < 1e-9:
		h.RX, h.RY = 1e-3, 1e-3
		return
	case short > hullUproot*long:
		h.RX, h.RY = math.Sqrt(xx/n), math.Sqrt(yy/n)
	default:
		angle := 0.5 * math.Atan2(2*xy, xx-yy)
		h.RX, h.RY, h.Cos, h.Sin = long, short, math.Cos(angle), math.Sin(angle)
	}
	h.grow(at, members)
}

func boundsAmong(at []layout.Point, members []int32) Bounds {
	b := Bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, v := range members {
		x, y := float64(at[v].X), float64(at[v].Y)
		b = Bounds{min(b.X0, x), min(b.Y0, y), max(b.X1, x), max(b.Y1, y)}
	}
	return b
}

// grow scales the ellipse until it holds the members; where a few lie far beyond
// the others, only nearly all.
func (h *Hull) grow(at []layout.Point, members []int32) {
	most := 0.0
	for _, v := range members {
		most = max(most, h.depth(float64(at[v].X), float64(at[v].Y)))
	}
	var bins [64]int
	for _, v := range members {
		bins[min(int(h.depth(float64(at[v].X), float64(at[v].Y))/most*64), 63)]++
	}
	holds, seen := most, 0
	for b, inside := range bins {
		if seen += inside; float64(seen) >= hullHolds*float64(len(members)) {
			holds = most * float64(b+1) / 64
			break
		}
	}
	scale := min(most, hullSpare*holds)
	h.RX *= scale
	h.RY *= scale
}

// hullPad is how far a hull reaches beyond its members on the screen, in points.
const hullPad = 10

// padded is the hull as it is drawn by a camera.
func (h Hull) padded(cam Camera) Hull {
	h.RX += hullPad / cam.Zoom
	h.RY += hullPad / cam.Zoom
	return h
}

// OnScreen returns the hull in points of the camera's window, as it is drawn.
func (h Hull) OnScreen(cam Camera) Hull {
	h = h.padded(cam)
	h.X, h.Y = cam.ToScreen(h.X, h.Y)
	h.RX *= cam.Zoom
	h.RY *= cam.Zoom
	return h
}
