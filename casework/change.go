package casework

import "sync"

// Topic is a part of a case that may change; topics are joined with |.
type Topic uint32

// The topics.
const (
	TopicSources     Topic = 1 << iota // sources and the rows they hold
	TopicRuns                          // links and clusters
	TopicAnnotations                   // tags, stars, notes, findings
	TopicDecisions                     // verdicts on pairs
	TopicExhibits
	TopicViews             // saved views
	TopicReviews           // what people hold of indicators
	TopicEnrichments       // what datasets say of values
	TopicLog               // every recorded act touches it
	TopicAll         Topic = 1<<iota - 1
)

// TopicSearches is the search history. It is no part of TopicAll: nothing else that is
// shown depends on it, and what notes a search when something changed would never end.
const TopicSearches Topic = 1 << 31

// Change says that something was written: which parts may have changed. Receivers
// ask again for what they show.
type Change struct{ Topics Topic }

// Has reports whether the change touches any of the topics.
func (c Change) Has(t Topic) bool { return c.Topics&t != 0 }

// watchers are those who want to know of changes.
type watchers struct {
	mu   sync.Mutex
	next int
	by   map[int]func(Change)
}

// Watch calls f after every change, on the goroutine that made it, until stop is
// called. F returns at once and does not call back into the case.
func (c *Casework) Watch(f func(Change)) (stop func()) {
	w := &c.watchers
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.by == nil {
		w.by = map[int]func(Change){}
	}
	id := w.next
	w.next++
	w.by[id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.by, id)
	}
}

// changed tells the watchers.
func (c *Casework) changed(t Topic) {
	c.kept.forget(t)
	if t.touches(TopicSources) {
		c.memory.Forget()
	}
	w := &c.watchers
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.by {
		f(Change{logged(t)})
	}
}

// logged adds the log to what an act touched. Searches are noted without one.
func logged(t Topic) Topic {
	if t == TopicSearches {
		return t
	}
	return t | TopicLog
}
