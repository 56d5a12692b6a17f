package linkage_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/linkage"
	"casebench/linkage/linkagetest"
)

// fact is one thing that a random account showed.
type fact struct {
	account, text string
	kind          casefile.ObservationKind
	at            int64
}

// randomFacts invents accounts of which some share cards, devices, templates,
// addresses and phones, more than once.
func randomFacts(r *rand.Rand, accounts int) []fact {
	kinds := []casefile.ObservationKind{casefile.ObservePayment, casefile.ObserveDevice, casefile.ObservePhone,
		casefile.ObserveAddress, casefile.ObserveEndUser, casefile.ObserveInviter, casefile.ObserveMailDomain, casefile.ObserveOrg}
	var out []fact
	for i := range accounts {
		name := fmt.Sprintf("acct%d", i)
		for range 3 + r.IntN(5) {
			k := kinds[r.IntN(len(kinds))]
			text := fmt.Sprintf("%d-%d", k, r.IntN(accounts*2/3))
			if r.IntN(2) == 0 { // neighbours have things in common
				text = fmt.Sprintf("%d-block%d", k, i/4)
			}
			switch k {
			case casefile.ObserveAddress:
				text = fmt.Sprintf("10.0.%d.%d", r.IntN(3), r.IntN(60))
			case casefile.ObserveInviter:
				text = fmt.Sprintf("acct%d", r.IntN(accounts))
			}
			out = append(out, fact{name, text, k, monday + r.Int64N(1000)*minute})
		}
		for range 10 {
			out = append(out, fact{name, fmt.Sprintf("template%d", r.IntN(accounts/4)), casefile.ObserveTemplate, monday + r.Int64N(9000)*minute})
		}
	}
	return out
}

func worldOf(facts []fact) *linkagetest.World {
	w := linkagetest.NewWorld()
	for _, f := range facts {
		a := w.Account(f.account)
		switch f.kind {
		case casefile.ObserveTemplate:
			w.Request(a, f.at, f.text)
		case casefile.ObserveAddress:
			w.Address(a, f.text, f.at)
		default:
			w.Observe(a, f.kind, f.text, f.at)
		}
	}
	return w
}

// named prints links by account names, so that runs with other codes compare.
func named(w *linkagetest.World, r *linkage.Result) []string {
	var out []string
	for _, l := range r.Links {
		a, b := w.Names[l.A], w.Names[l.B]
		var ev []string
		for _, e := range l.Evidence {
			ev = append(ev, fmt.Sprintf("%s/%d/%d/%d", e.Signal, e.Bits, e.SharedBy, e.Count))
		}
		slices.Sort(ev)
		out = append(out, fmt.Sprintf("%s %s %d %s %v %v", min(a, b), max(a, b), l.Weight, l.Strength, l.Families, ev))
	}
	slices.Sort(out)
	return out
}

// loose runs with a model that keeps every candidate pair as a link, so that
// properties are shown on many links.
func loose(t *testing.T, in linkage.Input, o linkage.Options) *linkage.Result {
	t.Helper()
	model := linkage.DefaultModel()
	model.Lower = -100000
	return runModel(t, in, model, o)
}

func eachSeed(t *testing.T, f func(t *testing.T, r *rand.Rand)) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		facts := randomFacts(r, 200)
		w := worldOf(facts)
		want := named(w, loose(t, w.Input(), linkage.Options{}))
		if len(want) < 10 {
			t.Fatalf("the random world has %d links: the test shows nothing", len(want))
		}
		// Another order gives other codes to every account and value.
		r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		w = worldOf(facts)
		if got := named(w, loose(t, w.Input(), linkage.Options{})); !slices.Equal(got, want) {
			t.Errorf("links differ after shuffling the input: %s", firstDifference(got, want))
		}
	})
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("\n got %s\nwant %s", got[i], want[i])
		}
	}
	return fmt.Sprintf("%d against %d links", len(got), len(want))
}

// A stranger changes nothing but N, and by N every weight alike: one more account
// among n makes a shared value rarer by log2((n+1)/n) for each piece of evidence.
func TestAStrangerChangesOnlyN(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		facts := randomFacts(r, 200)
		w := worldOf(facts)
		before := loose(t, w.Input(), linkage.Options{})
		w = worldOf(append(facts, fact{"stranger", "a card of its own", casefile.ObservePayment, monday}))
		after := loose(t, w.Input(), linkage.Options{})
		for _, l := range before.Links {
			m := find(after, l.A, l.B)
			if m == nil {
				t.Fatalf("link %d-%d is gone", l.A, l.B)
			}
			limit := casefile.Bits(20 * len(l.Evidence))
			if d := m.Weight - l.Weight; d < 0 || d > limit {
				t.Errorf("link %d-%d moved by %d thousandths, at most %d are N", l.A, l.B, d, limit)
			}
			if !slices.EqualFunc(l.Evidence, m.Evidence, func(a, b casefile.Evidence) bool {
				return a.Signal == b.Signal && a.Value == b.Value && a.SharedBy == b.SharedBy && a.Grade == b.Grade
			}) {
				t.Errorf("link %d-%d rests on other evidence", l.A, l.B)
			}
		}
	})
}

func TestWorkersDoNotMatter(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		in := worldOf(randomFacts(r, 200)).Input()
		one, many := loose(t, in, linkage.Options{Workers: 1}), loose(t, in, linkage.Options{Workers: 7})
		if one.Digest != many.Digest {
			t.Error("one worker and seven workers disagree")
		}
	})
}

func TestLinksAndClustersAreSorted(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		res := loose(t, worldOf(randomFacts(r, 200)).Input(), linkage.Options{})
		if !slices.IsSortedFunc(res.Links, func(a, b casefile.Link) int {
			return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
		}) {
			t.Error("links are not sorted")
		}
		seen := map[uint32]bool{}
		for i, c := range res.Clusters {
			if c.ID != i+1 || i > 0 && len(c.Members) > len(res.Clusters[i-1].Members) {
				t.Errorf("cluster %d is out of order", c.ID)
			}
			for _, m := range c.Members {
				if seen[m.Account] {
					t.Errorf("account %d is in two clusters", m.Account)
				}
				seen[m.Account] = true
			}
		}
	})
}

// The weights on the bars add up to the link's weight.
func TestWaterfallAddsUp(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		res := loose(t, worldOf(randomFacts(r, 200)).Input(), linkage.Options{})
		model := linkage.DefaultModel()
		for i := range res.Links {
			e := linkage.Explain(&res.Links[i], linkage.Names{A: "a", B: "b"}, &model)
			if last := e.Bars[len(e.Bars)-1].Sum; last != res.Links[i].Weight {
				t.Errorf("bars end at %d, weight is %d", last, res.Links[i].Weight)
			}
		}
	})
}

func TestSnapshotGivesTheSameResult(t *testing.T) {
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		w := worldOf(randomFacts(r, 200))
		w.Observe(w.Account("acct1"), casefile.ObserveAction, "suspended", monday)
		in := w.Input()
		want := loose(t, in, linkage.Options{})
		s, err := linkage.Capture(t.Context(), in, linkage.DefaultModel())
		if err != nil {
			t.Fatal(err)
		}
		if got := loose(t, s.Input(), linkage.Options{}); got.Digest != want.Digest {
			t.Error("a run over the snapshot differs from the run over the case")
		}
	})
}
