package query_test

import (
	"context"
	"testing"

	"casebench/casefile/query"
)

// What the rows of an account add up to is what counting them one by one gives.
func TestActivitiesAddUpToTheRows(t *testing.T) {
	m := small()
	for _, expr := range []string{"*", "ts<2026-04-23", "model:*", "account:acct_2"} {
		got, err := query.Activities(context.Background(), m, parse(t, expr), query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		counts, err := query.Accounts(context.Background(), m, parse(t, expr), query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(counts) {
			t.Errorf("%s: %d accounts, want %d", expr, len(got), len(counts))
		}
		var rows, tokens, first, last int64
		for code, a := range got {
			if a.Rows != counts[code] {
				t.Errorf("%s: account %d has %d rows, want %d", expr, code, a.Rows, counts[code])
			}
			rows, tokens, last = rows+a.Rows, tokens+a.TokensOut, max(last, a.Last)
			if first == 0 || a.First < first {
				first = a.First
			}
		}
		var wantRows, wantTokens, wantFirst, wantLast int64
		err = query.Each(context.Background(), m, parse(t, expr), query.Options{}, []string{"account", "ts", "tokens_out"}, func(r query.Row) (bool, error) {
			if who, ok := r.Value("account_id"); !ok || who.Text == "" {
				return true, nil
			}
			wantRows++
			if v, ok := r.Value("tokens_out"); ok {
				wantTokens += v.Int
			}
			if v, ok := r.Value("ts"); ok {
				wantLast = max(wantLast, v.Int)
				if wantFirst == 0 || v.Int < wantFirst {
					wantFirst = v.Int
				}
			}
			return true, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if rows != wantRows || tokens != wantTokens || first != wantFirst || last != wantLast {
			t.Errorf("%s: %d rows, %d tokens, %d to %d; want %d, %d, %d to %d", expr, rows, tokens, first, last, wantRows, wantTokens, wantFirst, wantLast)
		}
	}
}
