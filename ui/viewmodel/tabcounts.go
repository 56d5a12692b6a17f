package viewmodel

import (
	"context"
	"maps"

	"casebench/casework"
)

// TabCounts is how much each document holds, for its tab.
type TabCounts struct {
	Counts *Value[map[Tab]int64] // documents without a count are not in it

	bench *Bench
	load  *Latest
	stops Stops
}

// NewTabCounts counts now, and again after every change.
func NewTabCounts(b *Bench) *TabCounts {
	t := &TabCounts{Counts: NewValue(map[Tab]int64{}, maps.Equal[map[Tab]int64]), bench: b, load: b.NewAside()}
	t.stops.Add(b.OnChange(casework.TopicSources|casework.TopicRuns, t.count), t.load.Cancel)
	t.count()
	return t
}

// Close ends counting.
func (t *TabCounts) Close() { t.stops.Stop() }

func (t *TabCounts) count() {
	t.load.Run(func(ctx context.Context) func() {
		o, err := t.bench.Work.Overview(ctx)
		if err != nil {
			return nil // the panes say what is wrong
		}
		counts := map[Tab]int64{TabEvents: o.Events, TabAccounts: int64(o.Accounts), TabClusters: int64(len(o.Clusters)),
			TabIndicators: int64(o.Indicators), TabSources: int64(len(o.Sources))}
		maps.DeleteFunc(counts, func(_ Tab, n int64) bool { return n == 0 })
		return func() { t.Counts.Set(counts) }
	})
}
