package viewmodel

import (
	"slices"
	"strconv"

	"casebench/casefile"
	"casebench/graphview"
)

// mostWanted is how many selected accounts are brought into a picture that would
// leave them out.
const mostWanted = 50

// GraphMods are the keys held while something is picked.
type GraphMods struct {
	Add    bool // Shift: to what is selected
	Toggle bool // Ctrl: in or out
}

// selected follows the selection of the bench: what is selected is in the picture.
func (g *Graph) selected() {
	if g.shown == nil {
		return
	}
	nodes, links := g.wanted()
	missing := slices.ContainsFunc(nodes, func(v int32) bool {
		return g.shown.node[v] < 0 && !g.choice.hidden[g.shown.data.Graph.Nodes[v].Key]
	})
	for _, l := range links {
		a, b := g.shown.node[l[0]], g.shown.node[l[1]]
		_, drawn := edgeIndex(g.shown.chart.View(), a, b)
		missing = missing || a >= 0 && b >= 0 && !drawn
	}
	if missing {
		g.rebuild(keepPlaces)
	}
	g.paint()
}

// wanted returns the nodes of the data that the selection asks for, and the links.
func (g *Graph) wanted() (nodes []int32, links [][2]int32) {
	for _, r := range g.bench.Selection.Get().Refs {
		a, okA := g.data.byKey[r.ID]
		switch {
		case r.Kind == casefile.RefAccount && okA && len(nodes) < mostWanted:
			nodes = append(nodes, a)
		case r.Kind == casefile.RefLink && okA && len(links) < mostWanted:
			if b, ok := g.data.byKey[r.Peer]; ok {
				nodes, links = append(nodes, a, b), append(links, [2]int32{a, b})
			}
		}
	}
	return nodes, links
}

