package viewmodel_test

import (
	"slices"
	"testing"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// viewsOf opens the saved views of a case over its table of events.
func viewsOf(t *testing.T, work *casework.Casework) (*viewmodel.Views, *viewmodel.Events, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	e, b, pump := events(t, work)
	v := viewmodel.NewViews(b, e)
	t.Cleanup(v.Close)
	return v, e, b, pump
}

func columnIDs(e *viewmodel.Events) []string {
	var out []string
	for _, c := range e.Columns() {
		out = append(out, c.ID)
	}
	return out
}

// A view brings back the filter, the time, the tab, the order and the columns; one that
// knows nothing of columns brings back the usual ones.
func TestAViewBringsBackOrderAndColumns(t *testing.T) {
	v, e, b, pump := viewsOf(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	v.Save("Plain")
	pump.Until(t, "the first view", func() bool { return len(v.Saved.Get()) == 1 })
	usual := columnIDs(e)
	window := timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)}
	b.Filter.Set("table:requests AND status:200")
	b.Window.Set(window)
	settled(t, e, pump)
	head := func(text string) { item(t, e.HeadMenu("model"), text).Do() }
	head("Hide this column")
	e.SortBy("tokens_out")
	settled(t, e, pump)
	want := columnIDs(e)
	v.Save("Big answers")
	pump.Until(t, "the second view", func() bool { return len(v.Saved.Get()) == 2 })
	e.SortBy("tokens_out")
	e.SortBy("tokens_out")
	b.Tab.Set(viewmodel.TabGraph)
	v.Apply("Plain")
	settled(t, e, pump)
	if got := columnIDs(e); b.Filter.Get() != "table:requests" || !b.Window.Get().Empty() || b.Tab.Get() != viewmodel.TabEvents || slices.Equal(got, usual) {
		t.Errorf("plain: %s, %v, %s, columns %v", b.Filter.Get(), b.Window.Get(), b.Tab.Get(), got) // the case hides a column by now
	}
	v.Apply("Big answers")
	settled(t, e, pump)
	sorted, desc := e.Sorted()
	if got := columnIDs(e); !slices.Equal(got, want) || sorted != "tokens_out" || !desc || b.Window.Get() != window {
		t.Errorf("sorted by %s %v, %v, columns %v, want %v", sorted, desc, b.Window.Get(), got, want)
	}
	head("Leave the columns of the view")
	if len(columnIDs(e)) == 0 {
		t.Error("without the columns of the view there are none")
	}
}

// Under a view's columns, showing and hiding one holds until the view's are left.
func TestColumnsUnderAView(t *testing.T) {
	v, e, b, pump := viewsOf(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	before := columnIDs(e)
	e.Wear("", false, []string{"ts", "model"})
	if got := columnIDs(e); !slices.Equal(got, []string{"ts", "model"}) {
		t.Fatalf("columns %v", got)
	}
	columns := item(t, e.HeadMenu("ts"), "Columns").Sub
	item(t, columns, "Status").Do()
	item(t, columns, "Model").Do()
	if got := columnIDs(e); !slices.Equal(got, []string{"ts", "status"}) {
		t.Errorf("columns %v", got)
	}
	e.Wear("", false, nil)
	if got := columnIDs(e); !slices.Equal(got, before) {
		t.Errorf("columns %v, want %v", got, before)
	}
	_ = v
}

func TestTogglingAViewGoesThereAndBack(t *testing.T) {
	v, e, b, pump := viewsOf(t, uitest.Case(t))
	b.Filter.Set("status:200")
	settled(t, e, pump)
	v.Save("One")
	pump.Until(t, "a view", func() bool { return len(v.Saved.Get()) == 1 })
	b.Filter.Set("status:429")
	v.Save("Two")
	pump.Until(t, "two views", func() bool { return len(v.Saved.Get()) == 2 })
	b.Filter.Set("cluster:1")
	b.Tab.Set(viewmodel.TabGraph)
	for _, step := range []struct {
		press int
		want  string
	}{{1, "status:200"}, {2, "status:429"}, {1, "status:200"}, {1, "cluster:1"}, {2, "status:429"}, {2, "cluster:1"}, {7, "cluster:1"}} {
		v.Toggle(step.press)
		if got := b.Filter.Get(); got != step.want {
			t.Fatalf("after view %d the filter is %s, want %s", step.press, got, step.want)
		}
	}
	if b.Tab.Get() != viewmodel.TabGraph {
		t.Errorf("back at the tab %s", b.Tab.Get())
	}
}

// A name that is taken is asked about; undo brings back what the view showed.
func TestAViewIsReplacedWhenThatIsMeant(t *testing.T) {
	v, _, b, pump := viewsOf(t, uitest.Case(t))
	b.Filter.Set("status:200")
	v.Save("One")
	pump.Until(t, "a view", func() bool { return len(v.Saved.Get()) == 1 })
	b.Filter.Set("status:429")
	asked := 0
	b.Ask = func(q viewmodel.Question) { asked++; q.Then("", "") }
	v.Save(" One ")
	pump.Until(t, "the other", func() bool { return v.Saved.Get()[0].Question.Expr == "status:429" })
	b.Undo()
	pump.Until(t, "the first again", func() bool { return v.Saved.Get()[0].Question.Expr == "status:200" })
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	v.Save("  ")
	if len(v.Saved.Get()) != 1 {
		t.Error("a view without a name was kept")
	}
}
