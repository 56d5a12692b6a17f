package viewmodel

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/progress"
)

// Searches is the search history of a case: the tree of what was asked, kept by itself
// while the filter and the time change. Choosing a search asks it again, and what is
// asked from there grows a branch.
type Searches struct {
	Rows *Value[[]SearchRow] // those not folded away, the tree asked last first

	bench   *Bench
	views   *Views
	events  EventsLook // nil: order is not kept
	load    *Latest
	tree    []casework.SearchView
	folded  map[uint32]bool
	here    uint32 // the search where the person is; 0 for none
	noted   casefile.Question
	waiting []InView // to be noted; the first is on its way
	stops   Stops
}

// SearchRow is one line of the tree.
type SearchRow struct {
	ID      uint32
	Depth   int
	Text    string // its name, or what it asks beyond the search that it was refined from
	Beyond  string // the latter, where it has a name
	Whole   string // all that it asks
	Found   string // "8,412,077", "" where that is not known
	When    string
	Note    string
	Star    bool
	Here    bool // what is looked at
	Parent  uint32
	Folds   bool // searches were refined from it
	Open    bool // and are shown
	Matches int64
}

// NewSearches follows what is looked at on a bench and keeps it. Views keep a search
// under a name; events, when it is not nil, is the table whose order searches keep.
func NewSearches(b *Bench, views *Views, events EventsLook) *Searches {
	s := &Searches{Rows: NewValue[[]SearchRow](nil, nil), bench: b, views: views, events: events, load: b.NewLatest(), folded: map[uint32]bool{}}
	s.noted = b.question()
	s.stops.Add(
		b.InView.Follow(s.counted),
		b.OnChange(casework.TopicSearches, s.read),
		b.Filter.Follow(func(string) { s.arrange() }),
		b.Window.Follow(func(timeline.Window) { s.arrange() }),
		b.Zone.Follow(func(*time.Location) { s.arrange() }),
		s.load.Cancel,
	)
	s.read()
	return s
}

// Close ends it.
func (s *Searches) Close() { s.stops.Stop() }

// read reads the tree.
func (s *Searches) read() {
	s.load.Run(func(ctx context.Context) func() {
		r, err := s.bench.Work.SearchTree(ctx)
		return func() {
			if !s.bench.failed(err) {
				s.tree = newestFirst(r.Searches)
				s.arrange()
			}
		}
	})
}

// newestFirst puts the trees in the order in which something of them was asked last.
func newestFirst(list []casework.SearchView) []casework.SearchView {
	type tree struct {
		rows []casework.SearchView
		last time.Time
	}
	var trees []tree
	for _, v := range list {
		if v.Depth == 0 || len(trees) == 0 {
			trees = append(trees, tree{})
		}
		t := &trees[len(trees)-1]
		t.rows = append(t.rows, v)
		if v.Search.Last.After(t.last) {
			t.last = v.Search.Last
		}
	}
	slices.SortFunc(trees, func(a, b tree) int { return cmp.Or(b.last.Compare(a.last), cmp.Compare(b.rows[0].ID, a.rows[0].ID)) })
	out := make([]casework.SearchView, 0, len(list))
	for _, t := range trees {
		out = append(out, t.rows...)
	}
	return out
}

// counted notes what was looked at, once it was counted: what is still being typed or
// dragged is outdated before that.
func (s *Searches) counted(v InView) {
	if v.Question.Asks(&s.noted) {
		return
	}
	s.noted = v.Question
	if v.Question.Everything() {
		s.arrange()
		return
	}
	if s.events != nil && v.Question.In == string(TabEvents) {
		v.Question.Sort, v.Question.Desc, _ = s.events.Worn()
	}
	s.waiting = append(s.waiting, v)
	if len(s.waiting) == 1 {
		s.next()
	}
}

