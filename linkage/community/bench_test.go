package community_test

import (
	"context"
	"testing"

	"casebench/internal/csr/csrtest"
	leiden "casebench/linkage/community"
)

// BenchmarkDetect is the standard planted graph: 24 k nodes, 150 k edges.
func BenchmarkDetect(b *testing.B) {
	g, _, err := csrtest.Standard(1).Graph()
	if err != nil {
		b.Fatal(err)
	}
	var q float64
	var count int
	for i := 0; b.Loop(); i++ {
		p, err := leiden.Detect(context.Background(), g, leiden.Options{Seed: uint64(i)})
		if err != nil {
			b.Fatal(err)
		}
		q, count = leiden.Modularity(g, p.Of, 0), p.Count
	}
	b.ReportMetric(q, "modularity")
	b.ReportMetric(float64(count), "communities")
}

// BenchmarkDetectOneRound stops after the first pass.
func BenchmarkDetectOneRound(b *testing.B) {
	g, _, err := csrtest.Standard(1).Graph()
	if err != nil {
		b.Fatal(err)
	}
	var q float64
	for i := 0; b.Loop(); i++ {
		p, err := leiden.Detect(context.Background(), g, leiden.Options{Seed: uint64(i), Rounds: 1})
		if err != nil {
			b.Fatal(err)
		}
		q = leiden.Modularity(g, p.Of, 0)
	}
	b.ReportMetric(q, "modularity")
}

// BenchmarkStability repeats the benchmark graph's communities from ten more seeds.
func BenchmarkStability(b *testing.B) {
	g, _, err := csrtest.Standard(1).Graph()
	if err != nil {
		b.Fatal(err)
	}
	p, err := leiden.Detect(context.Background(), g, leiden.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := leiden.Stability(context.Background(), g, p, leiden.Options{}, 10); err != nil {
			b.Fatal(err)
		}
	}
}
