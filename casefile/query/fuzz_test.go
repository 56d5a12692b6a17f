package query_test

import (
	"context"
	"testing"

	"casebench/casefile/query"
)

// Whatever parses can be run, and splits the rows in two: those that match, and
// those that match its negation.
func FuzzRun(f *testing.F) {
	for _, seed := range []string{"*", "model:atlas*", "ip:[203.0.113.7 TO *]", "tokens_out:{1 TO 9e99]", "ts>2026", "write*out",
		"extra.team:/r/ OR NOT tag:x", "status>=4e2", "ip:::/0", "asn:AS64500", "country:[A TO", "created:2026-04", "row!=1 source:[1 TO 2]",
		"ip:[2001:db8:: TO 203.0.113.7]", "reason:WRITE", "tokens_out>9223372036854775807", "tokens_out<-9223372036854775808"} {
		f.Add(seed)
	}
	m := small()
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			return
		}
		opt := query.Options{Known: marks{m}, Workers: 1, Duplicates: true}
		sum := int64(0)
		for _, e := range []query.Expr{q.Expr, query.Not{Term: q.Expr}} {
			n, err := query.Count(context.Background(), m, &query.Query{Expr: e}, opt)
			if err != nil && err.Error() != "the case is gone" {
				t.Fatalf("%q: %v", text, err)
			} else if err != nil {
				return
			}
			sum += n
		}
		if sum != 7 {
			t.Fatalf("%q and its negation match %d rows of 7", text, sum)
		}
	})
}
