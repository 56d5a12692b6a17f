package viewmodel

import (
	"fmt"

	"casebench/casefile"
	"casebench/graphview"
)

// Menu returns what may be done with what was hit. What is hit becomes the
// selection, unless it is part of it already.
func (g *Graph) Menu(h graphview.Hit) []MenuItem {
	if g.shown == nil {
		return nil
	}
	switch h.Kind {
	case graphview.HitNode:
		if g.shown.chart.View().Nodes[h.Node].Kind != graphview.Account {
			return g.valueMenu(h)
		}
		g.take(h)
		return g.accountMenu(h.Node)
	case graphview.HitEdge:
		g.take(h)
		return g.linkMenu(h)
	case graphview.HitDisc, graphview.HitHull:
		g.take(h)
		return g.clusterMenu(h.Cluster)
	}
	return g.groundMenu()
}

// take selects what was hit, unless it is selected.
func (g *Graph) take(h graphview.Hit) {
	now := g.bench.Selection.Get()
	for _, r := range g.refsOf(h) {
		if now.Has(r) {
			return
		}
	}
	g.Click(h, GraphMods{})
}

func (g *Graph) accountMenu(node int32) []MenuItem {
	b, n := g.bench, g.shown.chart.View().Nodes[node]
	what := g.Expansions(node)
	ref := casefile.AccountRef(n.Key)
	sel := b.Selection.Get()
	accounts := sel.Accounts()
	_, pinned := g.choice.pins[n.Key]
	items := []MenuItem{
		{Text: "Inspect", Do: func() { b.Selection.Set(Select(ref)); b.Show(Intention{Name: IntendInspect}) }},
		{Text: "Why linked", Off: len(accounts) != 2, Do: func() { g.why(accounts) }},
		{},
		{Text: "Expand", Key: "Ctrl+E", Sub: g.expandMenu(what), Off: len(what) == 0},
		{Text: "Collapse", Off: len(g.addedAround(g.shown.chart.View().Of[node])) == 0, Do: func() { g.collapse(g.data.byKey[n.Key]) }},
		{Text: "Show only this and 1 hop", Do: func() { g.OnlyAround(1, n.Key) }},
		{Text: "Hide", Key: "Ctrl+H", Do: g.HideSelected},
		{Text: "Hide others", Key: "Ctrl+Shift+H", Do: g.HideOthers},
		{},
		{Text: "Select neighbours", Sub: []MenuItem{
			{Text: "1 hop", Key: "Ctrl+Right", Do: func() { g.SelectNeighbours(1) }},
			{Text: "2 hops", Do: func() { g.SelectNeighbours(2) }}}},
		g.pathItem(accounts, n.Key),
	}
	if pinned {
		items = append(items, MenuItem{Text: "Unpin", Do: func() { g.Unpin([]string{n.Key}) }})
	} else {
		items = append(items, MenuItem{Text: "Pin", Do: func() { g.Pin(node) }})
	}
	items = append(items, MenuItem{}, MenuItem{Text: "Tag…", Do: func() { b.Tag(sel.Refs...) }},
		MenuItem{Text: "Star", Key: "Ctrl+B", Do: func() { b.Star(sel.Refs...) }},
		MenuItem{Text: "Add note…", Do: func() { b.Note(sel.Refs...) }},
		MenuItem{Text: "Make exhibit…", Do: func() { b.Exhibit(ref) }},
		MenuItem{Text: "Not the same…", Off: len(accounts) != 2, Do: func() { b.Decide(accounts[0], accounts[1], casefile.VerdictDifferent) }},
		MenuItem{}, MenuItem{Text: "Copy name", Key: "Ctrl+C", Do: func() { b.Copy(n.Key) }},
		MenuItem{Text: "Show events", Do: func() { g.bench.showEvents(FieldIs("account", n.Key)) }})
	return items
}

// why selects the link between two accounts, which the inspector explains.
func (g *Graph) why(accounts []string) {
	g.bench.Selection.Set(Select(linkRef(accounts[0], accounts[1])))
	g.bench.Show(Intention{Name: IntendInspect})
}

