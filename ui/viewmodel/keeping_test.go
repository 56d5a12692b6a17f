package viewmodel_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// entry returns the item of a menu whose text begins so, also in menus within.
func entry(t *testing.T, menu []viewmodel.MenuItem, begins string) viewmodel.MenuItem {
	t.Helper()
	for _, i := range menu {
		if i.Text != "" && strings.HasPrefix(i.Text, begins) {
			return i
		}
		for _, sub := range i.Sub {
			if strings.HasPrefix(sub.Text, begins) {
				return sub
			}
		}
	}
	t.Fatalf("no item %q in %v", begins, menu)
	return viewmodel.MenuItem{}
}

// A hold stands in the status line and keeps everything from being purged; lifted, a
// purge says what goes and what stays, and takes the number of the source.
func TestHoldSealAndPurge(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	var asked []viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = append(asked, q) }
	last := func() viewmodel.Question { return asked[len(asked)-1] }
	k := viewmodel.NewKeeping(b)
	t.Cleanup(k.Close)
	verified := viewmodel.NewVerification(b)
	t.Cleanup(verified.Close)
	status := viewmodel.NewStatus(b, verified)
	t.Cleanup(status.Close)
	fact := func(key string) string {
		for _, f := range status.Facts.Get() {
			if f.Key == key {
				return f.Text
			}
		}
		return ""
	}
	if !entry(t, k.Menu(), "No source is withdrawn").Off {
		t.Error("something can be purged")
	}
	entry(t, k.Menu(), "Set a legal hold").Do()
	last().Both("Letter of 3 June", "Everything")
	pump.Until(t, "the hold", func() bool { return len(k.Kept.Get().Holds) == 1 && fact("hold") == "legal hold" })
	if _, err := b.Work.Withdraw(context.Background(), casework.ThingSource, 3, "imported twice"); err != nil {
		t.Fatal(err)
	}
	pump.Until(t, "the source withdrawn", func() bool { return len(k.Kept.Get().Withdrawn) == 1 })
	entry(t, k.Menu(), "Source 3").Do()
	if q := last(); q.Both != nil || !strings.Contains(q.Explain, "Letter of 3 June") {
		t.Fatalf("purged under a hold: %+v", q)
	}
	entry(t, k.Menu(), "Seal this revision").Do()
	last().Then("before the purge", "")
	pump.Until(t, "the seal", func() bool { return len(k.Kept.Get().Seals) == 1 })
	entry(t, k.Menu(), "Lift hold 1").Do()
	last().Then("settled", "")
	pump.Until(t, "the hold lifted", func() bool { return len(k.Kept.Get().Holds) == 0 && fact("hold") == "" })
	n := len(asked)
	entry(t, k.Menu(), "Source 3").Do()
	pump.Until(t, "the plan", func() bool { return len(asked) > n })
	if q := last(); q.Must != "3" || !q.Danger || q.Also != "Reason" || !strings.Contains(q.Explain, "seal 1") || !strings.Contains(q.Explain, "What stays") {
		t.Fatalf("%+v", q)
	}
	last().Both("3", "court order 17")
	purged := func() *casefile.Source {
		r, err := b.Work.Sources(context.Background(), false, progress.Discard)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Sources {
			if r.Sources[i].State == casefile.SourcePurged {
				return &r.Sources[i].Source
			}
		}
		return nil
	}
	pump.Until(t, "the purge", func() bool { return purged() != nil && !b.Busy() })
	if s := purged(); s.ID != 3 || s.Purged.Reason != "court order 17" || b.Problem.Get() != nil {
		t.Errorf("%+v, %v", s, b.Problem.Get())
	}
	pump.Until(t, "nothing left to purge", func() bool { return len(k.Kept.Get().Withdrawn) == 0 })
	entry(t, k.Menu(), "Keep the case until").Do()
	last().Both("2031-13-01", "policy")
	pump.Until(t, "the refusal", func() bool { return b.Problem.Get() != nil })
	b.Problem.Set(nil)
	last().Both("2031-12-01", "policy")
	pump.Until(t, "the day", func() bool { return k.Kept.Get().Until == "2031-12-01" })
}

// An import that was cut off is asked about once, and can go on or be dropped.
func TestDraftsAreAskedAbout(t *testing.T) {
	for _, choice := range []string{"go on", "drop", "leave for now"} {
		t.Run(choice, func(t *testing.T) {
			world := filepath.Join(t.TempDir(), "world")
			if err := uitest.WriteWorld(world); err != nil {
				t.Fatal(err)
			}
			work := uitest.Empty(t)
			ctx, cancel := context.WithCancel(context.Background())
			_, err := work.Import(ctx, casework.ImportOptions{Paths: []string{filepath.Join(world, "requests.jsonl")}, Keep: true}, stopAt{cancel})
			if err == nil {
				t.Fatal("it was not cut off")
			}
			b, pump := uitest.Bench(t, work)
			var asked []viewmodel.Question
			b.Ask = func(q viewmodel.Question) { asked = append(asked, q) }
			viewmodel.AskDrafts(b)
			pump.Until(t, "the question", func() bool { return len(asked) > 0 })
			if q := asked[0]; q.Title != "An import was cut off" || !strings.Contains(q.Explain, "requests.jsonl") || q.Confirm != "Go on with it" || q.Offer != "Drop it" {
				t.Fatalf("%+v", q)
			}
			switch choice {
			case "go on":
				asked[0].Then("", "")
			case "drop":
				asked[0].Instead()
			}
			left := func() int {
				drafts, err := work.Drafts()
				if err != nil {
					t.Fatal(err)
				}
				return len(drafts)
			}
			want := map[string]int{"leave for now": 1}[choice]
			pump.Until(t, "the end", func() bool { return !b.Busy() && left() == want })
			r, err := work.Sources(context.Background(), false, progress.Discard)
			if err != nil {
				t.Fatal(err)
			}
			ready := 0
			for _, s := range r.Sources {
				if s.State == casefile.SourceReady {
					ready++
				}
			}
			if (ready == 1) != (choice == "go on") || b.Problem.Get() != nil {
				t.Errorf("%d sources, %v", ready, b.Problem.Get())
			}
		})
	}
}

// stopAt cuts work off when it has begun to read.
type stopAt struct{ cancel func() }

func (s stopAt) Phase(string, int64) {}
func (s stopAt) Add(int64)           { s.cancel() }
func (s stopAt) Reject(int64)        {}
