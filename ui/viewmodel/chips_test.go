package viewmodel_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func chips(t *testing.T, work *casework.Casework) (*viewmodel.Chips, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	views := viewmodel.NewViews(b, nil)
	vm := viewmodel.NewChips(b, views)
	t.Cleanup(func() { vm.Close(); views.Close() })
	return vm, b, pump
}

func texts(list []viewmodel.Chip) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Text)
	}
	return strings.Join(out, " | ")
}

func TestEachConditionIsAChip(t *testing.T) {
	vm, b, _ := chips(t, uitest.Case(t))
	for filter, want := range map[string]string{
		"*":         "",
		"cluster:3": "cluster C-03",
		"model:atlas-5 AND NOT status:200 ip:203.0.113.0/24": "model:atlas-5 | NOT status:200 | ip:203.0.113.0/24",
		"a OR b":               "a OR b",
		"(a OR b) AND tag:x":   "a OR b | tag:x",
		"cluster:(1 OR 2)":     "cluster:1 OR cluster:2",
		"status:( not a query": "status:( not a query",
	} {
		b.Filter.Set(filter)
		if got := texts(vm.Shown.Get()); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
}

// Removing a chip leaves the other conditions: printed, they read back as the same
// terms, and what they find is what the filter without that term finds.
func TestRemovingAChipLeavesTheRest(t *testing.T) {
	vm, b, _ := chips(t, uitest.Case(t))
	r := random(t)
	some := []string{"model:atlas-5", "NOT status:200", "(a OR b)", "tokens_out>=900", "ip:203.0.113.0/24", `prompt:"question 3"`,
		"cluster:1", "NOT (tag:x OR starred:true)", "ts:[2026-05-22 TO 2026-05-29}"}
	for range 200 {
		terms := []string{}
		for range 1 + r.IntN(5) {
			terms = append(terms, some[r.IntN(len(some))])
		}
		b.Filter.Set(viewmodel.JoinTerms(terms))
		list := vm.Shown.Get()
		if len(list) != len(terms) {
			t.Fatalf("%q has %d chips", b.Filter.Get(), len(list))
		}
		i := r.IntN(len(list))
		want := viewmodel.JoinTerms(slices.Delete(slices.Clone(terms), i, i+1))
		vm.Remove(list[i])
		if got := b.Filter.Get(); got != want {
			t.Fatalf("without %s the filter is %q, want %q", list[i].Text, got, want)
		}
		q, err := query.Parse(b.Filter.Get())
		if err != nil || q.String() != b.Filter.Get() {
			t.Fatalf("%q prints as %v, %v", b.Filter.Get(), q, err)
		}
	}
}

func TestTheWindowIsAChip(t *testing.T) {
	vm, b, _ := chips(t, uitest.Case(t))
	b.Filter.Set("cluster:1")
	b.Window.Set(timeline.Window{From: time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)})
	if got := texts(vm.Shown.Get()); got != "time 22 Apr – 5 Jun 2026 | cluster C-01" {
		t.Errorf("%q", got)
	}
	vm.Remove(vm.Shown.Get()[0])
	if !b.Window.Get().Empty() || b.Filter.Get() != "cluster:1" {
		t.Errorf("%v, %q", b.Window.Get(), b.Filter.Get())
	}
	vm.Clear()
	if len(vm.Shown.Get()) != 0 {
		t.Errorf("%q", texts(vm.Shown.Get()))
	}
}

// A condition that cannot be read is asked for again, with the reason, and changes
// nothing until then.
func TestAConditionIsAskedForUntilItReads(t *testing.T) {
	vm, b, _ := chips(t, uitest.Case(t))
	b.Filter.Set("cluster:1")
	var asked []viewmodel.Question
	b.Ask = func(q viewmodel.Question) {
		asked = append(asked, q)
		if len(asked) == 1 {
			q.Then("status:(", "")
		} else {
			q.Then("status:200", "")
		}
	}
	vm.Add()
	if len(asked) != 2 || asked[1].Text != "status:(" || asked[1].Explain == asked[0].Explain {
		t.Fatalf("%+v", asked)
	}
	if f := b.Filter.Get(); f != "cluster:1 AND status:200" {
		t.Errorf("%q", f)
	}
	vm.Edit(vm.Shown.Get()[0])
	if f := b.Filter.Get(); f != "status:200 AND status:200" {
		t.Errorf("%q", f)
	}
}

func TestTheMarkingIsTheStrictest(t *testing.T) {
	w := uitest.Case(t)
	vm, b, pump := chips(t, w)
	b.Long("import", func(ctx context.Context, p progress.Reporter) error {
		_, err := w.Import(ctx, casework.ImportOptions{Paths: []string{marked(t)}, TLP: "amber+strict"}, p)
		return err
	}, nil)
	pump.Until(t, "the marking", func() bool { return vm.Marking.Get() == "amber+strict" })
}
