package canon_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"casebench/casefile"
	"casebench/importers/canon"
	"casebench/importers/importertest"
)

// TestBuilderAgreesWithAModel sends random rows, some of them dropped, through a
// builder and through plain maps.
func TestBuilderAgreesWithAModel(t *testing.T) {
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, seed))
	p, err := canon.NewPlan("requests.jsonl", "requests", sample("account_id", "a", "ts", "2026-01-01T00:00:00Z"), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := p.NewBuilder()
	names := []string{"ip", "model", "tokens_in", "temperature", "request_id", "colour", "size"}
	schema := casefile.SchemaOf(casefile.TableRequests)
	for chunk := range 30 {
		b.Reset()
		var want []map[string]string
		for row := range rng.IntN(300) {
			b.Begin()
			values := map[string]string{}
			set := func(name, v string) {
				b.Text(b.Field([]byte(name)), []byte(v))
				if v == "" {
					delete(values, name)
				} else {
					values[name] = v
				}
			}
			set("ts", "2026-01-01T00:00:00Z")
			for range rng.IntN(9) {
				name := names[rng.IntN(len(names))]
				n := rng.IntN(40)
				v := map[string]string{"ip": fmt.Sprintf("192.0.2.%d", n), "tokens_in": fmt.Sprint(n), "temperature": fmt.Sprint(float64(n) / 4)}[name]
				if v == "" {
					v = fmt.Sprintf("%s-%d", name, n)
				}
				if n == 0 {
					v = ""
				}
				set(name, v)
			}
			if rng.IntN(4) > 0 {
				set("account_id", fmt.Sprint("acct", rng.IntN(5)))
				want = append(want, values)
			}
			if why := b.End(row, row, nil); (why == "") != (values["account_id"] != "") {
				t.Fatalf("seed %d chunk %d row %d: %q", seed, chunk, row, why)
			}
		}
		rows := 0
		for _, bl := range b.Blocks() {
			for i := range bl.Rows {
				got := map[string]string{}
				for c := range bl.Columns {
					if v := importertest.Value(schema.Columns[c].Kind, &bl.Columns[c], i); v != nil {
						got[schema.Columns[c].Name] = fmt.Sprint(v)
					}
				}
				for e := range bl.Extra {
					if v := importertest.Value(casefile.KindText, &bl.Extra[e].Vector, i); v != nil {
						got[bl.Extra[e].Name] = fmt.Sprint(v)
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(want[rows]) {
					t.Fatalf("seed %d chunk %d row %d: %v, want %v", seed, chunk, rows, got, want[rows])
				}
				rows++
			}
			used := map[string]bool{}
			for _, v := range bl.Columns {
				clear(used)
				for _, code := range v.Codes {
					if code > 0 {
						used[v.Dict[code-1]] = true
					}
				}
				if len(used) != len(v.Dict) {
					t.Fatalf("seed %d chunk %d: a dictionary keeps a value that no accepted row has", seed, chunk)
				}
			}
		}
		if rows != len(want) {
			t.Fatalf("seed %d chunk %d: %d rows, want %d", seed, chunk, rows, len(want))
		}
	}
}

// TestBlocksOfOneChunkAreApart checks that a block sealed in mid-chunk is not
// written over by the next.
func TestBlocksOfOneChunkAreApart(t *testing.T) {
	p, err := canon.NewPlan("x", "known_shared", sample("type", "a", "value", "b"), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := p.NewBuilder()
	b.Reset()
	kind, more := b.Field([]byte("type")), b.Field([]byte("more"))
	const rows = 1<<16 + 10
	for i := range rows {
		b.Begin()
		b.Text(kind, fmt.Append(nil, i>>16))
		b.Text(more, fmt.Append(nil, i))
		if why := b.End(i, i, nil); why != "" {
			t.Fatal(why)
		}
	}
	blocks := b.Blocks()
	if len(blocks) != 2 || blocks[0].Rows+blocks[1].Rows != rows {
		t.Fatalf("%d blocks", len(blocks))
	}
	if v := &blocks[0].Columns[0]; v.Dict[v.Codes[0]-1] != "0" || string(blocks[0].Extra[0].Vector.Texts.At(5)) != "5" {
		t.Error("the first block was written over")
	}
	if v := &blocks[1].Columns[0]; v.Dict[v.Codes[0]-1] != "1" || string(blocks[1].Extra[0].Vector.Texts.At(0)) != "65536" {
		t.Error("the second block is wrong")
	}
}
