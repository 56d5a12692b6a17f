package main

import (
	"math"

	"casebench/graphview/layout"
	"casebench/internal/csr"
)

// stress says how badly a picture keeps the distances of its graph: the mean over
// pairs of w (s·|p−q| − d)² with d the number of steps between two nodes, w = d⁻²
// and s the scale that suits the picture best, so that its size does not matter
// (Gansner, Koren, North 2005, doi:10.1007/978-3-540-31843-9_25; the sampling of
// pivots after Ortmann, Klimenta, Brandes 2016, doi:10.1007/978-3-319-50106-2_2).
// Pairs without a path are left out. 0 is perfect, 1 is a picture in one point.
func stress(g *csr.Graph, places []layout.Point, pivots int) float64 {
	step := max(1, g.Nodes()/max(1, pivots))
	var pairs, across, square float64 // Σ1, Σ|p−q|/d, Σ(|p−q|/d)²
	for pivot := 0; pivot < g.Nodes(); pivot += step {
		for v, d := range g.Distances(int32(pivot), g.Nodes()) {
			if d <= 0 {
				continue
			}
			x := float64(places[pivot].X) - float64(places[v].X)
			y := float64(places[pivot].Y) - float64(places[v].Y)
			r := math.Hypot(x, y) / float64(d)
			pairs, across, square = pairs+1, across+r, square+r*r
		}
	}
	if pairs == 0 || square == 0 {
		return 1
	}
	// With s = across/square the sum of (s·r − 1)² is pairs − across²/square.
	return (pairs - across*across/square) / pairs
}
