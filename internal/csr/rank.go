package csr

import "context"

// PageRank returns the weighted PageRank of every node after the given number of
// rounds with the given damping (0.85 is usual). The ranks add up to one. Nodes
// without edges share what they hold with all. It stops between rounds when ctx
// ends and returns its error.
//
// Brin, Page 1998, doi:10.1016/S0169-7552(98)00110-X.
func (g *Graph) PageRank(ctx context.Context, damping float64, rounds int) ([]float64, error) {
	n := g.Nodes()
	rank, share := make([]float64, n), make([]float64, n)
	for v := range rank {
		rank[v] = 1 / float64(n)
	}
	for range rounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		idle := 0.0
		for v := range rank {
			if g.strength[v] == 0 {
				idle += rank[v]
				share[v] = 0
				continue
			}
			share[v] = rank[v] / float64(g.strength[v])
		}
		base := (1 - damping + float64(damping*idle)) / float64(n)
		for v := range rank {
			sum := 0.0
			to, weight := g.Neighbours(int32(v))
			for i, u := range to {
				sum += float64(share[u] * float64(weight[i])) // rounded before adding: never fused
			}
			rank[v] = base + float64(damping*sum)
		}
	}
	return rank, nil
}

// Betweenness estimates how many shortest paths (by number of edges) run through
// every node, from the paths that begin at `samples` nodes drawn by seed, or
// exactly when samples is not below the number of nodes. Each pair counts once.
// It stops between start nodes when ctx ends and returns its error.
//
// Brandes 2001, doi:10.1080/0022250X.2001.9990249; sampling after Brandes, Pich
// 2007, doi:10.1142/S0218127407018403.
func (g *Graph) Betweenness(ctx context.Context, samples int, seed uint64) ([]float64, error) {
	n := g.Nodes()
	result := make([]float64, n)
	starts := make([]int32, n)
	for v := range starts {
		starts[v] = int32(v)
	}
	scale := 0.5
	if samples < n {
		NewRand(seed).Shuffle(starts)
		starts = starts[:max(samples, 0)]
		scale = 0.5 * float64(n) / float64(max(samples, 1))
	}
	distance, paths, owed := make([]int32, n), make([]float64, n), make([]float64, n)
	order := make([]int32, 0, n)
	for _, s := range starts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for v := range distance {
			distance[v], paths[v], owed[v] = -1, 0, 0
		}
		distance[s], paths[s] = 0, 1
		order = append(order[:0], s)
		for head := 0; head < len(order); head++ {
			v := order[head]
			to, _ := g.Neighbours(v)
			for _, u := range to {
				if distance[u] < 0 {
					distance[u] = distance[v] + 1
					order = append(order, u)
				}
				if distance[u] == distance[v]+1 {
					paths[u] += paths[v]
				}
			}
		}
		for i := len(order) - 1; i > 0; i-- {
			v := order[i]
			to, _ := g.Neighbours(v)
			for _, u := range to {
				if distance[u] == distance[v]-1 {
					owed[u] += float64(paths[u] / paths[v] * (1 + owed[v]))
				}
			}
			result[v] += float64(owed[v] * scale)
		}
	}
	return result, nil
}
