package graphview

import "math"

// HitKind is what lies under the pointer.
type HitKind uint8

// The kinds of hit.
const (
	HitNothing HitKind = iota
	HitNode
	HitDisc // a folded cluster
	HitEdge
	HitBundle // the links between two folded clusters
	HitHull   // the ground of a cluster
)

// Hit is what lies under the pointer. The zero value is nothing.
type Hit struct {
	Kind    HitKind
	Node    int32 // HitNode: of the view
	Edge    int32 // HitEdge: index into the view's Edges; HitBundle: into Bundles
	Cluster int   // HitDisc and HitHull: its ID
}

// How near the pointer must come, in points.
const (
	nodeSlack = 3.5
	edgeSlack = 4.0
)

// Pick returns what is drawn at a place in the window: a node, or the disc of a
// folded cluster, or a link, or else the hull of a cluster.
func (c *Chart) Pick(cam Camera, x, y float64) (Hit, bool) {
	for _, look := range []func(Camera, float64, float64) (Hit, bool){c.pickNode, c.pickDisc, c.pickEdge, c.pickBundle, c.pickHull} {
		if h, ok := look(cam, x, y); ok {
			return h, true
		}
	}
	return Hit{}, false
}

func (c *Chart) pickNode(cam Camera, x, y float64) (Hit, bool) {
	wx, wy := cam.ToWorld(x, y)
	reach := (max(times(2.2, c.Radius(cam)), 7) + nodeSlack) / cam.Zoom
	best, least := int32(-1), math.Inf(1)
	c.cells.within(Bounds{wx, wy, wx, wy}.Grow(reach), func(v int32) {
		sx, sy := cam.ToScreen(float64(c.at[v].X), float64(c.at[v].Y))
		past := math.Hypot(sx-x, sy-y) - c.NodeRadius(cam, v)
		if past <= nodeSlack && (past < least || past == least && v < best) && c.open(cam, v) {
			best, least = v, past
		}
	})
	return Hit{Kind: HitNode, Node: best}, best >= 0
}

func (c *Chart) pickDisc(cam Camera, x, y float64) (Hit, bool) {
	for k := len(c.hulls) - 1; k >= 0; k-- { // the smallest lie in front
		if c.Open(cam, k) >= 0.5 {
			continue
		}
		sx, sy := cam.ToScreen(c.hulls[k].X, c.hulls[k].Y)
		if math.Hypot(sx-x, sy-y) <= c.DiscRadius(cam, k)+nodeSlack {
			return Hit{Kind: HitDisc, Cluster: c.hulls[k].Cluster}, true
		}
	}
	return Hit{}, false
}

func (c *Chart) pickEdge(cam Camera, x, y float64) (Hit, bool) {
	wx, wy := cam.ToWorld(x, y)
	best, least := int32(-1), edgeSlack/cam.Zoom
	for i, l := range c.links {
		a, b := c.at[l.A], c.at[l.B]
		if d := toSegment(wx, wy, float64(a.X), float64(a.Y), float64(b.X), float64(b.Y), least); d < least {
			if c.open(cam, l.A) && c.open(cam, l.B) {
				best, least = int32(i), d
			}
		}
	}
	return Hit{Kind: HitEdge, Edge: best}, best >= 0
}

func (c *Chart) pickBundle(cam Camera, x, y float64) (Hit, bool) {
	wx, wy := cam.ToWorld(x, y)
	best, least := int32(-1), edgeSlack/cam.Zoom
	for i, l := range c.bundles {
		if c.Open(cam, int(l.A)) >= 0.5 || c.Open(cam, int(l.B)) >= 0.5 {
			continue
		}
		a, b := &c.hulls[l.A], &c.hulls[l.B]
		if d := toSegment(wx, wy, a.X, a.Y, b.X, b.Y, least); d < least {
			best, least = int32(i), d
		}
	}
	return Hit{Kind: HitBundle, Edge: best}, best >= 0
}

func (c *Chart) pickHull(cam Camera, x, y float64) (Hit, bool) {
	wx, wy := cam.ToWorld(x, y)
	for k := len(c.hulls) - 1; k >= 0; k-- {
		if h := c.hulls[k]; c.Open(cam, k) >= 0.5 && h.padded(cam).depth(wx, wy) <= 1 {
			return Hit{Kind: HitHull, Cluster: h.Cluster}, true
		}
	}
	return Hit{}, false
}

// toSegment returns the distance of a point from a line between two others, or more
// than reach when it is certainly farther.
func toSegment(x, y, ax, ay, bx, by, reach float64) float64 {
	if x < min(ax, bx)-reach || x > max(ax, bx)+reach || y < min(ay, by)-reach || y > max(ay, by)+reach {
		return math.Inf(1)
	}
	dx, dy := bx-ax, by-ay
	t := 0.0
	if long := times(dx, dx) + times(dy, dy); long > 0 {
		t = min(max((times(x-ax, dx)+times(y-ay, dy))/long, 0), 1)
	}
	return math.Hypot(x-ax-times(t, dx), y-ay-times(t, dy))
}

// Within returns the nodes that a box in the window holds, ascending; corners in any
// order. A folded cluster counts as a whole, by the middle of its disc.
func (c *Chart) Within(cam Camera, x0, y0, x1, y1 float64) []int32 {
	x0, x1 = min(x0, x1), max(x0, x1)
	y0, y1 = min(y0, y1), max(y0, y1)
	return c.Lasso(cam, []Spot{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}})
}

// Lasso returns the nodes inside a line drawn in the window, which is closed from
// its last point to its first, ascending. A folded cluster counts as a whole, by the
// middle of its disc.
func (c *Chart) Lasso(cam Camera, line []Spot) []int32 {
	if len(line) < 3 {
		return nil
	}
	inside := make([]Spot, len(line))
	b := Bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i, s := range line {
		x, y := cam.ToWorld(s.X, s.Y)
		inside[i] = Spot{x, y}
		b = Bounds{min(b.X0, x), min(b.Y0, y), max(b.X1, x), max(b.Y1, y)}
	}
	whole := make([]bool, len(c.hulls)) // folded and inside
	apart := make([]bool, len(c.hulls)) // open
	for k, h := range c.hulls {
		apart[k] = c.Open(cam, k) >= 0.5
		whole[k] = !apart[k] && holds(inside, h.X, h.Y)
	}
	var found []int32
	for v, l := range c.looks {
		p := c.at[v]
		x, y := float64(p.X), float64(p.Y)
		switch {
		case l.Hull >= 0 && !apart[l.Hull]:
			if whole[l.Hull] {
				found = append(found, int32(v))
			}
		case x >= b.X0 && x <= b.X1 && y >= b.Y0 && y <= b.Y1 && holds(inside, x, y):
			found = append(found, int32(v))
		}
	}
	return found
}

// holds says whether a point lies inside a closed line (even-odd rule).
func holds(line []Spot, x, y float64) bool {
	in := false
	for i, a := range line {
		b := line[(i+1)%len(line)]
		if (a.Y > y) != (b.Y > y) && x < times(b.X-a.X, y-a.Y)/(b.Y-a.Y)+a.X {
			in = !in
		}
	}
	return in
}
