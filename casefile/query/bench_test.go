package query_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
)

const (
	benchRows  = 10_000_000
	benchBlock = 1 << 16
)

// big makes ten million requests of 25,000 accounts over thirty days, once.
var big = sync.OnceValue(func() *memory {
	m := newMemory()
	rnd := rand.New(rand.NewPCG(1, 2))
	at := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	step := int64(30*24*time.Hour) / benchRows
	schema := casefile.SchemaOf(casefile.TableRequests)
	values := func(column, n int) (casefile.Vector, []string) {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("%s-%d", schema.Columns[column].Name, i)
		}
		return casefile.Vector{Form: casefile.FormCodes}, names
	}
	for row := 0; row < benchRows; row += benchBlock {
		n := min(benchBlock, benchRows-row)
		b := &casefile.Block{Table: casefile.TableRequests, Rows: n, Columns: make([]casefile.Vector, len(schema.Columns))}
		for name, distinct := range map[string]int{"account_id": 25_000, "ip": 8_000, "model": 4, "status": 5} {
			c := schema.Index(name)
			v, names := values(c, distinct)
			v.Dict = names
			for range n {
				v.Codes = append(v.Codes, 1+uint32(rnd.IntN(distinct)))
			}
			b.Columns[c] = v
		}
		ts, tokens := casefile.Vector{Form: casefile.FormInts}, casefile.Vector{Form: casefile.FormInts}
		for i := range n {
			ts.Ints = append(ts.Ints, at+int64(row+i)*step)
			tokens.Ints = append(tokens.Ints, int64(rnd.IntN(4000)))
		}
		b.Columns[schema.Index("ts")], b.Columns[schema.Index("tokens_out")] = ts, tokens
		m.add(1, int64(row+1), b, nil)
	}
	return m
})

// BenchmarkSearch measures the engine alone: the columns are in memory and need
// no decoding. Blocks that their bounds rule out make the first case cheap.
func BenchmarkSearch(b *testing.B) {
	for _, c := range []struct{ name, query, by string }{
		{"two days, histogram", "ts:[2026-04-10 TO 2026-04-11] AND model:model-1 AND tokens_out>=2000", ""},
		{"model and tokens, histogram", "model:model-1 AND tokens_out>=2000", ""},
		{"one account, histogram", "account:account_id-77", ""},
		{"not one status, by account", "NOT status:status-1", "account"},
	} {
		b.Run(c.name, func(b *testing.B) {
			m, q := big(), parse(b, c.query)
			b.ResetTimer()
			for range b.N {
				res, err := query.Run(context.Background(), m, query.Request{Query: q, Width: time.Hour, By: c.by})
				if err != nil || res.Count == 0 {
					b.Fatal(res, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
		})
	}
}

// BenchmarkWord measures the search for a phrase in 64 MB of prose.
func BenchmarkWord(b *testing.B) {
	m := newMemory()
	text := "Please write out the reasoning step by step, then give the final answer in a table with two columns. "
	rows := (64 << 20) / (4 * len(text))
	block := newBuilder(casefile.TableRequests)
	for i := range rows {
		block.add(map[string]string{"account_id": "a", "ts": "2026-04-20T08:00:00Z", "prompt_text": fmt.Sprint(text, text, i, text, text)})
		if block.block.Rows == 1<<14 {
			m.add(1, 1, block.done(), nil)
			block = newBuilder(casefile.TableRequests)
		}
	}
	for _, text := range []string{`prompt:"final question"`, `prompt:/final [a-p]+ion/`, `prompt:/(?i)(chain|train) of thought/`, `prompt:final*question`,
		`prompt:/[a-z]+[0-9]q/`, `prompt:"naïve"`} {
		b.Run(text, func(b *testing.B) {
			q := parse(b, text)
			b.SetBytes(64 << 20)
			for range b.N {
				if _, err := query.Count(context.Background(), m, q, query.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
