package query_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
)

// busy counts how many goroutines read a source at once.
type busy struct {
	query.Source
	now, most *atomic.Int32
}

func (b busy) Read(block query.Block, columns []int, extra []string) ([]query.Column, error) {
	n := b.now.Add(1)
	defer b.now.Add(-1)
	for {
		most := b.most.Load()
		if n <= most || b.most.CompareAndSwap(most, n) {
			break
		}
	}
	time.Sleep(time.Millisecond)
	runtime.Gosched()
	return b.Source.Read(block, columns, extra)
}

// manyBlocks is a world of n blocks with one request each.
func manyBlocks(n int) *memory {
	m := newMemory()
	for i := range n {
		b := newBuilder(casefile.TableRequests)
		b.add(map[string]string{"account_id": "acct_1", "ts": "2026-04-22T10:00:00Z", "request_id": "req_1", "prompt_text": "hello"})
		m.add(1, int64(i+1), b.done(), nil)
	}
	return m
}

func TestSearchesTogetherUseNoMoreThanTheGateLets(t *testing.T) {
	src := busy{manyBlocks(20), new(atomic.Int32), new(atomic.Int32)}
	gate := query.NewGate(1)
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			n, err := query.Count(context.Background(), src, parse(t, "request_id:req_1"),
				query.Options{Workers: 3, Gate: gate, Aside: i%2 == 1})
			if err != nil || n != 20 {
				t.Errorf("%d rows, %v", n, err)
			}
		})
	}
	wait.Wait()
	if most := src.most.Load(); most != 1 {
		t.Errorf("%d goroutines read at once", most)
	}
}

// What is aside does not wait for ever, and who is in front comes first.
func TestWhoIsInFrontGoesFirst(t *testing.T) {
	src := busy{manyBlocks(200), new(atomic.Int32), new(atomic.Int32)}
	gate := query.NewGate(1)
	var seen [2]atomic.Int64
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	for i := range 2 {
		wait.Go(func() {
			err := query.Each(ctx, src, parse(t, "request_id:req_1"), query.Options{Workers: 1, Gate: gate, Aside: i == 1}, nil,
				func(query.Row) (bool, error) {
					if seen[i].Add(1); seen[0].Load() >= 100 {
						cancel()
					}
					return true, nil
				})
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	cancel()
	if front, aside := seen[0].Load(), seen[1].Load(); aside == 0 || aside*2 > front {
		t.Errorf("%d blocks in front, %d aside", front, aside)
	}
}

// A search that is cancelled while it waits leaves the gate to others.
func TestCancelledAtTheGate(t *testing.T) {
	src := busy{manyBlocks(30), new(atomic.Int32), new(atomic.Int32)}
	gate := query.NewGate(1)
	for range 5 {
		ctx, cancel := context.WithCancel(context.Background())
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				_, err := query.Count(ctx, src, parse(t, "request_id:req_1"), query.Options{Workers: 2, Gate: gate})
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		time.Sleep(5 * time.Millisecond)
		cancel()
		wait.Wait()
	}
	if n, err := query.Count(context.Background(), src, parse(t, "request_id:req_1"), query.Options{Workers: 2, Gate: gate}); n != 30 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}
