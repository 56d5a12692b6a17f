package store_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/casefile/vault"
)

// BenchmarkSeal is what a value of 256 KiB costs, and one of 300 bytes.
func BenchmarkSeal(b *testing.B) {
	k, err := vault.NewKey()
	if err != nil {
		b.Fatal(err)
	}
	ad := []byte("columns\x00000000000000")
	for _, c := range []struct {
		name string
		size int
	}{{"256 KiB", 256 << 10}, {"16 KiB", 16 << 10}, {"300 B", 300}} {
		plain := make([]byte, c.size)
		sealed := k.Seal(nil, plain, ad)
		b.Run("seal "+c.name, func(b *testing.B) {
			b.SetBytes(int64(c.size))
			for b.Loop() {
				sealed = k.Seal(sealed[:0], plain, ad)
			}
		})
		b.Run("open "+c.name, func(b *testing.B) {
			b.SetBytes(int64(c.size))
			for b.Loop() {
				if plain, err = k.Open(plain[:0], sealed, ad); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// kinds are a plain case and an encrypted one, to be measured side by side.
func kinds() map[string][]vault.Holder {
	return map[string][]vault.Holder{"plain": nil, "sealed": {passphrase("first")}}
}

// BenchmarkSealedImport is packing and putting, plain and sealed, with the files
// written: compare the two.
func BenchmarkSealedImport(b *testing.B) {
	const batches = 24
	rng := rand.New(rand.NewPCG(1, 1))
	var list []*casefile.Batch
	offset := int64(0)
	for i := range batches {
		list = append(list, benchBatch(i, offset, rng))
		offset += int64(len(list[i].Raw))
	}
	for _, name := range []string{"plain", "sealed"} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				f, err := store.Create(filepath.Join(b.TempDir(), "import.case"), casefile.Case{}, store.Options{By: "bench", Holders: kinds()[name]})
				if err != nil {
					b.Fatal(err)
				}
				l, err := f.Begin(casefile.Source{Name: "bench"})
				if err != nil {
					b.Fatal(err)
				}
				if err := put(l, list...); err != nil {
					b.Fatal(err)
				}
				if err := store.Flush(l); err != nil {
					b.Fatal(err)
				}
				if err := f.Close(); err != nil {
					b.Fatal(err)
				}
			}
			perEvent(b, b.N*batches*benchRows)
		})
	}
}

// BenchmarkSealedSearch is filter, count and hourly histogram over three million
// events, plain and sealed: cold is the first search after opening the case (the
// file is in the memory of the system for both), warm each one after it.
func BenchmarkSealedSearch(b *testing.B) {
	paths := map[string]string{}
	for name, holders := range kinds() {
		f := bigCase(b, holders...)
		paths[name] = f.Path()
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	search := func(b *testing.B, f *store.File, text, by string) {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		res, err := query.Run(context.Background(), f.Searchable(), query.Request{Query: q, Width: time.Hour, By: by})
		if err != nil || res.Count == 0 {
			b.Fatal(res, err)
		}
	}
	for _, c := range []struct{ name, query, by string }{
		{"six hours", "ts:[2026-04-02T06:00 TO 2026-04-02T12:00] AND model:model-1 AND tokens_out>=2000", ""},
		{"model and tokens", "model:model-1 AND tokens_out>=2000", ""},
		{"everything by model", "*", "model"},
	} {
		for _, kind := range []string{"plain", "sealed"} {
			open := func(b *testing.B) *store.File {
				f, err := store.Open(paths[kind], store.Options{Secret: shows("first")})
				if err != nil {
					b.Fatal(err)
				}
				return f
			}
			b.Run(c.name+"/cold "+kind, func(b *testing.B) {
				for range b.N {
					b.StopTimer()
					f := open(b)
					b.StartTimer()
					search(b, f, c.query, c.by)
					b.StopTimer()
					if err := f.Close(); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				perEvent(b, b.N*searchRows)
			})
			b.Run(c.name+"/warm "+kind, func(b *testing.B) {
				f := open(b)
				defer f.Close()
				search(b, f, c.query, c.by)
				b.ResetTimer()
				for range b.N {
					search(b, f, c.query, c.by)
				}
				perEvent(b, b.N*searchRows)
			})
		}
	}
}
