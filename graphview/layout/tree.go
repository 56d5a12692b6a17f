package layout

import "slices"

// tree is a quadtree over points in Morton order, flat: a cell's children follow
// it, and skip leads past them, so that a walk needs no stack. Barnes, Hut 1986,
// doi:10.1038/324446a0; after Warren, Salmon 1993, doi:10.1145/169627.169640.
type tree struct {
	order []int32  // points along the curve
	keys  []uint32 // of the points, in that order
	cells []cell
	place []Point   // points in the order of the curve
	mass  []float32 // of the points, in that order
	spare []uint64
}

type cell struct {
	x, y, mass float32 // middle of mass
	open       float32 // square of the distance below which it must be opened
	skip       int32   // next cell that is not inside this one
	begin, end int32   // points, for a leaf; end 0 for inner cells
}

const (
	leafSize = 12
	theta    = 1.0 // a cell counts as one point from 1/theta times its width
	soften   = 0.01
	maxDepth = 16
)

// build replaces the tree by one over the given points.
func (t *tree) build(at []Point, mass []float32) {
	n := len(at)
	if cap(t.spare) < n {
		t.order, t.keys, t.spare = make([]int32, n), make([]uint32, n), make([]uint64, n)
		t.place, t.mass = make([]Point, n), make([]float32, n)
	}
	t.order, t.keys, t.spare = t.order[:n], t.keys[:n], t.spare[:n]
	lo, hi := at[0], at[0]
	for _, p := range at {
		lo.X, lo.Y = min(lo.X, p.X), min(lo.Y, p.Y)
		hi.X, hi.Y = max(hi.X, p.X), max(hi.Y, p.Y)
	}
	side := max(hi.X-lo.X, hi.Y-lo.Y, 1e-6)
	scale := 65535 / side
	for i, p := range at {
		key := interleave(uint32((p.X-lo.X)*scale)) | interleave(uint32((p.Y-lo.Y)*scale))<<1
		t.spare[i] = uint64(key)<<32 | uint64(i) // the index breaks ties
	}
	slices.Sort(t.spare)
	for k, s := range t.spare {
		t.order[k], t.keys[k] = int32(uint32(s)), uint32(s>>32)
		t.place[k], t.mass[k] = at[t.order[k]], mass[t.order[k]]
	}
	t.cells = t.cells[:0]
	t.cell(0, int32(n), 0, side)
}

// cell adds the cell of points begin..end-1, which agree in the first depth pairs
// of bits, and everything inside it.
func (t *tree) cell(begin, end int32, depth int, side float32) {
	me := len(t.cells)
	t.cells = append(t.cells, cell{open: float32(side*side) / (theta * theta)})
	var x, y, m float32
	if end-begin <= leafSize || depth == maxDepth {
		for k := begin; k < end; k++ {
			x += float32(t.mass[k] * t.place[k].X)
			y += float32(t.mass[k] * t.place[k].Y)
			m += t.mass[k]
		}
		t.cells[me].begin, t.cells[me].end = begin, end
	} else {
		shift := 30 - 2*depth
		for from := begin; from < end; {
			quarter := t.keys[from] >> shift
			to := from + 1
			for to < end && t.keys[to]>>shift == quarter {
				to++
			}
			child := len(t.cells)
			t.cell(from, to, depth+1, side/2)
			c := &t.cells[child]
			x += float32(c.mass * c.x)
			y += float32(c.mass * c.y)
			m += c.mass
			from = to
		}
	}
	c := &t.cells[me]
	c.x, c.y, c.mass, c.skip = x/m, y/m, m, int32(len(t.cells))
}

// repulsion sums mass/distance, away from everything, on the point i at p.
func (t *tree) repulsion(p Point, i int32) (fx, fy float32) {
	for k := int32(0); int(k) < len(t.cells); {
		c := &t.cells[k]
		dx, dy := p.X-c.x, p.Y-c.y
		d := float32(dx*dx) + float32(dy*dy)
		if d > c.open {
			f := c.mass / d
			fx += float32(f * dx)
			fy += float32(f * dy)
			k = c.skip
			continue
		}
		for j := c.begin; j < c.end; j++ {
			if t.order[j] == i {
				continue
			}
			dx, dy := p.X-t.place[j].X, p.Y-t.place[j].Y
			f := t.mass[j] / (float32(dx*dx) + float32(dy*dy) + soften)
			fx += float32(f * dx)
			fy += float32(f * dy)
		}
		k++
	}
	return fx, fy
}

// interleave puts a zero before each of the 16 low bits.
func interleave(x uint32) uint32 {
	x &= 0xffff
	x = (x | x<<8) & 0x00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f
	x = (x | x<<2) & 0x33333333
	return (x | x<<1) & 0x55555555
}
