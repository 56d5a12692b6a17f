package handover_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/handover"
	"casebench/linkage/linkagetest"
)

var start = time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC).UnixNano()

const (
	second = int64(time.Second)
	day    = 24 * int64(time.Hour)
)

// world has forty accounts that ask every eight hours for thirty days.
func world() *linkagetest.World {
	w := linkagetest.NewWorld()
	for i := range 40 {
		a := w.Account(fmt.Sprintf("person%02d", i))
		for k := range int64(90) {
			w.Request(a, start+k*day/3+int64(i)*600*second, fmt.Sprint("own template of ", i))
		}
	}
	return w
}

// works lets an account ask once an hour from one day up to a moment.
func works(w *linkagetest.World, name, template string, from, to int64) uint32 {
	a := w.Account(name)
	for at := from; at <= to; at += 3600 * second {
		w.Request(a, at, template)
	}
	return a
}

func links(t *testing.T, w *linkagetest.World) []casefile.Link {
	t.Helper()
	model := linkage.DefaultModel()
	model.Lower = -100000
	r, err := linkage.Run(context.Background(), w.Input(), model, linkage.Options{Signals: handover.Signals()}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return r.Links
}

func TestHandover(t *testing.T) {
	ban := start + 10*day + 1800*second
	for _, c := range []struct {
		name  string
		build func(w *linkagetest.World)
		want  int
		grade casefile.Grade
	}{
		{"a new account starts twenty seconds after a ban", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "banned", ban)
			works(w, "b", "task", ban+20*second, start+20*day)
		}, 1, casefile.GradeA},
		{"an idle account wakes up after a suspension, with other prompts", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "suspended", ban)
			works(w, "b", "other", start, start+day)
			works(w, "b", "other", ban+40*second, start+20*day)
		}, 1, casefile.GradeB},
		{"a busy account goes on with the same private template", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "rate_limited", ban)
			works(w, "b", "task", start+30*second+1800*second, start+20*day)
		}, 1, casefile.GradeA},
		{"the start comes an hour later", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "banned", ban)
			works(w, "b", "task", ban+3600*second, start+20*day)
		}, 0, ""},
		{"the action was a reinstatement", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "unsuspended", ban)
			works(w, "b", "task", ban+20*second, start+20*day)
		}, 0, ""},
		{"both accounts declare one organisation", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "banned", ban)
			b := works(w, "b", "task", ban+20*second, start+20*day)
			w.Observe(a, casefile.ObserveOrg, "org", start)
			w.Observe(b, casefile.ObserveOrg, "org", start)
		}, 0, ""},
		{"many accounts start at that moment", func(w *linkagetest.World) {
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "banned", ban)
			for i := range 8 {
				works(w, fmt.Sprint("b", i), fmt.Sprint("mine ", i), ban+20*second+int64(i)*second, start+20*day)
			}
		}, 0, ""},
		{"the shared template is known to be public", func(w *linkagetest.World) {
			w.Shared = []linkage.KnownShared{{Type: "template", Value: "task", Reason: "benchmark"}}
			a := works(w, "a", "task", start, ban)
			w.Observe(a, casefile.ObserveAction, "rate_limited", ban)
			works(w, "b", "task", start+30*second+1800*second, start+20*day)
		}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := world()
			c.build(w)
			got := links(t, w)
			if len(got) != c.want {
				t.Fatalf("%d links, want %d: %+v", len(got), c.want, got)
			}
			if c.want == 0 {
				return
			}
			e := got[0].Evidence[0]
			if e.Family != casefile.FamilyTime || e.Grade != c.grade || e.RawBits <= 0 || e.SharedBy != 2 {
				t.Errorf("evidence = %+v", e)
			}
			if a, b := w.Names[got[0].A], w.Names[got[0].B]; a != "a" || b != "b" {
				t.Errorf("link between %s and %s, want a and b", a, b)
			}
		})
	}
}

// A fresh start is worth more than going on, because it is rarer.
func TestFreshStartWeighsMore(t *testing.T) {
	ban := start + 10*day + 1800*second
	weigh := func(busy bool) casefile.Bits {
		w := world()
		a := works(w, "a", "task", start, ban)
		w.Observe(a, casefile.ObserveAction, "banned", ban)
		from := ban + 30*second
		if busy {
			from = start + 1830*second
		}
		works(w, "b", "task", from, start+20*day)
		l := links(t, w)
		if len(l) != 1 {
			t.Fatalf("%d links, want 1", len(l))
		}
		return l[0].Evidence[0].RawBits
	}
	if fresh, busy := weigh(false), weigh(true); fresh <= busy {
		t.Errorf("a fresh start weighs %s bits, going on %s", fresh, busy)
	}
}
