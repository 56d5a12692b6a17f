package graphview

import (
	"math"

	"casebench/graphview/layout"
)

// cells is an even grid over places: which nodes lie in which cell.
type cells struct {
	x0, y0 float64
	side   float64
	nx, ny int
	first  []int32 // of each cell, into nodes; one more at the end
	nodes  []int32
}

// newCells sorts the nodes into cells of about two.
func newCells(at []layout.Point, b Bounds) cells {
	w, h := max(b.X1-b.X0, 1e-9), max(b.Y1-b.Y0, 1e-9)
	side := math.Sqrt(w * h / max(float64(len(at))/2, 1))
	side = max(side, max(w, h)/2000)
	c := cells{x0: b.X0, y0: b.Y0, side: side, nx: int(w/side) + 1, ny: int(h/side) + 1}
	c.first = make([]int32, c.nx*c.ny+1)
	of := make([]int32, len(at))
	for i, p := range at {
		of[i] = int32(c.column(float64(p.X)) + c.row(float64(p.Y))*c.nx)
		c.first[of[i]+1]++
	}
	for k := 1; k < len(c.first); k++ {
		c.first[k] += c.first[k-1]
	}
	c.nodes = make([]int32, len(at))
	next := make([]int32, c.nx*c.ny)
	copy(next, c.first)
	for i, k := range of {
		c.nodes[next[k]] = int32(i)
		next[k]++
	}
	return c
}

func (c *cells) column(x float64) int { return min(max(int((x-c.x0)/c.side), 0), c.nx-1) }
func (c *cells) row(y float64) int    { return min(max(int((y-c.y0)/c.side), 0), c.ny-1) }

// within calls f for the nodes of all cells that b touches.
func (c *cells) within(b Bounds, f func(node int32)) {
	if len(c.nodes) == 0 {
		return
	}
	for row := c.row(b.Y0); row <= c.row(b.Y1); row++ {
		from := row*c.nx + c.column(b.X0)
		to := row*c.nx + c.column(b.X1)
		for _, v := range c.nodes[c.first[from]:c.first[to+1]] {
			f(v)
		}
	}
}

// nearest returns how far the nearest other node is, if one is in the cells around,
// and 0 otherwise.
func (c *cells) nearest(at []layout.Point, node int32) float64 {
	p := at[node]
	x, y := float64(p.X), float64(p.Y)
	best := math.Inf(1)
	for ring := 1.0; ring <= 4; ring *= 2 {
		c.within(Bounds{x, y, x, y}.Grow(times(ring, c.side)), func(v int32) {
			if v != node {
				best = min(best, math.Hypot(float64(at[v].X)-x, float64(at[v].Y)-y))
			}
		})
		if best <= ring*c.side {
			return best
		}
	}
	if math.IsInf(best, 1) {
		return 0
	}
	return best
}
