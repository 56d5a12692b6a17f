package viewmodel

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/layout"
)

// graphAct is something done to the view, with what was before it.
type graphAct struct {
	name   string
	choice graphChoice
	places map[string]layout.Point
}

// mostActs is how many acts on the view can be taken back.
const mostActs = 500

// act changes what is looked at, so that TakeBack can undo it.
func (g *Graph) act(name string, change func(*graphChoice), fit bool) {
	if g.data == nil {
		return
	}
	g.past = append(g.past, graphAct{name, g.choice, g.places})
	if len(g.past) > mostActs {
		g.past = g.past[1:]
	}
	change(&g.choice)
	g.tellBack()
	g.fitted = g.fitted || fit
	g.rebuild(keepPlaces)
}

// TakeBack undoes the newest change of the view. Changes of the case are undone by
// the bench.
func (g *Graph) TakeBack() {
	if len(g.past) == 0 {
		return
	}
	last := g.past[len(g.past)-1]
	g.past = g.past[:len(g.past)-1]
	g.choice, g.places = last.choice, last.places
	g.tellBack()
	g.rebuild(keepPlaces)
}

func (g *Graph) tellBack() {
	name := ""
	if n := len(g.past); n > 0 {
		name = g.past[n-1].name
	}
	g.Back.Set(name)
}

// SetValues shows shared values as nodes, or accounts alone.
func (g *Graph) SetValues(on bool) {
	if on != g.choice.Values {
		g.act(map[bool]string{true: "show shared values", false: "show accounts only"}[on], func(c *graphChoice) { c.Values = on }, false)
	}
}

// SetLeast leaves out links lighter than this.
func (g *Graph) SetLeast(b casefile.Bits) {
	if b != g.choice.Least {
		g.act("links by weight", func(c *graphChoice) { c.Least = b }, false)
	}
}

// Least returns the weight below which links are left out.
func (g *Graph) Least() casefile.Bits { return g.choice.Least }

// OnlyClusters shows these clusters and what is within so many hops; none is all.
func (g *Graph) OnlyClusters(hops int, ids ...int) {
	g.act("show a part", func(c *graphChoice) { c.Clusters, c.Around, c.Hops = ids, nil, hops }, true)
}

// OnlyAround shows these accounts and what is within so many hops.
func (g *Graph) OnlyAround(hops int, names ...string) {
	g.act("show a part", func(c *graphChoice) { c.Clusters, c.Around, c.Hops = nil, names, hops }, true)
}

// ShowAll shows everything, without limits.
func (g *Graph) ShowAll() {
	g.act("show all", func(c *graphChoice) {
		c.Clusters, c.Around, c.Hops, c.All, c.hidden = nil, nil, 0, true, keys{}
	}, true)
}

// ShowHidden shows again what was hidden.
func (g *Graph) ShowHidden() {
	g.act("show hidden", func(c *graphChoice) { c.hidden = keys{} }, false)
}

// HideSelected takes what is selected out of the picture; nothing leaves the case.
func (g *Graph) HideSelected() { g.hide(g.selectedKeys()) }

func (g *Graph) hide(list []string) {
	if len(list) == 0 {
		g.bench.Say("Select something first.", false)
		return
	}
	g.act("hide "+countOf(len(list), "account"), func(c *graphChoice) {
		c.hidden, c.added = c.hidden.with(list), c.added.without(list)
	}, false)
}

// HideOthers leaves in the picture only what is selected.
func (g *Graph) HideOthers() { g.hideOthers(g.selectedKeys()) }

func (g *Graph) hideOthers(keep []string) {
	if len(keep) == 0 || g.shown == nil {
		g.bench.Say("Select something first.", false)
		return
	}
	stays := keySet(keep)
	var others []string
	for _, n := range g.shown.chart.View().Nodes {
		if !stays[n.Key] {
			others = append(others, n.Key)
		}
	}
	g.act("hide "+countOf(len(others), "other"), func(c *graphChoice) { c.hidden = c.hidden.with(others) }, true)
}

// GraphExpansion is one sort of neighbour that is not in the picture.
type GraphExpansion struct {
	Kind  graphview.Kind
	Text  string // "Accounts", "Cards"
	Count int    // not shown
	Of    int    // of so many
	nodes []int32
}

// Expansions counts by kind the neighbours of a node of the view that are not in
// the picture. Kinds without any are left out.
func (g *Graph) Expansions(node int32) []GraphExpansion {
	s := g.shown
	if s == nil || int(node) >= len(s.chart.View().Of) {
		return nil
	}
	return g.expansions(s.chart.View().Of[node])
}

func (g *Graph) expansions(of int32) []GraphExpansion {
	s := g.shown
	near, weight := s.data.Graph.Flat().Neighbours(of)
	order := make([]int, len(near))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(weight[j], weight[i]), cmp.Compare(near[i], near[j]))
	})
	var out []GraphExpansion
	for _, k := range kindNames() {
		e := GraphExpansion{Kind: k.kind, Text: k.many}
		for _, i := range order {
			if w := near[i]; s.data.Graph.Nodes[w].Kind == k.kind {
				e.Of++
				if s.node[w] < 0 {
					e.nodes = append(e.nodes, w)
				}
			}
		}
		if e.Count = len(e.nodes); e.Count > 0 {
			out = append(out, e)
		}
	}
	return out
}

