package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/graphview"
)

// maxPicked bounds how many rows are selected one by one.
const maxPicked = 10_000

func refOf(r *query.Row) casefile.Ref { return casefile.EventRef(r.Origin.Source, r.Origin.Row) }

// selected takes over what is selected now.
func (e *Events) selected(s Selection) {
	clear(e.chosen)
	for _, r := range s.Of(casefile.RefEvent) {
		e.chosen[r] = true
	}
	if !e.own {
		e.seek()
	}
	e.Picked.Set(e.Picked.Get() + 1)
}

// seek brings the event that was selected elsewhere into view, if it is here.
func (e *Events) seek() {
	lead := e.bench.Selection.Get().Lead()
	l := e.listing
	if l == nil || lead.Kind != casefile.RefEvent {
		return
	}
	e.locate.Run(func(ctx context.Context) func() {
		at, ok, err := l.Find(ctx, lead)
		if err != nil || !ok {
			return nil
		}
		return func() {
			if l != e.listing {
				return
			}
			e.places[lead] = at
			e.current, e.anchor = at, at
			e.bring(at)
			e.Picked.Set(e.Picked.Get() + 1)
			e.preview()
		}
	})
}

// Pick makes a row the current one and selects it as a click with these keys held
// does: alone, with Shift all from the row picked last, with Ctrl in addition or no
// longer. A row that is still being read becomes current and is not selected.
func (e *Events) Pick(i int64, shift, ctrl bool) {
	if i < 0 || i >= e.length {
		return
	}
	e.current = i
	defer e.preview()
	if shift && e.anchor >= 0 {
		e.pickRange(min(e.anchor, i), max(e.anchor, i)+1, i < e.anchor)
		return // the anchor stays
	}
	e.anchor = i
	r, ok := e.Row(i)
	if !ok {
		e.Picked.Set(e.Picked.Get() + 1)
		return
	}
	ref := refOf(&r)
	e.places[ref] = i
	if ctrl {
		e.choose(e.bench.Selection.Get().Toggle(ref))
	} else {
		e.choose(Select(ref))
	}
}

// choose changes the selection from here: the view stays where it is.
func (e *Events) choose(s Selection) {
	e.locate.Cancel()
	e.own = true
	e.bench.Selection.Set(s)
	e.own = false
	e.Picked.Set(e.Picked.Get() + 1)
}

// pickRange selects the rows from one on and before another. Backwards, the first
// of them is the one selected last.
func (e *Events) pickRange(from, to int64, backwards bool) {
	l := e.listing
	if l == nil {
		return
	}
	if to-from > maxPicked {
		e.bench.Say(fmt.Sprintf("At most %s rows are selected one by one: filter instead.", Thousands(maxPicked)), false)
		to = from + maxPicked
	}
	take := func(rows []query.Row) {
		refs := make([]casefile.Ref, len(rows))
		for i := range rows {
			refs[i] = refOf(&rows[i])
			e.places[refs[i]] = from + int64(i)
		}
		if backwards && len(refs) > 0 {
			refs = append(refs[1:], refs[0])
		}
		e.choose(Select(refs...))
	}
	if rows, ok := e.held(from, to); ok {
		take(rows)
		return
	}
	e.locate.Run(func(ctx context.Context) func() {
		rows, err := l.Page(ctx, from, int(to-from))
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err != nil {
				e.bench.Fail(err)
			} else if l == e.listing {
				take(rows)
			}
		}
	})
}

// held returns rows that were read; ok is false when one was not.
func (e *Events) held(from, to int64) (rows []query.Row, ok bool) {
	for i := from; i < to; i++ {
		r, ok := e.Row(i)
		if !ok {
			return nil, false
		}
		rows = append(rows, r)
	}
	return rows, true
}

// Selected reports whether a row is selected.
func (e *Events) Selected(i int64) bool {
	if len(e.chosen) == 0 {
		return false
	}
	r, ok := e.Row(i)
	return ok && e.chosen[refOf(&r)]
}

// Current returns the current row, or -1.
func (e *Events) Current() int64 { return e.current }

// Open shows what is selected in the inspector.
func (e *Events) Open(i int64) {
	if r, ok := e.Row(i); ok {
		if !e.chosen[refOf(&r)] {
			e.Pick(i, false, false)
		}
		e.bench.Show(Intention{Name: IntendInspect})
	}
}

// Key does what a key means on a row, and reports whether it means something. J
// and K are the grid's own; "/" is the pane's.
func (e *Events) Key(name string, i int64) bool {
	if name == "SelectAll" {
		if e.length > 0 {
			e.pickRange(0, e.length, false)
		}
		return true
	}
	r, ok := e.Row(i)
	if !ok {
		return false
	}
	if !e.chosen[refOf(&r)] {
		e.Pick(i, false, false)
	}
	if name == "Space" {
		e.TogglePreview()
		return true
	}
	if strings.EqualFold(name, "A") {
		e.Context(refOf(&r), Scopes()[0])
		return true
	}
	for _, m := range e.acts(i) {
		if strings.EqualFold(m.Key, name) && !m.Off {
			m.Do()
			return true
		}
	}
	return false
}

// targets are the rows that acts act on.
func (e *Events) targets() []casefile.Ref { return e.bench.Selection.Get().Of(casefile.RefEvent) }

// acts are what may be done with the rows selected, with their keys.
func (e *Events) acts(i int64) []MenuItem {
	list := e.targets()
	return []MenuItem{
		{Text: "Tag…", Key: "T", Do: func() { e.bench.Tag(list...) }},
		{Text: "Star", Key: "S", Do: func() { e.bench.Star(list...) }},
		{Text: "Add note…", Key: "C", Do: func() { e.bench.Note(list...) }},
		{Text: "Make exhibit…", Key: "X", Off: len(list) != 1, Do: func() { e.bench.Exhibit(list[len(list)-1]) }},
		{Text: "Reveal original…", Key: "R", Do: func() { e.Reveal(i) }},
	}
}

// Menu returns what may be done with a row, which is selected first if it is not,
// and with its value in a column.
func (e *Events) Menu(i int64, column string) []MenuItem {
	r, ok := e.Row(i)
	if !ok {
		return nil
	}
	if !e.chosen[refOf(&r)] {
		e.Pick(i, false, false)
	}
	look := []MenuItem{
		{Text: "Inspect", Key: "Enter", Do: func() { e.Open(i) }},
		{Text: "Preview", Key: "Space", Do: e.TogglePreview},
	}
	if a, ok := r.Value("account_id"); ok {
		look = append(look, MenuItem{Text: "Select account " + graphview.Shorten(a.Text, 24), Do: func() {
			e.bench.Selection.Set(Select(casefile.AccountRef(a.Text)))
			e.bench.Show(Intention{Name: IntendInspect})
		}})
	}
	look = append(look, e.contexts(&r)...)
	return chain(e.filters(&r, column), look, e.acts(i), e.copies(&r, column))
}
