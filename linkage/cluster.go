package linkage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"casebench/casefile"
	"casebench/internal/csr"
	"casebench/internal/progress"
	"casebench/linkage/community"
)

// cluster makes clusters of the links.
//
// Communities (Leiden, over all kept links) say who moves together. Inside each,
// the accounts that strong links alone hold together are a core, and make a
// strong cluster with the members that are tied to the core well enough to join.
// What is left of the community forms clusters of its own, moderate or weak, so
// that nobody is carried into a strong cluster by a chain of weak ties.
func (r *Result) cluster(ctx context.Context, m *Material, seed uint64, p progress.Reporter) error {
	if len(r.Links) == 0 {
		return ctx.Err()
	}
	n := newNetwork(r.Links, m.Model)
	g, err := n.graph(m.Model)
	if err != nil {
		return fmt.Errorf("build the link graph: %w", err)
	}
	o := community.Options{Resolution: int64(math.Round(m.Model.Community.Resolution * 1000)), Seed: seed}
	part, err := community.Detect(ctx, g, o)
	if err != nil {
		return err
	}
	agree, err := community.Stability(ctx, g, part, o, m.Model.Community.Runs)
	if err != nil {
		return err
	}
	p.Add(int64(m.Model.Community.Runs))
	groups := n.groups(m.Model, part.Of)
	for _, nodes := range groups {
		r.Clusters = append(r.Clusters, n.describe(m, nodes, agree))
	}
	slices.SortStableFunc(r.Clusters, func(a, b casefile.Cluster) int {
		return cmp.Or(cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(lowest(&a), lowest(&b)))
	})
	for i := range r.Clusters {
		r.Clusters[i].ID = i + 1
	}
	return r.assess(ctx, m)
}

func lowest(c *casefile.Cluster) uint32 {
	low := c.Members[0].Account
	for _, m := range c.Members {
		low = min(low, m.Account)
	}
	return low
}

// network is the link graph with accounts numbered from 0.
type network struct {
	links    []casefile.Link
	accounts []uint32 // by node, ascending
	ends     [][2]int32
	at       [][]int32 // by node: links at it, ascending
	upper    casefile.Bits
	// minStrong is how many accounts a strong cluster has at least.
	minStrong int
}

// binds reports whether a link may hold a core together. A link may be strong and
// yet weigh too little for its accounts to be called one group: where everything
// two strangers share is a prompt and an address, the weight stays below Upper.
func (n *network) binds(link int) bool {
	return n.links[link].Strength == casefile.Strong && n.links[link].Weight >= n.upper
}

func newNetwork(links []casefile.Link, m *Model) *network {
	n := &network{links: links, upper: m.Upper, minStrong: m.Community.MinStrong}
	for i := range links {
		n.accounts = append(n.accounts, links[i].A, links[i].B)
	}
	slices.Sort(n.accounts)
	n.accounts = slices.Compact(n.accounts)
	n.at = make([][]int32, len(n.accounts))
	n.ends = make([][2]int32, len(links))
	for i := range links {
		a, _ := slices.BinarySearch(n.accounts, links[i].A)
		b, _ := slices.BinarySearch(n.accounts, links[i].B)
		n.ends[i] = [2]int32{int32(a), int32(b)}
		n.at[a] = append(n.at[a], int32(i))
		n.at[b] = append(n.at[b], int32(i))
	}
	return n
}

func (n *network) other(link, node int32) int32 {
	return n.ends[link][0] + n.ends[link][1] - node
}

// graph weighs every link by its weight above the lower threshold.
func (n *network) graph(m *Model) (*csr.Graph, error) {
	b := csr.NewBuilder(len(n.accounts))
	for i := range n.links {
		b.Add(n.ends[i][0], n.ends[i][1], int64(n.links[i].Weight-m.Lower)+1)
	}
	return b.Build()
}

// groups cuts communities into clusters of at least two nodes, each ascending.
func (n *network) groups(m *Model, of []int32) [][]int32 {
	strong := func(l int32) bool {
		return n.binds(int(l)) && of[n.ends[l][0]] == of[n.ends[l][1]]
	}
	core, cores := n.components(strong)
	size := make([]int, cores)
	for _, c := range core {
		size[c]++
	}
	group := make([]int32, len(n.accounts)) // core joined, or -1
	for v := range group {
		if group[v] = core[v]; size[core[v]] < 2 {
			group[v] = n.joins(m, int32(v), of, core, size)
		}
	}
	// What joined no core: connected pieces inside the community.
	left, pieces := n.components(func(l int32) bool {
		a, b := n.ends[l][0], n.ends[l][1]
		return of[a] == of[b] && group[a] < 0 && group[b] < 0
	})
	out := make([][]int32, cores+pieces)
	for v := range group {
		k := group[v]
		if k < 0 {
			k = int32(cores) + left[v]
		}
		out[k] = append(out[k], int32(v))
	}
	return slices.DeleteFunc(out, func(nodes []int32) bool { return len(nodes) < 2 })
}

// joins returns the core that a node without strong links joins, or -1. It joins
// the core that it is tied to by the most links of two families and at least
// moderate weight, if they are at least Join, and by more than to any other.
func (n *network) joins(m *Model, v int32, of, core []int32, size []int) int32 {
	if m.Community.Join <= 0 {
		return -1
	}
	ties := map[int32]int{}
	for _, l := range n.at[v] {
		w := n.other(l, v)
		if of[w] == of[v] && size[core[w]] >= 2 && len(n.links[l].Families) >= 2 && n.links[l].Weight >= m.Upper {
			ties[core[w]]++
		}
	}
	best, most, tie := int32(-1), 0, false
	for _, c := range sortedKeys(ties) {
		switch {
		case ties[c] > most:
			best, most, tie = c, ties[c], false
		case ties[c] == most:
			tie = true
		}
	}
	if tie || most < m.Community.Join {
		return -1
	}
	return best
}

func sortedKeys(m map[int32]int) []int32 {
	keys := make([]int32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// components numbers the pieces that the links chosen by use hold together, in
// order of their lowest node.
func (n *network) components(use func(link int32) bool) (of []int32, count int) {
	of = make([]int32, len(n.accounts))
	for i := range of {
		of[i] = -1
	}
	var stack []int32
	for v := range of {
		if of[v] >= 0 {
			continue
		}
		of[v] = int32(count)
		for stack = append(stack[:0], int32(v)); len(stack) > 0; {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, l := range n.at[u] {
				if w := n.other(l, u); of[w] < 0 && use(l) {
					of[w] = int32(count)
					stack = append(stack, w)
				}
			}
		}
		count++
	}
	return of, count
}