// Expand adds the heaviest neighbours of one sort.
func (g *Graph) Expand(e GraphExpansion) { g.expand([]GraphExpansion{e}) }

// ExpandSelected adds the heaviest neighbours, of all sorts, of what is selected.
func (g *Graph) ExpandSelected() {
	if g.shown == nil {
		return
	}
	var all []GraphExpansion
	for _, key := range g.selectedKeys() {
		all = append(all, g.expansions(g.shown.data.byKey[key])...)
	}
	g.expand(all)
}

func (g *Graph) expand(what []GraphExpansion) {
	var list []string
	more, all := 0, 0
	for _, e := range what {
		for _, v := range e.nodes[:min(expandMost, len(e.nodes))] {
			list = append(list, g.data.Graph.Nodes[v].Key)
		}
		more, all = more+min(expandMost, e.Count), all+e.Count
	}
	if len(list) == 0 {
		g.bench.Say("All its neighbours are shown.", false)
		return
	}
	g.act("expand by "+numberText(int64(len(list))), func(c *graphChoice) { c.added, c.hidden = c.added.with(list), c.hidden.without(list) }, false)
	if more < all {
		g.bench.Say(fmt.Sprintf("The %s heaviest of %s were added.", numberText(int64(more)), numberText(int64(all))), false)
	}
}

// collapse takes out what was added around a node.
func (g *Graph) collapse(of int32) {
	list := g.addedAround(of)
	if len(list) > 0 {
		g.act("collapse "+numberText(int64(len(list))), func(c *graphChoice) { c.added = c.added.without(list) }, false)
	}
}

func (g *Graph) addedAround(of int32) (list []string) {
	near, _ := g.data.Graph.Flat().Neighbours(of)
	for _, w := range near {
		if key := g.data.Graph.Nodes[w].Key; g.choice.added[key] {
			list = append(list, key)
		}
	}
	return list
}

// Fold draws a cluster as one disc, or as its members.
func (g *Graph) Fold(cluster int, f graphview.Fold) {
	if g.shown == nil {
		return
	}
	name := map[graphview.Fold]string{graphview.Collapsed: "fold ", graphview.Expanded: "unfold "}[f] + ClusterName(clusterRef(cluster).ID)
	g.past = append(g.past, graphAct{name, g.choice, g.places})
	g.tellBack()
	g.choice.folds = maps.Clone(g.choice.folds)
	g.choice.folds[cluster] = f
	g.moved(g.shown.chart.Folded(cluster, f))
	g.remember()
}

// FoldAll draws all clusters as discs, or as zoom and size ask for.
func (g *Graph) FoldAll(f graphview.Fold) {
	if g.shown == nil {
		return
	}
	folds := map[int]graphview.Fold{}
	if f != graphview.ByZoom {
		for _, h := range g.shown.chart.Hulls() {
			folds[h.Cluster] = f
		}
	}
	g.past = append(g.past, graphAct{"fold clusters", g.choice, g.places})
	g.tellBack()
	g.choice.folds = folds
	g.moved(g.shown.chart.FoldedAll(f))
	g.remember()
}

// Unpin lets nodes be moved by the layout again; nil unpins all.
func (g *Graph) Unpin(list []string) {
	if len(g.choice.pins) == 0 {
		return
	}
	g.past = append(g.past, graphAct{"unpin", g.choice, g.places})
	g.tellBack()
	pins := maps.Clone(g.choice.pins)
	if list == nil {
		clear(pins)
	}
	for _, k := range list {
		delete(pins, k)
	}
	g.choice.pins = pins
	g.paint()
	g.remember()
}

// Pin holds nodes of the view where they are.
func (g *Graph) Pin(nodes ...int32) {
	if g.shown == nil || len(nodes) == 0 {
		return
	}
	g.past = append(g.past, graphAct{"pin " + countOf(len(nodes), "node"), g.choice, g.places})
	g.tellBack()
	g.pin(nodes)
}

func (g *Graph) pin(nodes []int32) {
	pins := maps.Clone(g.choice.pins)
	for _, v := range nodes {
		pins[g.shown.chart.View().Nodes[v].Key] = g.shown.chart.Places()[v]
	}
	g.choice.pins = pins
	g.paint()
	g.remember()
}

// kindName is what the nodes of a kind are called.
type kindName struct {
	kind      graphview.Kind
	one, many string
}

func kindNames() []kindName {
	return []kindName{{graphview.Account, "account", "Accounts"}, {graphview.Payment, "card", "Cards and billing"}, {graphview.Device, "device", "Devices"},
		{graphview.Template, "template", "Prompt templates"}, {graphview.Address, "address", "Addresses"}, {graphview.Contact, "contact", "Contacts"}}
}

// countOf is countText for what is counted in ints.
func countOf(n int, one string) string { return countText(int64(n), one) }
