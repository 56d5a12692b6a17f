package graphview

import (
	"slices"
	"strconv"
	"strings"

	"casebench/internal/csr"
)

// View is the part of a graph that is shown.
type View struct {
	*Graph
	ties       *csr.Graph // all links that pass the filter, drawn or not: they decide where nodes lie
	Of         []int32    // node i of the view is Of[i] of the whole graph
	Shown      int        // accounts in the view
	Total      int        // accounts in the whole graph
	Seen       int        // clusters with a node in the view
	LinksShown int
	LinksTotal int // links between shown nodes, before thinning
}

// mostTies is how many links may decide where nodes lie; above it, only those drawn.
const mostTies = 400_000

// Project returns what the filter lets through.
func Project(g *Graph, f Filter) (*View, error) {
	nodes := f.Choose(g)
	part, err := g.Part(nodes)
	if err != nil {
		return nil, err
	}
	links := len(part.Edges)
	heavy := part.Edges
	if f.MinWeight > 0 {
		heavy = nil
		for _, e := range part.Edges {
			if e.Weight >= f.MinWeight || e.Verdict != "" {
				heavy = append(heavy, e)
			}
		}
	}
	if part, err = New(part.Nodes, slices.Clone(heavy), part.Clusters); err != nil {
		return nil, err
	}
	all := part.flat
	if part, err = New(part.Nodes, slices.Clone(f.thin(part.Nodes, heavy)), part.Clusters); err != nil {
		return nil, err
	}
	if len(heavy) > mostTies {
		all = part.flat
	}
	seen := map[int]bool{}
	for _, n := range part.Nodes {
		if n.Cluster != 0 {
			seen[n.Cluster] = true
		}
	}
	return &View{
		Graph: part, ties: all, Of: nodes,
		Shown: accounts(part.Nodes), Total: accounts(g.Nodes), Seen: len(seen),
		LinksShown: len(part.Edges), LinksTotal: links,
	}, nil
}

func accounts(nodes []Node) (n int) {
	for _, v := range nodes {
		if v.Kind == Account {
			n++
		}
	}
	return n
}

// Note says how much of the whole is shown: "1,204 of 24,031 accounts shown".
func (v *View) Note() string {
	s := count(v.Shown) + " of " + count(v.Total) + " accounts shown"
	if all := len(v.Clusters); v.Seen < all {
		s += " · " + count(v.Seen) + " of " + count(all) + " clusters"
	}
	if v.LinksShown < v.LinksTotal {
		s += " · " + count(v.LinksShown) + " of " + count(v.LinksTotal) + " links drawn"
	}
	return s
}

// count prints a number with a comma at the thousands.
func count(n int) string {
	s := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
