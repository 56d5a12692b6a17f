package viewmodel

import (
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/graphview"
)

// GraphTip says in a few words what lies under the pointer. The zero value is
// nothing.
type GraphTip struct {
	Title string
	Mono  bool // the title is an identifier
	Lines []string
}

func (t GraphTip) equal(o GraphTip) bool {
	return t.Title == o.Title && t.Mono == o.Mono && slices.Equal(t.Lines, o.Lines)
}

// Pick returns what lies at a point of the window.
func (g *Graph) Pick(x, y float64) graphview.Hit {
	if g.shown == nil {
		return graphview.Hit{}
	}
	h, _ := g.shown.chart.Pick(g.Camera.Get(), x, y)
	return h
}

// Point tells where the pointer is; what lies there is highlighted and explained.
func (g *Graph) Point(x, y float64) graphview.Hit {
	h := g.Pick(x, y)
	g.setHover(h)
	return h
}

// Leave tells that the pointer is gone.
func (g *Graph) Leave() { g.setHover(graphview.Hit{}) }

func (g *Graph) setHover(h graphview.Hit) {
	if h == g.Hover.Get() {
		return
	}
	g.Hover.Set(h)
	g.Tip.Set(g.tip(h))
}

// tip says what a hit is.
func (g *Graph) tip(h graphview.Hit) GraphTip {
	if g.shown == nil {
		return GraphTip{}
	}
	c := g.shown.chart
	v := c.View()
	switch h.Kind {
	case graphview.HitNode:
		n := v.Nodes[h.Node]
		if n.Kind == graphview.Account {
			return g.accountTip(h.Node)
		}
		value := g.shown.data.Values[int(v.Of[h.Node])-g.shown.data.Accounts]
		return GraphTip{Title: value.Class, Lines: []string{
			fmt.Sprintf("shared by %s of %s accounts", numberText(int64(value.SharedBy)), numberText(int64(v.Total))),
			value.Bits.String() + " bits where it counts"}}
	case graphview.HitEdge:
		return linkTip(v, v.Edges[h.Edge])
	case graphview.HitBundle:
		b := c.Bundles()[h.Edge]
		return GraphTip{Title: fmt.Sprintf("%s – %s", c.Hulls()[b.A].Label, c.Hulls()[b.B].Label), Lines: []string{countOf(b.Links, "link")}}
	case graphview.HitDisc:
		if k := c.Hull(h.Cluster); k >= 0 {
			hull := c.Hulls()[k]
			return GraphTip{Title: hull.Label, Lines: []string{countOf(hull.Size, "account"), hull.Note, "double-click to unfold"}}
		}
	}
	return GraphTip{}
}

func (g *Graph) accountTip(node int32) GraphTip {
	v, d := g.shown.chart.View(), g.shown.data
	n, of := v.Nodes[node], v.Of[node]
	t := GraphTip{Title: graphview.Clean(n.Key), Mono: true}
	where := "in no cluster"
	if k, ok := v.Cluster(n.Cluster); ok {
		where = k.Label + " · " + k.Note
	}
	_, weights := d.people.Flat().Neighbours(of)
	ties := "no link"
	if len(weights) > 0 {
		ties = fmt.Sprintf("%s, heaviest %s bits", countOf(len(weights), "link"), casefile.Bits(slices.Max(weights)))
	}
	t.Lines = []string{where, ties, countOf(int(n.Importance), "request")}
	if g.dim != nil && int(of) < len(g.dim) && g.dim[of] {
		t.Lines = append(t.Lines, "no event in filter and time window")
	}
	return t
}

func linkTip(v *graphview.View, e graphview.Edge) GraphTip {
	a, b := v.Nodes[e.A], v.Nodes[e.B]
	if b.Kind != graphview.Account {
		return GraphTip{Title: graphview.Clean(a.Key), Mono: true, Lines: []string{"shows this " + kindWord(b.Kind)}}
	}
	var families []string
	for _, f := range e.Families {
		families = append(families, string(f))
	}
	t := GraphTip{Title: graphview.Clean(a.Key) + " – " + graphview.Clean(b.Key), Mono: true,
		Lines: []string{e.Weight.String() + " bits · " + string(e.Strength)}}
	if len(families) > 0 {
		t.Lines = append(t.Lines, strings.Join(families, ", "))
	}
	verdict := map[casefile.Verdict]string{"": "unreviewed", casefile.VerdictSame: "confirmed by a person",
		casefile.VerdictDifferent: "rejected by a person", casefile.VerdictUnsure: "left open by a person"}[e.Verdict]
	t.Lines = append(t.Lines, verdict)
	return t
}

func kindWord(k graphview.Kind) string {
	for _, n := range kindNames() {
		if n.kind == k {
			return n.one
		}
	}
	return string(k)
}
