package casework

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/internal/fault"
)

// layering says in which layer of the activity an account is counted.
type layering struct {
	layers []ActivityLayer // without counts, from the bottom up
	byCode []uint8         // 0 for accounts in no cluster
}

// of returns the layer of an account.
func (l *layering) of(code uint32) int {
	if int(code) < len(l.byCode) {
		return int(l.byCode[code])
	}
	return 0
}

// layers gives the n largest clusters a layer each in the colours that the graph
// gives them, the largest on top; below them the other clusters, and below those
// everybody else.
func (c *Casework) layers(n int) (*layering, error) {
	l := &layering{layers: []ActivityLayer{{Label: "others", Token: graphview.Text3}}}
	ranked, _, err := c.ranked()
	if err != nil || len(ranked) == 0 {
		return l, err
	}
	n = min(n, len(ranked), 250)
	l.layers = append(l.layers, ActivityLayer{Label: "other clusters", Token: graphview.ClusterRest})
	for rank := n - 1; rank >= 0; rank-- {
		k := &ranked[rank]
		l.layers = append(l.layers, ActivityLayer{Cluster: k.ID, Label: fmt.Sprintf("C-%02d", k.ID), Token: graphview.ClusterToken(rank)})
	}
	for rank := range ranked {
		layer := uint8(1)
		if rank < n {
			layer = uint8(n - rank + 1)
		}
		for _, m := range ranked[rank].Members {
			if int(m.Account) >= len(l.byCode) {
				l.byCode = append(l.byCode, make([]uint8, int(m.Account)+1-len(l.byCode))...)
			}
			l.byCode[m.Account] = layer
		}
	}
	return l, nil
}

// ranked returns the clusters of the newest run, the largest first; none without
// a run.
func (c *Casework) ranked() ([]casefile.Cluster, casefile.Run, error) {
	d, err := c.loadRun(0)
	if fault.KindOf(err) == fault.NotFound {
		return nil, casefile.Run{}, nil
	}
	slices.SortStableFunc(d.clusters, func(a, b casefile.Cluster) int {
		return cmp.Or(cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(a.ID, b.ID))
	})
	return d.clusters, d.run, err
}

// kept is what was counted and stays true until the case changes.
type kept struct {
	mu         sync.Mutex
	generation int
	activities map[ActivityOptions]Activity
	order      []ActivityOptions // the oldest first
	census     *census
	counting   sync.Mutex // held while the census is taken, so that it is taken once
}

// mostKept is how many histograms stay in memory; one is a few kilobytes.
const mostKept = 32

// forget drops everything after a change that may touch it.
func (k *kept) forget(t Topic) {
	if t&^(TopicLog|TopicViews|TopicSearches) == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.generation++
	k.activities, k.order = nil, nil
	if t.touches(TopicSources) {
		k.census = nil
	}
}

func (t Topic) touches(o Topic) bool { return t&o != 0 }

// activity returns what was counted, and otherwise the generation to keep it under.
func (k *kept) activity(o ActivityOptions) (a Activity, generation int, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, ok = k.activities[o]
	return a, k.generation, ok
}

// keepActivity keeps what was counted, unless the case has changed meanwhile.
func (k *kept) keepActivity(o ActivityOptions, a Activity, generation int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if generation != k.generation {
		return
	}
	if k.activities == nil {
		k.activities = map[ActivityOptions]Activity{}
	}
	if len(k.order) >= mostKept {
		delete(k.activities, k.order[0])
		k.order = k.order[1:]
	}
	k.activities[o] = a
	k.order = append(k.order, o)
}
