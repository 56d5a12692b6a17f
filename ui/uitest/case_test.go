package uitest_test

import (
	"strings"
	"testing"

	"casebench/ui/uitest"
)

// The small case holds what it says: its pools are its clusters, and nobody honest
// is in one.
func TestTheSmallCaseHoldsItsTruth(t *testing.T) {
	work := uitest.Case(t)
	defer work.Close()
	r, err := work.Clusters(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Clusters) != uitest.Pools {
		t.Fatalf("%d clusters, want %d", len(r.Clusters), uitest.Pools)
	}
	for _, k := range r.Clusters {
		if k.Size != uitest.PoolSize || k.Strength != "strong" {
			t.Errorf("cluster %d: %d accounts, %s", k.ID, k.Size, k.Strength)
		}
		for _, m := range k.Accounts {
			if strings.HasPrefix(m.ID, "honest") {
				t.Errorf("cluster %d holds %s", k.ID, m.ID)
			}
		}
	}
}
