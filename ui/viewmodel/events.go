package viewmodel

import (
	"context"
	"errors"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/graphview"
)

// Events is the document of single rows: those that the filter and the time window
// leave, however many they are. Rows are read a page at a time, where they are
// looked at.
type Events struct {
	Query    *Value[string]   // what stands in the query bar
	Wrong    *Value[Wrong]    // where the query bar cannot be read; zero when it can
	Standing *Value[Stand]    // rows, or what stands in their place
	Count    *Value[string]   // "8,412,077 of 28,811,904 events"
	Took     *Value[string]   // "34 ms"
	Rows     *Value[int]      // told when rows, their order or the columns change
	Picked   *Value[int]      // told when the selection or the current row changes
	Goto     *Value[Goto]     // told when a row is to be brought into view
	Preview  *Value[Preview]  // all fields of the current row, while it is open
	Around   *Value[Around]   // the event whose context is looked at
	Revealed *Value[Revealed] // told when the original of a row was given out

	bench   *Bench
	listing *casework.Listing
	turn    int    // of load: what an older one found is not shown
	asked   string // what the rows that stand are the answer to
	soFar   int64  // rows found while others are still looked for
	coming  bool   // the rows are the first of those that are being found
	stale   bool   // the rows are not those that are looked at, and nobody sees them
	total   int64
	sources map[uint32]string
	length  int64
	pages   pages
	fields  []string
	tables  map[casefile.Table]int64
	fine    bool // the first rows have times with fractions of a second
	columns []eventColumn
	keep    looksOfEvents
	worn    []string // columns of a saved view, in the place of those kept; nil for none
	sorted  string
	desc    bool

	chosen  map[casefile.Ref]bool
	places  map[casefile.Ref]int64 // of selected rows, where they are known
	anchor  int64
	current int64
	own     bool // the selection is being changed here

	marks map[casefile.Ref]casework.Marked
	ties  map[string]casework.Tie
	dots  map[int]graphview.Token

	surround surroundings // of Around

	find, fetch, ahead, around, whole, locate, saving, context *Latest
	stops                                                      Stops
}

// Wrong is what cannot be read in a query: Column counts characters from 1.
type Wrong struct {
	Column  int
	Message string
	Hint    string
}

// Stand says where the document stands. With a Blank, that stands in the place
// of the rows; TooMuch says that it does because there are too many to be sorted.
type Stand struct {
	Phase   Phase
	Blank   Blank
	TooMuch bool
	Stopped bool   // the search was stopped: the rows are the first of those found
	Details string // of a failure
}

// Goto asks for a row to be brought into view. Number tells one from the next.
type Goto struct {
	Row    int64
	Number int
}

// NewEvents returns the events of a bench.
func NewEvents(b *Bench) *Events {
	e := &Events{Query: Of(shownQuery(b.Filter.Get())), Wrong: Of(Wrong{}), Standing: NewValue(Stand{}, nil), Count: Of(""), Took: Of(""),
		Rows: Of(0), Picked: Of(0), Goto: Of(Goto{}), Preview: NewValue(Preview{}, nil), Revealed: NewValue(Revealed{}, nil), Around: Of(Around{}),
		bench: b, total: -1, current: -1, anchor: -1, chosen: map[casefile.Ref]bool{}, places: map[casefile.Ref]int64{},
		find: b.NewLatest(), fetch: b.NewLatest(), ahead: b.NewLatest(), around: b.NewSlow(), whole: b.NewAside(), locate: b.NewLatest(), saving: b.NewLatest(), context: b.NewLatest()}
	e.pages.clear()
	e.stops.Add(
		b.Filter.Follow(func(expr string) { e.Query.Set(shownQuery(expr)); e.Wrong.Set(wrongIn(expr)); e.strayed(); e.want() }),
		followWindow(b, func() { e.strayed(); e.want() }),
		b.Settled.Follow(func(int) { e.strayed() }),
		e.Around.Follow(func(Around) { e.redraw() }),
		b.Tab.Follow(func(Tab) {
			if e.stale {
				e.want()
			}
		}),
		b.Zone.Follow(func(*time.Location) { e.redraw() }),
		b.Selection.Observe(e.selected),
		b.OnChange(casework.TopicSources|casework.TopicRuns, func() { e.want(); e.gather(); e.countAll() }),
		b.OnChange(casework.TopicAnnotations|casework.TopicExhibits, e.gather),
		e.find.Cancel, e.fetch.Cancel, e.ahead.Cancel, e.around.Cancel, e.whole.Cancel, e.locate.Cancel, e.saving.Cancel, e.context.Cancel)
	e.recall()
	e.want()
	e.gather()
	e.countAll()
	return e
}

