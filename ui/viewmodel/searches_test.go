package viewmodel_test

import (
	"fmt"
	"strings"
	"testing"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// history opens the search history of a case, as the window does.
func history(t *testing.T, work *casework.Casework) (*viewmodel.Searches, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	verified, views := viewmodel.NewVerification(b), viewmodel.NewViews(b, nil)
	status := viewmodel.NewStatus(b, verified)
	s := viewmodel.NewSearches(b, views, nil)
	t.Cleanup(func() { s.Close(); status.Close(); views.Close(); verified.Close() })
	return s, b, pump
}

// shownTree prints the rows; the one where the person is has an arrow.
func shownTree(s *viewmodel.Searches) string {
	var b strings.Builder
	for _, r := range s.Rows.Get() {
		sign := " "
		if r.Here {
			sign = ">"
		}
		fmt.Fprintf(&b, "%s%s%s (%s)\n", sign, strings.Repeat("  ", r.Depth), r.Text, r.Found)
	}
	return b.String()
}

// look looks at something and waits until the history has it.
func look(t *testing.T, s *viewmodel.Searches, b *viewmodel.Bench, pump *uitest.Pump, filter string) {
	t.Helper()
	b.Filter.Set(filter)
	pump.Until(t, "the search "+filter, func() bool {
		for _, r := range s.Rows.Get() {
			if r.Here && r.Whole == filter {
				return true
			}
		}
		return false
	})
}

// What is looked at is kept by itself, below what it was refined from; choosing a
// search asks it again, and the next one grows a branch from there.
func TestSearchesAreKeptByThemselves(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	look(t, s, b, pump, "table:requests")
	look(t, s, b, pump, "table:requests AND status:429")
	look(t, s, b, pump, "table:requests AND status:429 AND model:atlas-5")
	first := s.Rows.Get()[0].ID
	s.Again(first)
	if b.Filter.Get() != "table:requests" {
		t.Fatalf("asked again, the filter is %s", b.Filter.Get())
	}
	pump.Until(t, "the second asking", func() bool { list, _ := b.Work.Searches(t.Context()); return list[0].Times == 2 })
	look(t, s, b, pump, "table:requests AND cluster:1")
	look(t, s, b, pump, "table:logins")
	want := ">table:logins (88)\n" +
		" table:requests (1,920)\n   status:429 (64)\n     model:atlas-5 (0)\n   cluster C-01 (240)\n"
	if got := shownTree(s); got != want {
		t.Errorf("the tree is\n%swant\n%s", got, want)
	}
	b.Filter.Set("*")
	if strings.Contains(shownTree(s), ">") {
		t.Error("everything is a search")
	}
	list, err := b.Work.Searches(t.Context())
	if err != nil || len(list) != 5 {
		t.Errorf("%d searches, %v", len(list), err)
	}
}

// What says something of the case (a tag, a star) counts anew, and is no search.
func TestAChangeOfTheCaseIsNoSearch(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	look(t, s, b, pump, "table:requests")
	for range 3 {
		counted := false
		stop := b.InView.Follow(func(viewmodel.InView) { counted = true })
		if _, err := b.Work.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:p1_1", Star: true}); err != nil {
			t.Fatal(err)
		}
		pump.Until(t, "the count", func() bool { return counted })
		stop()
	}
	list, err := b.Work.Searches(t.Context())
	if err != nil || len(list) != 1 || list[0].Times != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

// Filters that follow each other before they were counted are one search.
func TestWhatIsOutdatedBeforeItIsCountedIsNoSearch(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	for _, f := range []string{"model:a", "model:at", "model:atl"} {
		b.Filter.Set(f)
	}
	look(t, s, b, pump, "model:atlas-5")
	if got := len(s.Rows.Get()); got != 1 {
		t.Errorf("%d searches:\n%s", got, shownTree(s))
	}
}

func TestSearchesFoldAndAreMarked(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	look(t, s, b, pump, "table:requests")
	look(t, s, b, pump, "table:requests AND status:429")
	root := s.Rows.Get()[0]
	if !root.Folds || !root.Open {
		t.Fatalf("%+v", root)
	}
	s.Fold(root.ID, true)
	if got := shownTree(s); got != " table:requests (1,920)\n" {
		t.Errorf("folded:\n%s", got)
	}
	s.Fold(root.ID, false)
	leaf := s.Rows.Get()[1].ID
	b.Ask = func(q viewmodel.Question) { q.Then("Refused", "") }
	s.Name(leaf)
	pump.Until(t, "the name", func() bool { return s.Rows.Get()[1].Text == "Refused" })
	s.Comment(leaf)
	pump.Until(t, "the note", func() bool { return s.Rows.Get()[1].Note == "Refused" })
	s.Star(leaf)
	pump.Until(t, "the star", func() bool { return s.Rows.Get()[1].Star })
	s.SaveAsView(leaf)
	pump.Until(t, "the view", func() bool {
		r, err := b.Work.Views(t.Context())
		return err == nil && r.Count == 1 && r.Views[0].Question.Expr == "table:requests AND status:429"
	})
	s.Star(leaf)
	pump.Until(t, "no star", func() bool { return !s.Rows.Get()[1].Star })
}

// A stretch of time is said in words of a calendar, and only the time is said where
// nothing else is new.
func TestTheTimeInTheTree(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	look(t, s, b, pump, "table:requests")
	from := uitest.Now().AddDate(0, 0, -9).Truncate(24 * 3600e9)
	b.Window.Set(timeline.Window{From: from, Until: from.AddDate(0, 0, 2)})
	pump.Until(t, "the time", func() bool { return len(s.Rows.Get()) == 2 && s.Rows.Get()[1].Here })
	if r := s.Rows.Get()[1]; r.Text != "31 May – 1 Jun 2026" || r.Whole != "table:requests · 31 May – 1 Jun 2026" {
		t.Errorf("%q of %q", r.Text, r.Whole)
	}
	b.Filter.Set("*")
	pump.Until(t, "the time alone", func() bool { return len(s.Rows.Get()) == 3 })
	if r := s.Rows.Get()[2]; r.Depth != 2 || r.Text != "without table:requests" {
		t.Errorf("depth %d: %q", r.Depth, r.Text)
	}
}

func TestTheListOfSearches(t *testing.T) {
	s, b, pump := history(t, uitest.Case(t))
	l := viewmodel.NewSearchList(s)
	t.Cleanup(l.Close)
	if l.Blank.Get().Title == "" {
		t.Error("without searches nothing is said")
	}
	look(t, s, b, pump, "table:requests")
	look(t, s, b, pump, "table:requests AND status:429")
	if l.Len() != 2 || l.Blank.Get().Title != "" {
		t.Fatalf("%d rows, %q", l.Len(), l.Blank.Get().Title)
	}
	l.Pick(1, false, false)
	l.Key("s", 1)
	pump.Until(t, "the star", func() bool { return l.At(1) != nil && l.At(1).Star })
	l.Key("Left", 1) // to the search it was refined from
	if l.Current() != 0 {
		t.Errorf("the current row is %d", l.Current())
	}
	l.Key("Left", 0)
	if l.Len() != 1 {
		t.Errorf("folded, %d rows", l.Len())
	}
	l.Key("Right", 0)
	done := 0
	l.Done = func() { done++ }
	l.Open(0)
	if b.Filter.Get() != "table:requests" || done != 1 {
		t.Errorf("asked again %s, told %d times", b.Filter.Get(), done)
	}
	l.Find("429")
	if l.Len() != 1 || l.At(0).Text != "status:429" {
		t.Errorf("found %d", l.Len())
	}
}
