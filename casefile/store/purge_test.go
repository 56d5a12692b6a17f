package store_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// withdrawn brings in three sources of which the first shares rows with the second,
// and withdraws the first.
func withdrawn(t *testing.T, f *store.File) *command.History {
	t.Helper()
	bringIn(t, f, append(count(0, 200), junk), 50)
	bringIn(t, f, count(100, 200), 50)
	bringIn(t, f, count(5000, 50), 50)
	h := command.NewHistory(f, "Test Person")
	if _, _, err := h.Do(&command.Annotate{Annotation: casefile.Annotation{Target: casefile.EventRef(1, 3), Text: "seen"}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Do(&command.Withdraw{What: command.Source, ID: 1, Reason: "not ours to keep"}); err != nil {
		t.Fatal(err)
	}
	return h
}

// A purged source leaves its tombstone and nothing else: no value, no dictionary
// value that only it used, no byte of it in the file. The other sources are as they
// were, and the log holds.
func TestPurgeLeavesATombstoneAndNothingElse(t *testing.T) {
	f := storetest.New(t)
	h := withdrawn(t, f)
	was := store.StoredOf(f, 1)
	shared := map[string]bool{}
	for _, v := range append(store.StoredOf(f, 2), store.StoredOf(f, 3)...) {
		shared[string(v[:len(v)-8])] = true
	}
	used := map[casefile.Domain]map[string]bool{}
	for _, k := range append(count(100, 200), count(5000, 50)...) {
		e := eventOf(k)
		for kind := casefile.ObservationKind(1); int(kind) < casefile.ObservationKinds(); kind++ {
			for _, v := range valuesOf(e, kind) {
				if kind.Domain() == casefile.DomainAccount {
					v = casefile.AccountKey("", v)
				}
				if used[kind.Domain()] == nil {
					used[kind.Domain()] = map[string]bool{}
				}
				used[kind.Domain()][v] = true
			}
		}
	}
	if _, _, err := h.Last(&command.Purge{Source: 1, Reason: "asked for by the person it is about"}); err != nil {
		t.Fatal(err)
	}
	stone, err := f.Purge(context.Background(), 1, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if stone.State != casefile.SourcePurged || stone.Name != "" || stone.Path != "" || stone.Rows != 201 || stone.SHA256 == "" ||
		stone.Purged == nil || stone.Purged.Blanked == 0 || stone.Purged.Reason == "" {
		t.Errorf("tombstone %+v %+v", stone, stone.Purged)
	}
	if left := store.StoredOf(f, 1); len(left) != 0 {
		t.Errorf("%d values are left", len(left))
	}
	file, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range was {
		if len(v) >= 40 && !shared[string(v[:len(v)-8])] && bytes.Contains(file, v[2:len(v)-8]) {
			t.Errorf("a value of %d bytes is still in the file", len(v))
		}
	}
	blanked := 0
	delete(used, casefile.DomainNone)
	for domain, values := range used {
		d, err := f.Dict(domain)
		if err != nil {
			t.Fatal(err)
		}
		kept := map[string]bool{}
		for code := 1; code <= d.Len(); code++ {
			if v := d.Value(uint32(code)); v == "" {
				blanked++
			} else if kept[v] = true; !values[v] && domain == casefile.DomainAddress {
				t.Errorf("a value of domain %d is kept that nobody uses", domain)
			}
		}
		for v := range values {
			if !kept[v] {
				t.Errorf("a value of domain %d is gone that is still used", domain)
			}
		}
	}
	if blanked == 0 {
		t.Error("no dictionary value was emptied")
	}
	if err := f.VerifyAudit(context.Background()); err != nil {
		t.Error(err)
	}
	// Nothing brings it back: not undo, not restore, not a second purge.
	if act, _, err := h.Undo(); err != nil || act.Message != "Undone: A note was added." {
		t.Errorf("undo took back %q, %v", act.Message, err)
	}
	for name, c := range map[string]command.Command{"restore": &command.Restore{What: command.Source, ID: 1}, "withdraw": &command.Withdraw{What: command.Source, ID: 1}} {
		if _, _, err := h.Do(c); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := h.Last(&command.Purge{Source: 1, Reason: "again"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second purge: %v", err)
	}
	// The same file may come in again, as a new source with new codes.
	again := bringIn(t, f, append(count(0, 200), junk), 50)
	if again.ID != 4 || again.Duplicates != 100 {
		t.Errorf("it came back as source %d with %d duplicates", again.ID, again.Duplicates)
	}
}

// What forbids a purge forbids it in one place, and names itself.
func TestPurgeIsRefused(t *testing.T) {
	f := storetest.New(t)
	h := withdrawn(t, f)
	refused := func(name string, c *command.Purge, kind fault.Kind) {
		t.Helper()
		if _, _, err := h.Last(c); fault.KindOf(err) != kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	refused("no reason", &command.Purge{Source: 1}, fault.Usage)
	refused("in use", &command.Purge{Source: 2, Reason: "x"}, fault.Conflict)
	refused("not there", &command.Purge{Source: 9, Reason: "x"}, fault.NotFound)
	for range 2 {
		if _, _, err := h.Last(&command.SetHold{Hold: casefile.Hold{Trigger: "a letter of counsel", Scope: "everything"}}); err != nil {
			t.Fatal(err)
		}
	}
	refused("held twice", &command.Purge{Source: 1, Reason: "x"}, fault.Conflict)
	if !f.Case().Hold {
		t.Error("the case does not say that it is held")
	}
	lift := func(id uint32) {
		t.Helper()
		if _, _, err := h.Last(&command.LiftHold{ID: id, Reason: "settled"}); err != nil {
			t.Fatal(err)
		}
	}
	lift(1)
	refused("held once", &command.Purge{Source: 1, Reason: "x"}, fault.Conflict)
	lift(2)
	if f.Case().Hold {
		t.Error("the case says that it is held")
	}
	if _, _, err := h.Last(&command.LiftHold{ID: 2, Reason: "again"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a hold was lifted twice: %v", err)
	}
	if _, _, err := h.Do(&command.AddExhibit{Exhibit: casefile.Exhibit{Target: casefile.EventRef(1, 2), Title: "a row"}}); err != nil {
		t.Fatal(err)
	}
	refused("an exhibit shows it", &command.Purge{Source: 1, Reason: "x"}, fault.Conflict)
	if _, _, err := h.Undo(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seal(context.Background(), store.SealOptions{}); err != nil {
		t.Fatal(err)
	}
	refused("sealed", &command.Purge{Source: 1, Reason: "x"}, fault.Conflict)
	if _, err := f.Purge(context.Background(), 1, progress.Discard); fault.KindOf(err) != fault.Conflict {
		t.Errorf("purged without the command: %v", err)
	}
	if _, _, err := h.Last(&command.Purge{Source: 1, Reason: "a court asks for it", Sealed: true}); err != nil {
		t.Fatal(err)
	}
	// Cancelled on the way, it can be taken up again.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Purge(ctx, 1, progress.Discard); err == nil {
		t.Error("a cancelled purge ended")
	}
	if _, err := f.Seal(context.Background(), store.SealOptions{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("sealed while a purge is under way: %v", err)
	}
	sealsHold(t, f, 0, 1)
	if _, err := f.Purge(context.Background(), 1, progress.Discard); err != nil {
		t.Fatal(err)
	}
	sealsHold(t, f, 0, 1)
}