// Close ends the document's observers and work.
func (e *Events) Close() {
	e.turn++
	e.stops.Stop()
}

// shownQuery is how a filter stands in the query bar: everything is nothing.
func shownQuery(expr string) string {
	if expr == "*" {
		return ""
	}
	return expr
}

// Type is called with what is typed into the query bar: it says at once where it
// cannot be read. Rows follow at Submit.
func (e *Events) Type(text string) {
	e.Query.Set(text)
	e.Wrong.Set(wrongIn(text))
}

// Submit looks for what stands in the query bar. A query that cannot be read stays
// where it is, with what is wrong about it.
func (e *Events) Submit(text string) {
	e.Type(text)
	if e.Wrong.Get() != (Wrong{}) {
		return
	}
	text = strings.TrimSpace(text)
	if text == "" {
		text = "*"
	}
	e.bench.Filter.Set(text)
}

// wrongIn says what cannot be read in a query; nothing is everything.
func wrongIn(text string) Wrong {
	if strings.TrimSpace(text) == "" {
		return Wrong{}
	}
	_, err := query.Parse(text)
	if err == nil {
		return Wrong{}
	}
	p := Explain(err)
	w := Wrong{Column: 1, Message: p.Sentence, Hint: p.Hint}
	var at *query.SyntaxError
	if errors.As(err, &at) {
		w.Column = at.Column
	}
	return w
}

// want looks for the rows anew while the document is in front, and otherwise when
// it comes to the front: a time window that is being dragged reads no rows that
// nobody sees.
func (e *Events) want() {
	e.stale = e.bench.Tab.Get() != TabEvents
	if e.stale {
		e.turn++
		e.find.Cancel()
		return
	}
	e.load()
}

// load looks for the rows anew. Those of before stand until the first new ones are
// there.
func (e *Events) load() {
	e.turn++
	turn, o := e.turn, casework.BrowseOptions{Expr: e.bench.Expr(), Sort: e.sortField(), Desc: e.desc, FirstRows: pageRows}
	o.First = func(rows []query.Row) {
		e.bench.Post(func() {
			if turn == e.turn {
				e.early(rows)
			}
		})
	}
	o.Sofar = e.sofar(turn)
	e.coming = false
	if s := e.Standing.Get(); (s.Phase == Shown || s.Phase == Coming) && s.Blank.Title == "" {
		e.Standing.Set(Stand{Phase: Refreshing})
	} else if s.Phase != Refreshing {
		e.Standing.Set(Stand{Phase: Loading})
	}
	e.find.Run(func(ctx context.Context) func() {
		l, err := e.bench.Work.Browse(ctx, o)
		var first []query.Row
		if err == nil {
			first, err = l.Page(ctx, 0, pageRows)
		}
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err != nil {
				e.failed(err)
				return
			}
			e.found(l, first)
		}
	})
}

// found shows what was found.
func (e *Events) found(l *casework.Listing, first []query.Row) {
	before, came := e.listing, e.coming
	e.listing, e.coming, e.asked = l, false, e.bench.Expr()
	if came {
		e.extend(l.Len(), first)
	} else {
		e.begin(l.Len(), first)
	}
	e.arrange(l.Tables(), l.Fields())
	e.Took.Set(tookText(l.Took))
	e.count()
	e.Standing.Set(Stand{Phase: Shown, Blank: e.blank()})
	e.redraw()
	if !came && (before == nil || before.Expr != l.Expr) {
		e.bring(0)
	}
	e.seek()
}

// tookText prints how long a search took.
func tookText(d time.Duration) string {
	if d < time.Millisecond {
		return "<1 ms"
	}
	return Thousands(d.Milliseconds()) + " ms"
}

