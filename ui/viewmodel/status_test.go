package viewmodel_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// marked writes a small file of logins.
func marked(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "more.jsonl")
	text := `{"account_id":"late","ts":"2026-06-01T10:00:00Z","ip":"203.0.113.99","asn":64500,"device_id":"d","result":"ok"}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func status(t *testing.T, work *casework.Casework) (*viewmodel.Status, *viewmodel.Verification, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	verified := viewmodel.NewVerification(b)
	vm := viewmodel.NewStatus(b, verified)
	t.Cleanup(func() { vm.Close(); verified.Close() })
	return vm, verified, b, pump
}

func statusFact(vm *viewmodel.Status, key string) viewmodel.Fact {
	for _, f := range vm.Facts.Get() {
		if f.Key == key {
			return f
		}
	}
	return viewmodel.Fact{}
}

func TestSourcesAreVerifiedAfterOpening(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	begin := make(chan struct{})
	b.Long("something else first", func(context.Context, progress.Reporter) error { <-begin; return nil }, nil)
	verified := viewmodel.NewVerification(b)
	vm := viewmodel.NewStatus(b, verified)
	t.Cleanup(func() { vm.Close(); verified.Close() })
	pump.Until(t, "the beginning", func() bool { return statusFact(vm, "verified").Text == "6 sources, verifying" })
	if f := statusFact(vm, "verified"); f.Dot == graphview.Good {
		t.Errorf("%+v", f)
	}
	close(begin)
	pump.Until(t, "the outcome", func() bool { return statusFact(vm, "verified").Text == "6 of 6 sources verified" })
	if f := statusFact(vm, "verified"); f.Dot != graphview.Good {
		t.Errorf("%+v", f)
	}
	if b.Busy() {
		t.Error("closing would ask about what nobody asked for")
	}
}

func TestANewSourceIsVerified(t *testing.T) {
	w := uitest.Case(t)
	vm, _, b, pump := status(t, w)
	pump.Until(t, "the outcome", func() bool { return statusFact(vm, "verified").Text == "6 of 6 sources verified" })
	b.Long("import", func(ctx context.Context, p progress.Reporter) error {
		_, err := w.Import(ctx, casework.ImportOptions{Paths: []string{marked(t)}}, p)
		return err
	}, nil)
	pump.Until(t, "the outcome", func() bool { return statusFact(vm, "verified").Text == "7 of 7 sources verified" })
}

// Verifying lets an import pass, and goes on behind it.
func TestVerifyingGivesWay(t *testing.T) {
	vm, verified, b, pump := status(t, uitest.Case(t))
	pump.Until(t, "it runs or has run", func() bool { return verified.State.Get().Sources != nil })
	for range 3 {
		verified.Again()
		ran := false
		b.Long("something asked for", func(context.Context, progress.Reporter) error { return nil }, func(error) { ran = true })
		pump.Until(t, "both", func() bool {
			return ran && statusFact(vm, "verified").Text == "6 of 6 sources verified" && !b.Jobs.Any()
		})
	}
}

// A byte that changed after the import is found, named, and no quiet matter.
func TestDamageIsSaid(t *testing.T) {
	world := filepath.Join(t.TempDir(), "world")
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	w, err := casework.New(filepath.Join(t.TempDir(), "r.case"), "By reference", uitest.Config())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{world}, Originals: "reference"}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	flip(t, filepath.Join(world, "logins.jsonl"), 20)
	checkDamage(t, w)
}

// What is damaged and out of use is said, and does not make the rest unreliable.
func TestDamageOfAWithdrawnSourceIsSaidApart(t *testing.T) {
	world := filepath.Join(t.TempDir(), "world")
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	w, err := casework.New(filepath.Join(t.TempDir(), "r.case"), "By reference", uitest.Config())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{world}, Originals: "reference"}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Sources {
		if s.Name == "logins.jsonl" {
			if _, err := w.Withdraw(t.Context(), casework.ThingSource, s.ID, "damaged"); err != nil {
				t.Fatal(err)
			}
		}
	}
	flip(t, filepath.Join(world, "logins.jsonl"), 20)
	vm, _, _, pump := status(t, w)
	pump.Until(t, "the outcome", func() bool { return strings.HasPrefix(statusFact(vm, "verified").Text, "5 of 5") })
	if f := statusFact(vm, "verified"); f.Dot == graphview.Bad || !strings.Contains(f.Text, "withdrawn") {
		t.Errorf("%+v", f)
	}
}

// The same for an original that lies in the case: some byte of the file belongs to
// one, and is found by trying.
func TestDamageWithinTheCaseIsSaid(t *testing.T) {
	path := uitest.CasePath(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 4096; at < len(whole); at += 701 {
		bad := slices.Clone(whole)
		bad[at] ^= 0x20
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := casework.Open(path, uitest.Config())
		if err != nil {
			continue
		}
		r, err := w.Sources(t.Context(), true, progress.Discard)
		damaged := 0
		for _, s := range r.Sources {
			if s.Verified != nil && !*s.Verified {
				damaged++
			}
		}
		if err == nil && damaged == 1 { // a page that many share is another story
			if _, err := w.Overview(t.Context()); err == nil {
				checkDamage(t, w)
				return
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("no byte that was changed belongs to an original")
}

func checkDamage(t *testing.T, w *casework.Casework) {
	t.Helper()
	vm, verified, _, pump := status(t, w)
	pump.Until(t, "the outcome", func() bool { return statusFact(vm, "verified").Dot == graphview.Bad })
	if f := statusFact(vm, "verified"); !strings.HasPrefix(f.Text, "1 of 6 sources damaged: ") || f.Do == nil {
		t.Errorf("%+v", f)
	}
	if good, all := verified.State.Get().Good(); good != all-1 {
		t.Errorf("%d of %d are good", good, all)
	}
}

func flip(t *testing.T, path string, at int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[at] ^= 0x20
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheStatusLineCounts(t *testing.T) {
	w := uitest.Case(t)
	vm, _, b, pump := status(t, w)
	all, err := w.Query(t.Context(), casework.QueryOptions{Expr: "*", CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if all.Count != 2161 {
		t.Fatalf("the small case has %d events: count again", all.Count)
	}
	pump.Until(t, "the events", func() bool { return statusFact(vm, "events").Text == "2,161 events" })
	b.Window.Set(timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)})
	b.Filter.Set("cluster:1")
	some, err := w.Query(t.Context(), casework.QueryOptions{Expr: b.Expr(), CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	want := strconv.FormatInt(some.Count, 10) + " of 2,161 events"
	pump.Until(t, "the events in view", func() bool { return statusFact(vm, "events").Text == want })
	if statusFact(vm, "selected").Text != "" {
		t.Error("something is selected")
	}
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2")))
	if f := statusFact(vm, "selected"); f.Text != "2 selected" || f.Ink != graphview.Selection {
		t.Errorf("%+v", f)
	}
	statusFact(vm, "selected").Do()
	if !b.Selection.Get().Empty() {
		t.Error("something is still selected")
	}
	if f := statusFact(vm, "case"); f.Text != "Small case · rev 14" {
		t.Errorf("%+v", f)
	}
	if got := vm.Tail.Get(); got != "offline · saved 14:02" {
		t.Errorf("%q", got)
	}
}

func TestTheZoneChangesByAClick(t *testing.T) {
	vm, _, b, pump := status(t, uitest.Case(t))
	pump.Until(t, "facts", func() bool { return statusFact(vm, "zone").Do != nil })
	statusFact(vm, "zone").Do()
	other := b.Zone.Get()
	statusFact(vm, "zone").Do()
	if statusFact(vm, "zone").Text != "UTC" || other == b.Zone.Get() {
		t.Errorf("%q, %v", statusFact(vm, "zone").Text, other)
	}
}

func TestAJobIsShownAndStopped(t *testing.T) {
	vm, _, b, pump := status(t, uitest.Empty(t))
	pump.Until(t, "quiet", func() bool { return !b.Jobs.Any() })
	begun := make(chan struct{})
	var ended error
	over := false
	b.Long("link accounts", func(ctx context.Context, p progress.Reporter) error {
		p.Phase("communities", 100)
		p.Add(62)
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}, func(err error) { ended, over = err, true })
	<-begun
	b.Jobs.Tick()
	if j := vm.Job.Get(); j.Name != "Link accounts · communities" || j.Share != 0.62 || !strings.HasPrefix(j.Detail, "62 %") || !strings.HasSuffix(j.Detail, "Esc") {
		t.Errorf("%+v", j)
	}
	vm.Cancel()
	pump.Until(t, "the end", func() bool { return over && vm.Job.Get() == viewmodel.JobLine{} })
	if ended != context.Canceled {
		t.Errorf("%v", ended)
	}
}