// highlighted returns what of the picture is selected.
func (g *Graph) highlighted() (nodes, links []int32, clusters []int) {
	v := g.shown.chart.View()
	for _, r := range g.bench.Selection.Get().Refs {
		switch r.Kind {
		case casefile.RefAccount:
			if n, ok := g.find(r.ID); ok {
				nodes = append(nodes, n)
			}
		case casefile.RefLink:
			a, okA := g.find(r.ID)
			b, okB := g.find(r.Peer)
			if okA {
				nodes = append(nodes, a)
			}
			if okB {
				nodes = append(nodes, b)
			}
			if e, ok := edgeIndex(v, a, b); ok {
				links = append(links, e)
			}
		case casefile.RefCluster:
			if id, err := strconv.Atoi(r.ID); err == nil {
				clusters = append(clusters, id)
			}
		}
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	// Two accounts stand for the pair: what links them is shown with them.
	if len(nodes) == 2 && len(links) == 0 {
		if e, ok := edgeIndex(v, nodes[0], nodes[1]); ok {
			links = append(links, e)
		}
	}
	return nodes, links, clusters
}

// edgeIndex returns the index of the edge between two nodes of a view.
func edgeIndex(v *graphview.View, a, b int32) (int32, bool) {
	if a < 0 || b < 0 {
		return -1, false
	}
	a, b = min(a, b), max(a, b)
	i, ok := slices.BinarySearchFunc(v.Edges, [2]int32{a, b}, func(e graphview.Edge, at [2]int32) int {
		if e.A != at[0] {
			return int(e.A - at[0])
		}
		return int(e.B - at[1])
	})
	return int32(i), ok
}

// refsOf returns what a hit selects: an account, a link, a cluster; of a shared
// value the accounts that show it.
func (g *Graph) refsOf(h graphview.Hit) []casefile.Ref {
	if g.shown == nil {
		return nil
	}
	v := g.shown.chart.View()
	switch h.Kind {
	case graphview.HitNode:
		if n := v.Nodes[h.Node]; n.Kind == graphview.Account {
			return []casefile.Ref{casefile.AccountRef(n.Key)}
		}
		near, _ := v.Flat().Neighbours(h.Node)
		return g.refs(near)
	case graphview.HitEdge:
		e := v.Edges[h.Edge]
		a, b := v.Nodes[e.A], v.Nodes[e.B]
		if a.Kind != graphview.Account || b.Kind != graphview.Account {
			return g.refs([]int32{e.A, e.B})
		}
		return []casefile.Ref{linkRef(a.Key, b.Key)}
	case graphview.HitDisc, graphview.HitHull:
		return []casefile.Ref{clusterRef(h.Cluster)}
	case graphview.HitBundle:
		b, hulls := g.shown.chart.Bundles()[h.Edge], g.shown.chart.Hulls()
		return []casefile.Ref{clusterRef(hulls[b.A].Cluster), clusterRef(hulls[b.B].Cluster)}
	}
	return nil
}

// refs returns the accounts among nodes of the view.
func (g *Graph) refs(nodes []int32) []casefile.Ref {
	v := g.shown.chart.View()
	out := make([]casefile.Ref, 0, len(nodes))
	for _, i := range nodes {
		if v.Nodes[i].Kind == graphview.Account {
			out = append(out, casefile.AccountRef(v.Nodes[i].Key))
		}
	}
	return out
}

// Click selects what was hit, or with the path tool makes it an end of a path. A
// click on nothing selects nothing.
func (g *Graph) Click(h graphview.Hit, m GraphMods) {
	if g.Tool.Get() == GraphPath && h.Kind == graphview.HitNode {
		g.pathThrough(h.Node)
		return
	}
	refs := g.refsOf(h)
	if len(refs) == 0 && (m.Add || m.Toggle) {
		return
	}
	g.pick(refs, m)
}

// pick selects things by the keys that are held. It stays quick for thousands.
func (g *Graph) pick(refs []casefile.Ref, m GraphMods) {
	was := g.bench.Selection.Get().Refs
	in := make(map[casefile.Ref]bool, len(was))
	for _, r := range was {
		in[r] = true
	}
	var next []casefile.Ref
	switch {
	case m.Toggle:
		out := make(map[casefile.Ref]bool, len(refs))
		for _, r := range refs {
			out[r] = in[r]
		}
		for _, r := range was {
			if !out[r] {
				next = append(next, r)
			}
		}
		for _, r := range refs {
			if !in[r] {
				next = append(next, r)
			}
		}
	case m.Add:
		next = slices.Clone(was)
		for _, r := range refs {
			if !in[r] {
				next = append(next, r)
			}
		}
	default:
		next = refs
	}
	g.bench.Selection.Set(Selection{Refs: next})
}

// DoubleClick opens what was hit: a folded cluster shows its members, an open one
// fills the window, a node shows its neighbours.
func (g *Graph) DoubleClick(h graphview.Hit) {
	switch h.Kind {
	case graphview.HitNode:
		g.expand(g.Expansions(h.Node))
	case graphview.HitDisc:
		g.Fold(h.Cluster, graphview.Expanded)
		g.zoomToCluster(h.Cluster)
	case graphview.HitHull:
		g.zoomToCluster(h.Cluster)
	}
}

// BoxSelect selects the accounts in a box of the window.
func (g *Graph) BoxSelect(x0, y0, x1, y1 float64, m GraphMods) {
	if g.shown != nil {
		g.pick(g.refs(g.shown.chart.Within(g.Camera.Get(), x0, y0, x1, y1)), m)
	}
}

// LassoSelect selects the accounts inside a line drawn in the window.
func (g *Graph) LassoSelect(line []graphview.Spot, m GraphMods) {
	if g.shown != nil {
		g.pick(g.refs(g.shown.chart.Lasso(g.Camera.Get(), line)), m)
	}
}

// SelectAll selects all accounts in the picture.
func (g *Graph) SelectAll() {
	if g.shown != nil {
		g.pick(g.refs(everyNode(g.shown.chart.View())), GraphMods{})
	}
}

// SelectInverse selects the accounts in the picture that are not selected.
func (g *Graph) SelectInverse() {
	if g.shown == nil {
		return
	}
	nodes, _, _ := g.highlighted()
	others := slices.DeleteFunc(everyNode(g.shown.chart.View()), func(v int32) bool {
		_, in := slices.BinarySearch(nodes, v)
		return in
	})
	g.pick(g.refs(others), GraphMods{})
}

// SelectNone selects nothing; with nothing selected it ends what the hand began.
func (g *Graph) SelectNone() {
	g.from = ""
	g.bench.Selection.Set(Selection{})
}

// SelectNeighbours adds to the selected accounts those in the picture that are
// linked with them, so many hops far, whether the links are drawn or not.
func (g *Graph) SelectNeighbours(hops int) {
	if g.shown == nil {
		return
	}
	var from []int32
	for _, key := range g.selectedKeys() {
		if v := g.shown.data.byKey[key]; int(v) < g.shown.data.Accounts {
			from = append(from, v)
		}
	}
	if len(from) == 0 {
		g.bench.Say("Select an account first.", false)
		return
	}
	var near []int32
	for _, v := range g.shown.data.people.Neighbourhood(from, hops) {
		if n := g.shown.node[v]; n >= 0 {
			near = append(near, n)
		}
	}
	g.pick(g.refs(near), GraphMods{Add: true})
}

// selectedKeys returns the keys of what is selected in the data: accounts, the ends
// of links, the members of clusters.
func (g *Graph) selectedKeys() []string {
	if g.data == nil {
		return nil
	}
	in := keys{}
	for _, r := range g.bench.Selection.Get().Refs {
		switch r.Kind {
		case casefile.RefAccount, casefile.RefLink:
			for _, name := range []string{r.ID, r.Peer} {
				if _, ok := g.data.byKey[name]; ok && name != "" {
					in[name] = true
				}
			}
		case casefile.RefCluster:
			for _, key := range g.members(r.ID) {
				in[key] = true
			}
		}
	}
	return in.list()
}

// members returns the accounts of a cluster.
func (g *Graph) members(id string) (out []string) {
	n, err := strconv.Atoi(id)
	if err != nil || n == 0 {
		return nil
	}
	for _, p := range g.data.people.Nodes {
		if p.Cluster == n {
			out = append(out, p.Key)
		}
	}
	return out
}

func everyNode(v *graphview.View) []int32 {
	out := make([]int32, len(v.Nodes))
	for i := range out {
		out[i] = int32(i)
	}
	return out
}