// begin forgets the rows of before.
func (e *Events) begin(length int64, first []query.Row) {
	e.pages.clear()
	clear(e.places)
	e.current, e.anchor = -1, -1
	e.fetch.Cancel()
	e.ahead.Cancel()
	e.extend(length, first)
}

// extend takes in that there are more rows after those of before, which keep their
// places.
func (e *Events) extend(length int64, first []query.Row) {
	e.length = length
	e.pages.put(0, first)
	e.fine = false
	for _, r := range first {
		for _, name := range timeFields {
			if v, ok := r.Value(name); ok {
				e.fine = e.fine || v.Int%int64(time.Second) != 0
				break
			}
		}
	}
}

// failed shows why there are no rows.
func (e *Events) failed(err error) {
	e.listing, e.coming = nil, false
	e.begin(0, nil)
	e.Count.Set("")
	e.Took.Set("")
	p := Explain(err)
	var many *query.TooManyRows
	if errors.As(err, &many) {
		e.Standing.Set(Stand{Phase: Shown, TooMuch: true, Blank: Blank{Title: p.Sentence, Text: p.Hint, Button: "Leave them in file order",
			Do: func() { e.sort("", false) }}})
	} else {
		s := Stand{Phase: Failed, Details: p.Details, Blank: Blank{Title: p.Sentence, Text: p.Hint, Button: "Try again", Do: e.load}}
		if wrongIn(e.bench.Filter.Get()) != (Wrong{}) {
			s.Blank.Button, s.Blank.Do = "Show all events", e.showAll
		}
		e.Standing.Set(s)
	}
	e.redraw()
}

// blank says why there is no row, and what the next step is.
func (e *Events) blank() Blank {
	if e.length > 0 {
		return Blank{}
	}
	if e.total > 0 || e.bench.Expr() != "*" && e.total < 0 {
		return Blank{Title: "No event matches", Text: "No row lies within the filter and the time window.", Button: "Show all events", Do: e.showAll}
	}
	return Blank{Title: "No events yet", Text: "Import request logs, logins or payments, and their rows stand here.", Button: "Import…",
		Do: func() { e.bench.Show(Intention{Name: IntendImport}) }}
}

// showAll takes the filter and the time window away.
func (e *Events) showAll() {
	e.bench.Window.Set(window{})
	e.bench.Filter.Set("*")
}

// countAll counts the rows that the case holds.
func (e *Events) countAll() {
	e.whole.Run(func(ctx context.Context) func() {
		o, err := e.bench.Work.Overview(ctx)
		return func() {
			if err != nil {
				return
			}
			e.total = o.Events
			e.sources = map[uint32]string{}
			for _, s := range o.Sources {
				e.sources[s.ID] = s.Name
			}
			if s := e.Standing.Get(); s.Phase == Shown && !s.TooMuch && !s.Stopped {
				e.count()
				e.Standing.Set(Stand{Phase: Shown, Blank: e.blank()})
			}
		}
	})
}

func (e *Events) count() {
	switch {
	case e.listing == nil:
	case e.total < 0 || e.total == e.length:
		e.Count.Set(Many(e.length, "event"))
	default:
		e.Count.Set(Thousands(e.length) + " of " + Many(e.total, "event"))
	}
}

// gather reads what people said of rows, and the clusters of their accounts.
func (e *Events) gather() {
	e.around.Run(func(ctx context.Context) func() {
		marks, err := e.bench.Work.Marks(ctx)
		ties, err2 := e.bench.Work.Ties(ctx)
		dots, err3 := clusterDots(ctx, e.bench.Work)
		return func() {
			if problem := errors.Join(err, err2, err3); problem != nil {
				e.bench.Fail(problem)
				return
			}
			e.marks, e.ties, e.dots = marks, ties, dots
			e.redraw()
		}
	})
}

// redraw tells that cells may be others.
func (e *Events) redraw() {
	e.pages.forgetCells()
	e.Rows.Set(e.Rows.Get() + 1)
}

// bring asks for a row to be brought into view.
func (e *Events) bring(row int64) { e.Goto.Set(Goto{row, e.Goto.Get().Number + 1}) }
