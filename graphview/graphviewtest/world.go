// Package graphviewtest makes synthetic graphs to draw, for tests and benchmarks.
package graphviewtest

import (
	"fmt"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
)

// World returns a graph of that many accounts in clusters of the given sizes and
// strangers around them, with a few observables and a person's verdicts. It follows
// from the seed.
func World(accounts int, sizes []int, seed uint64) (*graphview.Graph, error) {
	r := csr.NewRand(seed)
	var nodes []graphview.Node
	var edges []graphview.Edge
	var clusters []graphview.Cluster
	notes := []string{"strong", "pool-like", "operator-like", "unclear", "weak"}
	link := func(a, b int, least, more int) {
		if a == b {
			return
		}
		w := casefile.Bits(1000*least + r.Intn(1000*more))
		s := casefile.Weak
		switch {
		case w > 18_000:
			s = casefile.Strong
		case w > 10_000:
			s = casefile.Moderate
		}
		edges = append(edges, graphview.Edge{A: int32(a), B: int32(b), Weight: w, Strength: s, Families: []casefile.Family{casefile.FamilyPayment}})
	}
	for c, size := range sizes {
		clusters = append(clusters, graphview.Cluster{ID: c + 1, Label: fmt.Sprintf("C-%02d", c+1), Note: notes[c%len(notes)]})
		first := len(nodes)
		for i := range size {
			nodes = append(nodes, account(len(nodes), c+1, int32(r.Intn(20)*r.Intn(20)*(1+r.Intn(3)))))
			if i > 0 { // newer accounts hang on older ones, some on many
				link(first+i, first+r.Intn(r.Intn(i)+1), 10, 25)
			}
		}
		for range 4 * size {
			link(first+r.Intn(size), first+r.Intn(size), 8, 25)
		}
		if size >= 20 {
			kinds := []graphview.Kind{graphview.Payment, graphview.Device, graphview.Template, graphview.Address}
			labels := []string{"card pf_%04x…", "device dev_%04x…", "template %04x…", "prefix 198.51.100.0/%d"}
			for range 1 + r.Intn(2) {
				k := r.Intn(len(kinds))
				id := len(nodes)
				label := fmt.Sprintf(labels[k], r.Intn(0xffff))
				if k == 3 {
					label = fmt.Sprintf(labels[k], 24+r.Intn(8))
				}
				nodes = append(nodes, graphview.Node{Key: label, Kind: kinds[k], Label: label, Cluster: c + 1, Importance: 50})
				for range 4 {
					link(id, first+r.Intn(size), 6, 10)
				}
			}
		}
	}
	joined, members := len(nodes), 0
	for _, size := range sizes {
		members += size
	}
	for range max(accounts-members, 0) {
		nodes = append(nodes, account(len(nodes), 0, int32(r.Intn(30))))
		if joined > 0 && r.Intn(12) == 0 {
			link(len(nodes)-1, r.Intn(joined), 3, 6)
		}
	}
	for range 4 * len(sizes) {
		link(r.Intn(joined), r.Intn(joined), 3, 7)
	}
	edges = distinct(edges)
	for i := range edges {
		switch r.Intn(60) {
		case 0:
			edges[i].Verdict = casefile.VerdictSame
		case 1:
			if r.Intn(4) == 0 {
				edges[i].Verdict = casefile.VerdictDifferent
			}
		}
	}
	return graphview.New(nodes, edges, clusters)
}

func account(i, cluster int, importance int32) graphview.Node {
	key := fmt.Sprintf("acct_%06x", uint32(i)*2654435761>>8)
	return graphview.Node{Key: key, Kind: graphview.Account, Cluster: cluster, Importance: importance}
}

func distinct(edges []graphview.Edge) []graphview.Edge {
	seen := map[[2]int32]bool{}
	kept := edges[:0]
	for _, e := range edges {
		pair := [2]int32{min(e.A, e.B), max(e.A, e.B)}
		if !seen[pair] {
			seen[pair] = true
			kept = append(kept, e)
		}
	}
	return kept
}

// FromPlanted returns a planted world of package csrtest as a graph to draw.
func FromPlanted(w csrtest.World) (*graphview.Graph, error) {
	planted, group := w.Make()
	nodes := make([]graphview.Node, w.Nodes)
	for i := range nodes {
		nodes[i] = account(i, int(group[i]+1), 1)
	}
	clusters := make([]graphview.Cluster, w.Groups)
	for c := range clusters {
		clusters[c] = graphview.Cluster{ID: c + 1, Label: fmt.Sprintf("C-%02d", c+1)}
	}
	edges := make([]graphview.Edge, len(planted))
	for i, e := range planted {
		edges[i] = graphview.Edge{A: e.A, B: e.B, Weight: casefile.Bits(e.Weight), Strength: casefile.Strong}
	}
	return graphview.New(nodes, edges, clusters)
}
