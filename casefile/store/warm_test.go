package store_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
)

// What is asked for once is not kept. What is asked for often stays, whatever is
// scanned beside it; of what does not fit a part stays, and is found again when the
// scan comes round.
func TestWhatIsAskedForOftenStaysOpen(t *testing.T) {
	const size, often, scanned = 1000, 20, 400
	w := store.NewWarm(100 * size)
	round := func(first, n uint64) (hits int) {
		for i := range n {
			if w.Ask(first+i, size) {
				hits++
			}
		}
		if w.Bytes() > 100*size {
			t.Fatalf("%d bytes are kept", w.Bytes())
		}
		return hits
	}
	if round(0, often); w.Bytes() != 0 {
		t.Errorf("after the first time %d bytes are kept", w.Bytes())
	}
	round(0, often)
	for i := range 40 {
		if hits := round(0, often); hits != often {
			t.Errorf("round %d: %d of %d that are asked for in every round", i, hits, often)
		}
		if hits := round(1000, scanned); i > 2 && hits < 60 {
			t.Errorf("round %d: %d of a scan, where there is room for 80", i, hits)
		}
	}
	// What was asked for often long ago makes room in the end.
	for range 20 {
		round(5000, 80)
	}
	if hits := round(5000, 80); hits < 60 {
		t.Errorf("%d of 80 that are new and asked for often", hits)
	}
	for range 3 {
		if w.Ask(9000, 50*size) {
			t.Error("half of the room for one column")
		}
	}
}

// An encrypted case answers alike however much of it is kept open, and the first
// search keeps nothing.
func TestAnswersDoNotDependOnWhatIsKeptOpen(t *testing.T) {
	var want map[string]*query.Result
	for _, limit := range []int{1 << 30, 1 << 17, 1} {
		f, err := store.Create(filepath.Join(t.TempDir(), "warm.case"), casefile.Case{}, store.Options{By: "tester", Holders: kinds()["sealed"]})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i := range 6 {
			bring(t, f, 1000*i, 1000*i+1000)
		}
		store.KeepWarm(f, limit)
		store.Cool(f)
		got := map[string]*query.Result{}
		for round := range 4 {
			for _, text := range []string{"tokens_out>=2500", "account:acct_7 ip:203.0.113.0/30", `prompt:"exercise 12"`, "NOT model:atlas-1 extra.team:red"} {
				q, err := query.Parse(text)
				if err != nil {
					t.Fatal(err)
				}
				res, err := query.Run(context.Background(), f.Searchable(), query.Request{Query: q, By: "model", Limit: 50, Columns: []string{"ts", "prompt_text"}})
				if err != nil {
					t.Fatal(err)
				}
				if old := got[text]; old != nil && !reflect.DeepEqual(old, res) {
					t.Errorf("%s, round %d with %d bytes: %d found, %d before", text, round, limit, res.Count, old.Count)
				}
				got[text] = res
				if kept := store.KeepWarm(f, limit); kept > limit {
					t.Errorf("%d bytes are kept of %d", kept, limit)
				}
			}
		}
		if limit == 1<<30 && store.KeepWarm(f, limit) == 0 {
			t.Error("nothing is kept open")
		}
		if want != nil && !reflect.DeepEqual(got, want) {
			t.Errorf("with %d bytes the answers are others", limit)
		}
		want = got
	}
}
