package viewmodel

import (
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/graphview"
)

// TableColumn is one column of a Table over rows of type T.
type TableColumn[T any] struct {
	ListColumn
	Cell  func(*T) ListCell
	Order func(a, b *T) int       // nil: the column cannot be sorted by
	Down  bool                    // sorted downwards at the first click, as counts are
	Plain func(*T) string         // as it is copied; nil: the text of the cell
	Value func(*T) (string, bool) // the value that a defanged copy changes; nil: none
}

// ListColumn is what a head of a table shows.
type ListColumn struct {
	ID, Title string
	Width     float32
	Number    bool // stands at the right
	Mono      bool
	Sortable  bool
}

// ListCell is what one row shows in one column.
type ListCell struct {
	Text   string
	Token  graphview.Token // colour of the text; "" is the plain one
	Dot    graphview.Token // a dot before the text; "" is none
	Mark   string          // a sign before the text: "star", "tag", "note" or ""
	Strong bool
}

// Table keeps rows in memory, sorts and filters them and knows which are
// selected. It does not know what a row is: its columns do.
type Table[T any] struct {
	columns   []TableColumn[T]
	key       func(*T) casefile.Ref
	text      func(*T) string // what the quick search looks into
	selection *Value[Selection]

	rows   []T      // in the order in which they came
	texts  []string // of the rows, in lower case; made at the first search
	shown  []int32  // rows that are shown, in their order
	places map[casefile.Ref]int
	chosen map[casefile.Ref]bool
	anchor casefile.Ref

	sorted string // column; "" is the order in which the rows came
	desc   bool
	find   string
}

// newTable returns a table without rows that is selected in through a Selection,
// of a bench or of its own.
func newTable[T any](key func(*T) casefile.Ref, text func(*T) string, selection *Value[Selection], columns ...TableColumn[T]) *Table[T] {
	t := &Table[T]{columns: columns, key: key, text: text, selection: selection, places: map[casefile.Ref]int{}, chosen: map[casefile.Ref]bool{}}
	for i := range t.columns {
		t.columns[i].Sortable = t.columns[i].Order != nil
	}
	return t
}

// Set shows other rows, in the order asked for before.
func (t *Table[T]) Set(rows []T) {
	t.rows, t.texts = rows, nil
	t.arrange()
}

// Find shows the rows that hold all words of the text, in any letter case.
func (t *Table[T]) Find(text string) {
	t.find = text
	t.arrange()
}

// Len returns the number of rows shown, All of those there are.
func (t *Table[T]) Len() int { return len(t.shown) }

// All returns the number of rows, shown or not.
func (t *Table[T]) All() int { return len(t.rows) }

// At returns row i of those shown, or nil.
func (t *Table[T]) At(i int) *T {
	if i < 0 || i >= len(t.shown) {
		return nil
	}
	return &t.rows[t.shown[i]]
}

// Cells returns what row i shows.
func (t *Table[T]) Cells(i int) []ListCell {
	r := t.At(i)
	if r == nil {
		return nil
	}
	cells := make([]ListCell, len(t.columns))
	for k := range t.columns {
		cells[k] = t.columns[k].Cell(r)
		cells[k].Text = oneLine(cells[k].Text)
	}
	return cells
}

// Columns returns the heads.
func (t *Table[T]) Columns() []ListColumn {
	out := make([]ListColumn, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.ListColumn
	}
	return out
}

// SetWidth makes a column wider or narrower.
func (t *Table[T]) SetWidth(id string, width float32) {
	if i := t.column(id); i >= 0 && width > 0 {
		t.columns[i].Width = width
	}
}

// Sorted returns the column by which the rows are sorted, and whether downwards.
func (t *Table[T]) Sorted() (column string, desc bool) { return t.sorted, t.desc }

// SortBy sorts by a column; a second time turns the order round.
func (t *Table[T]) SortBy(id string) {
	i := t.column(id)
	if i < 0 || t.columns[i].Order == nil {
		return
	}
	desc := t.columns[i].Down
	if t.sorted == id {
		desc = !t.desc
	}
	t.order(id, desc)
}

func (t *Table[T]) order(id string, desc bool) {
	t.sorted, t.desc = id, desc
	t.arrange()
}

func (t *Table[T]) column(id string) int {
	return slices.IndexFunc(t.columns, func(c TableColumn[T]) bool { return c.ID == id })
}

// arrange finds and sorts the rows anew. Rows that are equal by the column keep
// the order in which they came, whichever way it is sorted.
func (t *Table[T]) arrange() {
	t.shown = t.shown[:0]
	words := strings.Fields(strings.ToLower(t.find))
	if len(words) > 0 && t.texts == nil {
		t.texts = make([]string, len(t.rows))
		for i := range t.rows {
			t.texts[i] = strings.ToLower(t.text(&t.rows[i]))
		}
	}
	for i := range t.rows {
		if len(words) == 0 || holdsAll(t.texts[i], words) {
			t.shown = append(t.shown, int32(i))
		}
	}
	if k := t.column(t.sorted); k >= 0 && t.columns[k].Order != nil {
		order := t.columns[k].Order
		slices.SortStableFunc(t.shown, func(a, b int32) int {
			n := order(&t.rows[a], &t.rows[b])
			if t.desc {
				return -n
			}
			return n
		})
	}
	clear(t.places)
	for i, r := range t.shown {
		t.places[t.key(&t.rows[r])] = i
	}
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
