package viewmodel_test

import (
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// contents opens the navigator of a case and waits until its sources are verified.
func contents(t *testing.T, work *casework.Casework) (*viewmodel.Navigator, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	verified, views := viewmodel.NewVerification(b), viewmodel.NewViews(b, nil)
	searches := viewmodel.NewSearches(b, views, nil)
	vm := viewmodel.NewNavigator(b, verified, views, searches)
	t.Cleanup(func() { vm.Close(); searches.Close(); views.Close(); verified.Close() })
	pump.Until(t, "the case", func() bool {
		v := verified.State.Get()
		return vm.Sections.Get() != nil && v.Sources != nil && !v.Running && !b.Jobs.Any()
	})
	return vm, b, pump
}

func part(t *testing.T, vm *viewmodel.Navigator, p viewmodel.NavPart) viewmodel.NavSection {
	t.Helper()
	i := slices.IndexFunc(vm.Sections.Get(), func(s viewmodel.NavSection) bool { return s.Part == p })
	if i < 0 {
		t.Fatalf("there is no section %s", p)
	}
	return vm.Sections.Get()[i]
}

func line(t *testing.T, vm *viewmodel.Navigator, p viewmodel.NavPart, text string) viewmodel.NavRow {
	t.Helper()
	for _, r := range part(t, vm, p).Rows {
		if strings.HasPrefix(r.Text, text) {
			return r
		}
	}
	t.Fatalf("%s has no row %q", p, text)
	return viewmodel.NavRow{}
}

// remark tags, notes and numbers things in a case.
func remark(t *testing.T, w *casework.Casework) *casework.Casework {
	t.Helper()
	for _, o := range []casework.AnnotateOptions{
		{Ref: "account:p1_1", Tags: []string{"proxy"}}, {Ref: "account:p1_2", Tags: []string{"proxy", "pre paid"}},
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

func TestTheNavigatorCountsTheSmallCase(t *testing.T) {
	vm, _, _ := contents(t, remark(t, uitest.Case(t)))
	for p, want := range map[viewmodel.NavPart]string{
		viewmodel.NavSources: "6", viewmodel.NavClusters: "Run 1", viewmodel.NavViews: "0",
		viewmodel.NavTags: "2", viewmodel.NavFindings: "1", viewmodel.NavExhibits: "1",
	} {
		if got := part(t, vm, p).Count; got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
	if n := len(part(t, vm, viewmodel.NavClusters).Rows); n != uitest.Pools {
		t.Errorf("%d clusters", n)
	}
	if r := line(t, vm, viewmodel.NavSources, "requests.jsonl"); r.Right != "1,920" || r.Dot != graphview.Good {
		t.Errorf("%+v", r)
	}
	if r := line(t, vm, viewmodel.NavClusters, "C-01"); r.Right != "8" || r.Dot != graphview.Cluster1 {
		t.Errorf("%+v", r)
	}
	if r := line(t, vm, viewmodel.NavTags, "proxy"); r.Right != "2" {
		t.Errorf("%+v", r)
	}
}

func TestAClickSelectsAndADoubleClickNarrows(t *testing.T) {
	vm, b, _ := contents(t, remark(t, uitest.Case(t)))
	line(t, vm, viewmodel.NavClusters, "C-02").Pick()
	if lead := b.Selection.Get().Lead(); lead.String() != "cluster:2" {
		t.Errorf("selected %s", lead)
	}
	if !line(t, vm, viewmodel.NavClusters, "C-02").Current {
		t.Error("the row of what is selected is not the current one")
	}
	line(t, vm, viewmodel.NavClusters, "C-02").Open()
	line(t, vm, viewmodel.NavClusters, "C-01").Open()
	if f := b.Filter.Get(); f != "cluster:1" {
		t.Errorf("the filter is %q", f)
	}
	line(t, vm, viewmodel.NavTags, "pre paid").Pick()
	if f := b.Filter.Get(); f != `cluster:1 AND tag:"pre paid"` {
		t.Errorf("the filter is %q", f)
	}
	if !line(t, vm, viewmodel.NavTags, "pre paid").Current {
		t.Error("the tag that narrows is not the current row")
	}
	line(t, vm, viewmodel.NavTags, "pre paid").Pick()
	if f := b.Filter.Get(); f != "cluster:1" {
		t.Errorf("taken away, the filter is %q", f)
	}
	line(t, vm, viewmodel.NavExhibits, "E-000001 request rows").Pick()
	if lead := b.Selection.Get().Lead(); lead.String() != "exhibit:1" {
		t.Errorf("selected %s", lead)
	}
	line(t, vm, viewmodel.NavFindings, "F").Open()
	if lead := b.Selection.Get().Lead(); lead.String() != "cluster:1" {
		t.Errorf("the finding is about %s", lead)
	}
}

// What a person tags in the window appears without being asked for.
func TestTheNavigatorFollowsTheCase(t *testing.T) {
	vm, b, pump := contents(t, uitest.Case(t))
	b.Ask = func(q viewmodel.Question) { q.Then("odd", "") }
	b.Tag(casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2"))
	pump.Until(t, "the tag", func() bool { return len(part(t, vm, viewmodel.NavTags).Rows) == 1 })
	if r := line(t, vm, viewmodel.NavTags, "odd"); r.Right != "2" {
		t.Errorf("%+v", r)
	}
}

func TestALongSectionIsCut(t *testing.T) {
	w := uitest.Case(t)
	for i := range 30 {
		tag := string(rune('a'+i/26)) + string(rune('a'+i%26))
		if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:p1_1", Tags: []string{tag}}); err != nil {
			t.Fatal(err)
		}
	}
	vm, _, _ := contents(t, w)
	rows := part(t, vm, viewmodel.NavTags).Rows
	last := rows[len(rows)-1]
	if len(rows) >= 30 || !last.Quiet || last.Text != "18 more" {
		t.Fatalf("%d rows, the last is %q", len(rows), last.Text)
	}
	last.Pick()
	if n := len(part(t, vm, viewmodel.NavTags).Rows); n != 30 {
		t.Errorf("in full, %d rows", n)
	}
}

func TestViewsAreKeptWithTheCase(t *testing.T) {
	path := uitest.CasePath(t)
	open := func() *casework.Casework {
		w, err := casework.Open(path, uitest.Config())
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	work := open()
	window := timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)}
	t.Run("save", func(t *testing.T) {
		vm, b, pump := contents(t, work)
		b.Filter.Set("cluster:1")
		b.Window.Set(window)
		b.Tab.Set(viewmodel.TabEvents)
		b.Ask = func(q viewmodel.Question) { q.Then("Release day", "") }
		part(t, vm, viewmodel.NavViews).Add()
		pump.Until(t, "the word", func() bool { return b.Said.Get().Number > 0 })
	})
	vm, b, pump := contents(t, open())
	pump.Until(t, "the view", func() bool { return len(part(t, vm, viewmodel.NavViews).Rows) == 1 })
	r := line(t, vm, viewmodel.NavViews, "Release day")
	if r.Current {
		t.Error("it is the current view before it was applied")
	}
	r.Pick()
	if b.Filter.Get() != "cluster:1" || !b.Window.Get().From.Equal(window.From) || b.Tab.Get() != viewmodel.TabEvents {
		t.Errorf("%s, %v, %s", b.Filter.Get(), b.Window.Get(), b.Tab.Get())
	}
	if !line(t, vm, viewmodel.NavViews, "Release day").Current {
		t.Error("applied, it is not the current view")
	}
	menu := line(t, vm, viewmodel.NavViews, "Release day").Menu
	menu[len(menu)-1].Do()
	pump.Until(t, "no view", func() bool { return len(part(t, vm, viewmodel.NavViews).Rows) == 0 })
	pump.Until(t, "the word", func() bool { return b.Said.Get().Number > 0 })
	b.Undo()
	pump.Until(t, "the view again", func() bool { return len(part(t, vm, viewmodel.NavViews).Rows) == 1 })
}

func TestTheNavigatorOfAnEmptyCase(t *testing.T) {
	vm, b, _ := contents(t, uitest.Empty(t))
	s := part(t, vm, viewmodel.NavSources)
	if len(s.Rows) != 0 || s.Hint == "" || s.Add == nil {
		t.Fatalf("%+v", s)
	}
	var asked viewmodel.Intention
	b.Show = func(i viewmodel.Intention) { asked = i }
	s.Add()
	if asked.Name != viewmodel.IntendImport {
		t.Errorf("%+v", asked)
	}
}
