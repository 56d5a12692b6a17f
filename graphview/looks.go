package graphview

import (
	"cmp"
	"math"
	"slices"

	"casebench/casefile"
)

// LinkKind is how a link is drawn.
type LinkKind uint8

// The kinds of link, from the quiet to the loud.
const (
	Tentative LinkKind = iota // weak evidence: dashed
	Fair                      // moderate evidence
	Firm                      // strong evidence
	Unsure                    // a person looked and could not say
	Denied                    // a person said: different
	Confirmed                 // a person said: the same
)

// Judged says whether a person's verdict decides how the line is drawn.
func (k LinkKind) Judged() bool { return k >= Unsure }

// Link is an edge as it is drawn.
type Link struct {
	A, B   int32
	Kind   LinkKind
	Across bool // its ends are not in the same cluster
}

// Bundle is all links between two clusters, drawn as one line when both are folded.
type Bundle struct {
	A, B  int32 // hulls, A < B
	Links int
	Kind  LinkKind // the firmest among them, without verdicts
}

func newPlan(v *View) *plan {
	p := &plan{view: v}
	home := p.clusters()
	least, greatest := int32(math.MaxInt32), int32(0)
	for _, n := range v.Nodes {
		least, greatest = min(least, max(n.Importance, 0)), max(greatest, n.Importance)
	}
	span := max(float64(greatest)-float64(least), 1)
	p.looks = make([]Look, len(v.Nodes))
	for i, n := range v.Nodes {
		share := 1 + times(1.1, math.Sqrt((float64(max(n.Importance, 0))-float64(least))/span))
		if n.Cluster == 0 && n.Kind == Account {
			share = 0.8
		}
		p.looks[i] = Look{Kind: n.Kind, Hull: home[i], Share: float32(share)}
	}
	p.stack()
	p.links = make([]Link, len(v.Edges))
	for i, e := range v.Edges {
		p.links[i] = Link{A: e.A, B: e.B, Kind: linkKind(e), Across: home[e.A] != home[e.B]}
		if k := home[e.A]; k >= 0 && k == home[e.B] {
			p.head[k].Density += 1 / float64(len(p.members[k]))
		}
	}
	p.bundle()
	return p
}

// clusters lists the clusters in view, the largest first, and returns which of them
// each node belongs to.
func (p *plan) clusters() (home []int32) {
	v := p.view
	rank := rankBySize(v.Clusters)
	at := make([]int32, len(v.Clusters)) // rank -> hull and one, 0 for none in view
	for _, n := range v.Nodes {
		if n.Cluster != 0 && n.Kind == Account {
			at[rank[n.Cluster]] = 1
		}
	}
	byRank := make([]Cluster, len(v.Clusters))
	for _, c := range v.Clusters {
		byRank[rank[c.ID]] = c
	}
	for r, c := range byRank {
		if at[r] == 0 {
			continue
		}
		p.head = append(p.head, Hull{Cluster: c.ID, Label: cmp.Or(c.Label, "C-"+count(c.ID)), Note: c.Note,
			Size: c.Size, Token: ClusterToken(r)})
		at[r] = int32(len(p.head))
	}
	p.members = make([][]int32, len(p.head))
	home = make([]int32, len(v.Nodes))
	for i, n := range v.Nodes {
		home[i] = -1
		if n.Cluster == 0 {
			continue
		}
		home[i] = at[rank[n.Cluster]] - 1
		if home[i] >= 0 && n.Kind == Account {
			p.members[home[i]] = append(p.members[home[i]], int32(i))
		}
	}
	return home
}

// stack puts strangers behind members and members behind observables, and the
// important before the others.
func (p *plan) stack() {
	level := func(i int32) int {
		switch l := p.looks[i]; {
		case l.Kind != Account:
			return 2
		case l.Hull >= 0:
			return 1
		}
		return 0
	}
	p.order = make([]int32, len(p.looks))
	for i := range p.order {
		p.order[i] = int32(i)
	}
	slices.SortFunc(p.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(level(a), level(b)),
			cmp.Compare(p.view.Nodes[a].Importance, p.view.Nodes[b].Importance), cmp.Compare(a, b))
	})
}

func linkKind(e Edge) LinkKind {
	switch e.Verdict {
	case casefile.VerdictSame:
		return Confirmed
	case casefile.VerdictDifferent:
		return Denied
	case casefile.VerdictUnsure:
		return Unsure
	}
	switch e.Strength {
	case casefile.Strong:
		return Firm
	case casefile.Moderate:
		return Fair
	}
	return Tentative
}

// bundle adds up the links between clusters.
func (p *plan) bundle() {
	var pairs []uint64
	for i, l := range p.links {
		a, b := p.looks[l.A].Hull, p.looks[l.B].Hull
		if a >= 0 && b >= 0 && a != b && l.Kind != Denied {
			kind := l.Kind
			if kind.Judged() {
				kind = linkKind(Edge{Strength: p.view.Edges[i].Strength})
			}
			pairs = append(pairs, uint64(min(a, b))<<34|uint64(max(a, b))<<4|uint64(kind))
		}
	}
	slices.Sort(pairs)
	for _, x := range pairs {
		a, b := int32(x>>34), int32(x>>4&(1<<30-1))
		if last := len(p.bundles) - 1; last >= 0 && p.bundles[last].A == a && p.bundles[last].B == b {
			p.bundles[last].Links++
			p.bundles[last].Kind = LinkKind(x & 15)
			continue
		}
		p.bundles = append(p.bundles, Bundle{A: a, B: b, Links: 1, Kind: LinkKind(x & 15)})
	}
}
