package linkage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
	"casebench/linkage/linkagetest"
)

var monday = time.Date(2026, 4, 20, 9, 0, 0, 0, time.UTC).UnixNano()

const minute = int64(time.Minute)

// people adds n accounts that have nothing in common with anybody.
func people(w *linkagetest.World, n int) {
	for i := range n {
		person(w, fmt.Sprintf("person%04d", i))
	}
}

func person(w *linkagetest.World, name string) uint32 {
	a := w.Account(name)
	at := monday + int64(a)*7*minute
	w.Observe(a, casefile.ObserveSignup, "", at)
	w.Observe(a, casefile.ObservePayment, "card of "+name, at)
	w.Observe(a, casefile.ObserveDevice, "device of "+name, at)
	for k := range 20 {
		w.Request(a, at+int64(k)*minute, "template of "+name)
	}
	return a
}

func run(t *testing.T, w *linkagetest.World, o linkage.Options) *linkage.Result {
	t.Helper()
	return runInput(t, w.Input(), o)
}

func runInput(t *testing.T, in linkage.Input, o linkage.Options) *linkage.Result {
	t.Helper()
	return runModel(t, in, linkage.DefaultModel(), o)
}

func runModel(t *testing.T, in linkage.Input, model linkage.Model, o linkage.Options) *linkage.Result {
	t.Helper()
	if o.Signals == nil {
		o.Signals = all.Signals()
	}
	r, err := linkage.Run(context.Background(), in, model, o, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func find(r *linkage.Result, a, b uint32) *casefile.Link {
	for i := range r.Links {
		if r.Links[i].A == min(a, b) && r.Links[i].B == max(a, b) {
			return &r.Links[i]
		}
	}
	return nil
}

func strengthOf(r *linkage.Result, a, b uint32) casefile.Strength {
	if l := find(r, a, b); l != nil {
		return l.Strength
	}
	return ""
}

func TestTwoFamiliesMakeAStrongLink(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	a, b := person(w, "a"), person(w, "b")
	for _, x := range []uint32{a, b} {
		w.Observe(x, casefile.ObservePayment, "one card", monday)
		w.Observe(x, casefile.ObserveDevice, "one device", monday)
	}
	r := run(t, w, linkage.Options{})
	l := find(r, a, b)
	if l == nil || l.Strength != casefile.Strong {
		t.Fatalf("link = %+v, want a strong one", l)
	}
	if want := []casefile.Family{casefile.FamilyDevice, casefile.FamilyPayment}; !slices.Equal(l.Families, want) {
		t.Errorf("families = %v, want %v", l.Families, want)
	}
	if len(r.Clusters) != 1 || r.Clusters[0].Strength != casefile.Moderate || len(r.Clusters[0].Members) != 2 {
		t.Errorf("clusters = %+v, want one moderate pair: two accounts alone are no network", r.Clusters)
	}
	for _, e := range l.Evidence {
		if len(e.Rows) == 0 || len(e.Rows) > 4 {
			t.Errorf("%s names %d rows, want 1 to 4", e.Signal, len(e.Rows))
		}
	}
}

func TestThreeAccountsMakeAStrongCluster(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	for _, name := range []string{"a", "b", "c"} {
		x := person(w, name)
		w.Observe(x, casefile.ObservePayment, "one card", monday)
		w.Observe(x, casefile.ObserveDevice, "one device", monday)
	}
	r := run(t, w, linkage.Options{})
	if len(r.Clusters) != 1 || r.Clusters[0].Strength != casefile.Strong || len(r.Clusters[0].Members) != 3 {
		t.Errorf("clusters = %+v, want a strong one of three", r.Clusters)
	}
}

func TestOneFamilyIsNeverStrong(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	a, b := person(w, "a"), person(w, "b")
	for i := range 10 {
		w.Observe(a, casefile.ObservePayment, fmt.Sprint("card ", i), monday)
		w.Observe(b, casefile.ObservePayment, fmt.Sprint("card ", i), monday)
	}
	if got := strengthOf(run(t, w, linkage.Options{}), a, b); got == casefile.Strong {
		t.Errorf("ten cards and nothing else make a %s link", got)
	}
}

func TestTwoWeakFamiliesWithoutGradeAAreNotStrong(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	a, b := person(w, "a"), person(w, "b")
	for _, x := range []uint32{a, b} {
		w.Address(x, "192.0.2.7", monday)
		w.Observe(x, casefile.ObserveBilling, "one office", monday)
		w.Observe(x, casefile.ObserveAgent, "rare agent", monday)
	}
	if got := strengthOf(run(t, w, linkage.Options{}), a, b); got == casefile.Strong {
		t.Error("an address, an office and a user agent make a strong link; none of them may carry one")
	}
}

func TestChainOfSingleFamilyLinksIsNotStrong(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	var chain []uint32
	for i := range 12 {
		chain = append(chain, person(w, fmt.Sprint("chain", i)))
	}
	kinds := []casefile.ObservationKind{casefile.ObservePayment, casefile.ObserveDevice, casefile.ObservePhone, casefile.ObserveTemplate}
	for i := 1; i < len(chain); i++ {
		k := kinds[i%len(kinds)]
		for _, x := range chain[i-1 : i+1] {
			for range 20 {
				w.Observe(x, k, fmt.Sprint("link ", i), monday)
			}
		}
	}
	r := run(t, w, linkage.Options{})
	for _, c := range r.Clusters {
		if c.Strength == casefile.Strong {
			t.Errorf("a chain of single-family links became a strong cluster of %d", len(c.Members))
		}
	}
}

func TestHubIsSetAsideInSight(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	a, b := person(w, "a"), person(w, "b")
	for _, x := range []uint32{a, b} {
		w.Observe(x, casefile.ObservePayment, "one card", monday)
		w.Observe(x, casefile.ObserveDevice, "kiosk", monday)
		w.Observe(x, casefile.ObservePhone, "one phone", monday)
	}
	for i := range 100 {
		w.Observe(w.Account(fmt.Sprintf("person%04d", i)), casefile.ObserveDevice, "kiosk", monday)
	}
	r := run(t, w, linkage.Options{})
	l := find(r, a, b)
	if l == nil || len(l.Suppressed) != 1 || l.Suppressed[0].Reason != "hub" || l.Suppressed[0].SharedBy != 102 {
		t.Fatalf("link = %+v, want the kiosk among what was set aside", l)
	}
	if !slices.ContainsFunc(r.Suppressed, func(s casefile.SuppressedValue) bool {
		return s.Signal == "device" && s.SharedBy == 102 && s.Reason == "hub"
	}) {
		t.Errorf("the run lists %+v, want the kiosk", r.Suppressed)
	}
}

func TestKnownSharedIsSetAside(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	w.Shared = []linkage.KnownShared{{Type: "template", Value: "BENCH", Reason: "public benchmark"}}
	a, b := person(w, "a"), person(w, "b")
	for _, x := range []uint32{a, b} {
		w.Observe(x, casefile.ObservePayment, "one card", monday)
		for range 20 {
			w.Observe(x, casefile.ObserveTemplate, "bench", monday)
		}
	}
	if got := strengthOf(run(t, w, linkage.Options{}), a, b); got == casefile.Strong {
		t.Error("a public benchmark carried a strong link")
	}
}

func TestWithoutASignal(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	a, b := person(w, "a"), person(w, "b")
	for _, x := range []uint32{a, b} {
		w.Observe(x, casefile.ObservePayment, "one card", monday)
		w.Observe(x, casefile.ObserveDevice, "one device", monday)
		w.Observe(x, casefile.ObservePhone, "one phone", monday)
	}
	r := run(t, w, linkage.Options{Without: []string{"payment"}})
	l := find(r, a, b)
	if l == nil || slices.Contains(l.Families, casefile.FamilyPayment) {
		t.Fatalf("link = %+v, want one without payment", l)
	}
	if len(l.Suppressed) != 1 || l.Suppressed[0].Reason != "without" {
		t.Errorf("set aside: %+v, want the card with reason without", l.Suppressed)
	}
	if _, ok := r.Signals["payment"]; ok {
		t.Error("the run claims to have used payment")
	}
}

func TestUnknownSignalIsAUsageFault(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 3)
	_, err := linkage.Run(context.Background(), w.Input(), linkage.DefaultModel(),
		linkage.Options{Signals: all.Signals(), Without: []string{"astrology"}}, nil)
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("error = %v, want a usage fault", err)
	}
}

func TestRunStopsWhenCancelled(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 50)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := linkage.Run(ctx, w.Input(), linkage.DefaultModel(), linkage.Options{Signals: all.Signals()}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want cancelled", err)
	}
}

func TestEmptyCase(t *testing.T) {
	r := run(t, linkagetest.NewWorld(), linkage.Options{})
	if len(r.Links) != 0 || len(r.Clusters) != 0 || r.Digest == "" {
		t.Errorf("result = %+v, want an empty one with a digest", r)
	}
}
