package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
)

// Identifiers in each form in which they are stored are found as they are written:
// UUIDs, digits after a prefix, digits of several lengths, some that compress, some
// null, none at all, in a plain case and in an encrypted one.
func TestIdentifiersAreFoundAsWritten(t *testing.T) {
	seed := rand.Uint64()
	t.Log("seed", seed)
	for name, holders := range kinds() {
		rng := rand.New(rand.NewPCG(seed, 1))
		f, err := store.Create(filepath.Join(t.TempDir(), name+".case"), casefile.Case{}, store.Options{By: "tester", Holders: holders})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		l, err := f.Begin(casefile.Source{Path: "r", Name: "r", Format: "jsonl", Originals: "embed"})
		if err != nil {
			t.Fatal(err)
		}
		src, size := l.Source(), int64(0)
		for i, write := range []func() string{
			func() string {
				a, b := rng.Uint64(), rng.Uint64()
				return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&(1<<48-1))
			},
			func() string { return fmt.Sprintf("req_%016x", rng.Uint64()) },
			func() string { return fmt.Sprintf("%016x%032x", rng.Uint64()&0xf0f, 0xbeef) },
			func() string { return fmt.Sprintf("%016x", rng.Uint64())[:8+2*rng.IntN(2)] },
			func() string { return "the same beef" },
			func() string { return fmt.Sprintf("Job %d: %x", rng.IntN(99), rng.Uint32()) },
		} {
			b := batchOf(i, size, i*5000, i*5000+300+rng.IntN(900))
			rows, v := b.Rows, casefile.Vector{Form: casefile.FormTexts}
			for row := range rows {
				if rng.IntN(6) == 0 && i%2 == 0 {
					v.SetNull(row, rows)
					v.Texts.Append(nil)
				} else {
					v.Texts.Append([]byte(write()))
				}
			}
			b.Blocks[0].Columns[casefile.SchemaOf(casefile.TableRequests).Index("request_id")] = v
			b.Blocks[0].Extra = append(b.Blocks[0].Extra, casefile.Extra{Name: "trace", Vector: v})
			p, err := l.Pack(b)
			if err == nil {
				err = l.Put(p)
			}
			if err != nil {
				t.Fatal(err)
			}
			size += int64(len(b.Raw))
			src.Rows += int64(rows)
		}
		src.Accepted, src.Bytes = src.Rows, size
		if _, err := l.Commit(context.Background(), src); err != nil {
			t.Fatal(err)
		}
		total := int64(0)
		for _, text := range []string{"*be*", "*BEEF*", "*a-b*", "req_*1*", "*e", "0*0*f", "*4*-*-*-*5*", "/^[0-9]{4}.*be?f/", "/-[0-3]+-/", `/\bbeef$/`, "/(?i)JOB|f{3}/",
			"/e{2}|_0/", "nothing", "*é*"} {
			for _, field := range []string{"request_id:", "extra.trace:", "tokens_out>300 NOT request_id:"} {
				q, err := query.Parse(field + text)
				if err != nil {
					t.Fatal(err)
				}
				req := query.Request{Query: q, Limit: -1, Columns: []string{"request_id", "tokens_out"}}
				got, err := query.Run(context.Background(), f.Searchable(), req)
				if err != nil {
					t.Fatal(err)
				}
				want, err := query.Run(context.Background(), plain{f.Searchable()}, req)
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s, %s%s: %d rows, want %d", name, field, text, got.Count, want.Count)
				}
				total += got.Count
			}
		}
		if total < 1000 {
			t.Errorf("%s: %d rows found in all", name, total)
		}
		f.Close()
	}
}

// BenchmarkIdentifiers looks through 400,000 UUIDs: as they are stored, and written
// out first.
func BenchmarkIdentifiers(b *testing.B) {
	f, err := store.Create(filepath.Join(b.TempDir(), "ids.case"), casefile.Case{}, store.Options{By: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	l, err := f.Begin(casefile.Source{Name: "bench", Originals: "reference"})
	if err != nil {
		b.Fatal(err)
	}
	src, rng := l.Source(), rand.New(rand.NewPCG(1, 1))
	for i := range 20 {
		batch := batchOf(i, src.Bytes, i*20_000, i*20_000+20_000)
		v := &batch.Blocks[0].Columns[casefile.SchemaOf(casefile.TableRequests).Index("request_id")]
		v.Form = casefile.FormTexts
		for range batch.Rows {
			v.Texts.Append(fmt.Appendf(nil, "%08x-0000-4000-8000-%012x", rng.Uint32(), rng.Uint64()>>16))
		}
		p, err := l.Pack(batch)
		if err == nil {
			err = l.Put(p)
		}
		if err != nil {
			b.Fatal(err)
		}
		src.Rows, src.Bytes = src.Rows+int64(batch.Rows), src.Bytes+int64(len(batch.Raw))
	}
	src.Accepted = src.Rows
	if _, err := l.Commit(context.Background(), src); err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"request_id:*beef*", "request_id:/^[0-9]{4}.*be+f[0-9]/"} {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		for name, source := range map[string]query.Source{"stored": f.Searchable(), "written out": plain{f.Searchable()}} {
			b.Run(text+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := query.Count(context.Background(), source, q, query.Options{}); err != nil {
						b.Fatal(err)
					}
				}
				perEvent(b, b.N*int(src.Rows))
			})
		}
	}
}
