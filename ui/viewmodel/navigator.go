package viewmodel

import (
	"context"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
)

// Navigator is the table of contents of a case: sources, clusters, saved views,
// tags, findings, exhibits and searches with their counts, and what a click on each does.
type Navigator struct {
	Sections *Value[[]NavSection]
	Problem  *Value[error] // why the case could not be read; nil when it could

	bench    *Bench
	verified *Verification
	views    *Views
	searches *Searches
	load     *Latest
	read     bool
	overview casework.Overview
	all      map[NavPart]bool // sections shown in full
	stops    Stops
}

// NavPart names a section.
type NavPart string

// The sections in order.
const (
	NavSources  NavPart = "sources"
	NavClusters NavPart = "clusters"
	NavViews    NavPart = "views"
	NavTags     NavPart = "tags"
	NavFindings NavPart = "findings"
	NavExhibits NavPart = "exhibits"
	NavSearches NavPart = "searches"
)

// NavSection is one section with its rows. When it has none, Hint teaches how to
// get some, and Add, when it is not nil, does.
type NavSection struct {
	Part  NavPart
	Title string
	Count string
	Rows  []NavRow
	Hint  string
	AddAs string // what Add does, in words
	Add   func()
}

// NavRow is one thing in a section.
type NavRow struct {
	Key        string // tells it from the others of its section
	Dot        graphview.Token
	Text       string
	Right      string
	RightToken graphview.Token
	Quiet      bool // said in passing, such as how many more there are
	Current    bool
	Depth      int    // how far it stands under the row above
	Icon       string // before the text: "chevron-down", "star-filled" …; "" is none
	Tip        string // in a sentence, where the row is too short for it

	Pick func()      // a click
	Open func()      // a double click; nil is a click again
	Menu []NavAction // a right click
}

// NavAction is an entry of a row's menu.
type NavAction struct {
	Label string
	Do    func()
}

// NewNavigator makes the navigator of a bench.
func NewNavigator(b *Bench, verified *Verification, views *Views, searches *Searches) *Navigator {
	n := &Navigator{Sections: NewValue[[]NavSection](nil, nil), Problem: NewValue[error](nil, nil),
		bench: b, verified: verified, views: views, searches: searches, load: b.NewAside(), all: map[NavPart]bool{}}
	n.stops.Add(
		b.OnChange(casework.TopicAll&^casework.TopicLog, n.reload),
		b.Selection.Follow(func(Selection) { n.arrange() }),
		b.Filter.Follow(func(string) { n.arrange() }),
		b.Window.Follow(func(timeline.Window) { n.arrange() }),
		b.Zone.Follow(func(*time.Location) { n.arrange() }),
		verified.State.Follow(func(Verified) { n.arrange() }),
		views.Saved.Follow(func([]casefile.SavedView) { n.arrange() }),
		searches.Rows.Follow(func([]SearchRow) { n.arrange() }),
		n.load.Cancel,
	)
	n.reload()
	return n
}

// Close ends the navigator.
func (n *Navigator) Close() { n.stops.Stop() }

// Retry reads the case again after a failure.
func (n *Navigator) Retry() { n.reload() }

func (n *Navigator) reload() {
	n.load.Run(func(ctx context.Context) func() {
		o, err := n.bench.Work.Overview(ctx)
		if isCancelled(err) {
			return nil
		}
		return func() {
			n.Problem.Set(err)
			if err == nil {
				n.overview, n.read = o, true
				n.arrange()
			}
		}
	})
}

// arrange makes the sections from what is known.
func (n *Navigator) arrange() {
	if !n.read {
		return
	}
	var out []NavSection
	nothing := len(n.overview.Sources) == 0
	for _, s := range []NavSection{n.sources(), n.clusters(), n.savedViews(), n.tags(), n.findings(), n.exhibits(), n.history()} {
		if nothing && s.Part != NavSources {
			s.Hint, s.AddAs, s.Add = "", "", nil // first things first
		}
		out = append(out, n.cut(s))
	}
	n.Sections.Set(out)
}

// How many rows of a section are shown until a person asks for all, and then.
const (
	rowsAtFirst = 12
	rowsAtMost  = 400

	searchesAtFirst = 8 // there is a table of them
)

// cut shows the first rows of a long section, and a row that shows all. The
// current row is never cut away.
func (n *Navigator) cut(s NavSection) NavSection {
	total, most := len(s.Rows), rowsAtFirst
	if s.Part == NavSearches {
		most = searchesAtFirst
	}
	if n.all[s.Part] {
		most = rowsAtMost
	}
	if total <= most+1 {
		return s
	}
	rows := s.Rows[:most:most]
	for _, r := range s.Rows[most:] {
		if r.Current {
			rows = append(rows, r)
		}
	}
	more := NavRow{Key: "more", Quiet: true, Text: Thousands(int64(total-len(rows))) + " more", Pick: func() {
		n.all[s.Part] = true
		n.arrange()
	}}
	if n.all[s.Part] || s.Part == NavSearches {
		more.Text += " in the table"
		more.Pick = func() { n.openTable(s.Part) }
	}
	s.Rows = append(rows, more)
	return s
}

// openTable opens the tab that lists everything of a section.
func (n *Navigator) openTable(p NavPart) {
	switch p {
	case NavClusters:
		n.bench.Tab.Set(TabClusters)
	case NavSearches:
		n.bench.Show(Intention{Name: IntendSearches})
	case NavSources:
		n.bench.Show(Intention{Name: IntendSources})
	}
}
