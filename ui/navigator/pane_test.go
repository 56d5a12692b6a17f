package navigator_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/navigator"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

const (
	width  = 224
	height = 760
)

// remarked is the small case with what a person says of it.
func remarked(t *testing.T) *casework.Casework {
	t.Helper()
	w := uitest.Case(t)
	for _, o := range []casework.AnnotateOptions{
		{Ref: "account:p1_1", Tags: []string{"proxy"}}, {Ref: "account:p1_2", Tags: []string{"proxy", "prepaid"}},
		{Ref: "cluster:1", Note: "One operator, eight accounts", Kind: "finding"},
	} {
		if _, err := w.Annotate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Exhibit(t.Context(), "account:p1_1", "request rows"); err != nil {
		t.Fatal(err)
	}
	return w
}

// opened shows the navigator of a case in a window, its sources verified.
func opened(t *testing.T, w *casework.Casework) (*viewmodel.Bench, *navigator.Pane) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, w)
	verified, views := viewmodel.NewVerification(b), viewmodel.NewViews(b, nil)
	searches := viewmodel.NewSearches(b, views, nil)
	vm := viewmodel.NewNavigator(b, verified, views, searches)
	pane := navigator.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); searches.Close(); views.Close(); verified.Close() })
	uitest.Window(t, pane.Object(), width, height)
	pump.Until(t, "sections", func() bool {
		pump.Turn()
		return vm.Sections.Get() != nil && !b.Jobs.Any() && !verified.State.Get().Running
	})
	return b, pane
}

// row finds the row whose text begins so.
func row(t *testing.T, pane *navigator.Pane, text string) *widgets.ListRow {
	t.Helper()
	var found *widgets.ListRow
	walk(pane.Object(), func(o fyne.CanvasObject) {
		if r, ok := o.(*widgets.ListRow); ok && strings.HasPrefix(r.Look().Text, text) {
			found = r
		}
	})
	if found == nil {
		t.Fatalf("there is no row %q", text)
	}
	return found
}

func walk(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	do(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, part := range o.Objects {
			walk(part, do)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			walk(part, do)
		}
	}
}

func TestAClickOnARowSelects(t *testing.T) {
	b, pane := opened(t, remarked(t))
	before := row(t, pane, "C-02")
	test.Tap(before)
	if lead := b.Selection.Get().Lead(); lead.String() != "cluster:2" {
		t.Errorf("selected %s", lead)
	}
	after := row(t, pane, "C-02")
	if !after.Look().Current {
		t.Error("the row is not the current one")
	}
	if after != before {
		t.Error("the row was made anew: focus and place are lost")
	}
	if f := b.Filter.Get(); f != "*" {
		t.Errorf("one click made the filter %q", f)
	}
}

func TestASecondClickNarrows(t *testing.T) {
	b, pane := opened(t, remarked(t))
	test.Tap(row(t, pane, "C-01"))
	test.Tap(row(t, pane, "C-02"))
	if f := b.Filter.Get(); f != "*" {
		t.Errorf("clicks on two rows made the filter %q", f)
	}
	test.Tap(row(t, pane, "C-02"))
	if f := b.Filter.Get(); f != "cluster:2" {
		t.Errorf("the filter is %q", f)
	}
}

func TestGolden(t *testing.T) {
	b, pane := opened(t, remarked(t))
	test.Tap(row(t, pane, "C-02"))
	b.Filter.Set("tag:proxy")
	uitest.Markup(t, pane.Object(), "case")
}

func TestGoldenOfAnEmptyCase(t *testing.T) {
	_, pane := opened(t, uitest.Empty(t))
	uitest.Markup(t, pane.Object(), "empty")
}

// The looks, to be seen beside the drawings.
func TestShots(t *testing.T) {
	for _, dark := range []bool{true, false} {
		_, pane := opened(t, remarked(t))
		test.Tap(row(t, pane, "C-02"))
		t.Log(uitest.Shot(t, pane.Object(), width, height, dark))
	}
}

// The looks of the searches below the rest.
func TestShotOfSearches(t *testing.T) {
	for _, dark := range []bool{true, false} {
		w := remarked(t)
		ask := func(expr string, from uint32, found int64) uint32 {
			s, err := w.NoteSearch(t.Context(), casefile.Question{Expr: expr}, from, found)
			if err != nil {
				t.Fatal(err)
			}
			return s.ID
		}
		one := ask("model:atlas-5", 0, 8_412_077)
		two := ask("model:atlas-5 AND NOT status:200", one, 64)
		ask("model:atlas-5 AND NOT status:200 AND ip:203.0.113.0/24", two, 12)
		ask("model:atlas-5 AND cluster:2", one, 1204)
		star := true
		if _, err := w.MarkSearch(t.Context(), ask("tag:proxy", 0, 88), casework.SearchMark{Star: &star}); err != nil {
			t.Fatal(err)
		}
		b, pane := opened(t, w)
		b.Filter.Set("model:atlas-5 AND cluster:2")
		t.Log(uitest.Shot(t, pane.Object(), width, 900, dark))
	}
}
