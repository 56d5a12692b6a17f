package graphview

import (
	"cmp"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/internal/csr"
)

// Kind is what a node stands for; it decides the shape.
type Kind string

// The kinds of node. Accounts are filled; observables are outlined.
const (
	Account   Kind = "account"
	Payment   Kind = "payment"
	Device    Kind = "device"
	Template  Kind = "template"
	Address   Kind = "address"
	Contact   Kind = "contact"
	Indicator Kind = "indicator"
)

// Node is one thing in the graph.
type Node struct {
	ID         int32  // its index in Graph.Nodes
	Key        string // what the case calls it, such as an account's printed name
	Kind       Kind
	Label      string // as shown; Key when empty
	Cluster    int    // ID of its cluster, 0 for none
	Importance int32  // who gets a label and a place first: the higher the sooner
	Selected   bool
}

// Text returns what the node is labelled with.
func (n Node) Text() string { return cmp.Or(n.Label, n.Key) }

// Edge is a link between two nodes.
type Edge struct {
	A, B     int32
	Weight   casefile.Bits
	Strength casefile.Strength
	Verdict  casefile.Verdict // "" when no person has judged it
	Families []casefile.Family
	Selected bool
}

// Cluster is a community as it is shown.
type Cluster struct {
	ID    int
	Label string // such as "C-03"
	Note  string // such as "strong" or "operator-like"; may be empty
	Size  int    // accounts in it; New counts them when this is 0
}

// Graph is an immutable set of nodes, edges and clusters; it is safe for
// concurrent reading. Its slices belong to it.
type Graph struct {
	Nodes    []Node
	Edges    []Edge // A < B, ascending
	Clusters []Cluster
	flat     *csr.Graph
	cluster  map[int]int // Cluster.ID -> index into Clusters
}

// New makes a Graph. It numbers the nodes by their place in the slice, puts edges
// in order and takes ownership of all slices. It fails when an edge names a node
// that is not there or the same pair twice, or a node names a cluster that is not.
func New(nodes []Node, edges []Edge, clusters []Cluster) (*Graph, error) {
	g := &Graph{Nodes: nodes, Edges: edges, Clusters: clusters, cluster: make(map[int]int, len(clusters))}
	for i, c := range clusters {
		if _, twice := g.cluster[c.ID]; twice || c.ID == 0 {
			return nil, fmt.Errorf("graphview: cluster %d is named twice or has no number", c.ID)
		}
		g.cluster[c.ID] = i
	}
	for i := range nodes {
		nodes[i].ID = int32(i)
		if _, ok := g.cluster[nodes[i].Cluster]; !ok && nodes[i].Cluster != 0 {
			return nil, fmt.Errorf("graphview: node %d is in cluster %d, which is not there", i, nodes[i].Cluster)
		}
	}
	for i := range clusters {
		if clusters[i].Size == 0 {
			clusters[i].Size = g.members(clusters[i].ID)
		}
	}
	for i, e := range edges {
		if e.A > e.B {
			edges[i].A, edges[i].B = e.B, e.A
		}
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	flat := make([]csr.Edge, len(edges))
	for i, e := range edges {
		if e.A == e.B || i > 0 && e.A == edges[i-1].A && e.B == edges[i-1].B {
			return nil, fmt.Errorf("graphview: link %d-%d joins a node with itself or is there twice", e.A, e.B)
		}
		// A link at or below nothing is still a link; the flat graph wants a weight.
		flat[i] = csr.Edge{A: e.A, B: e.B, Weight: max(int64(e.Weight), 1)}
	}
	var err error
	g.flat, err = csr.FromEdges(len(nodes), flat)
	return g, err
}

// Flat returns the graph as a flat one: node i there is Nodes[i], weights are
// thousandths of a bit (at least 1).
func (g *Graph) Flat() *csr.Graph { return g.flat }

// Edge returns the edge between a and b, and whether there is one.
func (g *Graph) Edge(a, b int32) (Edge, bool) {
	if a > b {
		a, b = b, a
	}
	i, ok := slices.BinarySearchFunc(g.Edges, Edge{A: a, B: b}, func(x, y Edge) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	if !ok {
		return Edge{}, false
	}
	return g.Edges[i], true
}

// Cluster returns the cluster with that ID.
func (g *Graph) Cluster(id int) (Cluster, bool) {
	i, ok := g.cluster[id]
	if !ok {
		return Cluster{}, false
	}
	return g.Clusters[i], true
}

func (g *Graph) members(cluster int) (n int) {
	for _, v := range g.Nodes {
		if v.Cluster == cluster && v.Kind == Account {
			n++
		}
	}
	return n
}

// Neighbourhood returns the nodes within so many hops of any of the given ones,
// themselves included, in ascending order.
func (g *Graph) Neighbourhood(nodes []int32, hops int) []int32 {
	near := make([]bool, len(g.Nodes))
	ring := make([]int32, 0, len(nodes))
	for _, v := range nodes {
		if v >= 0 && int(v) < len(near) && !near[v] {
			near[v] = true
			ring = append(ring, v)
		}
	}
	all := slices.Clone(ring)
	for range hops {
		var next []int32
		for _, v := range ring {
			to, _ := g.flat.Neighbours(v)
			for _, u := range to {
				if !near[u] {
					near[u] = true
					next = append(next, u)
				}
			}
		}
		all, ring = append(all, next...), next
	}
	slices.Sort(all)
	return all
}

// Part returns the graph of some nodes and the links among them. Node i of the
// result is nodes[i] of g; clusters are kept, also those that became empty.
func (g *Graph) Part(nodes []int32) (*Graph, error) {
	local := make(map[int32]int32, len(nodes))
	part := make([]Node, len(nodes))
	for i, v := range nodes {
		if v < 0 || int(v) >= len(g.Nodes) {
			return nil, fmt.Errorf("graphview: node %d is not in a graph of %d", v, len(g.Nodes))
		}
		local[v] = int32(i)
		part[i] = g.Nodes[v]
	}
	if len(local) != len(nodes) {
		return nil, fmt.Errorf("graphview: a node is named twice")
	}
	var edges []Edge
	for _, e := range g.Edges {
		a, okA := local[e.A]
		b, okB := local[e.B]
		if okA && okB {
			e.A, e.B = a, b
			edges = append(edges, e)
		}
	}
	return New(part, edges, slices.Clone(g.Clusters))
}
