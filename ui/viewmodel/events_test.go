package viewmodel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// events opens the events of a case and waits for the first rows.
func events(t *testing.T, work *casework.Casework) (*viewmodel.Events, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	b.Tab.Set(viewmodel.TabEvents)
	e := viewmodel.NewEvents(b)
	t.Cleanup(e.Close)
	settled(t, e, pump)
	return e, b, pump
}

// settled waits until the rows that are asked for are there.
func settled(t *testing.T, e *viewmodel.Events, pump *uitest.Pump) {
	t.Helper()
	pump.Until(t, "events", func() bool {
		p := e.Standing.Get().Phase
		return p == viewmodel.Shown || p == viewmodel.Failed
	})
}

// row waits until a row is there, as the pane would.
func row(t *testing.T, e *viewmodel.Events, pump *uitest.Pump, i int64) query.Row {
	t.Helper()
	e.Look(i, i+1)
	pump.Until(t, fmt.Sprint("row ", i), func() bool { _, ok := e.Row(i); return ok })
	r, _ := e.Row(i)
	return r
}

func TestEventsAreTheRowsOfTheQuery(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	for _, filter := range []string{"*", "table:requests", "status:429 OR status:200", "account_id:p1_3"} {
		b.Filter.Set(filter)
		settled(t, e, pump)
		want, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: filter, Limit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if e.Len() != want.Count {
			t.Fatalf("%s: %d rows, want %d", filter, e.Len(), want.Count)
		}
		for _, i := range []int64{0, want.Count / 2, want.Count - 1, want.Count / 3} {
			if got := row(t, e, pump, i); got.Origin != want.Rows[i].Origin {
				t.Errorf("%s: row %d is %v, want %v", filter, i, got.Origin, want.Rows[i].Origin)
			}
		}
	}
}

func TestTheQueryBarSaysWhereItCannotBeRead(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	e.Type("status:200 AND (")
	if w := e.Wrong.Get(); w.Column != 17 || w.Message == "" {
		t.Errorf("wrong %+v, want column 17", w)
	}
	e.Submit("status:200 AND (")
	if b.Filter.Get() != "*" || e.Query.Get() != "status:200 AND (" {
		t.Errorf("a broken query became the filter %q, or left the bar: %q", b.Filter.Get(), e.Query.Get())
	}
	e.Submit("status:200")
	settled(t, e, pump)
	if w := e.Wrong.Get(); b.Filter.Get() != "status:200" || w != (viewmodel.Wrong{}) {
		t.Errorf("filter %q, wrong %+v", b.Filter.Get(), w)
	}
	e.Submit("  ")
	if b.Filter.Get() != "*" || e.Query.Get() != "" {
		t.Errorf("an empty bar is the filter %q and shows %q", b.Filter.Get(), e.Query.Get())
	}
}

func TestEventsFollowTheTimeWindow(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	all := e.Len()
	day := uitest.Now().AddDate(0, 0, -10)
	w := b.Window.Get()
	w.From, w.Until = day, day.AddDate(0, 0, 1)
	b.Window.Set(w)
	settled(t, e, pump)
	if e.Len() == 0 || e.Len() >= all {
		t.Fatalf("%d of %d rows lie in one day", e.Len(), all)
	}
	r := row(t, e, pump, e.Len()-1)
	if v, _ := r.Value("ts"); v.Int < w.From.UnixNano() || v.Int >= w.Until.UnixNano() {
		t.Errorf("a row of %v lies outside the window", time.Unix(0, v.Int).UTC())
	}
	pump.Until(t, "the count", func() bool { return strings.Contains(e.Count.Get(), " of ") })
}

func TestRowsThatNobodySeesAreNotRead(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	all := e.Len()
	b.Tab.Set(viewmodel.TabGraph)
	b.Filter.Set("table:requests")
	pump.Turn()
	if e.Len() != all || e.Standing.Get().Phase != viewmodel.Shown || e.Query.Get() != "table:requests" {
		t.Errorf("behind the graph: %d rows, %+v, bar %q", e.Len(), e.Standing.Get(), e.Query.Get())
	}
	b.Tab.Set(viewmodel.TabEvents)
	settled(t, e, pump)
	if e.Len() >= all {
		t.Errorf("in front again there are %d rows", e.Len())
	}
	b.Tab.Set(viewmodel.TabGraph)
	b.Tab.Set(viewmodel.TabEvents)
	if e.Standing.Get().Phase != viewmodel.Shown {
		t.Error("coming to the front reads rows again that did not change")
	}
}

func TestEventsWithoutRowsTeachTheNextStep(t *testing.T) {
	e, b, _ := events(t, uitest.Empty(t))
	s := e.Standing.Get()
	if s.Blank.Button != "Import…" {
		t.Errorf("an empty case stands at %+v", s)
	}
	var asked string
	b.Show = func(i viewmodel.Intention) { asked = i.Name }
	s.Blank.Do()
	if asked != viewmodel.IntendImport {
		t.Errorf("the button asks for %q", asked)
	}

	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("account_id:nobody_at_all")
	pump.Until(t, "nothing", func() bool { return e.Standing.Get().Phase == viewmodel.Shown && e.Len() == 0 })
	if s := e.Standing.Get(); s.Blank.Button != "Show all events" {
		t.Fatalf("a filter that matches nothing stands at %+v", s)
	}
	e.Standing.Get().Blank.Do()
	settled(t, e, pump)
	if b.Filter.Get() != "*" || e.Len() == 0 {
		t.Errorf("the button leaves the filter %q and %d rows", b.Filter.Get(), e.Len())
	}
}

