package viewmodel

import (
	"fmt"
	"slices"

	"casebench/graphview"
)

// GraphState says what stands in the place of the picture.
type GraphState int

// The states.
const (
	GraphReady   GraphState = iota // the picture
	GraphLoading                   // the run is read
	GraphLaying                    // places are found for the first time
	GraphNoData                    // nothing is imported
	GraphNoRun                     // nothing is linked
	GraphNothing                   // the choice lets nothing through
	GraphFailed
)

// GraphStatus is what stands around the picture.
type GraphStatus struct {
	State   GraphState
	Problem string // GraphFailed: what happened
	Banner  string // the picture leaves accounts out that are in clusters; "" when not
	Legend  []GraphLegend
	Values  bool // shared values are shown
	Chips   []GraphChip
	Moving  bool    // a layout runs
	Paused  bool    // a layout waits to go on
	Share   float64 // how far it is, 0 to 1
}

// GraphLegend explains one sort of node or link that is in the picture.
type GraphLegend struct {
	Kind graphview.Kind     // a node; "" for a link
	Link graphview.LinkKind // of a link
	Text string
}

// GraphChip is one condition of what is shown, which can be taken away.
type GraphChip struct {
	Text   string
	Remove func()
}

func (g *Graph) status(change func(*GraphStatus)) {
	s := g.Status.Get()
	change(&s)
	g.Status.Set(s)
}

// surround tells what stands around the picture now.
func (g *Graph) surround() {
	if g.shown == nil {
		return
	}
	v := g.shown.chart.View()
	s := GraphStatus{Legend: g.shown.legend, Values: g.choice.Values, Chips: g.chips(), Moving: g.relaxed.running,
		Paused: g.relaxed.layout != nil && !g.relaxed.running, Share: min(1, float64(g.relaxed.steps)/relaxSteps)}
	if len(v.Nodes) == 0 {
		s.State = GraphNothing
	}
	if members := inClusters(g.shown.data.people); !g.choice.All && !g.choice.narrow() && members > graphLimit {
		s.Banner = fmt.Sprintf("%s accounts are in clusters; the %s with most requests are drawn.", numberText(int64(members)), numberText(int64(graphLimit)))
	}
	g.Status.Set(s)
}

func inClusters(p *graphview.Graph) (n int) {
	for _, c := range p.Clusters {
		n += c.Size
	}
	return n
}

// note says how much is shown.
func (g *Graph) note() {
	if g.shown == nil {
		return
	}
	s := g.shown.chart.Note(g.Camera.Get())
	switch n := g.shown.data.Hubs; n {
	case 0:
	case 1:
		s += " · 1 hub set aside"
	default:
		s += " · " + numberText(int64(n)) + " hubs set aside"
	}
	g.Note.Set(s)
}

// chips are the conditions of the choice.
func (g *Graph) chips() []GraphChip {
	var out []GraphChip
	c := &g.choice
	near := map[int]string{0: "", 1: " + 1 hop"}[c.Hops]
	if c.Hops > 1 {
		near = fmt.Sprintf(" + %d hops", c.Hops)
	}
	widen := func() {
		g.act("show all clusters", func(c *graphChoice) { c.Clusters, c.Around, c.Hops = nil, nil, 0 }, true)
	}
	switch {
	case len(c.Clusters) == 1:
		out = append(out, GraphChip{"cluster " + ClusterName(clusterRef(c.Clusters[0]).ID) + near, widen})
	case len(c.Clusters) > 1:
		out = append(out, GraphChip{fmt.Sprintf("%d clusters%s", len(c.Clusters), near), widen})
	case len(c.Around) == 1:
		out = append(out, GraphChip{"account " + c.Around[0] + near, widen})
	case len(c.Around) > 1:
		out = append(out, GraphChip{fmt.Sprintf("%d accounts%s", len(c.Around), near), widen})
	}
	if c.Least > 0 {
		out = append(out, GraphChip{fmt.Sprintf("links ≥ %g bits", c.Least.Float()), func() { g.SetLeast(0) }})
	}
	if n := len(c.hidden); n > 0 {
		out = append(out, GraphChip{numberText(int64(n)) + " hidden", g.ShowHidden})
	}
	return out
}

// legendOf explains what is in a chart, and nothing that is not.
func legendOf(c *graphview.Chart) []GraphLegend {
	kinds, links := map[graphview.Kind]bool{}, map[graphview.LinkKind]bool{}
	clusters := false
	for _, l := range c.Looks() {
		kinds[l.Kind] = true
		clusters = clusters || l.Hull >= 0
	}
	for _, l := range c.Links() {
		links[l.Kind] = true
	}
	var out []GraphLegend
	text := "account"
	if clusters {
		text = "account, by cluster"
	}
	for _, l := range []GraphLegend{{graphview.Account, 0, text}, {graphview.Payment, 0, "payment instrument"}, {graphview.Device, 0, "device"},
		{graphview.Template, 0, "prompt template"}, {graphview.Address, 0, "address"}, {graphview.Contact, 0, "contact"}} {
		if kinds[l.Kind] {
			out = append(out, l)
		}
	}
	for _, l := range []GraphLegend{{"", graphview.Confirmed, "confirmed by a person"}, {"", graphview.Denied, "rejected by a person"},
		{"", graphview.Unsure, "left open by a person"}, {"", graphview.Tentative, "tentative"}} {
		if links[l.Link] {
			out = append(out, l)
		}
	}
	return slices.Clip(out)
}
