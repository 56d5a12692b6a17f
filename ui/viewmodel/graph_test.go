package viewmodel_test

import (
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/graphview/layout"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// graph opens the graph of a case in a window of 900 by 600.
func graph(t *testing.T, work *casework.Casework) (*viewmodel.Graph, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	g := viewmodel.NewGraph(b)
	t.Cleanup(g.Close)
	g.Resize(900, 600)
	pump.Until(t, "the picture", func() bool { return g.Status.Get().State > viewmodel.GraphLaying || g.Picture.Get().Chart != nil })
	return g, b, pump
}

// node finds an account in the picture.
func node(t *testing.T, g *viewmodel.Graph, name string) int32 {
	t.Helper()
	c := g.Picture.Get().Chart
	if c == nil {
		t.Fatal("nothing is drawn")
	}
	i := slices.IndexFunc(c.View().Nodes, func(n graphview.Node) bool { return n.Key == name })
	if i < 0 {
		t.Fatalf("%s is not in the picture", name)
	}
	return int32(i)
}

func shows(g *viewmodel.Graph, name string) bool {
	c := g.Picture.Get().Chart
	return c != nil && slices.ContainsFunc(c.View().Nodes, func(n graphview.Node) bool { return n.Key == name })
}

// on returns where a node is in the window.
func on(g *viewmodel.Graph, v int32) (x, y float64) {
	p := g.Picture.Get().Chart.Places()[v]
	return g.Camera.Get().ToScreen(float64(p.X), float64(p.Y))
}

func TestTheGraphOfACase(t *testing.T) {
	g, _, _ := graph(t, uitest.Case(t))
	c := g.Picture.Get().Chart
	if got, want := c.View().Shown, uitest.Pools*uitest.PoolSize+uitest.Honest; got != want {
		t.Errorf("%d accounts, want %d", got, want)
	}
	if len(c.Hulls()) != uitest.Pools {
		t.Errorf("%d hulls", len(c.Hulls()))
	}
	if n := g.Note.Get(); !strings.Contains(n, "accounts shown") {
		t.Errorf("the note is %q", n)
	}
	for v := range c.View().Nodes {
		if x, y := on(g, int32(v)); x < 0 || x > 900 || y < 0 || y > 600 {
			t.Errorf("%s lies outside the window, at %.0f, %.0f", c.View().Nodes[v].Key, x, y)
		}
	}
}

func TestWithoutRunOrData(t *testing.T) {
	t.Run("nothing imported", func(t *testing.T) {
		g, b, _ := graph(t, uitest.Empty(t))
		if s := g.Status.Get().State; s != viewmodel.GraphNoData {
			t.Fatalf("state %d", s)
		}
		asked := viewmodel.Intention{}
		b.Show = func(i viewmodel.Intention) { asked = i }
		g.Import()
		if asked.Name != viewmodel.IntendImport {
			t.Errorf("asked for %q", asked.Name)
		}
	})
}

func TestAClickSelectsEverywhere(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	one, two := node(t, g, "p1_1"), node(t, g, "p1_2")
	click := func(v int32, m viewmodel.GraphMods) { g.Click(g.Pick(on(g, v)), m) }
	click(one, viewmodel.GraphMods{})
	if got := b.Selection.Get(); !got.Equal(viewmodel.Select(casefile.AccountRef("p1_1"))) {
		t.Fatalf("selected %v", got)
	}
	click(two, viewmodel.GraphMods{Add: true})
	click(one, viewmodel.GraphMods{Toggle: true})
	if got := b.Selection.Get(); !got.Equal(viewmodel.Select(casefile.AccountRef("p1_2"))) {
		t.Errorf("selected %v", got)
	}
	if p := g.Picture.Get(); !slices.Equal(p.Selected, []int32{two}) {
		t.Errorf("drawn as selected: %v", p.Selected)
	}
	g.Click(graphview.Hit{}, viewmodel.GraphMods{})
	if !b.Selection.Get().Empty() {
		t.Error("a click on nothing left something selected")
	}
	b.Selection.Set(viewmodel.Select(casefile.Ref{Kind: casefile.RefLink, ID: "p1_1", Peer: "p1_2"}))
	pump.Until(t, "the link", func() bool { return len(g.Picture.Get().SelectedLinks) == 1 })
	if p := g.Picture.Get(); len(p.Selected) != 2 {
		t.Errorf("the ends of the link are %v", p.Selected)
	}
}

func TestBoxLassoAndNeighbours(t *testing.T) {
	g, b, _ := graph(t, uitest.Case(t))
	g.BoxSelect(0, 0, 900, 600, viewmodel.GraphMods{})
	all := len(b.Selection.Get().Refs)
	if all != g.Picture.Get().Chart.View().Shown {
		t.Errorf("the box holds %d", all)
	}
	x, y := on(g, node(t, g, "p2_1"))
	g.LassoSelect([]graphview.Spot{{X: x - 1, Y: y - 1}, {X: x + 1, Y: y - 1}, {X: x, Y: y + 1}}, viewmodel.GraphMods{})
	if got := b.Selection.Get().Accounts(); !slices.Contains(got, "p2_1") || len(got) >= all {
		t.Errorf("the lasso holds %v", got)
	}
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p2_1")))
	g.SelectNeighbours(2)
	for _, name := range b.Selection.Get().Accounts() {
		if !strings.HasPrefix(name, "p2_") {
			t.Errorf("%s is no neighbour of p2_1", name)
		}
	}
	if n := len(b.Selection.Get().Refs); n < 2 {
		t.Errorf("%d selected", n)
	}
}

// What is hidden, moved and unfolded is found again when the case is opened again,
// and every node lies where it lay.
func TestAViewIsKept(t *testing.T) {
	path := uitest.CasePath(t)
	open := func() *casework.Casework {
		w, err := casework.Open(path, uitest.Config())
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	pump := &uitest.Pump{}
	b := viewmodel.NewBench(open(), pump.Post)
	g := viewmodel.NewGraph(b)
	g.Resize(900, 600)
	pump.Until(t, "the picture", func() bool { return g.Picture.Get().Chart != nil })
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("honest_01")))
	g.HideSelected()
	pump.Until(t, "the account to go", func() bool { return !shows(g, "honest_01") })
	moved := node(t, g, "p1_1")
	x, y := on(g, moved)
	g.DragNode(moved, x, y)
	g.MoveDrag(x+30, y+20)
	g.EndDrag()
	pump.Until(t, "the pin", func() bool { return len(g.Picture.Get().Pinned) == 1 })
	x1, y1 := on(g, moved)
	if x1 < x+29 || y1 < y+19 {
		t.Errorf("it was moved from %.0f, %.0f to %.0f, %.0f", x, y, x1, y1)
	}
	want := g.Picture.Get().Chart.Places()
	pump.Until(t, "it to be kept", func() bool { return !b.Busy() })
	g.Close()
	b.Leave()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	pump.Turn()
	again, _, _ := graph(t, open())
	if shows(again, "honest_01") || !slices.Equal(again.Picture.Get().Chart.Places(), want) || len(again.Picture.Get().Pinned) != 1 {
		t.Errorf("the view is not what it was")
	}
}

