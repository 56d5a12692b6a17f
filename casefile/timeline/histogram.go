package timeline

import (
	"cmp"
	"slices"
	"time"
)

// Histogram counts by bin and by key. Make it with New; it belongs to one
// goroutine.
type Histogram struct {
	width  time.Duration
	counts map[cell]int64
	totals map[string]int64
	window Window // whole bins
}

// cell is a bin and a key. A time.Time is no good as the key of a map, so the
// start stands in its two numbers.
type cell struct {
	start int64
	nanos int32
	key   string
}

// Bin is one column of a histogram: what happened from Start for one width.
type Bin struct {
	Start  time.Time
	Total  int64
	Counts []int64 // by key, in the order of Keys
}

// New returns an empty histogram. The width is above zero.
func New(width time.Duration) *Histogram {
	return &Histogram{width: max(width, 1), counts: map[cell]int64{}, totals: map[string]int64{}}
}

// Width returns the width of the bins.
func (h *Histogram) Width() time.Duration { return h.width }

// Add counts n events at t under a key; "" is a key like any other.
func (h *Histogram) Add(t time.Time, key string, n int64) {
	start := Align(t, h.width)
	h.counts[at(start, key)] += n
	h.totals[key] += n
	h.window = h.window.Union(Window{start, start.Add(h.width)})
}

func at(start time.Time, key string) cell {
	return cell{start.Unix(), int32(start.Nanosecond()), key}
}

// Window returns the time from the first bin to the last, or an empty window.
func (h *Histogram) Window() Window { return h.window }

// Keys returns the keys, the most frequent first, equal ones by name.
func (h *Histogram) Keys() []string {
	keys := make([]string, 0, len(h.totals))
	for k := range h.totals {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(h.totals[b], h.totals[a]), cmp.Compare(a, b))
	})
	return keys
}

// Total returns the sum of all counts under a key.
func (h *Histogram) Total(key string) int64 { return h.totals[key] }

// Bins returns every bin of the window, those without events included, so that a
// figure shows silence as silence. Of a histogram with more than most bins it
// returns the first most, and more is true: take a wider width then.
func (h *Histogram) Bins(most int) (bins []Bin, more bool) {
	keys := h.Keys()
	for start := h.window.From; start.Before(h.window.Until); start = start.Add(h.width) {
		if len(bins) == most {
			return bins, true
		}
		b := Bin{Start: start, Counts: make([]int64, len(keys))}
		for i, k := range keys {
			b.Counts[i] = h.counts[at(start, k)]
			b.Total += b.Counts[i]
		}
		bins = append(bins, b)
	}
	return bins, false
}

// Fold returns the histogram with the n most frequent keys kept and all others
// counted under the key rest. Nothing is folded when there are no more than n.
func (h *Histogram) Fold(n int, rest string) *Histogram {
	keys := h.Keys()
	if len(keys) <= n {
		return h
	}
	kept := map[string]bool{}
	for _, k := range keys[:max(n, 0)] {
		kept[k] = true
	}
	out := New(h.width)
	for c, count := range h.counts {
		key := c.key
		if !kept[key] {
			key = rest
		}
		out.Add(time.Unix(c.start, int64(c.nanos)), key, count)
	}
	return out
}
