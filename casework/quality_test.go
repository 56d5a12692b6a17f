package casework_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/linkagetest"
)

// The bars of the contract, section 6, through the whole way: files, importers,
// store, linkage. The seeds were not looked at while linkage was made.
func TestQualityOnUnseenWorlds(t *testing.T) {
	for _, seed := range []uint64{501, 502} {
		if seed == 502 && testing.Short() {
			continue
		}
		dir := world(t, seed)
		w := imported(t, dir)
		if _, err := w.Link(t.Context(), casework.LinkOptions{Seed: 1}, progress.Discard); err != nil {
			t.Fatal(err)
		}
		clusters, err := w.Clusters(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		q := measured(t, dir, clusters)
		if len(q.StrongSizes) == 0 || q.Precision() < 0.99 || q.Recall() < 0.90 {
			t.Errorf("seed %d: precision %.4f, recall %.4f in %d strong clusters", seed, q.Precision(), q.Recall(), len(q.StrongSizes))
		}
		if len(q.Intruders) > 0 {
			t.Errorf("seed %d: innocent accounts in strong clusters: %v", seed, q.Intruders)
		}
		if len(q.Accused) > 0 {
			t.Errorf("seed %d: honest operators assessed as harvesting: %v", seed, q.Accused)
		}
	}
}

// measured holds clusters against the truth of the world in dir.
func measured(t *testing.T, dir string, clusters casework.ClustersResult) linkagetest.Quality {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "truth", "truth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	w := linkagetest.NewWorld()
	for _, r := range rows[1:] {
		w.Names = append(w.Names, r[0])
		w.Truth[r[0]] = linkagetest.Label{Group: r[1], Kind: r[2]}
	}
	var res linkage.Result
	for _, k := range clusters.Clusters {
		c := casefile.Cluster{ID: k.ID, Strength: k.Strength, Pattern: k.Pattern, Assessment: k.Assessment}
		for _, a := range k.Accounts {
			code := slices.Index(w.Names, a.ID)
			if code < 0 {
				t.Fatalf("the account %s is not in the truth", a.ID)
			}
			c.Members = append(c.Members, casefile.Member{Account: uint32(code), Role: a.Role})
		}
		res.Clusters = append(res.Clusters, c)
	}
	return linkagetest.Measure(w, &res)
}