func TestTakingBackViews(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	before := g.Picture.Get().Chart.Places()
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2")))
	g.HideOthers()
	pump.Until(t, "two to be left", func() bool { return g.Picture.Get().Chart.View().Shown == 2 })
	if name := g.Back.Get(); !strings.HasPrefix(name, "hide ") {
		t.Errorf("what can be taken back is %q", name)
	}
	g.TakeBack()
	pump.Until(t, "all to be back", func() bool { return g.Picture.Get().Chart.View().Shown > 2 })
	if !slices.Equal(g.Picture.Get().Chart.Places(), before) || g.Back.Get() != "" {
		t.Error("the picture is not what it was")
	}
}

func TestExpandingCountsFirst(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	g.SetValues(false)
	g.OnlyAround(0, "p3_1")
	pump.Until(t, "one account", func() bool { return g.Picture.Get().Chart.View().Shown == 1 })
	what := g.Expansions(node(t, g, "p3_1"))
	i := slices.IndexFunc(what, func(e viewmodel.GraphExpansion) bool { return e.Kind == graphview.Account })
	if i < 0 || what[i].Count == 0 || len(what) < 2 {
		t.Fatalf("expansions are %+v", what)
	}
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p3_1")))
	menu := g.Menu(graphview.Hit{Kind: graphview.HitNode, Node: node(t, g, "p3_1")})
	expand := menu[slices.IndexFunc(menu, func(m viewmodel.MenuItem) bool { return m.Text == "Expand" })]
	if len(expand.Sub) == 0 || !strings.HasPrefix(expand.Sub[0].Text, "Accounts (") {
		t.Fatalf("the menu is %+v", expand)
	}
	expand.Sub[0].Do()
	pump.Until(t, "the neighbours", func() bool { return g.Picture.Get().Chart.View().Shown == 1+what[i].Count })
	g.ExpandSelected()
	pump.Until(t, "the values", func() bool {
		v := g.Picture.Get().Chart.View()
		return len(v.Nodes) > v.Shown
	})
	if len(g.Expansions(node(t, g, "p3_1"))) != 0 {
		t.Error("something is left to expand")
	}
}

