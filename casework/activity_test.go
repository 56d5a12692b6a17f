package casework_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/seedtest"
)

// Layer by layer, activity counts what the histogram of a search counts.
func TestActivityAgreesWithTheSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	r := rand.New(rand.NewPCG(seedtest.Of(t), 1))
	w := linked(t, 5)
	whole, err := w.Activity(t.Context(), casework.ActivityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	exprs := []string{"*", "status:200", "NOT status:200 OR tokens_out>900", "cluster:1", "cluster:*"}
	for range 12 {
		o := casework.ActivityOptions{Expr: exprs[r.IntN(len(exprs))], Clusters: 1 + r.IntN(6), Bins: 20 + r.IntN(400)}
		if r.IntN(2) == 0 {
			from := whole.Whole.From.Add(time.Duration(r.Int64N(int64(whole.Whole.Span()))))
			o.Window = timeline.Window{From: from, Until: from.Add(time.Hour + time.Duration(r.Int64N(int64(whole.Whole.Span()))))}
		}
		checkActivity(t, w, o)
	}
}

func checkActivity(t *testing.T, w *casework.Casework, o casework.ActivityOptions) {
	t.Helper()
	a, err := w.Activity(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	bins := int(a.Window.Span() / a.Width)
	if bins > o.Bins {
		t.Errorf("%+v: %d bins", o, bins)
	}
	for l := range a.Layers {
		layer := &a.Layers[l]
		expr := fmt.Sprintf("table:requests AND (%s)", o.Expr)
		switch {
		case layer.Cluster > 0:
			expr += fmt.Sprintf(" AND cluster:%d", layer.Cluster)
		case layer.Label == "others":
			expr += " AND NOT cluster:*"
		default:
			expr += " AND cluster:*"
			for _, k := range a.Layers {
				if k.Cluster > 0 {
					expr += fmt.Sprintf(" AND NOT cluster:%d", k.Cluster)
				}
			}
		}
		found, err := w.Query(t.Context(), casework.QueryOptions{Expr: expr, Bin: a.Width})
		if err != nil {
			t.Fatal(err)
		}
		want := make([]int64, bins)
		for _, b := range found.Buckets {
			if a.Window.Contains(b.Start) {
				want[b.Start.Sub(a.Window.From)/a.Width] = b.Count
			}
		}
		if !slices.Equal(layer.Counts, want) {
			t.Errorf("%+v: layer %s counts %v, the search %v", o, layer.Label, layer.Counts, want)
		}
	}
	again, err := w.Activity(t.Context(), o)
	if err != nil || again.Count != a.Count || len(again.Layers) != len(a.Layers) {
		t.Errorf("%+v: kept %d in %d layers, %v", o, again.Count, len(again.Layers), err)
	}
}

func TestActivityOfAnEmptyCase(t *testing.T) {
	a, err := imported(t).Activity(t.Context(), casework.ActivityOptions{})
	if err != nil || !a.Whole.Empty() || a.Count != 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestActivityOfWhatIsNoQuery(t *testing.T) {
	if _, err := brought(t, 5).Activity(t.Context(), casework.ActivityOptions{Expr: "status:("}); err == nil {
		t.Error("no error")
	}
}

// What was counted does not outlive a change: a tag set meanwhile is seen.
func TestActivitySeesAChange(t *testing.T) {
	w := brought(t, 5)
	o := casework.ActivityOptions{Expr: "tag:odd"}
	before, err := w.Activity(t.Context(), o)
	if err != nil || before.Count != 0 {
		t.Fatalf("%d, %v", before.Count, err)
	}
	accounts, err := w.Accounts(t.Context(), "table:requests", 1)
	if err != nil {
		t.Fatal(err)
	}
	first := accounts.Accounts[0]
	if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:" + first.ID, Tags: []string{"odd"}}); err != nil {
		t.Fatal(err)
	}
	after, err := w.Activity(t.Context(), o)
	if err != nil || after.Count != first.Events {
		t.Errorf("%d, %v; the account has %d", after.Count, err, first.Events)
	}
}

func TestOverviewCountsWhatTheCaseHolds(t *testing.T) {
	w := linked(t, 5)
	run := func(r casework.ActResult, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	accounts, err := w.Accounts(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	one, two := "account:"+accounts.Accounts[0].ID, "account:"+accounts.Accounts[1].ID
	run(w.Annotate(t.Context(), casework.AnnotateOptions{Ref: one, Tags: []string{"a", "b"}}))
	run(w.Annotate(t.Context(), casework.AnnotateOptions{Ref: one, Tags: []string{"a"}}))
	run(w.Annotate(t.Context(), casework.AnnotateOptions{Ref: two, Tags: []string{"a"}, Note: "One operator.", Kind: "finding"}))
	run(w.Exhibit(t.Context(), one, "the account"))
	clusters, err := w.Clusters(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Query(t.Context(), casework.QueryOptions{Expr: "*", CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	o, err := w.Overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if o.Accounts != accounts.Count || o.Events != all.Count || len(o.Clusters) != len(clusters.Clusters) || o.Run != clusters.Run {
		t.Errorf("%d accounts, %d events, %d clusters of run %d", o.Accounts, o.Events, len(o.Clusters), o.Run)
	}
	if want := []casework.TagCount{{Tag: "a", Count: 2}, {Tag: "b", Count: 1}}; !slices.Equal(o.Tags, want) {
		t.Errorf("tags %v", o.Tags)
	}
	if len(o.Findings) != 1 || len(o.Exhibits) != 1 {
		t.Errorf("%d findings, %d exhibits", len(o.Findings), len(o.Exhibits))
	}
	for i := 1; i < len(o.Clusters); i++ {
		if o.Clusters[i].Size > o.Clusters[i-1].Size {
			t.Errorf("cluster %d is larger than the one before", o.Clusters[i].ID)
		}
	}
}
