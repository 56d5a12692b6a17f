package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/storetest"
)

// benchRows is what a batch of 4 MiB holds at 400 bytes an event.
const benchRows = 10_000

// benchBatch makes a batch of requests that look like a log: 5,000 accounts in time
// order, identifiers and hashes that do not compress.
func benchBatch(index int, offset int64, rng *rand.Rand) *casefile.Batch {
	schema := casefile.SchemaOf(casefile.TableRequests)
	b := &casefile.Batch{Index: index, Offset: offset, Rows: benchRows}
	bl := &casefile.Block{Table: casefile.TableRequests, Rows: benchRows, Columns: make([]casefile.Vector, len(schema.Columns))}
	index32 := make([]map[string]uint32, len(schema.Columns))
	code := func(name, value string) {
		c := schema.Index(name)
		v := &bl.Columns[c]
		if index32[c] == nil {
			index32[c] = map[string]uint32{}
			v.Form = casefile.FormCodes
		}
		if index32[c][value] == 0 {
			v.Dict = append(v.Dict, value)
			index32[c][value] = uint32(len(v.Dict))
		}
		v.Codes = append(v.Codes, index32[c][value])
	}
	number := func(name string, n int64) {
		v := &bl.Columns[schema.Index(name)]
		v.Form, v.Ints = casefile.FormInts, append(v.Ints, n)
	}
	text := func(name, s string) {
		v := &bl.Columns[schema.Index(name)]
		v.Form = casefile.FormTexts
		v.Texts.Append([]byte(s))
	}
	ts := int64(1_777_000_000_000) + int64(index)*benchRows*90
	for i := range benchRows {
		n := rng.IntN(5000)
		ts += int64(rng.IntN(180))
		account, address, agent := fmt.Sprintf("acct_%06d", n), fmt.Sprintf("198.18.%d.%d", n%256, n%199), fmt.Sprintf("client/%d.%d", n%7, n%3)
		id := fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", rng.Uint32(), rng.IntN(1<<16), rng.IntN(1<<12), rng.IntN(1<<12), rng.Uint64()&(1<<48-1))
		hash, template, session := fmt.Sprintf("%016x", rng.Uint64()), fmt.Sprintf("%012x", n%900), fmt.Sprintf("s%08x", n*977)
		in, out, latency := int64(rng.IntN(900)), int64(rng.IntN(2000)), int64(rng.IntN(6000))
		line := fmt.Sprintf(`{"request_id":%q,"account_id":%q,"api_key_id":"k%07x","ts":%d,"ip":%q,"asn":%d,"ja4":"t13d1812h1_%012x","user_agent":%q,"model":"atlas-5","endpoint":"/v1/chat","tokens_in":%d,"tokens_out":%d,"latency_ms":%d,"status":200,"session_id":%q,"prompt_hash":%q,"template_hash":%q}`,
			id, account, n, ts, address, 64500+n%300, n%40, agent, in, out, latency, session, hash, template)
		bl.Row = append(bl.Row, uint32(i))
		bl.Offset = append(bl.Offset, uint32(len(b.Raw)))
		bl.Length = append(bl.Length, uint32(len(line)))
		bl.Hash = append(bl.Hash, xxhash.Sum64String(line))
		b.Raw = append(append(b.Raw, line...), '\n')
		text("request_id", id)
		code("account_id", account)
		code("api_key_id", fmt.Sprintf("k%07x", n))
		number("ts", ts*1_000_000)
		code("ip", address)
		code("asn", fmt.Sprint(64500+n%300))
		code("ja4", fmt.Sprintf("t13d1812h1_%012x", n%40))
		code("user_agent", agent)
		code("model", "atlas-5")
		code("endpoint", "/v1/chat")
		number("tokens_in", in)
		number("tokens_out", out)
		number("latency_ms", latency)
		code("status", "200")
		text("session_id", session)
		text("prompt_hash", hash)
		code("template_hash", template)
	}
	b.Blocks = []*casefile.Block{bl}
	b.Sum = sumOf(b.Raw)
	return b
}

func perEvent(b *testing.B, events int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkPack is what each worker does for a batch.
func BenchmarkPack(b *testing.B) {
	f := storetest.Unchecked(b)
	l, err := f.Begin(casefile.Source{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	batch := benchBatch(0, 0, rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		if _, err := l.Pack(batch); err != nil {
			b.Fatal(err)
		}
	}
	perEvent(b, b.N*benchRows)
}

// BenchmarkPut is what the committer does, its transactions included.
func BenchmarkPut(b *testing.B) {
	f := storetest.Unchecked(b)
	l, err := f.Begin(casefile.Source{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	n := 0
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		p, err := l.Pack(benchBatch(n, int64(n)<<22, rng))
		n++
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := l.Put(p); err != nil {
			b.Fatal(err)
		}
	}
	if err := store.Flush(l); err != nil {
		b.Fatal(err)
	}
	perEvent(b, b.N*benchRows)
}

// BenchmarkRead is what a search pays for a column before it looks at it.
func BenchmarkRead(b *testing.B) {
	f := storetest.Unchecked(b)
	rng := rand.New(rand.NewPCG(1, 1))
	l, err := f.Begin(casefile.Source{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	src := casefile.Source{Name: "bench"}
	for i := range 10 {
		batch := benchBatch(i, src.Bytes, rng)
		if err := put(l, batch); err != nil {
			b.Fatal(err)
		}
		src.Bytes += int64(len(batch.Raw))
		src.Rows, src.Accepted = src.Rows+benchRows, src.Accepted+benchRows
	}
	if _, err := l.Commit(context.Background(), src); err != nil {
		b.Fatal(err)
	}
	blocks, err := f.Blocks()
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"account_id", "ip", "model", "ts", "tokens_out", "request_id"} {
		b.Run(name, func(b *testing.B) {
			column := []int{casefile.SchemaOf(casefile.TableRequests).Index(name)}
			for b.Loop() {
				for _, info := range blocks {
					if _, err := f.Read(info, column, nil); err != nil {
						b.Fatal(err)
					}
				}
			}
			perEvent(b, b.N*benchRows*len(blocks))
		})
	}
}
