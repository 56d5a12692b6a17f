package query_test

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// Pages of a listing, wherever they begin, are the rows that Run gives; sorted, they
// are those rows after a stable sort by the printed values.
func TestListingAgreesWithRun(t *testing.T) {
	fields := []string{"", "ts", "time", "account_id", "ip", "model", "status", "tokens_out", "temperature", "request_id",
		"extra.team", "source", "table", "created_at"}
	rapid.Check(t, func(t *rapid.T) {
		m, _ := genWorld(t)
		q := &query.Query{Expr: genExpr(2).Draw(t, "query")}
		opt := query.Options{Duplicates: rapid.Bool().Draw(t, "duplicates"), Workers: rapid.IntRange(1, 4).Draw(t, "workers")}
		by, desc := rapid.SampledFrom(fields).Draw(t, "sort"), rapid.Bool().Draw(t, "desc")
		res, err := query.Run(t.Context(), m, query.Request{Query: q, Options: opt, Limit: -1})
		if err != nil {
			t.Fatal(err)
		}
		early := rapid.IntRange(1, 5).Draw(t, "early")
		var first [][]query.Row
		var sofar []int64
		most := int64(0)
		if slices.Contains([]string{"ts", "time", "tokens_out", "created_at"}, by) && rapid.Bool().Draw(t, "a part at a time") {
			// As if these were more rows than are sorted at once. So many have no value.
			most = max(1, int64(len(res.Rows))-1)
		}
		l, err := query.List(t.Context(), m, query.ListRequest{Query: q, Options: opt, Sort: by, Desc: desc, MaxSorted: most,
			EarlyRows: early, Early: func(rows []query.Row) { first = append(first, rows) },
			Sofar: func(n int64) { sofar = append(sofar, n) }})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(res.Rows)
		if by != "" {
			slices.SortStableFunc(want, func(a, b query.Row) int { return compareRows(a, b, by, desc) })
		} else {
			checkEarly(t, first, want, early)
		}
		if n := len(sofar); n > 0 && sofar[n-1] != int64(len(want)) || n == 0 && len(want) > 0 || !slices.IsSorted(sofar) {
			t.Fatalf("%s: %d rows are counted as %v on the way", q, len(want), sofar)
		}
		if l.Len() != int64(len(want)) {
			t.Fatalf("%s: %d rows, Run gives %d", q, l.Len(), len(want))
		}
		for range 5 {
			from := rapid.IntRange(0, len(want)+1).Draw(t, "from")
			n := rapid.IntRange(0, 7).Draw(t, "n")
			got, err := l.Page(t.Context(), int64(from), n)
			if err != nil {
				t.Fatal(err)
			}
			page := want[min(from, len(want)):min(from+n, len(want))]
			if len(got) != len(page) || len(page) > 0 && !reflect.DeepEqual(got, page) {
				t.Fatalf("%s by %q desc %v, %d rows from %d on:\n got %v\nwant %v", q, by, desc, n, from, got, page)
			}
			for i, r := range page {
				at, ok, err := l.Find(t.Context(), r.Origin)
				if err != nil || !ok || at != int64(from+i) {
					t.Fatalf("%s by %q: row %v found at %d (%v, %v), want %d", q, by, r.Origin, at, ok, err, from+i)
				}
			}
		}
		if _, ok, err := l.Find(t.Context(), casefile.Origin{Source: 99, Row: 1}); ok || err != nil {
			t.Fatalf("a row that is not there was found (%v)", err)
		}
		total := int64(0)
		for _, n := range l.Tables() {
			total += n
		}
		if total != l.Len() {
			t.Fatalf("tables hold %d of %d rows", total, l.Len())
		}
	})
}

// checkEarly checks the pages that came while the search went on: each has more rows
// than the one before, all begin as the answer does, and the last has all that was
// asked for.
func checkEarly(t *rapid.T, pages [][]query.Row, want []query.Row, most int) {
	last := -1
	for _, rows := range pages {
		if len(rows) <= last || len(rows) > len(want) || len(rows) > 0 && !reflect.DeepEqual(rows, want[:len(rows)]) {
			t.Fatalf("early pages %v of %v", pages, want)
		}
		last = len(rows)
	}
	if last != min(most, len(want)) {
		t.Fatalf("the last of %d early pages has %d rows of %d, asked for %d", len(pages), last, len(want), most)
	}
}

