package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
	"casebench/linkage/community"
)

// louvain is what louvain.mjs prints.
type louvain struct {
	Milliseconds float64 `json:"milliseconds"`
	Modularity   float64 `json:"modularity"`
	Count        int     `json:"count"`
	Communities  []int32 `json:"communities"`
}

// communities finds the communities of one planted graph with both. Modularity is
// computed by us for both partitions, so that one ruler measures them.
func (b *bench) communities() (table, error) {
	t := table{head: []string{"", "casebench (Leiden)", "graphology (Louvain)", "theirs/ours", "target"}}
	g, _, err := csrtest.Standard(1).Graph()
	if err != nil {
		return t, err
	}
	var times []float64
	var p community.Partition
	best := -1.0
	for seed := range max(5, b.runs) {
		took, err := timed(func() (err error) {
			p, err = community.Detect(b.ctx, g, community.Options{Seed: uint64(seed)})
			return err
		})
		if err != nil {
			return t, err
		}
		times = append(times, took*1000)
		best = max(best, community.Modularity(g, p.Of, 1000))
	}
	var them louvain
	theirQ := absent
	if b.peers != nil {
		file := filepath.Join(b.dir, "planted.txt")
		if err := writeGraph(file, g); err != nil {
			return t, err
		}
		if _, err := b.peers.run(b.ctx, &them, nil, "louvain.mjs", file, fmt.Sprint(max(5, b.runs))); err != nil {
			return t, err
		}
		theirQ = fmt.Sprintf("%.4f", community.Modularity(g, them.Communities, 1000))
	}
	mine := median(times)
	t.add("time, median", milliseconds(mine), milliseconds(them.Milliseconds), ratio(them.Milliseconds, mine), "faster")
	t.add("modularity, best of the seeds", fmt.Sprintf("%.4f", best), theirQ, "", "equal or better")
	t.add("communities", fmt.Sprint(p.Count), fmt.Sprint(them.Count), "", "")
	t.remark("%d nodes, %d weighted edges, planted communities; one core each; the graph is built before the clock starts", g.Nodes(), g.Edges())
	return t, nil
}

// writeGraph writes the number of nodes, then one edge a line.
func writeGraph(path string, g *csr.Graph) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, g.Nodes())
	for e := range g.All() {
		fmt.Fprintln(w, e.A, e.B, e.Weight)
	}
	return errors.Join(w.Flush(), f.Close())
}
