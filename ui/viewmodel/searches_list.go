package viewmodel

import (
	"strings"

	"casebench/casefile"
	"casebench/graphview"
)

// SearchList is the whole search history as a table, in which searches stand under
// those that they were refined from.
type SearchList struct {
	*Listing
	Done func() // called when a search was asked again; set by who shows the list

	searches *Searches
	table    *Table[SearchRow]
	own      *Value[Selection]
}

// searchKind is the kind of the Refs by which searches are told apart; they never
// leave this file.
const searchKind casefile.RefKind = "search"

func searchRef(r *SearchRow) casefile.Ref { return casefile.Ref{Kind: searchKind, N: r.ID} }

// NewSearchList returns the list of a bench's searches.
func NewSearchList(s *Searches) *SearchList {
	l := &SearchList{searches: s, own: NewValue(Selection{}, Selection.Equal), Done: func() {}}
	l.table = newTable(searchRef, searchText, l.own, searchColumns()...)
	l.Listing = newListing(s.bench, "searches", "Asked so far", "search", l.table, l.own)
	l.Hint = "Find in the searches"
	act := func(do func(id uint32)) func() {
		return func() {
			if r := l.current(); r != nil {
				do(r.ID)
			}
		}
	}
	l.open = func(int) { act(s.Again)(); l.Done() }
	l.menu = l.items
	l.keys["s"], l.keys["n"], l.keys["c"], l.keys["v"] = act(s.Star), act(s.Name), act(s.Comment), act(s.SaveAsView)
	l.keys["space"] = act(func(id uint32) { s.Fold(id, !s.folded[id]) })
	l.keys["left"] = l.left
	l.keys["right"] = act(func(id uint32) { s.Fold(id, false) })
	l.again = s.read
	l.stops.Add(s.Rows.Observe(func(rows []SearchRow) {
		l.whole = len(s.tree)
		l.table.Set(rows)
		l.loaded(nil, Blank{Title: "Nothing was searched yet", Text: "Every filter and every stretch of time that you look at is kept here, under the one that it was refined from."})
	}))
	l.selectHere()
	return l
}

// selectHere begins at the search that is looked at.
func (l *SearchList) selectHere() {
	for _, r := range l.searches.Rows.Get() {
		if r.Here {
			l.own.Set(Select(searchRef(&r)))
		}
	}
}

// current is the row that keys act on.
func (l *SearchList) current() *SearchRow {
	lead := l.own.Get().Lead()
	for i := range l.table.Len() {
		if r := l.table.At(i); searchRef(r) == lead {
			return r
		}
	}
	return nil
}

// left folds a search, or goes to the one that it was refined from.
func (l *SearchList) left() {
	r := l.current()
	switch {
	case r == nil:
	case r.Folds && r.Open:
		l.searches.Fold(r.ID, true)
	case r.Parent != 0:
		l.own.Set(Select(casefile.Ref{Kind: searchKind, N: r.Parent}))
	}
}

func (l *SearchList) items(row int) []MenuItem {
	r := l.table.At(row)
	if r == nil {
		return nil
	}
	items := l.searches.Menu(*r)
	again := items[0].Do
	items[0].Do = func() { again(); l.Done() }
	return items
}

// At returns row i of those shown, or nil.
func (l *SearchList) At(i int) *SearchRow { return l.table.At(i) }

// searchText is what the quick search looks into.
func searchText(r *SearchRow) string { return strings.Join([]string{r.Text, r.Whole, r.Note}, "\n") }

// deepest is how far rows are moved to the right.
const deepest = 12

// searchLine is a search at its place in the tree: what was refined from it can be
// folded away.
func searchLine(r *SearchRow) string {
	sign := "  "
	if r.Folds {
		sign = "▾ "
		if !r.Open {
			sign = "▸ "
		}
	}
	text := r.Text
	if r.Beyond != "" {
		text += ": " + r.Beyond
	}
	return strings.Repeat("   ", min(r.Depth, deepest)) + sign + text
}

func searchColumns() []TableColumn[SearchRow] {
	return []TableColumn[SearchRow]{
		{ListColumn: ListColumn{ID: "star", Width: 30}, Cell: func(r *SearchRow) ListCell {
			if r.Star {
				return ListCell{Mark: "star"}
			}
			return ListCell{}
		}},
		{ListColumn: ListColumn{ID: "search", Title: "Search", Width: 452, Mono: true}, Plain: func(r *SearchRow) string { return r.Whole },
			Cell: func(r *SearchRow) ListCell { return ListCell{Text: searchLine(r), Strong: r.Here} }},
		{ListColumn: ListColumn{ID: "found", Title: "Events", Width: 84, Number: true}, Down: true, Order: by(func(r *SearchRow) int64 { return r.Matches }),
			Cell: func(r *SearchRow) ListCell { return ListCell{Text: r.Found} }},
		{ListColumn: ListColumn{ID: "when", Title: "Asked", Width: 104},
			Cell: func(r *SearchRow) ListCell { return ListCell{Text: r.When, Token: graphview.Text2} }},
		{ListColumn: ListColumn{ID: "note", Title: "Note", Width: 200},
			Cell: func(r *SearchRow) ListCell { return ListCell{Text: r.Note, Token: graphview.Text2} }},
	}
}
