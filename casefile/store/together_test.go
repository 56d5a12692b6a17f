package store_test

import (
	"context"
	"sync"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/storetest"
)

// Notes are made and searches run while an import is under way, and nobody sees a
// part of it.
func TestWorkBesideAnImport(t *testing.T) {
	f := storetest.New(t)
	bringIn(t, f, count(0, 100), 30)
	list, whole := batches(count(200, 600), 60)
	l, err := f.Begin(sourceOf(count(200, 600), whole))
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	beside := func(work func() error) {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := work(); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	beside(func() error {
		blocks, err := f.Blocks()
		for _, b := range blocks {
			if b.Source != 1 {
				t.Errorf("a block of source %d is seen", b.Source)
			}
			if err == nil {
				_, err = f.Read(b, []int{0, 1}, []string{"zone"})
			}
		}
		return err
	})
	beside(func() error {
		total := int64(0)
		for o, err := range f.Observations(context.Background(), casefile.ObserveAgent) {
			if err != nil {
				return err
			}
			total += o.Count
		}
		d, err := f.Dict(casefile.DomainAgent)
		if err == nil && total > 0 && d.Value(1) == "" {
			t.Error("the dictionary is empty")
		}
		return err
	})
	beside(func() error {
		_, err := f.Update(casefile.Act{Verb: "annotate", Message: "A note was added."}, func(tx *store.Tx) error {
			_, err := tx.PutAnnotation(casefile.Annotation{Target: casefile.EventRef(1, 1), Text: "x"})
			return err
		})
		return err
	})
	if err := feed(l, list, nil); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wg.Wait()
	if _, err := l.Commit(context.Background(), sourceOf(count(200, 600), whole)); err != nil {
		t.Fatal(err)
	}
	m := &model{sources: []modelSource{{1, count(0, 100), true}, {2, count(200, 600), true}}}
	m.compare(t, f)
}

// A cancelled commit leaves a draft, and dropping it leaves the case as it was.
func TestCancelledCommit(t *testing.T) {
	f := storetest.New(t)
	bringIn(t, f, count(0, 100), 30)
	list, whole := batches(count(50, 100), 30)
	l, err := f.Begin(sourceOf(count(50, 100), whole))
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.Commit(ctx, sourceOf(count(50, 100), whole)); err != context.Canceled {
		t.Errorf("cancelled commit: %v", err)
	}
	if err := l.Drop("cancelled"); err != nil {
		t.Fatal(err)
	}
	m := &model{sources: []modelSource{{1, count(0, 100), true}}}
	m.compare(t, f)
}
