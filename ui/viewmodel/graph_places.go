package viewmodel

import (
	"context"
	"slices"

	"casebench/graphview"
	"casebench/graphview/layout"
)

// The frame that a picture is laid out in, in points, whatever the window: the same
// run and choice give the same places on every screen. What the cards over the
// picture cover stays free.
const (
	frameW = 1500.0
	frameH = 1000.0
)

func frameTaken() []layout.Rect {
	return []layout.Rect{
		{X: 0, Y: 0, W: 880, H: 60},              // buttons
		{X: frameW - 240, Y: 0, W: 240, H: 170},  // overview
		{X: 0, Y: frameH - 240, W: 275, H: 240},  // legend
		{X: 0, Y: frameH - 44, W: frameW, H: 44}, // note
	}
}

// Whether a rebuilt picture keeps the places that were seen.
type placing bool

const (
	keepPlaces  placing = false
	freshPlaces placing = true
)

// graphShown is a finished picture with what is needed to find things in it.
type graphShown struct {
	data   *graphData
	chart  *graphview.Chart
	node   []int32 // node of the data -> node of the view, -1 when not shown
	legend []GraphLegend
}

// rebuild projects and places anew in the background and shows the outcome. What
// was seen before stays where it was, unless fresh places are asked for.
func (g *Graph) rebuild(how placing) {
	d := g.data
	if d == nil {
		return
	}
	g.stopRelaxing()
	if how == freshPlaces {
		g.places, g.rest = nil, nil
	}
	c, places := g.choice, g.places
	wanted, links := g.wanted()
	if g.shown == nil {
		g.status(func(s *GraphStatus) { s.State = GraphLaying })
	}
	g.build.Run(func(ctx context.Context) func() {
		shown, err := buildGraph(ctx, d, &c, places, wanted, links)
		if err != nil {
			return g.cannotLoad(ctx, err)
		}
		seen := merged(places, shown.chart)
		return func() {
			if len(g.rest) == 0 { // nobody has moved anything yet
				g.rest = seen
			}
			g.places = seen
			g.show(shown)
			g.remember()
		}
	})
}

// buildGraph is the work of rebuild.
func buildGraph(ctx context.Context, d *graphData, c *graphChoice, places map[string]layout.Point, wanted []int32, links [][2]int32) (*graphShown, error) {
	v, err := c.view(d, wanted, links)
	if err != nil {
		return nil, err
	}
	at, err := placed(ctx, v, c, places, func() (map[string]layout.Point, error) { return arranged(ctx, d, c, wanted) })
	if err != nil {
		return nil, err
	}
	s := &graphShown{data: d, chart: graphview.NewChart(v, at), node: make([]int32, len(d.Graph.Nodes))}
	for id, f := range c.folds {
		s.chart = s.chart.Folded(id, f)
	}
	for i := range s.node {
		s.node[i] = -1
	}
	for i, of := range v.Of {
		s.node[of] = int32(i)
	}
	s.legend = legendOf(s.chart)
	return s, ctx.Err()
}

// placed finds a place for every node of a view: pins and places that were seen
// hold; newcomers stand beside their neighbours. Where little was seen, all are
// arranged.
func placed(ctx context.Context, v *graphview.View, c *graphChoice, places map[string]layout.Point, arrange func() (map[string]layout.Point, error)) ([]layout.Point, error) {
	at := make([]layout.Point, len(v.Nodes))
	known := make([]bool, len(v.Nodes))
	seen := 0
	for i, n := range v.Nodes {
		if p, ok := c.pins[n.Key]; ok {
			at[i], known[i] = p, true
		}
		if p, ok := places[n.Key]; ok && !known[i] {
			at[i], known[i] = p, true
		}
		if known[i] && n.Kind == graphview.Account {
			seen++
		}
	}
	if 2*seen < v.Shown {
		fresh, err := arrange()
		if err != nil {
			return nil, err
		}
		for i, n := range v.Nodes {
			if _, pinned := c.pins[n.Key]; !pinned && n.Kind == graphview.Account {
				at[i], known[i] = fresh[n.Key], true
			}
		}
	}
	accountsBeside(v, at, known)
	return at, valuesBeside(ctx, v, at, known)
}