func TestSharedValuesBecomeNodes(t *testing.T) {
	g, _, pump := graph(t, uitest.Case(t))
	g.SetValues(false)
	pump.Until(t, "no values", func() bool { v := g.Picture.Get().Chart.View(); return len(v.Nodes) == v.Shown })
	g.SetValues(true)
	pump.Until(t, "values", func() bool { v := g.Picture.Get().Chart.View(); return len(v.Nodes) > v.Shown })
	v := g.Picture.Get().Chart.View()
	found := 0
	for i, n := range v.Nodes {
		if n.Kind == graphview.Account {
			continue
		}
		found++
		if v.Flat().Degree(int32(i)) < 2 || strings.Contains(n.Label, "pf_") {
			t.Errorf("%s has %d accounts", n.Label, v.Flat().Degree(int32(i)))
		}
	}
	if found == 0 {
		t.Error("there are none")
	}
}

func TestAFilterDimsTheOthers(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	b.Filter.Set("account:p1_1")
	pump.Until(t, "the others to be dimmed", func() bool { return g.Picture.Get().Dimmed != nil })
	for i, n := range g.Picture.Get().Chart.View().Nodes {
		if dim := g.Picture.Get().Dimmed[i]; n.Kind == graphview.Account && dim == (n.Key == "p1_1") {
			t.Errorf("%s is dimmed: %v", n.Key, dim)
		}
	}
	b.Filter.Set("*")
	pump.Until(t, "everything to be bright", func() bool { return g.Picture.Get().Dimmed == nil })
}

func TestRelaxingEndsAndPauses(t *testing.T) {
	g, _, pump := graph(t, uitest.Case(t))
	g.Relax()
	if !g.Status.Get().Moving {
		t.Fatal("nothing moves")
	}
	g.Pause()
	pump.Until(t, "it to stop", func() bool { return !g.Status.Get().Moving })
	if g.Status.Get().Paused {
		g.Pause()
		pump.Until(t, "it to rest", func() bool { s := g.Status.Get(); return !s.Moving && !s.Paused })
	}
	g.Relax()
	g.HideSelected() // nothing is selected: nothing happens
	g.ResetLayout()
	pump.Until(t, "it to be arranged", func() bool { return !g.Status.Get().Moving })
}

func TestAVerdictIsSeenAtOnce(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	if _, err := b.Work.Decide(t.Context(), "p1_1", "p1_2", string(casefile.VerdictSame), "one hand"); err != nil {
		t.Fatal(err)
	}
	pump.Until(t, "the verdict", func() bool {
		return slices.ContainsFunc(g.Picture.Get().Chart.Links(), func(l graphview.Link) bool { return l.Kind == graphview.Confirmed })
	})
	if !slices.ContainsFunc(g.Status.Get().Legend, func(l viewmodel.GraphLegend) bool { return l.Text == "confirmed by a person" }) {
		t.Error("the legend does not explain it")
	}
}

func TestPathsAndFinding(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	if got := g.Find("P1_"); len(got) != min(uitest.PoolSize, 10) || got[0] != "p1_1" {
		t.Errorf("found %v", got)
	}
	if !g.GoTo("p1_1") || g.GoTo("nobody") {
		t.Error("going to an account")
	}
	x, y := on(g, node(t, g, "p1_1"))
	if x < 449 || x > 451 || y < 299 || y > 301 {
		t.Errorf("it stands at %.0f, %.0f", x, y)
	}
	g.PathTo("p1_1", "p1_4")
	pump.Until(t, "the path", func() bool { return len(b.Selection.Get().Of(casefile.RefLink)) > 0 })
	if p := b.Selection.Get(); len(p.Of(casefile.RefAccount)) != len(p.Of(casefile.RefLink))+1 {
		t.Errorf("the path is %v", p)
	}
}