// next notes the first search that waits: one after the other, because each is refined
// from the one before. What cannot be kept is no loss worth a word.
func (s *Searches) next() {
	v, from := s.waiting[0], s.here
	b := s.bench
	b.write.Go("note", func(ctx context.Context, _ progress.Reporter) error {
		kept, err := b.Work.NoteSearch(ctx, v.Question, from, v.Count)
		b.Post(func() {
			s.waiting = s.waiting[1:]
			if err == nil && kept.ID != 0 {
				s.here = kept.ID
				s.reveal(kept.Parent)
			}
			if len(s.waiting) > 0 {
				s.next()
			}
		})
		return err
	})
}

// reveal unfolds the way to a search.
func (s *Searches) reveal(id uint32) {
	for steps := 0; id != 0 && steps <= len(s.tree); steps++ {
		delete(s.folded, id)
		i := s.index(id)
		if i < 0 {
			return
		}
		id = s.tree[i].Parent
	}
}

func (s *Searches) index(id uint32) int {
	return slices.IndexFunc(s.tree, func(v casework.SearchView) bool { return v.ID == id })
}

// arrange makes the rows from what is known.
func (s *Searches) arrange() {
	now := s.bench.question()
	// Of what was asked in two branches, the row where the person is is marked.
	here := uint32(0)
	for i := range s.tree {
		if v := &s.tree[i]; v.Asks(&now) && (here == 0 || v.ID == s.here) {
			here = v.ID
		}
	}
	rows := make([]SearchRow, 0, len(s.tree))
	hidden := -1 // depth below which rows are folded away
	for i := range s.tree {
		v := &s.tree[i]
		if hidden >= 0 && v.Depth > hidden {
			continue
		}
		hidden = -1
		r := SearchRow{ID: v.ID, Depth: v.Depth, Parent: v.Parent, Text: s.text(v), Whole: s.whole(&v.Question), When: s.when(v.Search.Last),
			Note: v.Note, Star: v.Star, Here: v.ID == here, Folds: v.Children > 0, Open: !s.folded[v.ID], Matches: v.Count}
		if v.Count >= 0 {
			r.Found = Thousands(v.Count)
		}
		if v.Name != "" {
			r.Text, r.Beyond = v.Name, r.Text
		}
		if r.Folds && !r.Open {
			hidden = v.Depth
		}
		rows = append(rows, r)
	}
	s.Rows.Set(rows)
}

// text is what a search asks beyond the one above it.
func (s *Searches) text(v *casework.SearchView) string {
	if v.Depth == 0 {
		return s.whole(&v.Question)
	}
	var parts []string
	for _, t := range v.Added {
		parts = append(parts, s.term(t, &v.Question))
	}
	for _, t := range v.Dropped {
		if len(v.Added) == 0 || !isWindow(t) {
			parts = append(parts, "without "+s.term(t, nil))
		}
	}
	return strings.Join(parts, " · ")
}

// whole is all that a question asks.
func (s *Searches) whole(q *casefile.Question) string {
	parts := []string{}
	if q.Expr != "*" {
		parts = append(parts, q.Expr)
	}
	if w := (timeline.Window{From: q.From, Until: q.Until}); !w.Empty() {
		parts = append(parts, WindowText(w, s.bench.Zone.Get()))
	}
	if q.Group != "" {
		parts = append(parts, "by "+q.Group)
	}
	if q.Bin > 0 || q.Months > 0 {
		parts = append(parts, "by time")
	}
	return strings.Join(parts, " · ")
}

// isWindow reports whether a condition is a question's stretch of time.
func isWindow(term string) bool {
	return strings.HasPrefix(term, "ts:[") && strings.HasSuffix(term, "}")
}

// term is a condition in a few words; that of the question's own stretch of time in
// words of a calendar.
func (s *Searches) term(t string, q *casefile.Question) string {
	if isWindow(t) {
		if q == nil {
			return "the time"
		}
		if w := (timeline.Window{From: q.From, Until: q.Until}); !w.Empty() {
			return WindowText(w, s.bench.Zone.Get())
		}
	}
	return chipText(t)
}

// when says when a search was asked last: the time today, else the day.
func (s *Searches) when(at time.Time) string {
	at = at.In(s.bench.Zone.Get())
	return at.Format("2 Jan 15:04")
}

