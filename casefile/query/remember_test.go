package query_test

import (
	"context"
	"reflect"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile/query"
)

// Whatever was looked for before, and however little is remembered, the rows found are
// those that a search without a memory finds.
func TestMemoryDoesNotChangeTheAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := genWorld(t)
		memory := query.NewMemory(rapid.SampledFrom([]int{0, 300, 1 << 20}).Draw(t, "bytes"))
		terms := rapid.SliceOfN(genExpr(2), 1, 3).Draw(t, "terms")
		for range 4 {
			e := rapid.SampledFrom(terms).Draw(t, "term")
			switch other := rapid.SampledFrom(terms).Draw(t, "other"); rapid.IntRange(0, 3).Draw(t, "how") {
			case 1:
				e = query.And{Terms: []query.Expr{e, other}}
			case 2:
				e = query.Or{Terms: []query.Expr{e, other}}
			case 3:
				e = query.Not{Term: e}
			}
			req := query.Request{Query: &query.Query{Expr: e}, Limit: -1}
			req.Duplicates = rapid.Bool().Draw(t, "duplicates")
			want, err := query.Run(context.Background(), m, req)
			if err != nil {
				t.Fatal(err)
			}
			req.Memory = memory
			got, err := query.Run(context.Background(), m, req)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %v\n got %+v\nwant %+v", req.Query, err, got, want)
			}
			if rapid.IntRange(0, 4).Draw(t, "forget") == 0 {
				memory.Forget()
			}
		}
	})
}

// reads counts the columns that are read.
type reads struct {
	query.Source
	n *atomic.Int32
}

func (r reads) Read(b query.Block, columns []int, extra []string) ([]query.Column, error) {
	r.n.Add(int32(len(columns)))
	return r.Source.Read(b, columns, extra)
}

func TestTextsAreLookedThroughOnce(t *testing.T) {
	src := reads{small(), new(atomic.Int32)}
	memory := query.NewMemory(1 << 20)
	count := func(expr string, o query.Options) (n int64, read int32) {
		src.n.Store(0)
		n, err := query.Count(context.Background(), src, parse(t, expr), o)
		if err != nil {
			t.Fatal(err)
		}
		return n, src.n.Load()
	}
	o := query.Options{Memory: memory}
	if n, read := count("prompt_text:*rit*", o); n != 2 || read == 0 {
		t.Fatalf("%d rows, %d columns read", n, read)
	}
	for _, expr := range []string{"prompt_text:*rit*", "table:requests AND prompt_text:*rit*"} {
		if n, read := count(expr, o); n != 2 || read != 0 {
			t.Errorf("again, %s: %d rows, %d columns read", expr, n, read)
		}
	}
	if n, read := count("prompt_text:*reason*", o); n != 1 || read == 0 {
		t.Errorf("another text: %d rows, %d columns read", n, read)
	}
	memory.Forget()
	if n, read := count("prompt_text:*rit*", o); n != 2 || read == 0 {
		t.Errorf("after it was forgotten: %d rows, %d columns read", n, read)
	}
	if n, read := count("prompt_text:*rit*", query.Options{Memory: query.NewMemory(10)}); n != 2 || read == 0 {
		t.Errorf("with little memory: %d rows, %d columns read", n, read)
	}
}
