package csr_test

import (
	"context"
	"testing"

	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
)

func BenchmarkBuild(b *testing.B) {
	w := csrtest.Drawing(1)
	edges, _ := w.Make()
	for b.Loop() {
		if _, err := csr.FromEdges(w.Nodes, edges); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	g, _, err := csrtest.Drawing(1).Graph()
	if err != nil {
		b.Fatal(err)
	}
	kernels := map[string]func() error{
		"Components": func() error { g.Components(); return nil },
		"Path":       func() error { g.Path(0, int32(g.Nodes()-1)); return nil },
		"Cuts":       func() error { g.Cuts(); return nil },
		"Cores":      func() error { g.Cores(); return nil },
		"PageRank50": func() error { _, err := g.PageRank(context.Background(), 0.85, 50); return err },
	}
	for name, kernel := range kernels {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := kernel(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
