package community_test

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
	leiden "casebench/linkage/community"
)

func TestStabilityOfTwoCliquesAndTheOneBetween(t *testing.T) {
	b := csr.NewBuilder(11)
	for c := range int32(2) {
		for i := range int32(5) {
			for j := range i {
				b.Add(c*5+i, c*5+j, 1000)
			}
		}
	}
	b.Add(10, 0, 1000) // the eleventh knows one of each side
	b.Add(10, 5, 1000)
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	o := leiden.Options{Seed: 4}
	agreed, err := leiden.Stability(context.Background(), g, detect(t, g, o), o, 40)
	if err != nil {
		t.Fatal(err)
	}
	for v, n := range agreed[:10] {
		if n != 40 {
			t.Errorf("node %d of a clique agreed in %d of 40 runs", v, n)
		}
	}
	if agreed[10] == 0 || agreed[10] == 40 {
		t.Errorf("the one between agreed in %d of 40 runs, expected some", agreed[10])
	}
}

func TestSwallowedCommunityAgreesWithNobody(t *testing.T) {
	g := build(t, 4, []csr.Edge{edge(0, 1, 1), edge(1, 2, 1), edge(2, 3, 1), edge(3, 0, 1), edge(0, 2, 1), edge(1, 3, 1)})
	pairs := leiden.Partition{Of: []int32{0, 0, 1, 1}, Count: 2} // what Detect never finds in a clique
	agreed, err := leiden.Stability(context.Background(), g, pairs, leiden.Options{}, 5)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(agreed, []int{0, 0, 0, 0}) {
		t.Errorf("halves of a clique agreed in %v of 5 runs", agreed)
	}
}

func TestStabilityIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	g, _, err := csrtest.World{Nodes: 400, Edges: 1500, Groups: 9, Mixing: 35, Seed: 7}.Graph()
	if err != nil {
		t.Fatal(err)
	}
	o := leiden.Options{Seed: 2}
	p := detect(t, g, o)
	many, err := leiden.Stability(context.Background(), g, p, o, 12)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := leiden.Stability(context.Background(), g, p, o, 12)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one, many) {
		t.Error("one processor counted differently")
	}
}

// TestRunsLeaveNothingBehind: a worker uses its memory again, so that what one run
// left must not reach the next. With one worker every run but the first is such.
func TestRunsLeaveNothingBehind(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	rapid.Check(t, func(r *rapid.T) {
		g := randomGraph(r)
		o := leiden.Options{Seed: rapid.Uint64().Draw(r, "seed"), Resolution: rapid.Int64Range(1, 5000).Draw(r, "resolution")}
		p, err := leiden.Detect(context.Background(), g, o)
		if err != nil {
			r.Fatal(err)
		}
		const runs = 4
		all, err := leiden.Stability(context.Background(), g, p, o, runs)
		if err != nil {
			r.Fatal(err)
		}
		sum := make([]int, g.Nodes())
		for i := range uint64(runs) {
			again := o
			again.Seed += i
			one, err := leiden.Stability(context.Background(), g, p, again, 1) // memory of its own
			if err != nil {
				r.Fatal(err)
			}
			for v, n := range one {
				sum[v] += n
			}
		}
		if !slices.Equal(all, sum) {
			r.Fatalf("%d runs together agreed %v, one by one %v", runs, all, sum)
		}
	})
}
