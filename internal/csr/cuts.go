package csr

// Cuts returns what holds the graph together by a thread: the bridges (edges
// whose loss would part a component), each with A < B and in ascending order, and
// for every node whether it is an articulation point (its loss would).
//
// Tarjan's low-link walk (1974, doi:10.1016/0020-0190(74)90003-9), with its own
// stack, so that a long chain does not exhaust the goroutine's.
func (g *Graph) Cuts() (bridges []Edge, articulation []bool) {
	n := g.Nodes()
	articulation = make([]bool, n)
	seen, low := make([]int32, n), make([]int32, n) // 0: not seen yet
	parent, next := make([]int32, n), make([]int, n)
	bridge := make([]bool, len(g.to))
	clock := int32(0)
	var stack []int32
	for root := int32(0); int(root) < n; root++ {
		if seen[root] != 0 {
			continue
		}
		clock++
		seen[root], low[root], parent[root], next[root] = clock, clock, -1, g.offset[root]
		stack = append(stack[:0], root)
		children := 0
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			if i := next[v]; i < g.offset[v+1] {
				next[v]++
				switch u := g.to[i]; {
				case seen[u] == 0:
					clock++
					seen[u], low[u], parent[u], next[u] = clock, clock, v, g.offset[u]
					stack = append(stack, u)
				case u != parent[v]:
					low[v] = min(low[v], seen[u])
				}
				continue
			}
			stack = stack[:len(stack)-1]
			p := parent[v]
			if p < 0 {
				continue
			}
			low[p] = min(low[p], low[v])
			if low[v] > seen[p] {
				bridge[g.arc(min(p, v), max(p, v))] = true
			}
			if p == root {
				children++
			} else if low[v] >= seen[p] {
				articulation[p] = true
			}
		}
		articulation[root] = children > 1
	}
	for v := int32(0); int(v) < n; v++ {
		for i := g.offset[v]; i < g.offset[v+1]; i++ {
			if bridge[i] {
				bridges = append(bridges, Edge{A: v, B: g.to[i], Weight: g.weight[i]})
			}
		}
	}
	return bridges, articulation
}

// arc returns the index of b in the row of a; the edge must be there.
func (g *Graph) arc(a, b int32) int {
	lo, hi := g.offset[a], g.offset[a+1]
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if g.to[mid] < b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
