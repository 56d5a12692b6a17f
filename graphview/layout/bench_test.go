package layout_test

import (
	"context"
	"testing"

	"casebench/graphview/layout"
	"casebench/internal/csr/csrtest"
)

// BenchmarkStep is one step at 25 k nodes and 100 k edges.
func BenchmarkStep(b *testing.B) {
	g, group := planted(b, csrtest.Drawing(1))
	l, err := layout.New(context.Background(), g, layout.Options{Seed: 1, Groups: group})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := l.Step(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHundredSteps is the whole layout, with the stress that it reaches.
func BenchmarkHundredSteps(b *testing.B) {
	g, group := planted(b, csrtest.Drawing(1))
	var at []layout.Point
	for b.Loop() {
		at = run(b, g, layout.Options{Seed: 1, Groups: group}, 100)
	}
	b.ReportMetric(layout.Stress(g, at, 200, 1), "stress")
}

// BenchmarkPack is a figure of 5 k nodes in 60 groups.
func BenchmarkPack(b *testing.B) {
	g, group := planted(b, csrtest.World{Nodes: 5000, Edges: 15_000, Groups: 60, Strangers: 500, Mixing: 5, Seed: 1})
	for b.Loop() {
		if _, err := layout.Pack(context.Background(), g, layout.Frame{W: 1600, H: 1000, Groups: group}); err != nil {
			b.Fatal(err)
		}
	}
}