func TestEventsAreSorted(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	first := row(t, e, pump, 0).Origin
	tokens := func(i int64) int64 {
		r := row(t, e, pump, i)
		v, _ := r.Value("tokens_out")
		return v.Int
	}
	e.SortBy("tokens_out")
	settled(t, e, pump)
	if id, desc := e.Sorted(); id != "tokens_out" || !desc {
		t.Errorf("a count is first sorted %v, %v", id, desc)
	}
	if a, z := tokens(0), tokens(e.Len()-1); a <= z {
		t.Errorf("downwards from %d to %d", a, z)
	}
	e.SortBy("tokens_out")
	settled(t, e, pump)
	if a, z := tokens(0), tokens(e.Len()-1); a >= z {
		t.Errorf("upwards from %d to %d", a, z)
	}
	e.SortBy("tokens_out")
	settled(t, e, pump)
	if id, _ := e.Sorted(); id != "" || row(t, e, pump, 0).Origin != first {
		t.Errorf("the third click sorts by %q", id)
	}
	e.SortBy("prompt_text")
	if id, _ := e.Sorted(); id != "" {
		t.Error("rows are sorted by masked content")
	}
}

func TestColumnsAreThoseThatTheRowsHave(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	titles := func() string {
		var out []string
		for _, c := range e.Columns() {
			out = append(out, c.ID)
		}
		return strings.Join(out, " ")
	}
	if got := titles(); got != "ts table account_id ip details" {
		t.Errorf("of several tables: %s", got)
	}
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	if got := titles(); got != "ts account_id ip model status tokens_in tokens_out template_hash endpoint prompt_text" {
		t.Errorf("of requests: %s", got)
	}
	b.Filter.Set("table:payments")
	settled(t, e, pump)
	if got := titles(); got != "ts account_id result pay_fingerprint funding" {
		t.Errorf("of payments: %s", got)
	}
	menu := e.HeadMenu("funding")
	columns := menu[len(menu)-1].Sub
	at := slices.IndexFunc(columns, func(m viewmodel.MenuItem) bool { return m.Text == "Country" })
	if at < 0 || columns[at].On {
		t.Fatalf("the menu of columns is %+v", columns)
	}
	columns[at].Do()
	if got := titles(); got != "ts account_id result pay_fingerprint funding country" {
		t.Errorf("with the country: %s", got)
	}
}

func TestCellsAreForReading(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	b.Star(casefile.EventRef(row(t, e, pump, 0).Origin.Source, row(t, e, pump, 0).Origin.Row))
	pump.Until(t, "the star", func() bool { c, _ := e.Cells(0); return c[0].Mark == "star" })
	cells, _ := e.Cells(0)
	content := cells[len(cells)-1]
	if !strings.Contains(content.Text, "bytes, masked") {
		t.Errorf("content shows as %q", content.Text)
	}
	for _, c := range cells {
		if strings.Contains(c.Text, "question") {
			t.Errorf("content is shown: %q", c.Text)
		}
	}
	if _, err := time.Parse("2006-01-02 15:04:05", cells[0].Text); err != nil {
		t.Error(err)
	}
}

func TestPickingRows(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	ref := func(i int64) casefile.Ref {
		r := row(t, e, pump, i)
		return casefile.EventRef(r.Origin.Source, r.Origin.Row)
	}
	row(t, e, pump, 0)
	e.Pick(2, false, false)
	e.Pick(5, true, false)
	if got, want := b.Selection.Get(), viewmodel.Select(ref(2), ref(3), ref(4), ref(5)); !got.Equal(want) {
		t.Errorf("a range is %v, want %v", got, want)
	}
	e.Pick(3, false, true)
	e.Pick(9, false, true)
	if got, want := b.Selection.Get(), viewmodel.Select(ref(2), ref(4), ref(5), ref(9)); !got.Equal(want) {
		t.Errorf("with one out and one in: %v, want %v", got, want)
	}
	if !e.Selected(9) || e.Selected(3) || e.Current() != 9 {
		t.Errorf("selected 9: %v, 3: %v, current %d", e.Selected(9), e.Selected(3), e.Current())
	}
	// A range that ends far from what was read.
	far := e.Len() - 1
	e.Pick(far-700, false, false)
	row(t, e, pump, far-700)
	e.Pick(far-700, false, false)
	e.Pick(far, true, false)
	pump.Until(t, "a far range", func() bool { return len(b.Selection.Get().Refs) == 701 })
	if b.Selection.Get().Lead() != ref(far) {
		t.Error("the last row of a range does not lead")
	}
}

func TestAnEventSelectedElsewhereIsBroughtIntoView(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	r := row(t, e, pump, e.Len()-3)
	want := e.Len() - 3
	b.Selection.Set(viewmodel.Select(casefile.EventRef(r.Origin.Source, r.Origin.Row)))
	pump.Until(t, "the row", func() bool { return e.Goto.Get().Row == want })
	if e.Current() != want {
		t.Errorf("the current row is %d, want %d", e.Current(), want)
	}
}
