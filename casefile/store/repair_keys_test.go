package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// A case whose keyring is lost is repaired with a key that opens it, and opens with
// that key from then on; a key slot that is lost is told, and the others stay.
func TestRepairOfKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes key slots at their full cost")
	}
	path, f := sealed(t)
	if _, err := f.AddKey(passphrase("second"), casefile.Act{Verb: "keys.add"}); err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		damage func() error
		kind   fault.Kind // of opening it with "first"
		opens  string
		not    string
	}{
		"keyring": {func() error { return store.DamageForTest(path, "meta", []byte{3}, 40) }, fault.Corrupt, "second", "first"},
		"slot":    {func() error { return store.DamageForTest(path, "slots", []byte{0, 0, 0, 1}, 40) }, fault.Corrupt, "second", "first"},
	} {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.damage(); err != nil {
			t.Fatal(err)
		}
		refuses(t, path, "first", c.kind)
		out := filepath.Join(t.TempDir(), "repaired.case")
		if _, _, err := store.Repair(t.Context(), path, out, store.Options{Secret: shows("third")}, progress.Discard); err == nil {
			t.Errorf("%s: repaired by somebody else", name)
		}
		g, report, err := store.Repair(t.Context(), path, out, store.Options{By: "x", Now: storetest.Clock(), Secret: shows("second")}, progress.Discard)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(report.Losses) == 0 {
			t.Errorf("%s: no loss is told", name)
		}
		holds(t, g)
		closed(t, g)
		refuses(t, out, c.not, fault.WrongKey)
		g = reopen(t, out, c.opens)
		holds(t, g)
		closed(t, g)
	}
}
