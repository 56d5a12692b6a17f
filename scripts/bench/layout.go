package main

import (
	"fmt"
	"path/filepath"

	"casebench/graphview/layout"
	"casebench/internal/csr/csrtest"
	"casebench/linkage/community"
)

// layoutSteps is how many iterations each side gets.
const layoutSteps = 100

// atlas is what forceatlas2.mjs prints.
type atlas struct {
	Milliseconds float64   `json:"milliseconds"`
	Positions    []float32 `json:"positions"` // x0, y0, x1, y1, …
}

// layout lays out one graph with both and measures both pictures by sampled
// stress. Our time includes finding the communities that it starts from.
func (b *bench) layout() (table, error) {
	t := table{head: []string{"", "casebench", "graphology (ForceAtlas2)", "ours/theirs", "target"}}
	w := csrtest.Standard(1)
	w.Nodes, w.Edges = 25_000, 100_000
	g, _, err := w.Graph()
	if err != nil {
		return t, err
	}
	var places []layout.Point
	took, err := timed(func() error {
		p, err := community.Detect(b.ctx, g, community.Options{Seed: 1})
		if err != nil {
			return err
		}
		l, err := layout.New(b.ctx, g, layout.Options{Seed: 1, Groups: p.Of})
		if err != nil {
			return err
		}
		err = l.Run(b.ctx, layoutSteps)
		places = l.Places()
		return err
	})
	if err != nil {
		return t, err
	}
	ours := stress(g, places, 200)

	var them atlas
	theirStress, share := absent, absent
	if b.peers != nil {
		file := filepath.Join(b.dir, "layout.txt")
		if err := writeGraph(file, g); err != nil {
			return t, err
		}
		if _, err := b.peers.run(b.ctx, &them, nil, "forceatlas2.mjs", file, fmt.Sprint(layoutSteps)); err != nil {
			return t, err
		}
		theirs := make([]layout.Point, g.Nodes())
		for v := range theirs {
			theirs[v] = layout.Point{X: them.Positions[2*v], Y: them.Positions[2*v+1]}
		}
		s := stress(g, theirs, 200)
		theirStress, share = fmt.Sprintf("%.4f", s), ratio(ours, s)
	}
	t.add(fmt.Sprintf("time, %d iterations", layoutSteps), milliseconds(took*1000), milliseconds(them.Milliseconds), ratio(took*1000, them.Milliseconds), "at most 0.20 ×")
	t.add("sampled stress, 200 pivots", fmt.Sprintf("%.4f", ours), theirStress, share, "at most 1.00 ×")
	t.remark("%d nodes, %d edges; both use Barnes-Hut; ForceAtlas2 has one core, we have all", g.Nodes(), g.Edges())
	return t, nil
}
