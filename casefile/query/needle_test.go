package query_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

// The search of prose goes over many texts at once and compares bytes or folded
// characters. The expression engine, text by text, must find the same.
func TestProseIsSearchedAsAnExpressionWould(t *testing.T) {
	letters := []rune("abAB éÉßжЖΣσς漢.")
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom(letters), 1, 3, -1)
		texts := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom(letters), 0, 12, -1), 1, 150).Draw(t, "texts")
		parts := rapid.SliceOfN(word, 1, 3).Draw(t, "parts")
		build := newBuilder(casefile.TableRequests)
		for _, text := range texts {
			build.add(map[string]string{"account_id": "a", "ts": "2026-04-22T00:00:00Z", "prompt_text": text, "request_id": text})
		}
		m := newMemory()
		m.add(1, 1, build.done(), nil)
		var quoted []string
		for _, p := range parts {
			quoted = append(quoted, regexp.QuoteMeta(p))
		}
		inside := regexp.MustCompile("(?is)" + strings.Join(quoted, ".*"))
		whole := regexp.MustCompile(`(?is)\A` + strings.Join(quoted, ".*") + `\z`)
		for field, expr := range map[string]*regexp.Regexp{"prompt": inside, "request_id": whole} {
			f, _ := query.FieldByName(field)
			q := &query.Query{Expr: query.Match{Field: f, Test: query.Test{Op: query.OpHas, Pattern: query.Pattern{Parts: parts}}}}
			got, err := query.Count(context.Background(), m, q, query.Options{})
			want := int64(0)
			for _, text := range texts {
				if expr.MatchString(text) {
					want++
				}
			}
			if err != nil || got != want {
				t.Fatalf("%s finds %d (%v), the expression %d", q, got, err, want)
			}
		}
	})
}
