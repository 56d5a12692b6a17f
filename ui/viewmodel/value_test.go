package viewmodel_test

import (
	"context"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/internal/job"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestValueTellsOfChangesOnly(t *testing.T) {
	v := viewmodel.Of(1)
	var seen []int
	stop := v.Observe(func(n int) { seen = append(seen, n) })
	v.Set(1)
	v.Set(2)
	stop()
	v.Set(3)
	if len(seen) != 2 || seen[0] != 1 || seen[1] != 2 {
		t.Errorf("told %v", seen)
	}
}

// Of two runs only the newer one is shown, whichever ends first.
func TestLatestShowsTheNewest(t *testing.T) {
	var pump uitest.Pump
	lane := job.NewLane(2)
	defer lane.Close()
	latest := viewmodel.NewLatest(lane, pump.Post)
	first, shown := make(chan struct{}), []string{}
	latest.Run(func(context.Context) func() {
		<-first
		return func() { shown = append(shown, "first") }
	})
	latest.Run(func(context.Context) func() {
		return func() { shown = append(shown, "second") }
	})
	pump.Until(t, "the second", func() bool { return len(shown) > 0 })
	close(first)
	lane.Close()
	pump.Turn()
	if len(shown) != 1 || shown[0] != "second" || latest.Pending() {
		t.Errorf("shown %v, pending %v", shown, latest.Pending())
	}
}

func TestSelection(t *testing.T) {
	a, b := casefile.AccountRef("a"), casefile.AccountRef("b")
	link := casefile.Ref{Kind: casefile.RefLink, ID: "b", Peer: "c"}
	s := viewmodel.Select(a, b, a)
	if len(s.Refs) != 2 || s.Lead() != b {
		t.Errorf("%v", s)
	}
	with := s.With(a, link)
	if with.Lead() != link || len(with.Refs) != 3 || s.Lead() != b {
		t.Errorf("with %v, before %v", with, s)
	}
	if got := with.Accounts(); len(got) != 3 || got[0] != "b" || got[1] != "a" || got[2] != "c" {
		t.Errorf("accounts %v", got)
	}
	if out := with.Toggle(a); out.Has(a) || !with.Has(a) || out.Toggle(a).Lead() != a {
		t.Errorf("toggled %v", out)
	}
}

func TestWithin(t *testing.T) {
	from := time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC)
	w := timeline.Window{From: from, Until: from.AddDate(0, 0, 1)}
	for _, c := range [][3]string{
		{"*", "", "*"}, {"", "", "*"}, {"status:200 OR status:429", "", "status:200 OR status:429"},
		{"*", "w", "ts:[2026-04-22T00:00:00Z TO 2026-04-23T00:00:00Z}"},
		{"a OR b", "w", "(a OR b) AND ts:[2026-04-22T00:00:00Z TO 2026-04-23T00:00:00Z}"},
	} {
		window := timeline.Window{}
		if c[1] != "" {
			window = w
		}
		if got := viewmodel.Within(c[0], window); got != c[2] {
			t.Errorf("%q: %q, want %q", c[0], got, c[2])
		}
	}
}

// The engine reads what Within writes, and leaves the end out.
func TestWithinIsReadByTheEngine(t *testing.T) {
	b, _ := uitest.Bench(t, uitest.Case(t))
	all, err := b.Work.Accounts(t.Context(), "*", 0)
	if err != nil || all.Count == 0 {
		t.Fatal(err)
	}
	day := timeline.Window{From: uitest.Now().AddDate(0, 0, -19), Until: uitest.Now().AddDate(0, 0, -18)}
	got, err := b.Work.Accounts(t.Context(), viewmodel.Within("table:requests", day), 0)
	if err != nil || got.Count == 0 || got.Count > all.Count {
		t.Errorf("%d of %d accounts, %v", got.Count, all.Count, err)
	}
}
