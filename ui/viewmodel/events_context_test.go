package viewmodel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// scope returns the scope of a name.
func scope(t *testing.T, name string) viewmodel.Scope {
	t.Helper()
	i := slices.IndexFunc(viewmodel.Scopes(), func(s viewmodel.Scope) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("there is no scope %q", name)
	}
	return viewmodel.Scopes()[i]
}

// inContext waits until the context of an event is shown, with the event in view.
func inContext(t *testing.T, e *viewmodel.Events, pump *uitest.Pump, event casefile.Ref) {
	t.Helper()
	pump.Until(t, "the context", func() bool {
		r, ok := e.Row(e.Current())
		return e.Around.Get().Event == event && e.Standing.Get().Phase == viewmodel.Shown && ok && casefile.EventRef(r.Origin.Source, r.Origin.Row) == event
	})
}

// whens returns when the rows shown were, which the context orders.
func whens(t *testing.T, e *viewmodel.Events, pump *uitest.Pump) []time.Time {
	t.Helper()
	var out []time.Time
	for i := range e.Len() {
		r := row(t, e, pump, i)
		for _, name := range []string{"ts", "created_at"} {
			if v, ok := r.Value(name); ok {
				out = append(out, time.Unix(0, v.Int).UTC())
				break
			}
		}
	}
	if !slices.IsSortedFunc(out, time.Time.Compare) {
		t.Error("the rows are not in the order of time")
	}
	return out
}

// What is around an event replaces the filter, in order of time, with the event marked
// and in view; going back brings filter, time, order and selection as they were.
func TestTheContextOfAnEvent(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	routes := viewmodel.NewRoutes(b)
	t.Cleanup(routes.Close)
	b.Filter.Set("model:atlas-5 AND account_id:p1_3")
	settled(t, e, pump)
	e.SortBy("tokens_out")
	settled(t, e, pump)
	r := row(t, e, pump, 4)
	event := casefile.EventRef(r.Origin.Source, r.Origin.Row)
	ts, _ := r.Value("ts")
	at := time.Unix(0, ts.Int).UTC()
	e.Pick(4, false, false)

	if !e.Key("a", 4) {
		t.Fatal("A means nothing")
	}
	inContext(t, e, pump, event)
	if b.Filter.Get() != "*" || !strings.HasSuffix(e.Around.Get().Title, ": 10 minutes before and after") {
		t.Errorf("%s, %q", b.Filter.Get(), e.Around.Get().Title)
	}
	for _, when := range whens(t, e, pump) {
		if d := when.Sub(at).Abs(); d > 10*time.Minute {
			t.Errorf("a row is %v away", d)
		}
	}
	cells, _ := e.Cells(e.Current())
	if !cells[0].Strong {
		t.Error("the event is not marked")
	}
	near := e.Len()
	e.Context(event, scope(t, "10 minutes, same account"))
	pump.Until(t, "the account", func() bool { return b.Filter.Get() == "account:p1_3" })
	inContext(t, e, pump, event)
	if e.Len() > near {
		t.Errorf("of the account there are %d rows of %d", e.Len(), near)
	}
	e.LeaveContext()
	settled(t, e, pump)
	sorted, desc := e.Sorted()
	if b.Filter.Get() != "model:atlas-5 AND account_id:p1_3" || !b.Window.Get().Empty() || sorted != "tokens_out" || !desc ||
		b.Selection.Get().Lead() != event || e.Around.Get() != (viewmodel.Around{}) {
		t.Errorf("back at %s, %v, sorted by %s %v, %v", b.Filter.Get(), b.Window.Get(), sorted, desc, b.Selection.Get())
	}
	// Each was one step on the way.
	steps := 0
	for ; routes.Can.Get().Back; steps++ {
		routes.Back()
	}
	if steps != 4 { // the filter, the context, that of the account, back
		t.Errorf("%d steps back", steps)
	}
}

func TestTheContextByRowsAndInTheFile(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("account_id:p1_3 AND table:requests")
	settled(t, e, pump)
	r := row(t, e, pump, 12)
	event := casefile.EventRef(r.Origin.Source, r.Origin.Row)
	e.Context(event, scope(t, "50 events before and after"))
	inContext(t, e, pump, event)
	if n := e.Len(); n < 101 || n > 130 { // some were at the same moment as the last
		t.Errorf("%d rows around it", n)
	}
	whens(t, e, pump)
	if at := e.Current(); at < 50 {
		t.Errorf("the event is row %d", at)
	}
	e.LeaveContext()
	settled(t, e, pump)
	e.Context(event, scope(t, "Its place in the file"))
	inContext(t, e, pump, event)
	if e.Len() < 1900 || e.Current() != event.Row-1 {
		t.Errorf("row %d of %d in the file, want %d", e.Current(), e.Len(), event.Row-1)
	}
}

// Looking at something else ends the context, and the order of before comes back.
func TestTheContextEndsWhenSomethingElseIsLookedAt(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	r := row(t, e, pump, 0)
	event := casefile.EventRef(r.Origin.Source, r.Origin.Row)
	e.Context(event, viewmodel.Scopes()[0])
	inContext(t, e, pump, event)
	b.Filter.Set("table:logins")
	if sorted, _ := e.Sorted(); e.Around.Get() != (viewmodel.Around{}) || sorted != "" {
		t.Errorf("%+v, sorted by %s", e.Around.Get(), sorted)
	}
	e.LeaveContext() // there is none: nothing happens
	if b.Filter.Get() != "table:logins" {
		t.Errorf("the filter is %s", b.Filter.Get())
	}
}

// What the event has not is not offered, and what is not there says so.
func TestContextsThatCannotBe(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:accounts")
	settled(t, e, pump)
	row(t, e, pump, 0)
	sub := item(t, e.Menu(0, "account_id"), "Context").Sub
	if item(t, sub, "10 minutes, same account").Off || !item(t, sub, "10 minutes, same session").Off {
		t.Errorf("%+v", sub)
	}
	e.Context(casefile.EventRef(99, 1), viewmodel.Scopes()[0])
	pump.Until(t, "the problem", func() bool { return b.Problem.Get() != nil })
	if e.Around.Get() != (viewmodel.Around{}) || b.Filter.Get() != "table:accounts" {
		t.Errorf("%+v, %s", e.Around.Get(), b.Filter.Get())
	}
}
