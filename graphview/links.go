package graphview

import (
	"math"

	"casebench/casefile"
)

// links draws quiet links first, then those that a person judged or selected.
func (f *figure) links() {
	f.density = f.linksPerNode()
	loud := func(e Edge) int {
		switch {
		case e.Selected:
			return 2
		case e.Verdict != "":
			return 1
		}
		return 0
	}
	for level := range 3 {
		for _, e := range f.view.Edges {
			if loud(e) == level {
				s := f.linkStyle(e)
				s.Points = []Spot{f.at[e.A], f.at[e.B]}
				f.scene.add(s)
			}
		}
	}
}

// linksPerNode counts, by cluster, the links drawn inside it against its nodes.
func (f *figure) linksPerNode() map[int]float64 {
	nodes, density := map[int]float64{}, map[int]float64{}
	for _, n := range f.view.Nodes {
		nodes[n.Cluster]++
	}
	for _, e := range f.view.Edges {
		if c := f.view.Nodes[e.A].Cluster; c == f.view.Nodes[e.B].Cluster {
			density[c] += 1 / nodes[c]
		}
	}
	return density
}

// linkStyle says how a link looks: what a person confirmed is heavier, what is less
// than strong is dashed, what a person denied is dashed in the colour of warning.
func (f *figure) linkStyle(e Edge) Stroke {
	quiet := 0.42
	switch n := len(f.view.Edges); {
	case n > 6000:
		quiet = 0.16
	case n > 2000:
		quiet = 0.24
	case n > 900:
		quiet = 0.32
	}
	// Where everybody is linked with everybody, single links say little; and a long
	// line crosses more than a short one.
	quiet = min(quiet, 1.1/max(f.density[f.view.Nodes[e.A].Cluster], 0.1))
	length := math.Hypot(f.at[e.A].X-f.at[e.B].X, f.at[e.A].Y-f.at[e.B].Y)
	quiet *= min(max(140/max(length, 1), 0.45), 1)
	if f.view.Nodes[e.A].Cluster != f.view.Nodes[e.B].Cluster {
		quiet *= 0.5
	}
	s := Stroke{Width: 0.9, Paint: faint(Text2, quiet)}
	switch {
	case e.Selected:
		return Stroke{Width: 2.2, Paint: ink(Selection), Dashed: e.Verdict == ""}
	case e.Verdict == casefile.VerdictSame:
		return Stroke{Width: 1.7, Paint: faint(Text2, 0.9)}
	case e.Verdict == casefile.VerdictDifferent:
		return Stroke{Width: 1.1, Paint: faint(Bad, 0.8), Dashed: true}
	case e.Strength != casefile.Strong:
		s.Dashed = true
	}
	return s
}
