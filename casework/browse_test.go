package casework_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
)

// Pages of what is browsed are the rows that Query lists, wherever they begin.
func TestBrowsePagesAreTheRowsOfQuery(t *testing.T) {
	w := brought(t, 5)
	r := rand.New(rand.NewPCG(seedtest.Of(t), 1))
	for _, expr := range []string{"*", "table:requests", "status:429", "model:atlas-5 AND tokens_out>500", "nothing_is_called_this"} {
		want, err := w.Query(t.Context(), casework.QueryOptions{Expr: expr, Limit: 1 << 30})
		if err != nil {
			t.Fatal(err)
		}
		var first []query.Row
		l, err := w.Browse(t.Context(), casework.BrowseOptions{Expr: expr, FirstRows: 30, First: func(rows []query.Row) { first = rows }})
		if err != nil {
			t.Fatal(err)
		}
		if l.Len() != want.Count || l.Expr != want.Expr {
			t.Fatalf("%s: %d rows of %s, Query finds %d of %s", expr, l.Len(), l.Expr, want.Count, want.Expr)
		}
		if n := min(30, len(want.Rows)); len(first) != n || n > 0 && !reflect.DeepEqual(first, want.Rows[:n]) {
			t.Errorf("%s: the early page is not the first %d rows", expr, n)
		}
		for range 40 {
			from, n := r.Int64N(l.Len()+10), r.IntN(200)
			got, err := l.Page(t.Context(), from, n)
			if err != nil {
				t.Fatal(err)
			}
			page := want.Rows[min(from, l.Len()):min(from+int64(n), l.Len())]
			if len(got) != len(page) || len(page) > 0 && !reflect.DeepEqual(got, page) {
				t.Fatalf("%s: rows %d to %d differ from those of Query", expr, from, from+int64(n))
			}
		}
	}
}

func TestBrowseSorted(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	w := brought(t, 5)
	for _, by := range []string{"ts", "account_id", "tokens_out", "ip", "status"} {
		for _, desc := range []bool{false, true} {
			l, err := w.Browse(t.Context(), casework.BrowseOptions{Expr: "table:requests", Sort: by, Desc: desc, Columns: []string{by}})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := l.Page(t.Context(), 0, int(l.Len()))
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range rows[1:] {
				a, okA := rows[i].Value(by)
				b, okB := r.Value(by)
				if desc {
					a, b = b, a
				}
				switch {
				case okB && !okA && !desc, !okA && !okB:
				case a.Kind == casefile.KindInt || a.Kind == casefile.KindTime:
					if okA && okB && a.Int > b.Int {
						t.Fatalf("by %s, desc %v: %v stands before %v", by, desc, a, b)
					}
				case by != "ip" && okA && okB && a.Text > b.Text:
					t.Fatalf("by %s, desc %v: %v stands before %v", by, desc, a, b)
				}
			}
			// Find is the inverse of Page.
			for _, at := range []int{0, len(rows) / 3, len(rows) - 1} {
				o := rows[at].Origin
				if got, ok, err := l.Find(t.Context(), casefile.EventRef(o.Source, o.Row)); err != nil || !ok || got != int64(at) {
					t.Errorf("by %s: row %d is found at %d (%v, %v)", by, at, got, ok, err)
				}
			}
		}
	}
}

func TestBrowseShowsNoContent(t *testing.T) {
	w := brought(t, 5)
	l, err := w.Browse(t.Context(), casework.BrowseOptions{Expr: "prompt_text:*"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := l.Page(t.Context(), l.Len()/2, 50)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		if v, _ := r.Value("prompt_text"); !strings.HasPrefix(v.Text, "[masked: ") {
			t.Fatalf("row %v shows %q", r.Origin, v.Text)
		}
	}
	for _, by := range []string{"prompt_text", "prompt", "requests.prompt_text"} {
		var f *fault.Error
		if _, err := w.Browse(t.Context(), casework.BrowseOptions{Expr: "*", Sort: by}); !errors.As(err, &f) || f.Kind != fault.Invalid {
			t.Errorf("sorted by %s: %v", by, err)
		}
	}
}

func TestBrowseCancels(t *testing.T) {
	w := brought(t, 5)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Browse(ctx, casework.BrowseOptions{Expr: "*"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Browse returns %v", err)
	}
	l, err := w.Browse(t.Context(), casework.BrowseOptions{Expr: "*"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Page(ctx, 0, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Page returns %v", err)
	}
	fields := l.Fields()
	if !slices.Contains(fields, "tokens_out") || !slices.Contains(fields, "created_at") || slices.Contains(fields, "classifier") {
		t.Errorf("fields %v", fields)
	}
	tables := l.Tables()
	if len(tables) < 3 || slices.Contains([]int64{tables[casefile.TableRequests], tables[casefile.TableAccounts]}, 0) {
		t.Errorf("tables %v", tables)
	}
}
