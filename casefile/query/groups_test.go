package query_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// The most frequent values are the head of all values, however little memory there is.
func TestTopIsTheHeadOfAllGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := genWorld(t)
		req := query.Request{Query: &query.Query{Expr: genExpr(1).Draw(t, "query")}, Width: time.Hour, Limit: 3,
			By: rapid.SampledFrom([]string{"request_id", "account", "model", "tokens_out", "extra.team", "ts", "table", "id", "status"}).Draw(t, "by")}
		req.Workers = rapid.IntRange(1, 3).Draw(t, "workers")
		all, err := query.Run(context.Background(), m, req)
		if err != nil {
			t.Fatal(err)
		}
		req.Top, req.GroupBytes = rapid.IntRange(1, 12).Draw(t, "top"), rapid.SampledFrom([]int{0, 100, 400}).Draw(t, "bytes")
		top, err := query.Run(context.Background(), m, req)
		if err != nil {
			t.Fatal(err)
		}
		if top.Distinct != int64(len(all.Groups)) || all.Distinct != top.Distinct {
			t.Fatalf("%s by %s: %d and %d distinct, want %d", req.Query, req.By, all.Distinct, top.Distinct, len(all.Groups))
		}
		all.Groups = all.Groups[:min(len(all.Groups), req.Top)]
		if len(all.Groups)+len(top.Groups) == 0 {
			all.Groups, top.Groups = nil, nil
		}
		if !reflect.DeepEqual(all, top) {
			t.Fatalf("%s by %s\n got %+v\nwant %+v", req.Query, req.By, top, all)
		}
	})
}

// Identifiers of which nearly every row has its own are counted in parts: the few that
// come twice are found, and the rest come in order.
func TestTopOfIdentifiers(t *testing.T) {
	m := newMemory()
	for block := range 20 {
		b := newBuilder(casefile.TableRequests)
		for i := range 500 {
			n := 500*block + i
			if n == 7777 {
				n = 123
			}
			b.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z", "request_id": fmt.Sprintf("req_%05d", n)})
		}
		m.add(1, int64(1000*block+1), b.done(), nil)
	}
	res, err := query.Run(context.Background(), m, query.Request{Query: query.Everything(), By: "request_id", Top: 3, GroupBytes: 100_000})
	want := []query.Group{{Value: "req_00123", Count: 2}, {Value: "req_00000", Count: 1}, {Value: "req_00001", Count: 1}}
	if err != nil || !slices.Equal(res.Groups, want) || res.Distinct != 9999 || res.Count != 10_000 {
		t.Fatalf("%v: %v of %d", err, res.Groups, res.Distinct)
	}
}

func TestTooManyBinsAreRefused(t *testing.T) {
	m := newMemory()
	from := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for i := range 300 {
		b := newBuilder(casefile.TableLogins)
		b.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z"})
		block := b.done()
		grow(block, 4000, from.Add(time.Duration(i)*time.Hour).UnixNano())
		m.add(1, int64(i*4000+1), block, nil)
	}
	_, err := query.Run(context.Background(), m, query.Request{Query: query.Everything(), Width: time.Millisecond})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("1.2 million bins: %v", err)
	}
	if _, err := query.Run(context.Background(), m, query.Request{Query: query.Everything(), Width: time.Hour}); err != nil {
		t.Error(err)
	}
}

// grow makes a block of so many logins, a millisecond apart.
func grow(b *casefile.Block, rows int, from int64) {
	s := casefile.SchemaOf(b.Table)
	for n := range b.Columns {
		v := &b.Columns[n]
		switch {
		case n == s.Index("ts"):
			v.Ints = v.Ints[:0]
			for i := range rows {
				v.Ints = append(v.Ints, from+int64(i)*int64(time.Millisecond))
			}
		case n == s.Index("account_id"):
			v.Codes = slices.Repeat([]uint32{1}, rows)
		default:
			*v = casefile.Vector{}
		}
	}
	b.Rows = rows
}
