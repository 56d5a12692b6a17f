package linkage

import (
	"cmp"
	"math"
	"slices"

	"casebench/casefile"
	"casebench/internal/csr"
)

// describe turns a group of nodes into a cluster, all but its assessment.
func (n *network) describe(m *Material, nodes []int32, agree []int) casefile.Cluster {
	in := func(v int32) bool { _, ok := slices.BinarySearch(nodes, v); return ok }
	c := casefile.Cluster{Strength: n.strength(nodes), Pattern: casefile.Unclear,
		Assessment: casefile.Assessment{Level: casefile.LevelNone}}
	var sum float64
	links := 0
	families := map[casefile.Family]bool{}
	b := csr.NewBuilder(len(nodes))
	for i, v := range nodes {
		for _, l := range n.at[v] {
			w := n.other(l, v)
			if w < v || !in(w) {
				continue
			}
			j, _ := slices.BinarySearch(nodes, w)
			b.Add(int32(i), int32(j), 1)
			links++
			sum += n.links[l].Probability()
			for _, f := range n.links[l].Families {
				families[f] = true
			}
		}
	}
	for f := range families {
		c.Families = append(c.Families, f)
	}
	slices.Sort(c.Families)
	c.Score = math.Round(sum/float64(max(links, 1))*1e6) / 1e6
	cut := make([]bool, len(nodes))
	if g, err := b.Build(); err == nil {
		_, cut = g.Cuts()
	}
	stable := 0
	for i, v := range nodes {
		c.Members = append(c.Members, n.member(v, in, c.Strength == casefile.Strong, cut[i]))
		stable += agree[v]
		a := m.Account(n.accounts[v])
		c.Requests += a.Requests
		if a.First != 0 && (c.From == 0 || a.First < c.From) {
			c.From = a.First
		}
		c.To = max(c.To, a.Last)
	}
	c.Stability = math.Round(float64(stable)*1000/float64(len(nodes)*m.Model.Community.Runs)) / 1000
	slices.SortStableFunc(c.Members, func(x, y casefile.Member) int {
		return cmp.Or(cmp.Compare(outside(x), outside(y)), cmp.Compare(x.Account, y.Account))
	})
	return c
}

func outside(m casefile.Member) int {
	if m.Role == casefile.RoleCore {
		return 0
	}
	return 1
}

// member finds a node's role and its best tie inside the cluster. In a strong
// cluster the accounts with a strong link inside are the core.
func (n *network) member(v int32, in func(int32) bool, strong, cut bool) casefile.Member {
	mem := casefile.Member{Account: n.accounts[v], Role: casefile.RoleMember}
	best := int32(-1)
	for _, l := range n.at[v] {
		if !in(n.other(l, v)) {
			continue
		}
		if strong && n.binds(int(l)) {
			mem.Role = casefile.RoleCore
		}
		if best < 0 || n.better(l, best) {
			best = l
			mem.Via, mem.Bits = n.accounts[n.other(l, v)], n.links[l].Weight
		}
	}
	if cut && mem.Role == casefile.RoleMember {
		mem.Role = casefile.RoleBridge
	}
	return mem
}

// better reports whether link a is a better tie than link b: strong first, then
// heavier, then the earlier one.
func (n *network) better(a, b int32) bool {
	sa, sb := n.binds(int(a)), n.binds(int(b))
	if sa != sb {
		return sa
	}
	return cmp.Or(cmp.Compare(n.links[b].Weight, n.links[a].Weight), cmp.Compare(a, b)) < 0
}

// strength follows the contract: strong if strong links alone hold a core
// together (groups made it so) of at least MinStrong accounts. Moderate if links that are at least moderate hold
// all members together and speak of at least two families. The rest
// is weak: what one family holds together is one fact seen many times.
func (n *network) strength(nodes []int32) casefile.Strength {
	in := func(v int32) bool { _, ok := slices.BinarySearch(nodes, v); return ok }
	families := map[casefile.Family]bool{}
	for _, v := range nodes {
		for _, l := range n.at[v] {
			if !in(n.other(l, v)) {
				continue
			}
			if n.binds(int(l)) && len(nodes) >= n.minStrong {
				return casefile.Strong
			}
			for _, f := range n.links[l].Families {
				families[f] = true
			}
		}
	}
	if !n.held(nodes, func(l int32) bool { return n.links[l].Strength != casefile.Weak }) {
		return casefile.Weak
	}
	if len(families) < 2 {
		return casefile.Weak
	}
	return casefile.Moderate
}

// held reports whether the links chosen by use hold all nodes together.
func (n *network) held(nodes []int32, use func(link int32) bool) bool {
	seen := make([]bool, len(nodes))
	seen[0] = true
	stack, reached := []int32{0}, 1
	for len(stack) > 0 {
		v := nodes[stack[len(stack)-1]]
		stack = stack[:len(stack)-1]
		for _, l := range n.at[v] {
			if i, ok := slices.BinarySearch(nodes, n.other(l, v)); ok && !seen[i] && use(l) {
				seen[i] = true
				reached++
				stack = append(stack, int32(i))
			}
		}
	}
	return reached == len(nodes)
}
