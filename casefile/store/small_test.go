package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

func update(t *testing.T, f *store.File, fn func(tx *store.Tx) error) uint64 {
	t.Helper()
	seq, err := f.Update(casefile.Act{Verb: "test", Message: "A test was made."}, fn)
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// withoutRows is what EachLink gives of links.
func withoutRows(links []casefile.Link) []casefile.Link {
	out := slices.Clone(links)
	for i := range out {
		out[i].Suppressed = nil
		out[i].Evidence = slices.Clone(out[i].Evidence)
		for j := range out[i].Evidence {
			out[i].Evidence[j].Rows = nil
		}
	}
	return out
}

func TestLinksComeBackExactly(t *testing.T) {
	f := storetest.New(t)
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 5))
	links, clusters := sampleLinks(rng, 3000), sampleClusters(1200)
	run := casefile.Run{Seed: 7, Program: "test", Model: []byte(`{"threshold":12}`), Signals: map[string]int{"device": 1},
		Suppressed: []casefile.SuppressedValue{{Signal: "prefix", Class: "a network", Value: 9, SharedBy: 400, Cap: 50, Reason: "hub"}}}
	var id uint32
	update(t, f, func(tx *store.Tx) (err error) {
		id, err = tx.PutRun(run, links, clusters)
		return err
	})
	slices.SortFunc(links, func(a, b casefile.Link) int {
		if a.A != b.A {
			return int(a.A) - int(b.A)
		}
		return int(a.B) - int(b.B)
	})
	run.ID, run.LinkCount, run.ClusterCount = id, len(links), len(clusters)
	err := f.View(func(tx *store.Tx) error {
		got, err := tx.Links(id)
		if d := cmp.Diff(links, got); d != "" {
			t.Error("links: ", d[:min(len(d), 2000)])
		}
		var brief []casefile.Link
		err = errors.Join(err, tx.EachLink(id, func(l *casefile.Link) error {
			c := *l
			c.Families, c.Evidence = slices.Clone(l.Families), slices.Clone(l.Evidence)
			brief = append(brief, c)
			return nil
		}))
		if d := cmp.Diff(withoutRows(links), brief); d != "" {
			t.Error("each link: ", d[:min(len(d), 2000)])
		}
		enough := errors.New("enough")
		if err := tx.EachLink(id, func(*casefile.Link) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("a look that was ended gave %v", err)
		}
		more, err2 := tx.Clusters(id)
		if d := cmp.Diff(clusters, more); d != "" {
			t.Error("clusters: ", d[:min(len(d), 2000)])
		}
		newest, ok, err3 := tx.NewestRun()
		if d := cmp.Diff(run, newest); d != "" || !ok {
			t.Error("run: ", d)
		}
		for i := 0; i < len(links); i += 7 {
			// In either order of the accounts.
			l, ok, err := tx.Link(id, links[i].B, links[i].A)
			if err != nil || !ok || !cmp.Equal(l, links[i]) {
				t.Fatalf("link %d: %v %v", i, ok, err)
			}
		}
		for _, pair := range [][2]uint32{{0, 1}, {900, 901}, {5, 5}} {
			if _, ok, err := tx.Link(id, pair[0], pair[1]); ok || err != nil {
				t.Errorf("link of %v: %v %v", pair, ok, err)
			}
		}
		_, _, err4 := tx.Link(99, 1, 2)
		if fault.KindOf(err4) != fault.NotFound {
			t.Errorf("link of an unknown run: %v", err4)
		}
		return errors.Join(err, err2, err3)
	})
	if err != nil {
		t.Fatal(err)
	}
	update(t, f, func(tx *store.Tx) error { return tx.SetRunWithdrawn(id, true) })
	if err := f.View(func(tx *store.Tx) error {
		_, ok, err := tx.NewestRun()
		if ok {
			t.Error("a withdrawn run is the newest")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestPutRefusesWhatCannotBeReadBack(t *testing.T) {
	f := storetest.New(t)
	for name, put := range map[string]func(tx *store.Tx) error{
		"note on nothing":    func(tx *store.Tx) error { _, err := tx.PutAnnotation(casefile.Annotation{Text: "x"}); return err },
		"exhibit of nothing": func(tx *store.Tx) error { _, err := tx.PutExhibit(casefile.Exhibit{Title: "x"}); return err },
		"verdict on one":     func(tx *store.Tx) error { _, err := tx.PutDecision(casefile.Decision{A: 3, B: 3}); return err },
		"note that is not yet": func(tx *store.Tx) error {
			_, err := tx.PutAnnotation(casefile.Annotation{ID: 9, Target: casefile.EventRef(1, 1)})
			return err
		},
		"unknown source": func(tx *store.Tx) error { return tx.SetSourceWithdrawn(4, true) },
	} {
		_, err := f.Update(casefile.Act{Verb: "test"}, put)
		if k := fault.KindOf(err); k != fault.Invalid && k != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A change and its entry are written together or not at all.
func TestNoChangeWithoutAnAct(t *testing.T) {
	f := storetest.New(t)
	broken := errors.New("broken off")
	_, err := f.Update(casefile.Act{Verb: "annotate"}, func(tx *store.Tx) error {
		if _, err := tx.PutAnnotation(casefile.Annotation{Target: casefile.EventRef(1, 1), Text: "never"}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	seq := update(t, f, func(tx *store.Tx) error {
		id, err := tx.PutAnnotation(casefile.Annotation{Target: casefile.EventRef(1, 1), Text: "kept"})
		if id != 1 {
			t.Errorf("id %d: the one that was broken off took a number", id)
		}
		return err
	})
	if err := f.View(func(tx *store.Tx) error {
		all, err := tx.Annotations()
		log, err2 := tx.Audit(1)
		if len(all) != 1 || all[0].Text != "kept" || len(log) != 2 || log[1].Seq != seq || log[1].By != "Test Person" {
			t.Errorf("annotations %v, log %v", all, log)
		}
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveSetting("columns", []byte("ts,ip")); err != nil {
		t.Fatal(err)
	}
	if err := f.View(func(tx *store.Tx) error {
		v, err := tx.Setting("columns")
		none, err2 := tx.Setting("other")
		log, err3 := tx.Audit(1)
		if string(v) != "ts,ip" || none != nil || len(log) != 2 {
			t.Errorf("setting %q, other %q, %d entries", v, none, len(log))
		}
		return errors.Join(err, err2, err3)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestIndicatorsOfReadySourcesOnly(t *testing.T) {
	f := storetest.New(t)
	src := bringIndicators(t, f)
	look := func() (n int, err error) {
		err = f.View(func(tx *store.Tx) error {
			all, err := tx.Indicators()
			n = len(all)
			if n > 0 && (all[1].Origin != casefile.Origin{Source: src.ID, Row: 2, Offset: 12, Length: 11}) {
				t.Errorf("origin %v", all[1].Origin)
			}
			return err
		})
		return n, err
	}
	if n, err := look(); n != 2 || err != nil {
		t.Errorf("%d indicators, %v", n, err)
	}
	update(t, f, func(tx *store.Tx) error { return tx.SetSourceWithdrawn(src.ID, true) })
	if n, err := look(); n != 0 || err != nil {
		t.Errorf("%d indicators of a withdrawn source, %v", n, err)
	}
	if err := f.View(func(tx *store.Tx) error {
		_, ok, err := tx.FindBySum(src.SHA256)
		if ok {
			t.Error("a withdrawn source is a duplicate")
		}
		d, err2 := tx.Defects(src.ID)
		if len(d) != 1 || d[0].Row != 2 {
			t.Errorf("defects %v", d)
		}
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
}

// A source whose rows do not add up is never committed.
func TestRowsMustAddUp(t *testing.T) {
	f := storetest.New(t)
	list, whole := batches(append(count(0, 20), junk), 50)
	src := sourceOf(append(count(0, 20), junk), whole)
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	p, err := l.Pack(list[0])
	if err == nil {
		err = l.Put(p)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Put(p); err == nil {
		t.Error("the same batch went in twice")
	}
	src.Accepted--
	if _, err := l.Commit(context.Background(), src); err == nil {
		t.Error("committed with a row missing")
	}
	if err := l.Drop("it does not add up"); err != nil {
		t.Fatal(err)
	}
	list[0].Skipped++
	if l, err = f.Begin(src); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Pack(list[0]); err == nil {
		t.Error("packed a batch whose doors do not add up")
	}
	if err := l.Drop("again"); err != nil {
		t.Fatal(err)
	}
}