func (g *Graph) pathItem(accounts []string, name string) MenuItem {
	if len(accounts) == 2 {
		return MenuItem{Text: "Path between the two", Do: g.PathSelected}
	}
	return MenuItem{Text: "Path to…", Do: func() {
		g.Tool.Set(GraphPath)
		g.from = name
		g.bench.Say("Path from "+name+": click the account where it ends.", false)
	}}
}

// expandMenu offers neighbours by kind; the count comes first.
func (g *Graph) expandMenu(what []GraphExpansion) []MenuItem {
	var out []MenuItem
	for _, e := range what {
		text := fmt.Sprintf("%s (%s)", e.Text, numberText(int64(e.Count)))
		if e.Count > expandMost {
			text = fmt.Sprintf("%s (%d heaviest of %s)", e.Text, expandMost, numberText(int64(e.Count)))
		}
		out = append(out, MenuItem{Text: text, Do: func() { g.Expand(e) }})
	}
	if len(what) > 1 {
		out = append(out, MenuItem{}, MenuItem{Text: "All of these", Do: func() { g.expand(what) }})
	}
	return out
}

func (g *Graph) valueMenu(h graphview.Hit) []MenuItem {
	n := g.shown.chart.View().Nodes[h.Node]
	what := g.Expansions(h.Node)
	items := []MenuItem{
		{Text: "Select the accounts that share it", Do: func() { g.Click(h, GraphMods{}) }},
		{Text: "Expand", Sub: g.expandMenu(what), Off: len(what) == 0},
		{Text: "Hide", Do: func() { g.hide([]string{n.Key}) }},
	}
	if _, pinned := g.choice.pins[n.Key]; pinned {
		return append(items, MenuItem{Text: "Unpin", Do: func() { g.Unpin([]string{n.Key}) }})
	}
	return append(items, MenuItem{Text: "Pin", Do: func() { g.Pin(h.Node) }})
}

func (g *Graph) linkMenu(h graphview.Hit) []MenuItem {
	v := g.shown.chart.View()
	e := v.Edges[h.Edge]
	a, z := v.Nodes[e.A], v.Nodes[e.B]
	if a.Kind != graphview.Account || z.Kind != graphview.Account {
		return g.groundMenu()
	}
	b, ref := g.bench, linkRef(a.Key, z.Key)
	decide := func(v casefile.Verdict) func() { return func() { b.Decide(a.Key, z.Key, v) } }
	return []MenuItem{
		{Text: "Why linked", Do: func() { b.Selection.Set(Select(ref)) }},
		{Text: "Show events", Do: func() { g.bench.showEvents(fieldIsAny("account", []string{a.Key, z.Key})) }},
		{},
		{Text: "Same…", Key: "Y", Do: decide(casefile.VerdictSame)},
		{Text: "Not the same…", Key: "N", Do: decide(casefile.VerdictDifferent)},
		{Text: "Unsure…", Key: "U", Do: decide(casefile.VerdictUnsure)},
		{},
		{Text: "Star", Do: func() { b.Star(ref) }},
		{Text: "Add note…", Do: func() { b.Note(ref) }},
		{Text: "Make exhibit…", Do: func() { b.Exhibit(ref) }},
		{Text: "Copy the two names", Do: func() { b.Copy(a.Key + "\t" + z.Key) }},
	}
}

