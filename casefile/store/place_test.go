package store_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/storetest"
)

// A case that was moved, removed or replaced under us takes no more writes; put back,
// it goes on.
func TestNothingIsWrittenToAFileThatWentAway(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let an open file be moved")
	}
	f := newCase(t)
	path := f.Path()
	away := filepath.Join(t.TempDir(), "away.case")
	if err := os.Rename(path, away); err != nil {
		t.Fatal(err)
	}
	refused := func(what string) {
		t.Helper()
		if _, err := f.Record(casefile.Act{Verb: "test"}); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "while it was open") {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("moved")
	other := []byte("somebody else's file")
	if err := os.WriteFile(path, other, 0o600); err != nil {
		t.Fatal(err)
	}
	refused("replaced")
	if got, err := os.ReadFile(path); err != nil || string(got) != string(other) {
		t.Errorf("the other file was changed: %q, %v", got, err)
	}
	if err := os.Rename(away, path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Record(casefile.Act{Verb: "test", Message: "Back again."}); err != nil {
		t.Errorf("put back: %v", err)
	}
	shut(t, f)
}

// A clock that goes back is told as it is and noted; the chain holds.
func TestClockThatGoesBack(t *testing.T) {
	at := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	f, err := store.Create(filepath.Join(t.TempDir(), "a.case"), casefile.Case{ID: "a"},
		store.Options{By: "Test Person", Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	details := map[string]string{"own": "1"}
	for _, step := range []time.Duration{time.Minute, -2 * time.Hour, -time.Millisecond, time.Minute} {
		at = at.Add(step)
		if _, err := f.Record(casefile.Act{Verb: "test", Message: "A step.", Details: details}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
	if err := f.View(func(tx *store.Tx) error {
		entries, err := tx.Audit(0)
		if err != nil {
			return err
		}
		for i, want := range []string{"", "", "2h0m0s", "", ""} {
			if got := entries[i].Details["clock_behind"]; got != want {
				t.Errorf("entry %d is noted %q, want %q", i+1, got, want)
			}
		}
		if !entries[2].Time.Before(entries[1].Time) {
			t.Error("the time of the clock was not kept")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	notes := 0
	for d := range f.Check(t.Context()) {
		if d.Note && strings.Contains(d.Message, "clock") {
			notes++
		}
	}
	if notes != 1 || len(details) != 1 {
		t.Errorf("%d notes; details %v", notes, details)
	}
	storetest.CheckFile(t, f)
	shut(t, f)
}
