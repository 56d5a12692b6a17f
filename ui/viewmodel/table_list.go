package viewmodel

import (
	"context"
	"errors"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Phase is where a Listing stands.
type Phase int

// The phases. While loading there are no rows; while refreshing those of before
// stand, and are drawn dimmed.
const (
	Loading Phase = iota
	Shown
	Refreshing
	Failed
	Coming // some rows are there, and more are being found
)

// Blank is what stands in the place of rows when there are none: what is so, and
// the next step with one button.
type Blank struct {
	Title, Text, Button string
	Do                  func()
}

// MenuItem is one line of a menu; without a text it is a line between items.
type MenuItem struct {
	Text string
	Key  string // its key in a table, as shown beside it
	Off  bool
	On   bool // marked as chosen
	Do   func()
	Sub  []MenuItem // opens a menu of its own
}

// rowsOf is a Table of rows of any type.
type rowsOf interface {
	Columns() []ListColumn
	Len() int
	All() int
	Cells(i int) []ListCell
	Sorted() (string, bool)
	SortBy(id string)
	order(id string, desc bool)
	SetWidth(id string, width float32)
	Pick(i int, shift, ctrl bool)
	PickAll()
	Selected(i int) bool
	Current() int
	Find(text string)
	TSV(defanged bool) (string, int)
	mark(Selection)
}

// Listing is a table as a pane shows it: a head line, a quick search, rows or
// what stands in their place. Its values are read and its methods called by the
// pane; what is in it is decided by the view model that has it.
type Listing struct {
	Name  string // short, for what is kept of its looks: "accounts"
	Title string
	Hint  string // in the empty search box

	Phase   *Value[Phase]
	Problem *Value[error] // why the phase is Failed
	Blank   *Value[Blank] // shown when there is no row; the zero Blank when there is one
	Count   *Value[string]
	Note    *Value[string] // quiet, beside the title
	Rows    *Value[int]    // told when rows, their order or the columns change
	Picked  *Value[int]    // told when the selection or the current row changes
	Query   *Value[string] // of the quick search

	rowsOf
	bench   *Bench
	noun    string
	whole   int                   // rows that there would be without a filter, when it is known
	targets func() []casefile.Ref // what acts on the selection act on
	menu    func(row int) []MenuItem
	open    func(row int)
	keys    map[string]func()
	again   func() // reads once more
	starred func(casefile.Ref) bool
	keep    *Latest
	stops   Stops
}

// looks is what a case keeps of a table's looks.
type looks struct {
	Widths map[string]float32 `json:"widths,omitempty"`
	Sorted string             `json:"sorted,omitempty"`
	Desc   bool               `json:"desc,omitempty"`
}

// newListing returns the listing of a table; noun is what one row is.
func newListing(b *Bench, name, title, noun string, rows rowsOf, selection *Value[Selection]) *Listing {
	l := &Listing{Name: name, Title: title, Hint: "Find in " + strings.ToLower(title), noun: noun, bench: b, rowsOf: rows,
		Phase: Of(Loading), Problem: NewValue[error](nil, nil), Blank: NewValue(Blank{}, nil), Count: Of(""), Note: Of(""),
		Rows: Of(0), Picked: Of(0), Query: Of(""), keep: b.NewLatest(), keys: map[string]func(){}}
	l.targets = func() []casefile.Ref { return selection.Get().Refs }
	l.stops.Add(selection.Observe(func(s Selection) {
		rows.mark(s)
		l.Picked.Set(l.Picked.Get() + 1)
	}), b.Zone.Follow(func(*time.Location) { l.changed() }))
	l.recall()
	return l
}

// recall brings back widths and order as the case has them.
func (l *Listing) recall() {
	load := l.bench.NewLatest()
	l.stops.Add(load.Cancel)
	load.Run(func(context.Context) func() {
		var k looks
		err := l.bench.Work.View("table."+l.Name, &k)
		return func() {
			if err != nil {
				return
			}
			for id, w := range k.Widths {
				l.rowsOf.SetWidth(id, w)
			}
			if k.Sorted != "" {
				l.rowsOf.order(k.Sorted, k.Desc)
			}
			l.changed()
		}
	})
}

// remember keeps widths and order in the case.
func (l *Listing) remember() {
	k := looks{Widths: map[string]float32{}}
	for _, c := range l.Columns() {
		k.Widths[c.ID] = c.Width
	}
	k.Sorted, k.Desc = l.Sorted()
	l.keep.Run(func(context.Context) func() {
		err := l.bench.Work.SaveView("table."+l.Name, k)
		return func() { l.bench.Fail(err) }
	})
}

// SortBy sorts by a column and keeps that.
func (l *Listing) SortBy(id string) {
	l.rowsOf.SortBy(id)
	l.remember()
	l.changed()
}

// SetWidth keeps a column's width.
func (l *Listing) SetWidth(id string, width float32) {
	l.rowsOf.SetWidth(id, width)
	l.remember()
}

// Find shows the rows that hold the words.
func (l *Listing) Find(text string) {
	l.Query.Set(text)
	l.rowsOf.Find(text)
	l.changed()
}

// Menu returns what may be done with a row, which is selected first if it is not.
func (l *Listing) Menu(row int) []MenuItem {
	if row < 0 || row >= l.Len() || l.menu == nil {
		return nil
	}
	if !l.Selected(row) {
		l.Pick(row, false, false)
	}
	return l.menu(row)
}

// Open does what a double click or Enter on a row does.
func (l *Listing) Open(row int) {
	if row < 0 || row >= l.Len() {
		return
	}
	if !l.Selected(row) {
		l.Pick(row, false, false)
	}
	if l.open != nil {
		l.open(row)
	}
}

// Key does what a key means on the row, and reports whether it means something.
// J and K are the table's own; "/" is the pane's.
func (l *Listing) Key(name string, row int) bool {
	if name == "SelectAll" {
		l.PickAll()
		return true
	}
	do := l.keys[strings.ToLower(name)]
	if do == nil || row < 0 || row >= l.Len() {
		return false
	}
	if !l.Selected(row) {
		l.Pick(row, false, false)
	}
	do()
	return true
}

// CopyRows puts the selected rows on the clipboard as a table.
func (l *Listing) CopyRows(defanged bool) {
	text, n := l.TSV(defanged)
	if n == 0 {
		l.bench.Say("Select a row first.", false)
		return
	}
	l.bench.Copy(text)
	how := " copied"
	if defanged {
		how = " copied, defanged"
	}
	l.bench.Say(counted(int64(n), "row")+how+".", false)
}

// Again reads once more after a failure.
func (l *Listing) Again() {
	if l.again != nil {
		l.again()
	}
}

// Trouble says why the rows are not there: what happened, what to do, and the
// cause for who wants to know.
func (l *Listing) Trouble() (title, text, details string) {
	err := l.Problem.Get()
	var f *fault.Error
	switch {
	case err == nil:
		return "", "", ""
	case errors.As(err, &f):
		title, text = f.Message, inWindow(f.Hint)
	default:
		title = "The " + plural(l.noun) + " could not be read."
	}
	if text == "" {
		text = "The case was not changed."
	}
	return title, text, err.Error()
}

// Close ends the listing's observers and work.
func (l *Listing) Close() {
	l.keep.Cancel()
	l.stops.Stop()
}

// changed tells that the rows are others.
func (l *Listing) changed() {
	if l.Len() == 0 && l.All() > 0 {
		l.Blank.Set(Blank{Title: "Nothing here holds “" + l.Query.Get() + "”", Text: "All " + counted(int64(l.All()), l.noun) + " are one step away.",
			Button: "Clear the search", Do: func() { l.Find("") }})
	} else if l.Len() > 0 {
		l.Blank.Set(Blank{})
	}
	l.Count.Set(outOf(l.Len(), max(l.whole, l.All()), l.noun))
	l.Rows.Set(l.Rows.Get() + 1)
}

// loading says that an answer is awaited.
func (l *Listing) loading() {
	if l.Phase.Get() == Shown {
		l.Phase.Set(Refreshing)
	} else if l.Phase.Get() == Failed {
		l.Phase.Set(Loading)
	}
}

// loaded says that the rows are there, or what went wrong; when there is none,
// blank says why.
func (l *Listing) loaded(err error, blank Blank) {
	if err != nil {
		l.Problem.Set(err)
		l.Phase.Set(Failed)
		return
	}
	l.Problem.Set(nil)
	if l.All() == 0 {
		l.Blank.Set(blank)
	}
	l.Phase.Set(Shown)
	l.changed()
}
