package navigator_test

import (
	"testing"

	"casebench/casework"
	"casebench/ui/navigator"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// marked is the small case with what a person says of it.
func marked(t *testing.T) *casework.Casework {
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

func opened(t *testing.T, w *casework.Casework) (*viewmodel.Bench, *navigator.Pane) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, w)
	verified, views := viewmodel.NewVerification(b), viewmodel.NewViews(b)
	vm := viewmodel.NewNavigator(b, verified, views)
	pane := navigator.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); views.Close(); verified.Close() })
	pump.Until(t, "sections", func() bool {
		return vm.Sections.Get() != nil && !b.Jobs.Any() && verified.State.Get().Sources != nil && !verified.State.Get().Running
	})
	return b, pane
}

func TestLooks(t *testing.T) {
	b, pane := opened(t, marked(t))
	b.Selection.Set(viewmodel.Select())
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 224, 760, dark))
	}
}
func TestLooksEmpty(t *testing.T) {
	_, pane := opened(t, uitest.Empty(t))
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 224, 760, dark))
	}
}
