package community

import (
	"context"
	"runtime"
	"sync"

	"casebench/internal/csr"
)

// Stability says how often each node stays with the core of its community when
// Detect is run again from other seeds. It returns, for every node, in how many of
// the runs it agreed (0..runs).
//
// The measure: in each run, every community C of p is matched with the run's
// community D that holds most of C's nodes (the lower number among equals). A node
// of C agrees if it is in D and more than half of D is C: a run in which C was
// swallowed by something larger agrees with nobody in C. The seeds are those that
// follow o.Seed. Runs go on at once on all processors, and the answer does not
// depend on how many there are.
func Stability(ctx context.Context, g *csr.Graph, p Partition, o Options, runs int) ([]int, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	agreed := make([]int, g.Nodes())
	other := make([]Partition, runs)
	failed := make([]error, runs)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runs, runtime.GOMAXPROCS(0)) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			l := newLeiden(g, o.Resolution) // its memory serves all runs of this worker
			for r := range next {
				again := o
				again.Seed = o.Seed + 1 + uint64(r)
				other[r], failed[r] = l.detect(ctx, again)
			}
		}()
	}
	for r := range runs {
		next <- r
	}
	close(next)
	wait.Wait()
	for r := range other {
		if failed[r] != nil {
			return nil, failed[r]
		}
		count(agreed, p, other[r])
	}
	return agreed, nil
}

// count adds one to every node of p that agrees with q.
func count(agreed []int, p, q Partition) {
	size := make([]int, q.Count)
	for _, d := range q.Of {
		size[d]++
	}
	overlap := make([]int, q.Count)
	for _, members := range p.Members() {
		match := q.Of[members[0]]
		for _, v := range members {
			d := q.Of[v]
			overlap[d]++
			if overlap[d] > overlap[match] || overlap[d] == overlap[match] && d < match {
				match = d
			}
		}
		if 2*overlap[match] > size[match] {
			for _, v := range members {
				if q.Of[v] == match {
					agreed[v]++
				}
			}
		}
		for _, v := range members {
			overlap[q.Of[v]] = 0
		}
	}
}