// Again asks a search again.
func (s *Searches) Again(id uint32) {
	i := s.index(id)
	if i < 0 {
		return
	}
	s.here = id
	q := s.tree[i].Question
	if s.events != nil && q.Sort != "" {
		_, _, columns := s.events.Worn()
		s.events.Wear(q.Sort, q.Desc, columns)
	}
	if now := s.bench.question(); !q.Asks(&now) {
		s.noted = casefile.Question{} // it was asked again, once it is counted
	}
	s.bench.ask(q)
	s.arrange()
}

// Fold hides or shows what was refined from a search.
func (s *Searches) Fold(id uint32, fold bool) {
	if fold {
		s.folded[id] = true
	} else {
		delete(s.folded, id)
	}
	s.arrange()
}

// Star sets a star on a search or takes it away.
func (s *Searches) Star(id uint32) {
	if i := s.index(id); i >= 0 {
		star := !s.tree[i].Star
		s.mark(id, casework.SearchMark{Star: &star})
	}
}

// Name asks for a name of a search, and an empty one takes it away.
func (s *Searches) Name(id uint32) {
	i := s.index(id)
	if i < 0 {
		return
	}
	s.bench.Ask(Question{Title: "Name the search", Label: "Name", Text: s.tree[i].Name, Optional: true, Confirm: "Name it",
		Explain: s.whole(&s.tree[i].Question), Then: func(name, _ string) { s.mark(id, casework.SearchMark{Name: &name}) }})
}

// Comment asks for a note on a search.
func (s *Searches) Comment(id uint32) {
	i := s.index(id)
	if i < 0 {
		return
	}
	s.bench.Ask(Question{Title: "Note on the search", Label: "Note", Text: s.tree[i].Note, Long: true, Optional: true, Confirm: "Keep the note",
		Explain: s.whole(&s.tree[i].Question), Then: func(note, _ string) { s.mark(id, casework.SearchMark{Note: &note}) }})
}

func (s *Searches) mark(id uint32, m casework.SearchMark) {
	b := s.bench
	b.write.Go("mark", func(ctx context.Context, _ progress.Reporter) error {
		_, err := b.Work.MarkSearch(ctx, id, m)
		b.Post(func() { b.Fail(err) })
		return err
	})
}

// SaveAsView asks for a name and keeps a search as a view.
func (s *Searches) SaveAsView(id uint32) {
	i := s.index(id)
	if i < 0 || s.views == nil {
		return
	}
	v := s.tree[i]
	name := v.Name
	if name == "" {
		name = s.whole(&v.Question)
	}
	s.bench.Ask(Question{Title: "Save as view", Label: "Name", Text: name, Confirm: "Save view", Explain: s.whole(&v.Question),
		Then: func(name, _ string) { s.views.keep(name, v.Question) }})
}

// Menu returns what may be done with a search.
func (s *Searches) Menu(r SearchRow) []MenuItem {
	star := "Star"
	if r.Star {
		star = "Take the star away"
	}
	list := []MenuItem{
		{Text: "Search again", Key: "Enter", Do: func() { s.Again(r.ID) }},
		{Text: star, Key: "S", Do: func() { s.Star(r.ID) }},
		{Text: "Name…", Key: "N", Do: func() { s.Name(r.ID) }},
		{Text: "Note…", Key: "C", Do: func() { s.Comment(r.ID) }},
		{Text: "Save as view…", Key: "V", Do: func() { s.SaveAsView(r.ID) }},
	}
	if r.Folds {
		fold, key := "Hide what was refined from it", "Left"
		if !r.Open {
			fold, key = "Show what was refined from it", "Right"
		}
		list = append(list, MenuItem{Text: fold, Key: key, Do: func() { s.Fold(r.ID, r.Open) }})
	}
	return append(list, MenuItem{Text: "Copy the query", Do: func() {
		s.bench.Copy(r.Whole)
		s.bench.Say("The query was copied.", false)
	}})
}
