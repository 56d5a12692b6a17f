package query_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

// spelling is a memory that also keeps request numbers, and an extra field, as the
// bytes of their digits.
type spelling struct {
	*memory
	kept  map[uint64]*query.Spelled
	asked *atomic.Int64
}

func (m spelling) Digits(b query.Block, column int, extra string, do func(*query.Spelled) error) (bool, error) {
	if column != casefile.SchemaOf(b.Table).Index("request_id") && extra != "note" {
		return false, nil
	}
	m.asked.Add(1)
	return true, do(m.kept[b.ID])
}

// What is found in the bytes of digits is what is found in the digits written out:
// with pieces of what is there and other pieces, in either case, over the borders of
// bytes, parts and texts, with wildcards, expressions, nulls, and other rows left out.
func TestDigitsAreSearchedAsWritten(t *testing.T) {
	shapes := [][]query.Spelling{
		{{Bytes: 4}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 6}},
		{{Text: "req_", Bytes: 3}}, {{Bytes: 8}}, {{Text: "Be-Ef:"}}, {{Text: "é", Bytes: 2}}, {{Text: "a\n", Bytes: 2}, {Text: "\n0", Bytes: 1}},
	}
	var asked atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		m := newMemory()
		s := spelling{m, map[uint64]*query.Spelled{}, &asked}
		var all []string
		for block := range rapid.IntRange(1, 3).Draw(t, "blocks") {
			parts := rapid.SampledFrom(shapes).Draw(t, "shape")
			kept := &query.Spelled{Parts: parts}
			for _, p := range parts {
				kept.Size += p.Bytes
			}
			b := newBuilder(casefile.TableRequests)
			rows := rapid.SampledFrom([]int{1, 3, 5, 63, 64, 65, 130}).Draw(t, "rows")
			for i := range rows {
				row := map[string]string{"account_id": fmt.Sprint(i % 3), "ts": "2026-04-22T00:00:00Z"}
				if rapid.IntRange(0, 9).Draw(t, "null") == 0 {
					if kept.Null == nil {
						kept.Null = make([]uint64, (rows+63)/64)
					}
					kept.Null[i/64] |= 1 << (i % 64)
				} else {
					text := strings.Builder{}
					for _, p := range parts {
						some := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0x0b, 0xbe, 0xef, 0xee, 0xfe, 0x99, 0x10, 0xa1}), p.Bytes, p.Bytes).Draw(t, "bytes")
						kept.Bytes = append(kept.Bytes, some...)
						fmt.Fprintf(&text, "%s%x", p.Text, some)
					}
					all = append(all, text.String())
					row["request_id"], row["note"] = text.String(), text.String()
				}
				b.add(row)
			}
			if len(all) == 0 {
				all = []string{"beef"}
			}
			m.add(1, int64(1000*block+1), b.done(), nil)
			s.kept[uint64(block)] = kept
		}
		piece := func(label string) string {
			text := rapid.OneOf(rapid.SampledFrom(all), rapid.SampledFrom([]string{"beef", "e", "b0", "-", "eef-99", "req_", "é", "x", "00"})).Draw(t, label)
			from := rapid.IntRange(0, len(text)-1).Draw(t, label+" from")
			text = text[from:rapid.IntRange(from+1, len(text)).Draw(t, label+" to")]
			if rapid.Bool().Draw(t, label+" upper") {
				text = strings.ToUpper(text)
			}
			return strings.ToValidUTF8(strings.NewReplacer("\n", "", "/", "", "*", "").Replace(text)+"", "")
		}
		var text string
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			text = "*" + piece("piece") + "0*"
		case 1:
			text = piece("first") + "*e" + piece("second") + "*"
		case 2:
			text = "*" + piece("piece") + "*" + piece("last") + "f"
		default:
			atom := func(label string) string {
				return rapid.SampledFrom([]string{"b", "e", "[0-9]", "[a-f]", ".", "0", "be", "(?i:EF)", "-", "[^0]", `\d`, `\n`, "x", "(?:99|a1)", `\b`, "(?:b?e)"}).Draw(t, label) +
					rapid.SampledFrom([]string{"", "", "+", "*", "?", "{2}"}).Draw(t, label+" times")
			}
			text = "/" + rapid.SampledFrom([]string{"", "^", `\A`, "(?m)^", `(?s)^.*`, "e|^"}).Draw(t, "begin") + atom("one") + atom("two") + atom("three") +
				rapid.SampledFrom([]string{"", "", "$", `\z`, "(?m:$)", `\B`}).Draw(t, "end") + "/"
		}
		field := rapid.SampledFrom([]string{"request_id:", "extra.note:"}).Draw(t, "field")
		condition := rapid.SampledFrom([]string{"", "", "account:1 ", "NOT "}).Draw(t, "condition") + field + text
		q, err := query.Parse(condition)
		if err != nil {
			t.Skip("the pieces make no expression: ", err)
		}
		req := query.Request{Query: q, Limit: -1, Columns: []string{"request_id"}}
		got, err := query.Run(context.Background(), s, req)
		if err != nil {
			t.Fatal(err)
		}
		want, err := query.Run(context.Background(), m, req)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s: found %d rows, written out %d: %v\n%v", condition, got.Count, want.Count, got.Rows, want.Rows)
		}
	})
	if asked.Load() == 0 {
		t.Error("nobody asked for the bytes")
	}
}
