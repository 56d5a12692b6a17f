package community_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"

	"casebench/internal/csr"
	leiden "casebench/linkage/community"
)

// source gives gonum our generator, so that its figures stay the same too.
func source(seed uint64) *csr.Rand { return csr.NewRand(seed) }

func members(p leiden.Partition) [][]graph.Node {
	var all [][]graph.Node
	for _, m := range p.Members() {
		var nodes []graph.Node
		for _, v := range m {
			nodes = append(nodes, simple.Node(v))
		}
		all = append(all, nodes)
	}
	return all
}

func corpus(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("CASEBENCH_CORPORA")
	if root == "" {
		t.Skip("CASEBENCH_CORPORA is not set: real graphs by others are not at hand")
	}
	return filepath.Join(root, "05-graph", filepath.FromSlash(name))
}

// TestLesMiserables: 77 nodes and 254 edges; the best known modularity of the
// weighted graph is 0.566688.
func TestLesMiserables(t *testing.T) {
	raw, err := os.ReadFile(corpus(t, "gephi/Les_Miserables.gexf"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Nodes []struct {
			ID string `xml:"id,attr"`
		} `xml:"graph>nodes>node"`
		Edges []struct {
			Source string  `xml:"source,attr"`
			Target string  `xml:"target,attr"`
			Weight float64 `xml:"weight,attr"`
		} `xml:"graph>edges>edge"`
	}
	if err := xml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	at := map[string]int32{}
	for i, n := range file.Nodes {
		at[n.ID] = int32(i)
	}
	b := csr.NewBuilder(len(file.Nodes))
	for _, e := range file.Edges {
		b.Add(at[e.Source], at[e.Target], int64(max(e.Weight, 1)*1000))
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := best(t, g)
	t.Logf("%d nodes, %d edges: modularity %.6f, gonum's Louvain %.6f", g.Nodes(), g.Edges(), ours, theirs)
	if g.Nodes() != 77 || g.Edges() != 254 || ours < theirs-1e-9 {
		t.Errorf("%d nodes, %d edges: modularity %.6f, gonum's Louvain %.6f", g.Nodes(), g.Edges(), ours, theirs)
	}
}

// TestEmailEuCore: 1,005 people of 42 departments.
func TestEmailEuCore(t *testing.T) {
	file, err := os.Open(corpus(t, "email-Eu-core.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b := csr.NewBuilder(1005)
	for {
		var from, to int32
		if n, _ := fmt.Fscan(file, &from, &to); n < 2 {
			break
		}
		b.Add(from, to, 1)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	p := detect(t, g, leiden.Options{Seed: 1})
	q := leiden.Modularity(g, p.Of, 0)
	t.Logf("%d edges, %d communities, modularity %.4f", g.Edges(), p.Count, q)
	if q < 0.40 {
		t.Errorf("modularity %.4f; Louvain reaches more than 0.40", q)
	}
}