// compareRows orders two rows by the values of a field as a person would: rows
// without one last.
func compareRows(a, b query.Row, by string, desc bool) int {
	sign := 1
	if desc {
		sign = -1
	}
	if by == "source" {
		return sign * cmp.Compare(a.Origin.Source, b.Origin.Source)
	}
	if by == "table" {
		return sign * cmp.Compare(a.Table, b.Table)
	}
	f, _ := query.FieldByName(by)
	value := func(r query.Row) (query.Value, bool) {
		if n := f.In(r.Table); n >= 0 {
			return r.Value(casefile.SchemaOf(r.Table).Columns[n].Name)
		}
		return r.Value(by)
	}
	x, okX := value(a)
	y, okY := value(b)
	switch {
	case !okX || !okY:
		return cmp.Compare(btoi(!okX), btoi(!okY))
	case x.Kind == casefile.KindInt || x.Kind == casefile.KindTime:
		return sign * cmp.Compare(x.Int, y.Int)
	case x.Kind == casefile.KindFloat:
		return sign * cmp.Compare(x.Float, y.Float)
	case by == "ip":
		return sign * netip.MustParseAddr(x.Text).Compare(netip.MustParseAddr(y.Text))
	}
	return sign * cmp.Compare(x.Text, y.Text)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestWhatCannotBeListedSaysSo(t *testing.T) {
	for name, by := range map[string]string{"no such field": "nonsense", "what the case knows": "tag"} {
		_, err := query.List(t.Context(), small(), query.ListRequest{Query: query.Everything(), Sort: by})
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	l, err := query.List(t.Context(), small(), query.ListRequest{Query: query.Everything()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Page(t.Context(), -1, 10); err == nil {
		t.Error("a page before the first row is no error")
	}
}

func TestTooManyRowsToSortSaySo(t *testing.T) {
	for _, by := range []string{"account_id", "temperature", "request_id"} {
		_, err := query.List(t.Context(), small(), query.ListRequest{Query: query.Everything(), Sort: by, MaxSorted: 1})
		var many *query.TooManyRows
		if !errors.As(err, &many) || many.Limit != 1 || fault.KindOf(err) != fault.Invalid {
			t.Errorf("by %s: %v", by, err)
		}
	}
}

func TestCancelEndsAListing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, by := range []string{"", "ts", "account_id"} {
		if _, err := query.List(ctx, small(), query.ListRequest{Query: query.Everything(), Sort: by}); !errors.Is(err, context.Canceled) {
			t.Errorf("sorted by %q: %v", by, err)
		}
	}
	l, err := query.List(t.Context(), small(), query.ListRequest{Query: query.Everything()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Page(ctx, 0, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("a page: %v", err)
	}
}

// More rows than are sorted in one piece: the pieces are merged, or sorted when they
// are looked at.
func TestManyRowsAreSortedInPieces(t *testing.T) {
	m := newMemory()
	const rows, blocks = 70_000, 9
	for b := range blocks {
		schema := casefile.SchemaOf(casefile.TableLogins)
		block := &casefile.Block{Table: casefile.TableLogins, Rows: rows, Columns: make([]casefile.Vector, len(schema.Columns))}
		ts := &block.Columns[schema.Index("ts")]
		ts.Form = casefile.FormInts
		for i := range rows {
			ts.Ints = append(ts.Ints, int64(uint32(b*rows+i)*2654435761%100_003))
		}
		m.add(1, int64(b*rows+1), block, nil)
	}
	for _, desc := range []bool{false, true} {
		l, err := query.List(t.Context(), m, query.ListRequest{Query: query.Everything(), Sort: "ts", Desc: desc, Columns: []string{"ts"}})
		if err != nil {
			t.Fatal(err)
		}
		// As if these were more rows than are sorted at once.
		lazy, err := query.List(t.Context(), m, query.ListRequest{Query: query.Everything(), Sort: "ts", Desc: desc, Columns: []string{"ts"}, MaxSorted: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, from := range []int64{0, 4095, 100_000, rows*blocks/2 + 1, rows*blocks - 250} {
			want, err := l.Page(t.Context(), from, 300)
			if err != nil {
				t.Fatal(err)
			}
			got, err := lazy.Page(t.Context(), from, 300)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("desc %v: a part at a time, %d rows from %d on are others (%v)", desc, len(got), from, err)
			}
			if at, ok, err := lazy.Find(t.Context(), want[7].Origin); at != from+7 || !ok || err != nil {
				t.Errorf("desc %v: row %d is found at %d (%v, %v)", desc, from+7, at, ok, err)
			}
		}
		all, err := l.Page(t.Context(), 0, rows*blocks+1)
		if err != nil || len(all) != rows*blocks {
			t.Fatalf("%d rows, %v", len(all), err)
		}
		for i := 1; i < len(all); i++ {
			c := compareRows(all[i-1], all[i], "ts", desc)
			if c > 0 || c == 0 && all[i-1].Origin.Row >= all[i].Origin.Row {
				t.Fatalf("desc %v: row %d stands before row %d", desc, all[i-1].Origin.Row, all[i].Origin.Row)
			}
		}
	}
}
