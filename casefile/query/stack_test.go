package query_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

// A stack is the histogram of Run, with every row in the layer of its account.
func TestStackAgreesWithRowByRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, all := genWorld(t)
		q := &query.Query{Expr: genExpr(2).Draw(t, "query")}
		layers := rapid.IntRange(1, 4).Draw(t, "layers")
		width := rapid.SampledFrom([]time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}).Draw(t, "width")
		layerOf := func(code uint32) int { return int(code) % layers }
		got, err := query.Stack(context.Background(), m, query.StackRequest{Query: q, Width: width, Layers: layers, LayerOf: layerOf,
			Options: query.Options{Workers: rapid.IntRange(1, 4).Draw(t, "workers")}})
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		want, bins, count, untimed := map[string]int64{}, map[string]int64{}, int64(0), int64(0)
		for _, r := range all {
			if r.twice || !r.matches(q.Expr) {
				continue
			}
			count++
			schema := casefile.SchemaOf(r.table)
			text, ok := r.fields[schema.Columns[schema.Role(casefile.RoleTime)].Name]
			if !ok {
				untimed++
				continue
			}
			at, _ := time.Parse(time.RFC3339, text)
			code := m.code(casefile.DomainAccount, casefile.AccountKey("", r.fields["account_id"]))
			want[fmt.Sprint(at.Truncate(width).UTC(), layerOf(code))]++
		}
		for i, b := range got.Bins {
			if i > 0 && !got.Bins[i-1].Start.Before(b.Start) {
				t.Fatalf("bin %d is out of order", i)
			}
			for l, n := range b.Counts {
				if n > 0 {
					bins[fmt.Sprint(b.Start, l)] += n
				}
			}
		}
		if got.Count != count || got.Untimed != untimed || !reflect.DeepEqual(bins, want) {
			t.Fatalf("%s: got %d rows, %d untimed, %v; want %d, %d, %v", q, got.Count, got.Untimed, bins, count, untimed, want)
		}
	})
}

func TestStackRefusesWhatIsNoStack(t *testing.T) {
	for name, req := range map[string]query.StackRequest{
		"no width":  {Layers: 1},
		"no layers": {Width: time.Hour},
	} {
		req.Query = query.Everything()
		if _, err := query.Stack(t.Context(), newMemory(), req); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
