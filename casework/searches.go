package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// searchesKept is how many searches the history holds; casefile/FORMAT.md says why it
// is bounded.
const searchesKept = 10_000

// oneThought is how long after a search another that only moves its stretch of time
// takes its place: a hand that is still looking for the right edge asks one question.
const oneThought = 10 * time.Second

// searches is the search history in memory: the case file cannot be changed by others
// while it is open here.
type searches struct {
	mu   sync.Mutex
	read bool
	by   map[uint32]*casefile.Search
	last uint32 // newest number given out on a case that may only be read
}

// Searches returns the search history by number.
func (c *Casework) Searches(context.Context) ([]casefile.Search, error) {
	h := &c.searches
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := c.readSearches(); err != nil {
		return nil, err
	}
	out := make([]casefile.Search, 0, len(h.by))
	for _, s := range h.by {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b casefile.Search) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// forgotSearches has the history read again: a purge has emptied it.
func (c *Casework) forgotSearches() {
	h := &c.searches
	h.mu.Lock()
	defer h.mu.Unlock()
	h.read, h.by = false, nil
}

// readSearches reads the history once. The lock is held.
func (c *Casework) readSearches() error {
	h := &c.searches
	if h.read {
		return nil
	}
	var list []casefile.Search
	err := c.file.View(func(tx *store.Tx) (err error) {
		list, err = tx.Searches()
		return err
	})
	if err != nil {
		return err
	}
	h.read, h.by = true, make(map[uint32]*casefile.Search, len(list))
	for i := range list {
		h.by[list[i].ID] = &list[i]
		h.last = max(h.last, list[i].ID)
	}
	return nil
}

// NoteSearch keeps a question that a person asked in the search history, and returns
// it as it stands there. From is the search at which the person was, 0 for none; count
// is what was found, below 0 where that is not known.
//
// The question becomes a child of the search that it refines: the nearest on the way
// from From to the root all of whose conditions it keeps, else the nearest of which it
// keeps some. What was asked before on that way or below that search is no new search:
// it is asked again. A question that only moves the stretch of time of the one asked
// just before takes its place. Everything (no condition at all) is no search and gives
// the zero Search. On a case that may only be read the history lasts as long as the
// case is open.
func (c *Casework) NoteSearch(_ context.Context, q casefile.Question, from uint32, count int64) (casefile.Search, error) {
	parsed, err := query.Parse(q.Expr)
	if err != nil {
		return casefile.Search{}, err
	}
	q.Expr = parsed.String()
	if q.Everything() {
		return casefile.Search{}, nil
	}
	h := &c.searches
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := c.readSearches(); err != nil {
		return casefile.Search{}, err
	}
	if from != 0 && h.by[from] == nil {
		return casefile.Search{}, fault.New(fault.NotFound, fmt.Sprintf("There is no search %d in this case.", from), "", nil)
	}
	now := c.config.now()().UTC()
	s := h.place(&q, from, now)
	s.Question, s.Count, s.Last = q, count, now
	if s.ID == 0 {
		s.First, s.By = now, c.config.By
	}
	s.Times++
	return c.keepSearch(s)
}

// place returns the search that a question is, or a new one at its place in the tree.
func (h *searches) place(q *casefile.Question, from uint32, now time.Time) casefile.Search {
	way := h.way(from)
	for _, s := range way {
		if s.Asks(q) {
			return *s
		}
	}
	parent := h.refined(q, way)
	var same *casefile.Search
	children := false
	for _, s := range h.by {
		children = children || s.Parent == from
		if s.Parent == parent && s.Asks(q) && (same == nil || s.ID < same.ID) {
			same = s
		}
	}
	if same != nil {
		return *same
	}
	if len(way) > 0 && !children {
		// The branch's own tip, just asked, with another stretch of time.
		if tip := way[0]; !tip.Marked() && now.Sub(tip.Last) < oneThought && tip.Times == 1 && movedOnly(q, &tip.Question) {
			return *tip
		}
	}
	return casefile.Search{Parent: parent}
}

// movedOnly reports whether two questions differ in nothing but the stretch of time
// that both have.
func movedOnly(a, b *casefile.Question) bool {
	if a.Until.IsZero() || b.Until.IsZero() {
		return false
	}
	moved := *a
	moved.From, moved.Until = b.From, b.Until
	return moved.Asks(b)
}

// way returns a search and those it was refined from, up to the root.
func (h *searches) way(from uint32) []*casefile.Search {
	var out []*casefile.Search
	for s := h.by[from]; s != nil && len(out) <= len(h.by); s = h.by[s.Parent] {
		out = append(out, s)
	}
	return out
}

// refined returns the search on the way that a question refines, 0 for none.
func (h *searches) refined(q *casefile.Question, way []*casefile.Search) uint32 {
	mine := conditions(q)
	some := uint32(0)
	for _, s := range way {
		kept := 0
		theirs := conditions(&s.Question)
		for _, t := range theirs {
			if slices.Contains(mine, t) {
				kept++
			}
		}
		if kept == len(theirs) {
			return s.ID
		}
		if kept > 0 && some == 0 {
			some = s.ID
		}
	}
	return some
}

// conditions are what a question leaves out by: the terms of its expression and its
// stretch of time, by its two ends.
func conditions(q *casefile.Question) []string {
	var out []string
	if parsed, err := query.Parse(q.Expr); err == nil {
		out = parsed.Conditions()
	}
	if !q.From.IsZero() || !q.Until.IsZero() {
		out = append(out, "ts:["+q.From.UTC().Format(time.RFC3339Nano)+" TO "+q.Until.UTC().Format(time.RFC3339Nano)+"}")
	}
	return out
}

// keepSearch writes a search, and makes room for it. The lock is held.
func (c *Casework) keepSearch(s casefile.Search) (casefile.Search, error) {
	h := &c.searches
	gone := uint32(0)
	if s.ID == 0 && len(h.by) >= searchesKept {
		gone = h.oldest(s.Parent)
	}
	if c.config.ReadOnly {
		if s.ID == 0 {
			h.last++
			s.ID = h.last
		}
	} else {
		err := c.file.EditSearches(func(e *store.SearchHistory) (err error) {
			if gone != 0 {
				if err := e.Forget(gone); err != nil {
					return err
				}
			}
			s.ID, err = e.Put(s)
			return err
		})
		if err != nil {
			return casefile.Search{}, err
		}
	}
	delete(h.by, gone)
	kept := s
	h.by[s.ID] = &kept
	c.changed(TopicSearches)
	return s, nil
}

// oldest returns the search that was asked longest ago, of those that nothing was
// refined from and of which nobody said anything; 0 when there is none. The search
// that a new one will be refined from stays.
func (h *searches) oldest(parent uint32) uint32 {
	inner := map[uint32]bool{parent: true}
	for _, s := range h.by {
		inner[s.Parent] = true
	}
	var old *casefile.Search
	for _, s := range h.by {
		if inner[s.ID] || s.Marked() {
			continue
		}
		if old == nil || s.Last.Before(old.Last) || s.Last.Equal(old.Last) && s.ID < old.ID {
			old = s
		}
	}
	if old == nil {
		return 0
	}
	return old.ID
}

// SearchMark is what a person says of a search; nil leaves it as it is, and "" takes
// it away.
type SearchMark struct {
	Name *string
	Note *string
	Star *bool
}

// MarkSearch says something of a search in the history. It is no act: what shall stand
// in the record is kept as a view.
func (c *Casework) MarkSearch(_ context.Context, id uint32, m SearchMark) (casefile.Search, error) {
	h := &c.searches
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := c.readSearches(); err != nil {
		return casefile.Search{}, err
	}
	was := h.by[id]
	if was == nil {
		return casefile.Search{}, fault.New(fault.NotFound, fmt.Sprintf("There is no search %d in this case.", id), "See `workbench searches`.", nil)
	}
	s := *was
	if m.Name != nil {
		s.Name = strings.TrimSpace(*m.Name)
	}
	if m.Note != nil {
		s.Note = strings.TrimSpace(*m.Note)
	}
	if m.Star != nil {
		s.Star = *m.Star
	}
	return c.keepSearch(s)
}
