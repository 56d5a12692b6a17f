package layout

import (
	"math"

	"casebench/internal/csr"
)

// spread gives every node a first place from its distances to the pivots: the two
// strongest directions of the doubly centred squares (Brandes, Pich 2006, "Eigensolver
// methods for progressive multidimensional scaling", doi:10.1007/978-3-540-70904-6_6).
// It unfolds what forces alone leave folded.
func (p *pivots) spread(at []Point, seed uint64) {
	k := len(p.node)
	rows := p.centred(len(at))
	square := make([][]float64, k) // rows' * rows
	for a := range square {
		square[a] = make([]float64, k)
	}
	for _, r := range rows {
		for a := range r {
			for b := range r[:a+1] {
				square[a][b] += float64(r[a] * r[b])
			}
		}
	}
	for a := range square {
		for b := range a {
			square[b][a] = square[a][b]
		}
	}
	random := csr.NewRand(seed)
	x := strongest(square, nil, random)
	y := strongest(square, x, random)
	for i, r := range rows {
		at[i] = Point{X: float32(dot(r, x)), Y: float32(dot(r, y))}
	}
	// Fit to the usual size, and part twins, which have the same distances.
	size := float32(math.Sqrt(float64(len(at))))
	grow := size / max((&body{at: at}).bounds().r, 1e-6)
	around := make([]Point, len(at))
	sunflower(around, 0.15*size, seed)
	for i := range at {
		at[i].X = float32(at[i].X*grow) + around[i].X
		at[i].Y = float32(at[i].Y*grow) + around[i].Y
	}
}

// centred returns, by node and pivot, -1/2 of the squared distance after the means
// of its node and of its pivot were taken off.
func (p *pivots) centred(n int) [][]float64 {
	k := len(p.node)
	rows := make([][]float64, n)
	column, all := make([]float64, k), 0.0
	for i := range rows {
		rows[i] = make([]float64, k)
		for a := range k {
			d := float64(p.distance[a][i])
			rows[i][a] = float64(d * d)
			column[a] += rows[i][a]
		}
	}
	for a := range column {
		column[a] /= float64(n)
		all += column[a]
	}
	all /= float64(k)
	for _, r := range rows {
		mean := 0.0
		for _, d := range r {
			mean += d
		}
		mean /= float64(k)
		for a := range r {
			r[a] = float64(-0.5 * (r[a] - mean - column[a] + all))
		}
	}
	return rows
}

// strongest returns the eigenvector of the largest eigenvalue of a symmetric matrix,
// at right angles to one that is known already, by power iteration.
func strongest(m [][]float64, known []float64, random *csr.Rand) []float64 {
	v, next := make([]float64, len(m)), make([]float64, len(m))
	for a := range v {
		v[a] = float64(random.Float32()) - 0.5
	}
	for range 60 {
		for a := range m {
			next[a] = dot(m[a], v)
		}
		if known != nil {
			along := dot(next, known)
			for a := range next {
				next[a] -= float64(along * known[a])
			}
		}
		length := math.Sqrt(dot(next, next))
		if length < 1e-12 {
			break // everything lies on one line
		}
		for a := range v {
			v[a] = next[a] / length
		}
	}
	return v
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}