// arranged lays out the accounts of a choice afresh, each cluster in a field of its
// own. Whether values are shown makes no difference to where accounts lie.
func arranged(ctx context.Context, d *graphData, c *graphChoice, wanted []int32) (map[string]layout.Point, error) {
	alone := *c
	alone.Values = false
	v, err := alone.view(d, wanted, nil)
	if err != nil {
		return nil, err
	}
	at, err := graphview.Arrange(ctx, v, graphview.ArrangeOptions{W: frameW, H: frameH, Taken: frameTaken(), Seed: d.Run.Seed})
	if err != nil {
		return nil, err
	}
	out := make(map[string]layout.Point, len(at))
	for i, n := range v.Nodes {
		out[n.Key] = at[i]
	}
	return out, nil
}

// merged returns the places seen so far with those of a chart.
func merged(places map[string]layout.Point, c *graphview.Chart) map[string]layout.Point {
	out := make(map[string]layout.Point, len(places)+len(c.Places()))
	for k, p := range places {
		out[k] = p
	}
	for i, n := range c.View().Nodes {
		out[n.Key] = c.Places()[i]
	}
	return out
}

// show puts a finished picture in the place of the one before.
func (g *Graph) show(s *graphShown) {
	g.stopRelaxing()
	g.Leave() // what lay under the pointer has another number now
	first := g.shown == nil || g.shown.chart.View().Shown == 0
	g.shown = s
	if first || g.fitted {
		g.Fit()
	} else {
		g.limits()
	}
	g.paint()
	g.surround()
}

// moved shows the same picture with its nodes elsewhere.
func (g *Graph) moved(c *graphview.Chart) {
	s := *g.shown
	s.chart = c
	g.shown = &s
	g.paint()
}

// paint tells what is drawn now.
func (g *Graph) paint() {
	if g.shown == nil {
		return
	}
	p := GraphPicture{Chart: g.shown.chart, Dimmed: g.dimmed()}
	p.Selected, p.SelectedLinks, p.SelectedClusters = g.highlighted()
	for key := range g.choice.pins {
		if v, ok := g.find(key); ok {
			p.Pinned = append(p.Pinned, v)
		}
	}
	slices.Sort(p.Pinned)
	g.Picture.Set(p)
	g.note()
}

// find returns the node of the view with a key.
func (g *Graph) find(key string) (int32, bool) {
	if g.shown == nil {
		return -1, false
	}
	of, ok := g.shown.data.byKey[key]
	if !ok || g.shown.node[of] < 0 {
		return -1, false
	}
	return g.shown.node[of], true
}

// dimmed says by node of the view what filter and time window leave out. A value is
// left out when all accounts that show it are.
func (g *Graph) dimmed() []bool {
	s := g.shown
	if g.dim == nil || len(g.dim) != s.data.Accounts {
		return nil
	}
	v := s.chart.View()
	out := make([]bool, len(v.Nodes))
	for i, of := range v.Of {
		if int(of) < len(g.dim) {
			out[i] = g.dim[of]
		}
	}
	for i, of := range v.Of {
		if int(of) < len(g.dim) {
			continue
		}
		near, _ := v.Flat().Neighbours(int32(i))
		out[i] = !slices.ContainsFunc(near, func(w int32) bool { return !out[w] })
	}
	return out
}

// rematch asks in the background which accounts have an event within filter and
// time window.
func (g *Graph) rematch() {
	d, expr := g.data, g.bench.Expr()
	if d == nil {
		return
	}
	if g.behind = g.bench.Tab.Get() != TabGraph; g.behind {
		g.match.Cancel() // nobody sees it, and it would look through the whole case
		return
	}
	if expr == "*" {
		g.match.Cancel()
		if g.dim != nil {
			g.dim = nil
			g.paint()
			g.surround()
		}
		return
	}
	g.match.Run(func(ctx context.Context) func() {
		r, err := g.bench.Work.Accounts(ctx, expr, 0)
		if err != nil {
			return nil // the search box says what is wrong with an expression
		}
		dim := make([]bool, d.Accounts)
		for i := range dim {
			dim[i] = true
		}
		for _, a := range r.Accounts {
			if v, ok := d.byKey[a.ID]; ok && int(v) < d.Accounts {
				dim[v] = false
			}
		}
		return func() {
			g.dim = dim
			g.paint()
			g.surround()
		}
	})
}
