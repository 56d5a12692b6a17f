package graphview

import (
	"math"
	"slices"

	"casebench/graphview/layout"
)

// Chart is a View with a place for every node: ready to be drawn again and again,
// and to answer what lies under the pointer. It never changes and is safe for
// concurrent reading; Moved and Folded return others.
type Chart struct {
	*plan
	at      []layout.Point
	bounds  Bounds
	spacing float64 // how far neighbours in a cluster usually lie apart
	hulls   []Hull
	cells   cells
	folds   []Fold // by hull
}

// plan is what follows from the view alone; charts of one view share it.
type plan struct {
	view    *View
	looks   []Look
	order   []int32
	links   []Link
	bundles []Bundle
	members [][]int32 // accounts, by hull
	head    []Hull    // hulls without their places
}

// Look says how a node is drawn, whatever the zoom.
type Look struct {
	Kind  Kind
	Hull  int32   // index into Hulls, -1 for a stranger
	Share float32 // of the usual radius: 1 to 2.1 by importance, less for strangers
}

// NewChart makes the chart of a view whose node i lies at at[i]. It keeps at, which
// must not change afterwards.
func NewChart(v *View, at []layout.Point) *Chart {
	p := newPlan(v)
	c := &Chart{plan: p, folds: make([]Fold, len(p.head))}
	return c.Moved(at)
}

// Moved returns the chart with its nodes elsewhere, for the next step of a layout;
// what does not depend on places is shared.
func (c *Chart) Moved(at []layout.Point) *Chart {
	m := &Chart{plan: c.plan, folds: c.folds, at: at}
	m.bounds = boundsOf(at)
	m.hulls = c.place(at)
	for _, h := range m.hulls {
		m.bounds = m.bounds.with(h)
	}
	m.cells = newCells(at, m.bounds)
	m.spacing = m.measure()
	return m
}

// View returns what the chart shows.
func (c *Chart) View() *View { return c.view }

// Places returns where the nodes lie; read only.
func (c *Chart) Places() []layout.Point { return c.at }

// Looks returns how each node is drawn; read only.
func (c *Chart) Looks() []Look { return c.looks }

// Order returns the nodes from the back to the front; read only.
func (c *Chart) Order() []int32 { return c.order }

// Links returns the links, in the order of the view's Edges; read only.
func (c *Chart) Links() []Link { return c.links }

// Bundles returns the links between clusters, added up; read only.
func (c *Chart) Bundles() []Bundle { return c.bundles }

// Hulls returns where the clusters lie, the largest first; read only.
func (c *Chart) Hulls() []Hull { return c.hulls }

// Hull returns the index in Hulls of the cluster with that ID, or -1.
func (c *Chart) Hull(cluster int) int {
	return slices.IndexFunc(c.head, func(h Hull) bool { return h.Cluster == cluster })
}

// Members returns the accounts of a hull, ascending; read only.
func (c *Chart) Members(hull int) []int32 { return c.members[hull] }

// Bounds returns the rectangle that holds all nodes and hulls.
func (c *Chart) Bounds() Bounds { return c.bounds }

// Camera returns the camera that shows the whole chart in a window of that size,
// with limits from which the chart can still be found again.
func (c *Chart) Camera(w, h float64, m Margins) Camera {
	cam := Camera{W: w, H: h}.Fit(c.bounds, m)
	cam.Least = cam.Zoom / 8
	cam.Most = max(cam.Zoom*8, 160/max(c.spacing, 1e-9))
	return cam
}

// Radius returns the usual radius of a node, in points; Look.Share says how much of
// it each one has.
func (c *Chart) Radius(cam Camera) float64 {
	return min(max(0.2*c.spacing*cam.Zoom, leastRadius), mostRadius)
}

// NodeRadius returns the radius of one node, in points.
func (c *Chart) NodeRadius(cam Camera, node int32) float64 {
	l := c.looks[node]
	r := c.Radius(cam) * float64(l.Share)
	switch {
	case l.Kind != Account:
		return min(max(r, 4.8), 7)
	case l.Hull < 0:
		return min(r, mostQuiet)
	}
	return r
}

// Radii of nodes, in points.
const (
	leastRadius = 1.1
	mostRadius  = 5.2
	mostQuiet   = 3.0 // of strangers
)

func boundsOf(at []layout.Point) Bounds {
	if len(at) == 0 {
		return Bounds{}
	}
	x0, y0, x1, y1 := at[0].X, at[0].Y, at[0].X, at[0].Y
	for _, p := range at {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return Bounds{float64(x0), float64(y0), float64(x1), float64(y1)}
}

// measure finds how far apart neighbours in a cluster usually lie: the median over
// a sample of members, or of all nodes where there are no clusters.
func (c *Chart) measure() float64 {
	const sample = 300
	var among []int32
	for _, m := range c.members {
		among = append(among, m...)
	}
	if len(among) < 8 {
		among = c.order
	}
	var found []float64
	step := max(len(among)/sample, 1)
	for k := 0; k < len(among); k += step {
		if d := c.cells.nearest(c.at, among[k]); d > 0 {
			found = append(found, d)
		}
	}
	extent := max(c.bounds.X1-c.bounds.X0, c.bounds.Y1-c.bounds.Y0)
	if len(found) == 0 {
		return max(extent/10, 1e-6)
	}
	slices.Sort(found)
	// A handful of nodes far apart is not drawn as a handful of plates.
	return min(found[len(found)/2], extent/math.Sqrt(float64(len(c.at))+8))
}
