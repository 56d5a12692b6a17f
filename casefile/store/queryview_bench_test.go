package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/casefile/vault"
)

const (
	searchRows  = 192 * searchBlock
	searchBlock = 16 << 10
)

// bigCase makes a case of three million requests of 25,000 accounts, 40,000 an
// hour as in a demo world of scale l, without originals and prompts.
func bigCase(b *testing.B, holders ...vault.Holder) *store.File {
	f, err := store.Create(filepath.Join(b.TempDir(), "big.case"), casefile.Case{}, store.Options{By: "bench", Holders: holders})
	if err != nil {
		b.Fatal(err)
	}
	l, err := f.Begin(casefile.Source{Path: "r", Name: "r", Format: "jsonl", Originals: "reference"})
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	s := casefile.SchemaOf(casefile.TableRequests)
	at, step := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).UnixNano(), int64(time.Hour/40_000)
	for row := 0; row < searchRows; row += searchBlock {
		bl := &casefile.Block{Table: casefile.TableRequests, Rows: searchBlock, Columns: make([]casefile.Vector, len(s.Columns)),
			Offset: make([]uint32, searchBlock), Length: make([]uint32, searchBlock), Hash: make([]uint64, searchBlock)}
		for _, c := range []struct {
			name     string
			distinct int
		}{{"account_id", 25_000}, {"ip", 8_000}, {"model", 4}, {"status", 5}} {
			v := &bl.Columns[s.Index(c.name)]
			v.Form = casefile.FormCodes
			local := map[int]uint32{}
			for range searchBlock {
				k := rnd.IntN(c.distinct)
				if local[k] == 0 {
					v.Dict = append(v.Dict, fmt.Sprintf("%s-%d", c.name, k))
					local[k] = uint32(len(v.Dict))
				}
				v.Codes = append(v.Codes, local[k])
			}
		}
		ts, tokens := &bl.Columns[s.Index("ts")], &bl.Columns[s.Index("tokens_out")]
		ts.Form, tokens.Form = casefile.FormInts, casefile.FormInts
		for i := range searchBlock {
			bl.Row = append(bl.Row, uint32(i))
			bl.Hash[i] = rnd.Uint64()
			ts.Ints = append(ts.Ints, at+int64(row+i)*step+rnd.Int64N(int64(time.Minute)))
			tokens.Ints = append(tokens.Ints, int64(rnd.IntN(4000)))
		}
		if err := put(l, &casefile.Batch{Index: row / searchBlock, Rows: searchBlock, Blocks: []*casefile.Block{bl}}); err != nil {
			b.Fatal(err)
		}
	}
	src := l.Source()
	src.Rows, src.Accepted = searchRows, searchRows
	if _, err := l.Commit(context.Background(), src); err != nil {
		b.Fatal(err)
	}
	return f
}

// BenchmarkSearchCase is filter, count and hourly histogram over a case file:
// what query's own benchmark measures, with reading and decoding.
func BenchmarkSearchCase(b *testing.B) {
	f := bigCase(b)
	defer f.Close()
	for _, c := range []struct{ name, query, by string }{
		{"six hours", "ts:[2026-04-02T06:00 TO 2026-04-02T12:00] AND model:model-1 AND tokens_out>=2000", ""},
		{"model and tokens", "model:model-1 AND tokens_out>=2000", ""},
		{"one account", "account:account_id-77", ""},
		{"everything by model", "*", "model"},
	} {
		b.Run(c.name, func(b *testing.B) {
			q, err := query.Parse(c.query)
			if err != nil {
				b.Fatal(err)
			}
			for range b.N {
				res, err := query.Run(context.Background(), f.Searchable(), query.Request{Query: q, Width: time.Hour, By: c.by})
				if err != nil || res.Count == 0 {
					b.Fatal(res, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/searchRows, "ns/row")
		})
	}
}