func (g *Graph) clusterMenu(id int) []MenuItem {
	b, ref := g.bench, clusterRef(id)
	fold := MenuItem{Text: "Fold into one disc", Do: func() { g.Fold(id, graphview.Collapsed) }}
	if k := g.shown.chart.Hull(id); k >= 0 && g.shown.chart.Open(g.Camera.Get(), k) < 0.5 {
		fold = MenuItem{Text: "Unfold", Do: func() { g.Fold(id, graphview.Expanded) }}
	}
	return []MenuItem{
		{Text: "Inspect " + ClusterName(ref.ID), Do: func() { b.Selection.Set(Select(ref)) }},
		{Text: "Zoom to it", Do: func() { g.zoomToCluster(id) }},
		fold,
		{Text: "Select its accounts", Do: func() { g.pickNames(g.members(ref.ID)) }},
		{},
		{Text: "Show only this", Do: func() { g.OnlyClusters(0, id) }},
		{Text: "Show only this and 1 hop", Do: func() { g.OnlyClusters(1, id) }},
		{Text: "Hide", Key: "Ctrl+H", Do: func() { g.hide(g.members(ref.ID)) }},
		{Text: "Hide others", Key: "Ctrl+Shift+H", Do: func() { g.hideOthers(g.members(ref.ID)) }},
		{},
		{Text: "Star", Do: func() { b.Star(ref) }},
		{Text: "Tag…", Do: func() { b.Tag(ref) }},
		{Text: "Add note…", Do: func() { b.Note(ref) }},
		{Text: "Make exhibit…", Do: func() { b.Exhibit(ref) }},
		{Text: "Show events", Do: func() { g.bench.showEvents("cluster:" + ref.ID) }},
	}
}

func (g *Graph) groundMenu() []MenuItem {
	return []MenuItem{
		{Text: "Fit", Key: "0", Do: g.Fit},
		{Text: "Zoom to selection", Key: "Ctrl+Up", Off: g.bench.Selection.Get().Empty(), Do: g.ZoomToSelection},
		{},
		{Text: "Select all", Key: "Ctrl+A", Do: g.SelectAll},
		{Text: "Invert selection", Key: "Ctrl+Shift+I", Do: g.SelectInverse},
		{},
		{Text: "Show hidden", Off: len(g.choice.hidden) == 0, Do: g.ShowHidden},
		{Text: "Show all accounts", Off: g.choice.All && !g.choice.narrow(), Do: g.ShowAll},
		{Text: "Links of at least", Sub: g.leastMenu()},
	}
}

// leastMenu offers weights below which links are left out.
func (g *Graph) leastMenu() []MenuItem {
	var out []MenuItem
	for _, bits := range []float64{0, 3, 6, 10, 15, 20, 30} {
		text := fmt.Sprintf("%g bits", bits)
		if bits == 0 {
			text = "any weight"
		}
		out = append(out, MenuItem{Text: text, Off: casefile.BitsOf(bits) == g.choice.Least, Do: func() { g.SetLeast(casefile.BitsOf(bits)) }})
	}
	return out
}

// LayoutMenu returns what the button over the picture offers.
func (g *Graph) LayoutMenu() []MenuItem {
	moving := g.relaxed.running
	pause := MenuItem{Text: "Pause", Key: "P", Off: !moving, Do: g.Pause}
	if !moving && g.relaxed.layout != nil {
		pause = MenuItem{Text: "Go on", Key: "P", Do: g.Pause}
	}
	return []MenuItem{
		{Text: "Relax", Off: moving, Do: g.Relax}, pause,
		{Text: "Arrange by cluster", Do: g.ResetLayout},
		{Text: "Arrange by links", Off: moving, Do: g.ArrangeByLinks},
		{},
		{Text: "Fold all clusters", Do: func() { g.FoldAll(graphview.Collapsed) }},
		{Text: "Fold by zoom", Do: func() { g.FoldAll(graphview.ByZoom) }},
		{Text: "Unpin all", Off: len(g.choice.pins) == 0, Do: func() { g.Unpin(nil) }},
		{},
		{Text: "Links of at least", Sub: g.leastMenu()},
		{Text: "Show all accounts", Off: g.choice.All && !g.choice.narrow(), Do: g.ShowAll},
	}
}

// BackMenu returns the ways back that a pane offers below its LayoutMenu.
func (g *Graph) BackMenu() []MenuItem {
	back := "Take back"
	if last := g.Back.Get(); last != "" {
		back += ": " + last
	}
	return []MenuItem{
		{Text: "Show hidden", Off: len(g.choice.hidden) == 0, Do: g.ShowHidden},
		{Text: back, Off: g.Back.Get() == "", Do: g.TakeBack},
	}
}

// pickNames selects accounts by name.
func (g *Graph) pickNames(names []string) {
	refs := make([]casefile.Ref, len(names))
	for i, n := range names {
		refs[i] = casefile.AccountRef(n)
	}
	g.pick(refs, GraphMods{})
}
