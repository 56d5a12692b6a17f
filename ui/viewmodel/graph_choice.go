package viewmodel

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/layout"
)

// How much of a case is shown before a person asks for more.
const (
	graphLimit     = graphview.FullLimit // nodes
	graphStrangers = 160                 // accounts in no cluster
	graphPerNode   = 3                   // links of each account
	graphLinks     = 3000                // links, before each account is limited
	graphBetween   = 4                   // links between two clusters
	valuesEach     = 3                   // shared values of a cluster, in the picture of all
	valuesClose    = 40                  // and when a few clusters are looked at
	expandMost     = 24                  // neighbours that one expansion adds
)

// graphChoice is what of the data is looked at. It is a value: its maps are copied
// before they are changed, so that an older choice can be taken up again.
type graphChoice struct {
	Clusters []int         // only these and what is near; empty: all
	Around   []string      // only these accounts and what is near
	Hops     int           // how near
	Least    casefile.Bits // lighter links are left out
	Values   bool          // shared values are shown as nodes
	All      bool          // without limits on accounts

	hidden keys
	added  keys // by expanding, beyond what the rest says
	pins   map[string]layout.Point
	folds  map[int]graphview.Fold
}

func newGraphChoice() graphChoice {
	return graphChoice{Values: true, hidden: keys{}, added: keys{}, pins: map[string]layout.Point{}, folds: map[int]graphview.Fold{}}
}

// keys is a set of nodes by key.
type keys map[string]bool

func keySet(list []string) keys {
	k := make(keys, len(list))
	for _, s := range list {
		k[s] = true
	}
	return k
}

func (k keys) list() []string { return slices.Sorted(maps.Keys(k)) }

func (k keys) with(list []string) keys {
	out := maps.Clone(k)
	for _, s := range list {
		out[s] = true
	}
	return out
}

func (k keys) without(list []string) keys {
	out := maps.Clone(k)
	for _, s := range list {
		delete(out, s)
	}
	return out
}

// narrow reports whether the choice looks at a part of the clusters.
func (c *graphChoice) narrow() bool { return len(c.Clusters)+len(c.Around) > 0 }

// pick returns the nodes of the data that the choice lets through, ascending.
// Wanted are accounts that must be there, such as what is selected, unless they are
// hidden.
func (c *graphChoice) pick(d *graphData, wanted []int32) []int32 {
	f := graphview.Filter{Clusters: c.Clusters, Hops: c.Hops, Strangers: graphStrangers, Limit: graphLimit}
	if c.All || c.narrow() {
		f.Strangers = 0
	}
	if c.All {
		f.Limit = 0
	}
	for _, name := range c.Around {
		if v, ok := d.byKey[name]; ok && int(v) < d.Accounts {
			f.Around = append(f.Around, v)
		}
	}
	in := make([]bool, len(d.Graph.Nodes))
	for _, v := range f.Choose(d.people) {
		in[v] = true
	}
	for _, v := range wanted {
		in[v] = true
	}
	for key := range c.added {
		if v, ok := d.byKey[key]; ok {
			in[v] = true
		}
	}
	for key := range c.hidden {
		if v, ok := d.byKey[key]; ok {
			in[v] = false
		}
	}
	if c.Values {
		c.pickValues(d, in)
	}
	var out []int32
	for v, ok := range in {
		if ok {
			out = append(out, int32(v))
		}
	}
	return out
}

// pickValues adds of every cluster the shared values that tell most: of each kind
// the weightiest before a second of any.
func (c *graphChoice) pickValues(d *graphData, in []bool) {
	type told struct {
		node  int32
		place int // among those of its kind and cluster
		score float64
	}
	byCluster := map[int][]told{}
	for i := range d.Values {
		v := int32(d.Accounts + i)
		if in[v] || c.hidden[d.Graph.Nodes[v].Key] {
			continue
		}
		shown := 0
		near, _ := d.Graph.Flat().Neighbours(v)
		for _, a := range near {
			if in[a] {
				shown++
			}
		}
		if home := d.Graph.Nodes[v].Cluster; shown >= 2 && home != 0 {
			score := d.Values[i].Bits.Float() * math.Log2(1+float64(shown))
			byCluster[home] = append(byCluster[home], told{node: v, score: score})
		}
	}
	most := valuesEach
	if n := len(c.Clusters); n > 0 && n <= 3 {
		most = valuesClose
	}
	for _, list := range byCluster {
		slices.SortFunc(list, func(a, b told) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.node, b.node))
		})
		seen := map[graphview.Kind]int{}
		for i := range list {
			kind := d.Graph.Nodes[list[i].node].Kind
			list[i].place = seen[kind]
			seen[kind]++
		}
		slices.SortStableFunc(list, func(a, b told) int { return cmp.Compare(a.place, b.place) })
		for _, t := range list[:min(most, len(list))] {
			in[t.node] = true
		}
	}
}

// view makes the part of the data that the choice lets through, with the links that
// must be drawn. Its Of are nodes of the data.
func (c *graphChoice) view(d *graphData, wanted []int32, links [][2]int32) (*graphview.View, error) {
	nodes := c.pick(d, wanted)
	part, err := d.Graph.Part(nodes)
	if err != nil {
		return nil, err
	}
	part.Edges = slices.DeleteFunc(part.Edges, func(e graphview.Edge) bool {
		return e.Weight < c.Least && e.Verdict == "" && part.Nodes[e.A].Kind == graphview.Account && part.Nodes[e.B].Kind == graphview.Account
	})
	must := map[[2]int32]bool{}
	for _, l := range links {
		must[[2]int32{min(l[0], l[1]), max(l[0], l[1])}] = true
	}
	for i, e := range part.Edges {
		part.Edges[i].Selected = must[[2]int32{nodes[e.A], nodes[e.B]}]
	}
	if part, err = graphview.New(part.Nodes, part.Edges, part.Clusters); err != nil {
		return nil, err
	}
	v, err := graphview.Project(part, graphview.Filter{LinksPerNode: graphPerNode, LinkBudget: graphLinks, LinksBetween: graphBetween})
	if err != nil {
		return nil, err
	}
	for i, of := range v.Of {
		v.Of[i] = nodes[of]
	}
	v.Total = d.Accounts
	return v, nil
}