func TestTheTip(t *testing.T) {
	g, _, _ := graph(t, uitest.Case(t))
	g.Point(on(g, node(t, g, "p1_1")))
	if tip := g.Tip.Get(); tip.Title != "p1_1" || len(tip.Lines) < 3 || !strings.HasPrefix(tip.Lines[0], "C-0") {
		t.Errorf("the tip is %+v", tip)
	}
	g.Leave()
	if tip := g.Tip.Get(); tip.Title != "" {
		t.Errorf("the tip stays: %+v", tip)
	}
}

func TestTheCameraStaysOnThePoint(t *testing.T) {
	g, _, _ := graph(t, uitest.Case(t))
	v := node(t, g, "p1_1")
	x, y := on(g, v)
	g.ZoomAt(x, y, 3)
	if x1, y1 := on(g, v); abs(x1-x) > 0.01 || abs(y1-y) > 0.01 {
		t.Errorf("it went from %.1f, %.1f to %.1f, %.1f", x, y, x1, y1)
	}
	if g.Camera.Get().Zoom <= 0 {
		t.Error("no zoom")
	}
	far := g.Camera.Get()
	g.Fit()
	if g.Camera.Get() == far {
		t.Error("fitting did nothing")
	}
}

func abs(x float64) float64 { return max(x, -x) }

// The same run is arranged the same way, by clusters and by links, in another window
// too.
func TestTheSamePlacesAgain(t *testing.T) {
	path := uitest.CasePath(t)
	arrange := func(w, h float64) (clusters, links []layout.Point) {
		work, err := casework.Open(path, casework.Config{By: "Test", Program: "test", ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		pump := &uitest.Pump{}
		b := viewmodel.NewBench(work, pump.Post)
		g := viewmodel.NewGraph(b)
		defer func() { g.Close(); b.Leave(); b.Close(); pump.Turn() }()
		g.Resize(w, h)
		pump.Until(t, "the picture", func() bool { return g.Picture.Get().Chart != nil })
		clusters = g.Picture.Get().Chart.Places()
		g.ArrangeByLinks()
		pump.Until(t, "it to rest", func() bool { return !g.Status.Get().Moving })
		return clusters, g.Picture.Get().Chart.Places()
	}
	a, x := arrange(900, 600)
	b, y := arrange(1500, 1100)
	if !slices.Equal(a, b) || !slices.Equal(x, y) {
		t.Error("the places differ")
	}
	if slices.Equal(a, x) {
		t.Error("links arrange as clusters do")
	}
}

// What is expanded settles; what was at rest hardly moves; a pin does not.
func TestRelaxingHoldsWhatWasSeen(t *testing.T) {
	g, b, pump := graph(t, uitest.Case(t))
	v := node(t, g, "p1_1")
	x, y := on(g, v)
	g.DragNode(v, x, y)
	g.MoveDrag(x+60, y)
	g.EndDrag()
	pump.Until(t, "the pin", func() bool { return len(g.Picture.Get().Pinned) == 1 })
	pin := g.Picture.Get().Chart.Places()[v]
	far := g.Picture.Get().Chart.Places()[node(t, g, "honest_01")]
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1")))
	g.OnlyAround(2, "p1_1", "honest_01")
	pump.Until(t, "fewer", func() bool { return !shows(g, "p2_1") })
	g.Relax()
	pump.Until(t, "it to rest", func() bool { s := g.Status.Get(); return !s.Moving })
	now := g.Picture.Get().Chart.Places()
	if now[node(t, g, "p1_1")] != pin {
		t.Error("the pin moved")
	}
	if p := now[node(t, g, "honest_01")]; abs(float64(p.X-far.X)) > 60 || abs(float64(p.Y-far.Y)) > 60 {
		t.Errorf("a stranger went from %v to %v", far, p)
	}
}

func TestImportedAndNotLinked(t *testing.T) {
	g, b, _ := graph(t, unlinked(t))
	if s := g.Status.Get().State; s != viewmodel.GraphNoRun {
		t.Fatalf("state %d", s)
	}
	asked := viewmodel.Intention{}
	b.Show = func(i viewmodel.Intention) { asked = i }
	g.Link()
	if asked.Name != viewmodel.IntendLink {
		t.Errorf("asked for %q", asked.Name)
	}
}

// unlinked is a case of the small world without a run.
func unlinked(t *testing.T) *casework.Casework {
	t.Helper()
	world := t.TempDir()
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	work := uitest.Empty(t)
	if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{world}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	return work
}
