package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
)

// searched is a request as the search test writes it. Every third row has no
// model, every fifth no tokens, and every seventh an extra field.
type searched struct{ n int }

func (r searched) account() string { return fmt.Sprintf("acct_%d", r.n%13) }
func (r searched) address() string { return fmt.Sprintf("203.0.113.%d", r.n%9) }
func (r searched) prompt() string  { return fmt.Sprintf("Solve exercise %d with REASONING", r.n) }
func (r searched) time() time.Time {
	return time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.n) * 7 * time.Minute)
}

// batchOf makes the batch of rows from to until, as an importer would.
func batchOf(index int, offset int64, from, until int) *casefile.Batch {
	s := casefile.SchemaOf(casefile.TableRequests)
	rows := until - from
	bl := &casefile.Block{Table: casefile.TableRequests, Rows: rows, Columns: make([]casefile.Vector, len(s.Columns))}
	b := &casefile.Batch{Index: index, Offset: offset, Rows: rows, Blocks: []*casefile.Block{bl}}
	code := func(v *casefile.Vector, text string) {
		v.Form = casefile.FormCodes
		for i, known := range v.Dict {
			if known == text {
				v.Codes = append(v.Codes, uint32(i+1))
				return
			}
		}
		v.Dict = append(v.Dict, text)
		v.Codes = append(v.Codes, uint32(len(v.Dict)))
	}
	team := casefile.Vector{Form: casefile.FormCodes, Dict: []string{"red"}, Codes: make([]uint32, rows)}
	model, tokens := &bl.Columns[s.Index("model")], &bl.Columns[s.Index("tokens_out")]
	for i := range rows {
		r := searched{from + i}
		code(&bl.Columns[s.Index("account_id")], r.account())
		code(&bl.Columns[s.Index("ip")], r.address())
		if r.n%3 == 0 {
			model.Codes = append(model.Codes, 0)
		} else {
			code(model, fmt.Sprintf("atlas-%d", r.n%3))
		}
		ts, prompt := &bl.Columns[s.Index("ts")], &bl.Columns[s.Index("prompt_text")]
		ts.Form, ts.Ints = casefile.FormInts, append(ts.Ints, r.time().UnixNano())
		tokens.Form, tokens.Ints = casefile.FormInts, append(tokens.Ints, int64(r.n))
		if r.n%5 == 0 {
			tokens.SetNull(i, rows)
		}
		prompt.Form = casefile.FormTexts
		prompt.Texts.Append([]byte(r.prompt()))
		if r.n%7 == 0 {
			team.Codes[i] = 1
		}
		line := fmt.Sprintf("row %d\n", r.n)
		bl.Row = append(bl.Row, uint32(i))
		bl.Offset = append(bl.Offset, uint32(len(b.Raw)))
		bl.Length = append(bl.Length, uint32(len(line)-1))
		bl.Hash = append(bl.Hash, xxhash.Sum64String(line[:len(line)-1]))
		b.Raw = append(b.Raw, line...)
	}
	bl.Extra = []casefile.Extra{{Name: "team", Vector: team}}
	b.Sum = sha256.Sum256(b.Raw)
	return b
}

// bring imports rows from to until as one source of two batches.
func bring(t *testing.T, f *store.File, from, until int) {
	t.Helper()
	l, err := f.Begin(casefile.Source{Path: "requests.jsonl", Name: "requests.jsonl", Format: "jsonl", Originals: "embed"})
	if err != nil {
		t.Fatal(err)
	}
	sum, size, middle := sha256.New(), int64(0), (from+until)/2
	for i, cut := range [][2]int{{from, middle}, {middle, until}} {
		b := batchOf(i, size, cut[0], cut[1])
		sum.Write(b.Raw)
		size += int64(len(b.Raw))
		if err := put(l, b); err != nil {
			t.Fatal(err)
		}
	}
	src := l.Source()
	src.SHA256, src.Bytes, src.DecodedBytes = hex.EncodeToString(sum.Sum(nil)), size, size
	src.Rows, src.Accepted = int64(until-from), int64(until-from)
	if _, err := l.Commit(context.Background(), src); err != nil {
		t.Fatal(err)
	}
}

// What a search finds in a case file is what is in the rows. The second source
// repeats half of the first, and those rows count once.
func TestSearchFindsWhatWasStored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.case")
	f, err := store.Create(path, casefile.Case{Title: "Search"}, store.Options{By: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	bring(t, f, 0, 2000)
	bring(t, f, 1000, 3000)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err = store.Open(path, store.Options{By: "tester", ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	day := time.Date(2026, 4, 24, 0, 0, 0, 0, time.UTC)
	for text, match := range map[string]func(r searched) bool{
		"*":                  func(searched) bool { return true },
		"account:acct_7":     func(r searched) bool { return r.n%13 == 7 },
		"ip:203.0.113.0/30":  func(r searched) bool { return r.n%9 < 4 },
		"NOT model:atlas-1":  func(r searched) bool { return r.n%3 != 1 },
		"model!=atlas-1":     func(r searched) bool { return r.n%3 == 2 },
		"tokens_out>=2500":   func(r searched) bool { return r.n >= 2500 && r.n%5 > 0 },
		"tokens_out:*":       func(r searched) bool { return r.n%5 > 0 },
		"ts:2026-04-24":      func(r searched) bool { return !r.time().Before(day) && r.time().Before(day.AddDate(0, 0, 1)) },
		"extra.team:red":     func(r searched) bool { return r.n%7 == 0 },
		`"exercise 12"`:      func(r searched) bool { return len(fmt.Sprint(r.n)) >= 2 && fmt.Sprint(r.n)[:2] == "12" },
		"source:2 reasoning": func(r searched) bool { return r.n >= 2000 },
		"tokens_out<100 OR (ip:203.0.113.8 AND NOT prompt:/1 with/)": func(r searched) bool {
			return r.n < 100 && r.n%5 > 0 || r.n%9 == 8 && r.n%10 != 1
		},
	} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for n := range 3000 {
			if match(searched{n}) {
				want = append(want, searched{n}.prompt())
			}
		}
		res, err := query.Run(context.Background(), f.Searchable(), query.Request{Query: q, Limit: -1, Width: time.Hour, By: "account"})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, r := range res.Rows {
			v, _ := r.Value("prompt_text")
			got = append(got, v.Text)
		}
		grouped, binned := int64(0), int64(0)
		for _, g := range res.Groups {
			grouped += g.Count
		}
		for _, b := range res.Buckets {
			binned += b.Count
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %d rows, want %d", text, len(got), len(want))
		}
		if n := int64(len(want)); res.Count != n || grouped != n || binned != n {
			t.Errorf("%s: count %d, in groups %d, in buckets %d; want %d", text, res.Count, grouped, binned, n)
		}
	}
	q, err := query.Parse("*")
	if err != nil {
		t.Fatal(err)
	}
	n, err := query.Count(context.Background(), f.Searchable(), q, query.Options{Duplicates: true})
	if err != nil || n != 4000 {
		t.Errorf("with duplicates: %d rows (%v), want 4000", n, err)
	}
}
