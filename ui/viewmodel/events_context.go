package viewmodel

import (
	"context"
	"strconv"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
)

// Scope is what is shown around an event: how far, and in what rows must be like it.
type Scope struct {
	Name   string // as a menu says it
	Title  string // as the line above the rows says it
	Reach  query.Reach
	Like   string // field in which rows are like the event: "account", "session_id", "ip"; "" is all rows
	InFile bool   // its own file, row by row
}

// Scopes are what may be shown around an event, in the order of the menu; the first is
// that of the key.
func Scopes() []Scope {
	ten := query.Reach{Time: 10 * time.Minute}
	fifty := query.Reach{Rows: 50}
	return []Scope{
		{Name: "10 minutes before and after", Title: "10 minutes before and after", Reach: ten},
		{Name: "10 minutes, same account", Title: "10 minutes before and after, the same account", Reach: ten, Like: "account"},
		{Name: "10 minutes, same session", Title: "10 minutes before and after, the same session", Reach: ten, Like: "session_id"},
		{Name: "10 minutes, same address", Title: "10 minutes before and after, the same address", Reach: ten, Like: "ip"},
		{Name: "50 events before and after", Title: "50 events before and after", Reach: fifty},
		{Name: "50 events, same account", Title: "50 events before and after, the same account", Reach: fifty, Like: "account"},
		{Name: "Its place in the file", Title: "its place in the file", InFile: true},
	}
}

// Around is the context of an event that is being looked at. The zero Around is none.
type Around struct {
	Event casefile.Ref
	Title string // "Around 2026-06-09 14:02:11: 10 minutes before and after"
}

// surroundings is what the rows are while the context of an event is looked at, and
// what they were before.
type surroundings struct {
	Around
	at     Route // where that is: anywhere else it is over
	sort   string
	before place // where the person was
	sorted string
	desc   bool
}

// Context shows what is around an event, which is marked and brought into view. The
// filter and the time window say what is shown, so that all documents show the same;
// ShowAround selects the event whose context is shown, and brings it into view.
func (e *Events) ShowAround() {
	if a := e.Around.Get(); a != (Around{}) {
		e.bench.Selection.Set(Select(a.Event))
		e.seek()
	}
}

// LeaveContext goes back to what was shown before, and so does the way back.
func (e *Events) Context(event casefile.Ref, scope Scope) {
	o := casework.AroundOptions{Event: event, InFile: scope.InFile, Before: scope.Reach, After: scope.Reach}
	if scope.Reach.Rows == 0 {
		// The event alone: how far its time reaches is known without its neighbours.
		o.Before, o.After = query.Reach{Rows: 1}, query.Reach{}
	}
	if scope.Like != "" {
		o.Same = []string{scope.Like}
	}
	e.context.Run(func(ctx context.Context) func() {
		s, err := e.bench.Work.Around(ctx, o)
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err != nil {
				e.bench.Fail(err)
				return
			}
			e.enter(event, scope, &s)
		}
	})
}

// timeOf returns when a row was.
func timeOf(r *query.Row) (time.Time, bool) {
	for _, name := range timeFields {
		if v, ok := r.Value(name); ok && v.Kind == casefile.KindTime {
			return time.Unix(0, v.Int).UTC(), true
		}
	}
	return time.Time{}, false
}

// enter looks at the surroundings.
func (e *Events) enter(event casefile.Ref, scope Scope, s *casework.Surroundings) {
	b := e.bench
	q := casefile.Question{Expr: "*", In: string(TabEvents)}
	title := "Around row " + Thousands(event.Row) + " of " + graphview.Clean(e.sources[event.N])
	at, timed := timeOf(&s.Event)
	if timed {
		title = "Around " + eventTime(at, b.Zone.Get())
	}
	sort := "ts"
	switch {
	case scope.InFile:
		q.Expr, sort = FieldIs("source", strconv.Itoa(int(event.N))), ""
	case scope.Reach.Rows > 0:
		q.From, q.Until = at, at.Add(1)
		for _, rows := range [][]query.Row{s.Before, s.After} {
			for i := range rows {
				if t, ok := timeOf(&rows[i]); ok {
					w := timeline.Window{From: q.From, Until: q.Until}.Union(timeline.Window{From: t, Until: t.Add(1)})
					q.From, q.Until = w.From, w.Until
				}
			}
		}
	default:
		q.From, q.Until = at.Add(-scope.Reach.Time), at.Add(scope.Reach.Time+1)
	}
	if scope.Like != "" {
		q.Expr = likeness(scope.Like, &s.Event)
	}
	now := surroundings{Around: Around{Event: event, Title: title + ": " + scope.Title}, sort: sort}
	now.before, now.sorted, now.desc = place{Route{b.Tab.Get(), b.Filter.Get(), b.Window.Get()}, b.Selection.Get()}, e.sorted, e.desc
	if e.Around.Get() != (Around{}) { // from one context to the next the way back stays
		now.before, now.sorted, now.desc = e.surround.before, e.surround.sorted, e.surround.desc
	}
	now.at = Route{Filter: q.Expr, Window: timeline.Window{From: q.From, Until: q.Until}}
	e.surround = now
	e.sorted, e.desc = sort, false
	b.Selection.Set(Select(event))
	b.ask(q)
	e.Around.Set(now.Around)
	e.want() // the rows may be the same in another order
}

// likeness is the condition that rows are like an event in a field.
func likeness(field string, r *query.Row) string {
	column := field
	if field == "account" {
		column = "account_id"
	}
	v, ok := r.Value(column)
	if !ok && field == "ip" {
		v, ok = r.Value("signup_ip")
	}
	if !ok {
		return "*" // Around has said so before
	}
	return FieldIs(field, v.Text)
}

// LeaveContext goes back to what was shown before the context of an event was.
func (e *Events) LeaveContext() {
	if e.Around.Get() == (Around{}) {
		return
	}
	s := e.surround
	e.sorted, e.desc = s.sorted, s.desc
	e.Around.Set(Around{})
	b := e.bench
	b.ask(casefile.Question{Expr: s.before.Filter, From: s.before.Window.From, Until: s.before.Window.Until, In: string(s.before.Tab)})
	b.Selection.Set(s.before.selection)
	e.want()
}

// strayed ends the context when something else is looked at: the order of before comes
// back with it.
func (e *Events) strayed() {
	if e.Around.Get() == (Around{}) || e.bench.moving || e.surround.at == (Route{Filter: e.bench.Filter.Get(), Window: e.bench.Window.Get()}) {
		return
	}
	if e.sorted == e.surround.sort && !e.desc {
		e.sorted, e.desc = e.surround.sorted, e.surround.desc
	}
	e.Around.Set(Around{})
}

// contexts are the items that show what is around a row.
func (e *Events) contexts(r *query.Row) []MenuItem {
	event := refOf(r)
	_, timed := timeOf(r)
	var sub []MenuItem
	for i, s := range Scopes() {
		item := MenuItem{Text: s.Name, Do: func() { e.Context(event, s) }, Off: !timed && !s.InFile || s.Like != "" && likeness(s.Like, r) == "*"}
		if i == 0 {
			item.Key = "A"
		}
		sub = append(sub, item)
	}
	return []MenuItem{{Text: "Context", Sub: sub}}
}
