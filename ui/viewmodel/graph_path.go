package viewmodel

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/graphview"
)

// pathThrough makes a node an end of a path: the first click says from where, the
// second where to.
func (g *Graph) pathThrough(node int32) {
	n := g.shown.chart.View().Nodes[node]
	if n.Kind != graphview.Account {
		return
	}
	if g.from == "" || g.from == n.Key {
		g.from = n.Key
		g.bench.Selection.Set(Select(casefile.AccountRef(n.Key)))
		g.bench.Say("Path from "+n.Key+": click the account where it ends.", false)
		return
	}
	from := g.from
	g.from = ""
	g.PathTo(from, n.Key)
}

// PathSelected finds the path between the two selected accounts.
func (g *Graph) PathSelected() {
	ends := g.bench.Selection.Get().Accounts()
	if len(ends) != 2 {
		g.bench.Say("Select two accounts: the path goes from one to the other.", false)
		return
	}
	g.PathTo(ends[0], ends[1])
}

// PathTo selects a path with the fewest links between two accounts, and brings into
// the picture what of it is missing.
func (g *Graph) PathTo(from, to string) {
	d := g.data
	if d == nil {
		return
	}
	a, okA := d.byKey[from]
	b, okB := d.byKey[to]
	if !okA || !okB {
		return
	}
	g.route.Run(func(context.Context) func() {
		path := d.people.Path(a, b)
		return func() {
			if len(path) < 2 {
				g.bench.Say(fmt.Sprintf("No chain of links joins %s and %s.", from, to), false)
				return
			}
			var refs []casefile.Ref
			for _, v := range path {
				refs = append(refs, casefile.AccountRef(d.people.Nodes[v].Key))
			}
			for i := range path[1:] {
				refs = append(refs, linkRef(d.people.Nodes[path[i]].Key, d.people.Nodes[path[i+1]].Key))
			}
			g.bench.Selection.Set(Selection{Refs: refs})
			g.bench.Say(fmt.Sprintf("%s between %s and %s.", countOf(len(path)-1, "link"), from, to), false)
		}
	})
}
