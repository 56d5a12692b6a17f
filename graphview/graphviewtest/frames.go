package graphviewtest

import (
	"context"
	"math"

	"casebench/graphview"
	"casebench/graphview/layout"
	"casebench/internal/csr/csrtest"
)

// Size is a graph that drawing is measured with.
type Size struct{ Nodes, Edges, Groups int }

// Sizes are the graphs that drawing is measured with, the small first.
func Sizes() []Size {
	return []Size{{1000, 3000, 20}, {5000, 15_000, 60}, {25_000, 100_000, 250}}
}

// Chart lays out a planted graph of that size, the same at every call, and makes a
// chart of all of it.
func Chart(ctx context.Context, s Size) (*graphview.Chart, error) {
	g, err := FromPlanted(csrtest.World{Nodes: s.Nodes, Edges: s.Edges, Groups: s.Groups, Strangers: s.Nodes / 25, Mixing: 10, Seed: 1})
	if err != nil {
		return nil, err
	}
	v, err := graphview.Project(g, graphview.Filter{})
	if err != nil {
		return nil, err
	}
	l, err := layout.New(ctx, v.Flat(), layout.Options{Seed: 1, Groups: v.Groups()})
	if err != nil {
		return nil, err
	}
	if err := l.Run(ctx, 60); err != nil {
		return nil, err
	}
	return graphview.NewChart(v, l.Places()), nil
}

// Flight is a way of a camera over a chart, for measuring: it begins with the whole,
// dives into a quarter of it, pans across, and comes back. The same chart, window
// and number of frames give the same way.
func Flight(c *graphview.Chart, w, h float64, frames int) []graphview.Camera {
	whole := c.Camera(w, h, graphview.Margins{})
	b := c.Bounds()
	path := make([]graphview.Camera, frames)
	for i := range path {
		t := float64(i) / float64(max(frames-1, 1))
		cam := whole
		cam.Zoom = whole.Zoom * math.Pow(6, math.Sin(math.Pi*t)*math.Sin(math.Pi*t))
		cam.X += 0.25 * (b.X1 - b.X0) * math.Sin(2*math.Pi*t)
		cam.Y += 0.2 * (b.Y1 - b.Y0) * math.Sin(4*math.Pi*t)
		path[i] = cam
	}
	return path
}
