package graphview

import (
	"cmp"
	"slices"

	"casebench/casefile"
)

// Filter chooses what is shown. The zero value shows everything.
type Filter struct {
	Clusters     []int         // only these clusters; empty: all, and strangers
	Around       []int32       // only these nodes and what is near; joined with Clusters
	Hops         int           // how far beyond Clusters and Around to go
	MostClusters int           // only so many clusters, the largest and those with a selected node; 0: all
	MinWeight    casefile.Bits // only links of at least this weight
	Limit        int           // at most so many nodes, by importance; 0: no limit
	Strangers    int           // at most so many nodes outside clusters; 0: no limit, below 0: none
	LinksPerNode int           // of each node only its heaviest links, and a spanning forest; 0: all
	LinkBudget   int           // more links a node than that while all together stay within this
	LinksBetween int           // of each pair of clusters only the heaviest links; 0: all
}

// Figure is the Filter of a picture for print: what a page can hold without
// becoming a ball of wool.
func Figure() Filter {
	return Filter{MostClusters: 40, Limit: 6000, Strangers: 160, LinksPerNode: 2, LinkBudget: 1000, LinksBetween: 3}
}

// Choose returns the nodes that the filter lets through, in ascending order.
func (f Filter) Choose(g *Graph) []int32 {
	wanted := make([]int32, 0, len(g.Nodes))
	for v, n := range g.Nodes {
		if len(f.Clusters) == 0 || n.Cluster != 0 && slices.Contains(f.Clusters, n.Cluster) {
			wanted = append(wanted, int32(v))
		}
	}
	if len(f.Around) > 0 {
		if len(f.Clusters) == 0 {
			wanted = wanted[:0]
		}
		wanted = append(wanted, f.Around...)
	}
	if len(f.Clusters) > 0 || len(f.Around) > 0 {
		wanted = g.Neighbourhood(wanted, f.Hops)
	}
	if f.MostClusters > 0 {
		wanted = keepClusters(g, wanted, f.MostClusters)
	}
	if f.Strangers != 0 {
		wanted = keepStrangers(g, wanted, max(f.Strangers, 0))
	}
	if f.Limit > 0 && len(wanted) > f.Limit {
		byImportance(g, wanted)
		wanted = wanted[:f.Limit]
	}
	slices.Sort(wanted)
	return wanted
}

// keepClusters leaves out the members of all but the n largest clusters, unless one
// of them is selected.
func keepClusters(g *Graph, nodes []int32, n int) []int32 {
	rank := rankBySize(g.Clusters)
	keep := make(map[int]bool, n)
	for _, v := range nodes {
		if c := g.Nodes[v].Cluster; c == 0 || rank[c] < n || g.Nodes[v].Selected {
			keep[c] = true
		}
	}
	return slices.DeleteFunc(nodes, func(v int32) bool { return !keep[g.Nodes[v].Cluster] })
}

// keepStrangers leaves out all but the n most important nodes without a cluster.
func keepStrangers(g *Graph, nodes []int32, n int) []int32 {
	var members, strangers []int32
	for _, v := range nodes {
		if g.Nodes[v].Cluster != 0 {
			members = append(members, v)
		} else {
			strangers = append(strangers, v)
		}
	}
	byImportance(g, strangers)
	return append(members, strangers[:min(n, len(strangers))]...)
}

// byImportance puts selected nodes first, then the important, then the low IDs.
func byImportance(g *Graph, nodes []int32) {
	slices.SortFunc(nodes, func(a, b int32) int {
		x, y := g.Nodes[a], g.Nodes[b]
		if x.Selected != y.Selected {
			if x.Selected {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.Importance, x.Importance), cmp.Compare(a, b))
	})
}

// thin keeps, of edges in ascending order, what the filter's link limits allow.
// Links that a person judged or selected always stay, and those of shared values.
func (f Filter) thin(nodes []Node, edges []Edge) []Edge {
	if f.LinksPerNode <= 0 && f.LinksBetween <= 0 {
		return edges
	}
	order := make([]int, len(edges))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(edges[j].Weight, edges[i].Weight),
			cmp.Compare(mix(edges[i]), mix(edges[j])), cmp.Compare(i, j))
	})
	if len(edges) > f.LinkBudget {
		for each := 8 * f.LinksPerNode; each > f.LinksPerNode; each-- {
			if kept := f.heaviest(nodes, edges, order, each); len(kept) <= f.LinkBudget {
				return kept
			}
		}
		return f.heaviest(nodes, edges, order, f.LinksPerNode)
	}
	return f.heaviest(nodes, edges, order, 0)
}

// heaviest keeps of every node so many of its heaviest links (0: all) and a spanning
// forest; order is the edges by weight.
func (f Filter) heaviest(nodes []Node, edges []Edge, order []int, each int) []Edge {
	keep := make([]bool, len(edges))
	used := make([]int, len(nodes))
	between := map[[2]int]int{}
	tree := newForest(len(nodes))
	for _, i := range order {
		e := edges[i]
		a, b := nodes[e.A].Cluster, nodes[e.B].Cluster
		switch {
		case a != b && a != 0 && b != 0 && f.LinksBetween > 0:
			pair := [2]int{min(a, b), max(a, b)}
			keep[i] = between[pair] < f.LinksBetween
			between[pair]++
		case each > 0:
			keep[i] = tree.join(e.A, e.B) || used[e.A] < each || used[e.B] < each
		default:
			keep[i] = true
		}
		keep[i] = keep[i] || e.Verdict != "" || e.Selected || namesValue(nodes, e)
		if keep[i] {
			used[e.A]++
			used[e.B]++
		}
	}
	var kept []Edge
	for i, e := range edges {
		if keep[i] {
			kept = append(kept, e)
		}
	}
	return kept
}

// namesValue says whether an edge joins an account with a value that it shows. Such
// edges are few, because values are chosen, and a value without them says nothing.
func namesValue(nodes []Node, e Edge) bool {
	return nodes[e.A].Kind != Account || nodes[e.B].Kind != Account
}

// mix scatters equals, so that a clique of equal links does not become a star
// around its lowest node.
func mix(e Edge) uint64 {
	x := uint64(uint32(e.A))<<32 | uint64(uint32(e.B))
	x = (x ^ x>>31) * 0x9e3779b97f4a7c15
	return x ^ x>>29
}

// forest is a union-find of nodes.
type forest struct{ root []int32 }

func newForest(n int) forest {
	f := forest{root: make([]int32, n)}
	for v := range f.root {
		f.root[v] = int32(v)
	}
	return f
}

func (f forest) find(v int32) int32 {
	for f.root[v] != v {
		f.root[v] = f.root[f.root[v]]
		v = f.root[v]
	}
	return v
}

// join says whether a and b were apart, and joins them.
func (f forest) join(a, b int32) bool {
	a, b = f.find(a), f.find(b)
	f.root[max(a, b)] = min(a, b)
	return a != b
}
