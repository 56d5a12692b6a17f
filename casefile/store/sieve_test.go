package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/seedtest"
)

// plain is a Source without the short cuts: it neither sieves nor lends nor peeks.
type plain struct{ query.Source }

// shapedBatch makes rows whose columns are stored in every form there is: in
// slices, compressed, all equal, with nulls; times in order, out of order, the same.
func shapedBatch(index int, offset int64, rng *rand.Rand) *casefile.Batch {
	rows := 200 + rng.IntN(3000)
	b := batchOf(index, offset, index*5000, index*5000+rows)
	bl, s := b.Blocks[0], casefile.SchemaOf(casefile.TableRequests)
	codes := func(name string, distinct int, nulls bool, skew float64) {
		v := casefile.Vector{Form: casefile.FormCodes}
		local := map[int]uint32{}
		for range rows {
			k := rng.IntN(distinct)
			if rng.Float64() < skew {
				k = 0
			}
			if nulls && rng.IntN(4) == 0 {
				v.Codes = append(v.Codes, 0)
				continue
			}
			if local[k] == 0 {
				v.Dict = append(v.Dict, fmt.Sprintf("%s-%d", name, k))
				local[k] = uint32(len(v.Dict))
			}
			v.Codes = append(v.Codes, local[k])
		}
		bl.Columns[s.Index(name)] = v
	}
	codes("account_id", 1+rng.IntN(700), false, 0)
	codes("model", 1+rng.IntN(6), rng.IntN(2) == 0, 0)
	codes("status", 4, false, .98)
	codes("org_id", 300, true, .5)
	numbers := func(name string, least, span, step int64) {
		v := casefile.Vector{Form: casefile.FormInts}
		for range rows {
			v.Ints = append(v.Ints, least+step*rng.Int64N(span))
		}
		bl.Columns[s.Index(name)] = v
	}
	numbers("tokens_in", -50, 1+rng.Int64N(70_000), 1)
	numbers("latency_ms", 3000, 40, 1000)
	ts := &bl.Columns[s.Index("ts")]
	switch index % 5 {
	case 1:
		rng.Shuffle(rows, func(i, j int) { ts.Ints[i], ts.Ints[j] = ts.Ints[j], ts.Ints[i] })
	case 2:
		for i := range ts.Ints {
			ts.Ints[i] = ts.Ints[i/100*100] + rng.Int64N(int64(time.Hour))*int64(i%2)
		}
	case 3: // in order, many at once, and some after a long time
		for i := range ts.Ints[1:] {
			step := []int64{0, 1, 1000, 1_000_000, int64(time.Minute), int64(3 * time.Hour)}[rng.IntN(6)]
			ts.Ints[i+1] = ts.Ints[i] + step
		}
	case 4: // in order, in whole milliseconds
		for i := range ts.Ints {
			ts.Ints[i] = ts.Ints[0]/1e6*1e6 + int64(i)*1e6*rng.Int64N(2)
		}
		slices.Sort(ts.Ints)
	}
	return b
}

// A search on columns as they are stored gives what one on columns that were read
// gives: rows, groups and bins.
func TestSieveAgreesWithReading(t *testing.T) {
	f, err := store.Create(filepath.Join(t.TempDir(), "sieve.case"), casefile.Case{}, store.Options{By: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, err := f.Begin(casefile.Source{Path: "r", Name: "r", Format: "jsonl", Originals: "embed"})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 1))
	src, size := l.Source(), int64(0)
	for i := range 10 {
		b := shapedBatch(i, size, rng)
		if err := put(l, b); err != nil {
			t.Fatal(err)
		}
		size += int64(len(b.Raw))
		src.Rows += int64(b.Rows)
	}
	src.Accepted, src.Bytes = src.Rows, size
	if _, err := l.Commit(context.Background(), src); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"*", "tokens_in>=1000", "tokens_in<0", "tokens_in:[-50 TO 70000]", "tokens_in!=7", "tokens_in:*",
		"latency_ms>=3001 latency_ms<9999", "latency_ms:5000", "latency_ms:5001", "latency_ms<=2999", "tokens_out>100", "NOT tokens_out>100",
		"model:model-1", "NOT model:model-1", "model!=model-1", "model:model-*", "NOT model:*", "status:status-0", "NOT status:status-0",
		"account:account_id-7", "account:account_id-1*", "account!=account_id-3 model:model-2", "org:org_id-0", "org:/-[12]/",
		"model:model-0 OR tokens_in>60000", "ts>=2026-05-01", "ts<2026-05-01", "ts>=2026-05-02T12:00 ts<2026-05-02T12:10", "ts:[2026-05-01T10:00 TO 2026-05-03]", "account:/[0-4]/", "NOT account:/[3-9]/ tokens_in>9000", "ts:[2026-05-01 TO 2026-05-20] status:status-1", "ip:203.0.113.4", "end_user:x"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []string{"model", "account", "status", "org_id", "end_user"} {
			req := query.Request{Query: q, By: by, Width: time.Hour, Limit: 20, Columns: []string{"tokens_in", "model", "ts"}}
			got, err := query.Run(context.Background(), f.Searchable(), req)
			if err != nil {
				t.Fatal(err)
			}
			want, err := query.Run(context.Background(), plain{f.Searchable()}, req)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s by %s: %d rows in %d groups and %d bins, want %d, %d, %d", text, by, got.Count,
					len(got.Groups), len(got.Buckets), want.Count, len(want.Groups), len(want.Buckets))
			}
		}
	}
}
