package casework_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// A legal hold that comes while a purge is cut off keeps it from being taken up again,
// until it is lifted.
func TestAHoldStopsAPurgeThatWasCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accounts.csv")
	if err := os.WriteFile(path, []byte("account_id,org_id\nacct_1,org_1\nacct_2,org_1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := imported(t, path)
	if _, err := w.Withdraw(t.Context(), casework.ThingSource, 1, "not ours to keep"); err != nil {
		t.Fatal(err)
	}
	purge := func(ctx context.Context) error {
		_, err := w.Purge(ctx, casework.PurgeOptions{Sources: []uint32{1}, Reason: "asked for by the person it is about"}, progress.Discard)
		return err
	}
	state := func() casefile.SourceState {
		t.Helper()
		r, err := w.Sources(t.Context(), false, progress.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return r.Sources[0].State
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := purge(ctx); err == nil || state() != casefile.SourcePurging {
		t.Fatalf("a cancelled purge: %v, and the source is %v", err, state())
	}
	if _, err := w.SetHold(t.Context(), "a letter of counsel", "everything", ""); err != nil {
		t.Fatal(err)
	}
	if err := purge(t.Context()); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "Legal hold 1") || state() != casefile.SourcePurging {
		t.Errorf("purged under a hold: %v, and the source is %v", err, state())
	}
	if _, err := w.LiftHold(t.Context(), 1, "settled"); err != nil {
		t.Fatal(err)
	}
	if err := purge(t.Context()); err != nil || state() != casefile.SourcePurged {
		t.Errorf("after the hold: %v, and the source is %v", err, state())
	}
}
