package csr

import "slices"

// Components numbers the connected components: result[v] is the component of v,
// numbered in order of their lowest node. It also returns how many there are.
func (g *Graph) Components() (component []int32, count int) {
	component = make([]int32, g.Nodes())
	for v := range component {
		component[v] = -1
	}
	var queue []int32
	for s := range component {
		if component[s] >= 0 {
			continue
		}
		id := int32(count)
		count++
		component[s] = id
		queue = append(queue[:0], int32(s))
		for len(queue) > 0 {
			v := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			to, _ := g.Neighbours(v)
			for _, u := range to {
				if component[u] < 0 {
					component[u] = id
					queue = append(queue, u)
				}
			}
		}
	}
	return component, count
}

// Distances returns the number of edges from start to every node, -1 where there
// is no way. limit, when positive, stops the walk at that many edges.
func (g *Graph) Distances(start int32, limit int) []int32 {
	distance := make([]int32, g.Nodes())
	for v := range distance {
		distance[v] = -1
	}
	if !g.holds(start) {
		return distance
	}
	distance[start] = 0
	queue := []int32{start}
	for head := 0; head < len(queue); head++ {
		v := queue[head]
		if limit > 0 && int(distance[v]) >= limit {
			break
		}
		to, _ := g.Neighbours(v)
		for _, u := range to {
			if distance[u] < 0 {
				distance[u] = distance[v] + 1
				queue = append(queue, u)
			}
		}
	}
	return distance
}

// Path returns a path from a to b with the fewest edges, both ends included, or
// nil when there is none. Among equals it takes the one whose nodes are lowest,
// seen from b backwards.
func (g *Graph) Path(a, b int32) []int32 {
	if !g.holds(a) || !g.holds(b) {
		return nil
	}
	from := make([]int32, g.Nodes())
	for v := range from {
		from[v] = -1
	}
	from[a] = a
	queue := []int32{a}
	for head := 0; head < len(queue) && from[b] < 0; head++ {
		v := queue[head]
		to, _ := g.Neighbours(v)
		for _, u := range to {
			if from[u] < 0 {
				from[u] = v
				queue = append(queue, u)
			}
		}
	}
	if from[b] < 0 {
		return nil
	}
	path := []int32{b}
	for v := b; v != a; {
		v = from[v]
		path = append(path, v)
	}
	slices.Reverse(path)
	return path
}

// Cores returns the core number of every node: the largest k such that the node
// is in a subgraph where all have k neighbours or more (Batagelj, Zaversnik 2003,
// arXiv cs/0310049).
func (g *Graph) Cores() []int32 {
	n := g.Nodes()
	core := make([]int32, n)
	most := 0
	for v := range core {
		core[v] = int32(g.Degree(int32(v)))
		most = max(most, int(core[v]))
	}
	begin := make([]int, most+2)
	for _, d := range core {
		begin[d+1]++
	}
	for d := range most + 1 {
		begin[d+1] += begin[d]
	}
	order, place := make([]int32, n), make([]int, n)
	next := slices.Clone(begin)
	for v, d := range core {
		place[v] = next[d]
		order[next[d]] = int32(v)
		next[d]++
	}
	for _, v := range order {
		to, _ := g.Neighbours(v)
		for _, u := range to {
			if core[u] <= core[v] {
				continue
			}
			first := order[begin[core[u]]] // swap u to the front of its degree and lower it
			order[place[u]], order[begin[core[u]]] = first, u
			place[first], place[u] = place[u], begin[core[u]]
			begin[core[u]]++
			core[u]--
		}
	}
	return core
}
