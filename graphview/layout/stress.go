package layout

import "casebench/internal/csr"

// Stress says how badly distances in the picture agree with distances in the graph,
// over pairs of a node and one of so many pivots drawn by seed:
//
//	mean of (1 - s*|p(i)-p(j)| / d(i,j))^2
//
// with the scale s that makes it least. 0 is perfect; lower is better. Pairs that
// are not connected do not count. After Kamada, Kawai 1989,
// doi:10.1016/0020-0190(89)90102-6, with weights d^-2.
func Stress(g *csr.Graph, at []Point, pivots int, seed uint64) float64 {
	order := make([]int32, g.Nodes())
	for v := range order {
		order[v] = int32(v)
	}
	csr.NewRand(seed).Shuffle(order)
	var sum, squares, pairs float64
	for _, v := range order[:min(pivots, len(order))] {
		for u, d := range g.Distances(v, 0) {
			if d <= 0 {
				continue
			}
			x := float64(hypot(at[u].X-at[v].X, at[u].Y-at[v].Y)) / float64(d)
			sum += x
			squares += float64(x * x)
			pairs++
		}
	}
	if squares == 0 {
		return 0
	}
	return 1 - float64(sum*sum)/(squares*pairs)
}
