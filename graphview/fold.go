package graphview

import (
	"math"
	"slices"
)

// Fold says whether a cluster is drawn as one disc or as its members.
type Fold uint8

// The states of a cluster.
const (
	ByZoom    Fold = iota // folded when its members would lie too close, in a large view
	Collapsed             // one disc, whatever the zoom
	Expanded              // its members, whatever the zoom
)

// FullLimit is how many nodes a view may have that is always drawn in full, unless a
// person folds a cluster.
const FullLimit = 5000

// Distances of neighbours on the screen, in points, below which a cluster of a large
// view is one disc, and from which it is all members.
const (
	foldedBelow = 3.4
	openFrom    = 6.4
)

// Folded returns the chart with a cluster, by its ID, in that state.
func (c *Chart) Folded(cluster int, f Fold) *Chart {
	k := c.Hull(cluster)
	if k < 0 || c.folds[k] == f {
		return c
	}
	other := *c
	other.folds = slices.Clone(c.folds)
	other.folds[k] = f
	return &other
}

// FoldedAll returns the chart with every cluster in that state.
func (c *Chart) FoldedAll(f Fold) *Chart {
	other := *c
	other.folds = make([]Fold, len(c.folds))
	for k := range other.folds {
		other.folds[k] = f
	}
	return &other
}

// Fold returns the state of a hull.
func (c *Chart) Fold(hull int) Fold { return c.folds[hull] }

// Open returns how far a hull is drawn as its members: 0 one disc, 1 all members.
func (c *Chart) Open(cam Camera, hull int) float64 {
	switch {
	case c.folds[hull] == Collapsed:
		return 0
	case c.folds[hull] == Expanded || len(c.at) <= FullLimit:
		return 1
	}
	h := &c.hulls[hull]
	apart := h.Radius() * cam.Zoom / math.Sqrt(float64(max(h.Shown, 1)))
	t := min(max((apart-foldedBelow)/(openFrom-foldedBelow), 0), 1)
	return t * t * (3 - times(2, t))
}

// open says whether the members of a node's cluster can be picked; nodes without a
// cluster always can.
func (c *Chart) open(cam Camera, node int32) bool {
	k := c.looks[node].Hull
	return k < 0 || c.Open(cam, int(k)) >= 0.5
}

// DiscRadius returns the radius of a folded cluster's disc, in points: it grows with
// the root of the members.
func (c *Chart) DiscRadius(cam Camera, hull int) float64 {
	h := &c.hulls[hull]
	r := min(4+times(1.25, math.Sqrt(float64(h.Size))), 44)
	if c.folds[hull] == ByZoom {
		r = min(r, max(0.9*h.Radius()*cam.Zoom, 4))
	}
	return r
}

// Note says how much is shown, and how many clusters are folded.
func (c *Chart) Note(cam Camera) string {
	s := c.view.Note()
	folded := 0
	for k := range c.hulls {
		if c.Open(cam, k) < 0.5 {
			folded++
		}
	}
	switch folded {
	case 0:
	case 1:
		s += " · 1 cluster folded"
	default:
		s += " · " + count(folded) + " clusters folded"
	}
	return s
}
