package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/graphview"
)

// Picture is the network of the newest run as the window shows it: all accounts
// with their links, and the rare values that the evidence of those links names.
type Picture struct {
	Graph    *graphview.Graph
	Run      casefile.Run
	Accounts int           // Graph.Nodes[:Accounts] are the accounts, the others values
	Values   []SharedValue // what Graph.Nodes[Accounts:] stand for
	Hubs     int           // values that so many accounts share that they were set aside
}

// SharedValue says what a node that is no account stands for, without the value.
type SharedValue struct {
	Signal   string
	Class    string        // what it is, in words: "payment instrument"
	Bits     casefile.Bits // what sharing it weighs, at most
	SharedBy int           // accounts that show it
	Linked   int           // of them, those whose links name it
}

// Picture returns the network of the newest run. Without a run it fails with a
// fault of kind NotFound.
func (c *Casework) Picture(ctx context.Context) (Picture, error) {
	n, err := c.network(ctx)
	if err != nil {
		return Picture{Run: n.run}, err
	}
	p := Picture{Run: n.run, Accounts: len(n.nodes), Hubs: len(n.run.Suppressed)}
	greatest := int32(1)
	for i := range n.nodes {
		greatest = max(greatest, n.nodes[i].Importance)
	}
	values := gatherValues(n.links, n.index)
	for i, v := range values {
		node := int32(p.Accounts + i)
		p.Values = append(p.Values, v.SharedValue)
		n.nodes = append(n.nodes, graphview.Node{Key: fmt.Sprintf("%s:%d:%d", v.kind, v.domain, v.code), Kind: v.kind,
			Label:   fmt.Sprintf("%s %d", shortNames()[v.kind], v.SharedBy),
			Cluster: v.home(n.nodes), Importance: greatest / 2})
		for _, a := range v.accounts {
			n.edges = append(n.edges, graphview.Edge{A: a, B: node, Weight: v.Bits, Strength: casefile.Strong, Families: []casefile.Family{v.family}})
		}
	}
	if err := ctx.Err(); err != nil {
		return p, err
	}
	p.Graph, err = graphview.New(n.nodes, n.edges, n.clusters)
	return p, err
}

// network is the parts of the newest run's graph.
type network struct {
	run      casefile.Run
	links    []casefile.Link
	index    map[uint32]int32 // account code to node
	nodes    []graphview.Node
	edges    []graphview.Edge
	clusters []graphview.Cluster
}

// network reads the newest run: its accounts and links, clusters as communities,
// the person's verdicts on the links.
func (c *Casework) network(ctx context.Context) (network, error) {
	d, err := c.loadRun(0)
	n := network{run: d.run, index: map[uint32]int32{}}
	if err != nil {
		return n, err
	}
	if err := c.file.View(func(tx *store.Tx) error {
		n.links, err = tx.Links(d.run.ID)
		return err
	}); err != nil {
		return n, err
	}
	decisions, err := c.decisions()
	if err != nil {
		return n, err
	}
	measures, codes, err := c.measures(ctx)
	if err != nil {
		return n, err
	}
	name, err := c.accountName()
	if err != nil {
		return n, err
	}
	cluster := map[uint32]int{}
	for _, k := range d.clusters {
		n.clusters = append(n.clusters, graphview.Cluster{ID: k.ID, Label: fmt.Sprintf("C-%02d", k.ID), Note: string(k.Strength), Size: len(k.Members)})
		for _, m := range k.Members {
			cluster[m.Account] = k.ID
		}
	}
	n.nodes = make([]graphview.Node, 0, len(codes))
	for i, code := range codes {
		n.index[code] = int32(i)
		n.nodes = append(n.nodes, graphview.Node{Key: name(code), Kind: graphview.Account, Cluster: cluster[code],
			Importance: int32(min(measures[code].events, 1<<30))})
	}
	n.edges = edges(n.links, decisions, n.index)
	return n, nil
}

// valueKind is how the values of a signal are shown, and in whose dictionary their
// codes are.
type valueKind struct {
	kind   graphview.Kind
	domain casefile.Domain
}

// valueKinds returns them by signal. Signals that compare ranges and patterns are
// not among them: such a value names nobody.
func valueKinds() map[string]valueKind {
	return map[string]valueKind{
		"payment": {graphview.Payment, casefile.DomainPayment}, "billing": {graphview.Payment, casefile.DomainBilling},
		"device": {graphview.Device, casefile.DomainDevice}, "template": {graphview.Template, casefile.DomainTemplate},
		"address": {graphview.Address, casefile.DomainAddress}, "signup_address": {graphview.Address, casefile.DomainAddress},
		"email": {graphview.Contact, casefile.DomainEmail}, "phone": {graphview.Contact, casefile.DomainPhone},
	}
}

func shortNames() map[graphview.Kind]string {
	return map[graphview.Kind]string{graphview.Payment: "card", graphview.Device: "device", graphview.Template: "template",
		graphview.Address: "address", graphview.Contact: "contact"}
}

// value is one shared value with the accounts that share it.
type value struct {
	SharedValue
	valueKind
	code     uint32
	family   casefile.Family
	accounts []int32 // nodes, ascending
}

// home returns the cluster that most of its accounts are in; of several the one
// with the lowest number.
func (v *value) home(nodes []graphview.Node) int {
	count := map[int]int{}
	best := 0
	for _, a := range v.accounts {
		id := nodes[a].Cluster
		count[id]++
		if more := cmp.Compare(count[id], count[best]); more > 0 || more == 0 && id < best {
			best = id
		}
	}
	return best
}

// gatherValues collects the values that links name as evidence, in order of kind
// and code.
func gatherValues(links []casefile.Link, index map[uint32]int32) []value {
	type key struct {
		valueKind
		code uint32
	}
	found := map[key]*value{}
	kinds := valueKinds()
	for i := range links {
		a, okA := index[links[i].A]
		b, okB := index[links[i].B]
		for j := range links[i].Evidence {
			e := &links[i].Evidence[j]
			how, ok := kinds[e.Signal]
			if !ok || !okA || !okB || e.Value == 0 || e.SharedBy < 2 {
				continue
			}
			v := found[key{how, e.Value}]
			if v == nil {
				v = &value{valueKind: how, code: e.Value, family: e.Family, SharedValue: SharedValue{Signal: e.Signal, Class: e.Class}}
				found[key{how, e.Value}] = v
			}
			v.Bits, v.SharedBy = max(v.Bits, e.RawBits), max(v.SharedBy, e.SharedBy)
			v.accounts = append(v.accounts, a, b)
		}
	}
	out := make([]value, 0, len(found))
	for _, v := range found {
		slices.Sort(v.accounts)
		v.accounts = slices.Compact(v.accounts)
		v.Linked = len(v.accounts)
		v.SharedBy = max(v.SharedBy, v.Linked) // addresses are counted by day
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b value) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.domain, b.domain), cmp.Compare(a.code, b.code))
	})
	return out
}
