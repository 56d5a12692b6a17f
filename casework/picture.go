package casework

import (
	"context"
	"fmt"

	"casebench/casefile"
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
	for i, v := range n.shared() {
		node := int32(p.Accounts + i)
		p.Values = append(p.Values, v.SharedValue)
		n.nodes = append(n.nodes, graphview.Node{Key: fmt.Sprintf("%s:%d:%d", v.kind, v.domain, v.code), Kind: v.kind,
			Label:   fmt.Sprintf("%s %d", shortNames()[v.kind], v.SharedBy),
			Cluster: v.home(n.nodes), Importance: greatest / 2})
		for _, a := range v.nodes {
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
	hang     *hang
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
	if n.hang, err = c.hangOf(ctx, d.run.ID); err != nil {
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
	n.edges = edges(n.hang.ties, decisions, n.index)
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
