package query_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

// screening is a memory that also implements query.Screen, with filters made as a
// case file makes them.
type screening struct{ *memory }

func (m screening) MayHold(b query.Block, column int, extra string, pass func(*query.Filter) bool) (bool, error) {
	var c query.Column
	described := casefile.Column{}
	if column >= 0 {
		c, described = m.data[b.ID].columns[column], casefile.SchemaOf(b.Table).Columns[column]
	} else {
		c = m.data[b.ID].extra[extra]
	}
	var build query.FilterBuilder
	switch c.Form {
	case casefile.FormTexts:
		if len(c.Texts.Bytes) == 0 {
			return false, nil // a case file does not hold such a column
		}
		build.Reset(query.FilterOf(described), b.Rows)
		for i := range b.Rows {
			build.Add(c.Texts.At(i))
		}
	case casefile.FormCodes:
		build.Reset(query.FilterOf(described), len(c.Dict))
		for _, v := range c.Dict {
			build.Add([]byte(v))
		}
	default:
		return true, nil
	}
	stored := build.Append(nil)
	if len(stored) == 0 {
		return true, nil
	}
	f, err := query.ReadFilter(stored)
	return err == nil && pass(&f), err
}

// A filter never loses a hit: whatever is found without filters is found with them,
// in letters whose cases differ in length or lie in different scripts, in bytes that
// are no text, in phrases, patterns and expressions.
func TestFiltersLoseNothing(t *testing.T) {
	alphabet := []string{"a", "S", "k", "K", "ſ", "K", "ß", "ẞ", "İ", "ı", "σ", "ς", "Σ", "Ж", "ж", "漢", "字", "한", "ꙁ", "Ꙁ", "Ａ", "ａ", "𐐀", "𐐨",
		"\xff", "\xe2\x84", "\ufffd", " ", "1", "e", "E", "-", "Å", "å", "Ω"}
	rapid.Check(t, func(t *rapid.T) {
		word := func(most int, label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, most).Draw(t, label), "")
		}
		m := newMemory()
		var all []string
		for block := range rapid.IntRange(1, 4).Draw(t, "blocks") {
			b := newBuilder(casefile.TableRequests)
			for range rapid.IntRange(1, 3).Draw(t, "rows") {
				text := word(16, "text")
				all = append(all, text)
				b.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z", "prompt_text": text, "request_id": text, "note": text})
			}
			m.add(1, int64(100*block+1), b.done(), nil)
		}
		var pattern query.Pattern
		part := func(label string) string {
			// A piece of what is there, in other letters where these have another case.
			text := []rune(rapid.SampledFrom(all).Draw(t, label))
			from := rapid.IntRange(0, len(text)-1).Draw(t, label+" from")
			piece := string(text[from : from+rapid.IntRange(1, len(text)-from).Draw(t, label+" length")])
			switch rapid.IntRange(0, 2).Draw(t, label+" case") {
			case 0:
				return strings.ToUpper(piece)
			case 1:
				return strings.ToLower(piece)
			}
			return piece
		}
		switch rapid.IntRange(0, 3).Draw(t, "pattern") {
		case 0:
			pattern.Parts = []string{part("first"), part("second")}
		case 1:
			flags := rapid.SampledFrom([]string{"", "(?i)"}).Draw(t, "flags")
			glue := rapid.SampledFrom([]string{".*", "|", ".?", "(x|y)?", "+"}).Draw(t, "glue")
			pattern.Regex = flags + regexp.QuoteMeta(part("first")) + glue + regexp.QuoteMeta(part("second"))
		default:
			pattern.Parts = []string{part("only")}
		}
		op := query.OpHas
		test := query.Test{Op: op, Pattern: pattern}
		if rapid.IntRange(0, 5).Draw(t, "equal") == 0 {
			test = query.Test{Op: query.OpEqual, Value: rapid.SampledFrom(all).Draw(t, "value")}
		}
		for _, name := range []string{"prompt", "request_id", "extra.note"} {
			f, _ := query.FieldByName(name)
			q := &query.Query{Expr: query.Match{Field: f, Test: test}}
			if rapid.Bool().Draw(t, "or") {
				q.Expr = query.Or{Terms: []query.Expr{q.Expr, query.Word{Pattern: pattern}}}
			}
			plain, err := query.Run(context.Background(), m, query.Request{Query: q, Limit: -1})
			if err != nil {
				t.Skip("the pieces make no expression: ", err)
			}
			screened, err := query.Run(context.Background(), screening{m}, query.Request{Query: q, Limit: -1})
			if err != nil || refs(plain.Rows) != refs(screened.Rows) {
				t.Fatalf("%s in %q: %s without filters, %s with (%v)", q, all, refs(plain.Rows), refs(screened.Rows), err)
			}
		}
	})
}

// Blocks without what is sought are not read, whichever way it is asked for.
func TestFiltersSaveReading(t *testing.T) {
	m := newMemory()
	rnd := rand.New(rand.NewPCG(1, 2))
	const blocks = 40
	for block := range blocks {
		b := newBuilder(casefile.TableRequests)
		for i := range 200 {
			prompt := fmt.Sprintf("Please explain step %d of the proof to a student.", i)
			if block == 7 && i == 3 {
				prompt = "Write out the chain of thought in full."
			}
			b.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z", "prompt_text": prompt,
				"request_id": fmt.Sprintf("req_%016x", rnd.Uint64()), "note": fmt.Sprintf("ticket %d-%d", block, i)})
		}
		if block == 9 {
			b.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z", "request_id": "req_00000000000000aa"})
		}
		m.add(1, int64(1000*block+1), b.done(), nil)
	}
	for _, c := range []struct {
		query string
		count int64
		most  int64 // blocks read
	}{
		{`prompt:"chain of thought"`, 1, 1},
		{`prompt:"CHAIN of"`, 1, 1},
		{`prompt:chain*full`, 1, 1},
		{`prompt:/chain\s+of/`, 1, 1},
		{`prompt:/(?i)(CHAIN|rope) of (thought|silk)/`, 1, 1},
		{`prompt:/[cC]hain.{1,9}thought/`, 1, 1},
		{`"chain of thought"`, 1, 1},
		{`request_id:req_00000000000000aa`, 1, 6},
		{`request_id:REQ_00000000000000AA`, 1, 6},
		{`req_00000000000000aa`, 1, 6 + 3},
		{`extra.note:"ticket 12-7"`, 1, 6},
		{`extra.note:*12-7*`, 11, 20},
		{`prompt:"nothing of the kind"`, 0, 0},
		{`prompt:student`, 7999, blocks},
		{`NOT prompt:"chain of thought" AND prompt:nonesuch`, 0, 0},
		{`prompt:nonesuch OR prompt:"chain of thought"`, 1, 1},
	} {
		m.reads.Store(0)
		n, err := query.Count(context.Background(), screening{m}, parse(t, c.query), query.Options{Workers: 1})
		if err != nil || n != c.count {
			t.Errorf("%s: %d rows (%v), want %d", c.query, n, err, c.count)
		}
		if got := m.reads.Load(); got > c.most {
			t.Errorf("%s: %d columns were read, want at most %d", c.query, got, c.most)
		}
	}
}
