package casework_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
)

// What a detail says is what the search, the tables and the linkage say.
func TestDetailAgreesWithTheRest(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	w := linked(t, 5)
	clusters, err := w.Clusters(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	k := clusters.Clusters[0]
	a := k.Accounts[0].ID
	t.Run("account", func(t *testing.T) { accountAgrees(t, w, a, k) })
	t.Run("someone honest", func(t *testing.T) {
		list, err := w.Accounts(t.Context(), "", 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list.Accounts {
			if v.Cluster == nil {
				accountAgrees(t, w, v.ID, casework.ClusterView{})
				return
			}
		}
	})
	t.Run("rows behind every signal", func(t *testing.T) { signalRowsAgree(t, w, k) })
	t.Run("all together", func(t *testing.T) { summaryAgrees(t, w, k) })
	t.Run("without", func(t *testing.T) { withoutAgrees(t, w, k) })
	t.Run("cluster", func(t *testing.T) {
		d, err := w.Detail(t.Context(), "cluster:1")
		if err != nil {
			t.Fatal(err)
		}
		whole, err := w.Cluster(t.Context(), "1")
		if err != nil || !reflect.DeepEqual(d.Cluster.ClusterView, whole) {
			t.Errorf("the cluster is not what Cluster says (%v)", err)
		}
		if d.Cluster.Links < d.Cluster.Size-1 {
			t.Errorf("%d links hold %d accounts together", d.Cluster.Links, d.Cluster.Size)
		}
		if n := count(t, w, "cluster:1 AND table:requests"); n != d.Cluster.Events {
			t.Errorf("%d requests of the cluster, the search finds %d", d.Cluster.Events, n)
		}
	})
	t.Run("event", func(t *testing.T) {
		for _, table := range []string{"requests", "payments", "accounts", "actions"} {
			rows, err := w.Query(t.Context(), casework.QueryOptions{Expr: "table:" + table, Limit: 3})
			if err != nil || len(rows.Rows) == 0 {
				t.Fatalf("no rows of %s: %v", table, err)
			}
			want := rows.Rows[len(rows.Rows)-1]
			d, err := w.Detail(t.Context(), casefile.EventRef(want.Origin.Source, want.Origin.Row).String())
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*d.Event, want) {
				t.Errorf("the row is\n%+v, the search says\n%+v", *d.Event, want)
			}
		}
	})
	t.Run("source", func(t *testing.T) {
		list, err := w.Sources(t.Context(), false, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list.Sources {
			d, err := w.Detail(t.Context(), casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String())
			if err != nil || d.Source.SHA256 != s.SHA256 || d.Source.Accepted != s.Accepted {
				t.Errorf("source %d: %+v, %v", s.ID, d.Source, err)
			}
		}
	})
	t.Run("indicator", func(t *testing.T) {
		if _, err := w.Review(t.Context(), casework.IndicatorFilter{Usable: true}, casefile.StandingAccepted, "Looked at."); err != nil {
			t.Fatal(err)
		}
		m, err := w.Match(t.Context(), nil)
		if err != nil || len(m.Hits) == 0 {
			t.Fatalf("no hits: %v", err)
		}
		d, err := w.Detail(t.Context(), "indicator:"+m.Hits[0].Indicator)
		if err != nil || len(d.Indicator.Parts) == 0 || len(d.Indicator.Hits) == 0 || d.Indicator.Hits[0].Indicator != m.Hits[0].Indicator {
			t.Errorf("indicator: %+v, %v", d.Indicator, err)
		}
	})
	t.Run("what is not there", func(t *testing.T) {
		for _, ref := range []string{"account:nobody", "cluster:999", "source:99", "event:1/99999999", "indicator:none", "exhibit:7", "finding:7", "link:nobody," + a} {
			if _, err := w.Detail(t.Context(), ref); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v, want a fault of kind NotFound", ref, err)
			}
		}
	})
}

// count is the number of rows that an expression finds.
func count(t *testing.T, w *casework.Casework, expr string) int64 {
	t.Helper()
	r, err := w.Query(t.Context(), casework.QueryOptions{Expr: expr, CountOnly: true})
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return r.Count
}

func accountAgrees(t *testing.T, w *casework.Casework, id string, k casework.ClusterView) {
	d, err := w.Detail(t.Context(), "account:"+id)
	if err != nil {
		t.Fatal(err)
	}
	v := d.Account
	if n := count(t, w, `table:requests AND account_id="`+id+`"`); n != v.Events {
		t.Errorf("%d requests, the search finds %d", v.Events, n)
	}
	use, err := w.AccountUse(t.Context(), id)
	if err != nil || use.Requests != v.Events || !use.Known || use.TokensIn <= 0 || use.TokensOut <= 0 {
		t.Errorf("use: %+v, %v", use, err)
	}
	models := int64(0)
	for _, m := range v.Models {
		models += m.Count
		if n := count(t, w, `table:requests AND account_id="`+id+`" AND model="`+m.Name+`"`); n != m.Count {
			t.Errorf("%d requests of %s, the search finds %d", m.Count, m.Name, n)
		}
	}
	if models != v.Events {
		t.Errorf("models add up to %d of %d requests", models, v.Events)
	}
	if len(v.Identifiers) == 0 {
		t.Error("no identifiers")
	}
	for _, i := range v.Identifiers {
		if i.Shared+i.SetAside > i.Distinct || len(i.Values) == 0 {
			t.Errorf("%s: %+v", i.Kind, i)
		}
		for _, x := range i.Values {
			accounts, err := w.Accounts(t.Context(), x.Expr, 0)
			if err != nil {
				t.Fatalf("%s: %v", x.Expr, err)
			}
			if i.Kind != "invited_by" && accounts.Count != x.Others+1 {
				t.Errorf("%s %s: %d other accounts, the search finds %d accounts", i.Kind, x.Value, x.Others, accounts.Count)
			}
		}
	}
	if (v.Cluster == nil) != (k.ID == 0) || v.Cluster != nil && *v.Cluster != k.ID {
		t.Errorf("cluster %v, want %d", v.Cluster, k.ID)
	}
	for i, tie := range v.Strongest {
		why, err := w.Why(t.Context(), id, tie.Peer)
		if err != nil || why.WeightBits != tie.Bits || why.Strength != tie.Strength {
			t.Errorf("tie to %s: %v bits, %s; why says %v, %s (%v)", tie.Peer, tie.Bits, tie.Strength, why.WeightBits, why.Strength, err)
		}
		if i > 0 && v.Strongest[i-1].Bits < tie.Bits {
			t.Error("ties are not in order")
		}
	}
}

// Behind each signal stand exactly the rows that its expression finds: as many as
// said, of the two accounts, the samples of the evidence among them.
func signalRowsAgree(t *testing.T, w *casework.Casework, k casework.ClusterView) {
	seen := map[string]bool{}
	for _, m := range k.Accounts[:min(len(k.Accounts), 12)] {
		if m.Via == "" {
			continue
		}
		d, err := w.Detail(t.Context(), casefile.Ref{Kind: casefile.RefLink, ID: m.ID, Peer: m.Via}.String())
		if err != nil {
			t.Fatal(err)
		}
		why, err := w.Why(t.Context(), m.ID, m.Via)
		if err != nil || !reflect.DeepEqual(d.Link.WhyResult, why) {
			t.Errorf("the link is not what Why says (%v)", err)
		}
		if d.Link.Cluster == nil || *d.Link.Cluster != k.ID || len(d.Link.Checked) != len(k.Assessment.Checked) {
			t.Errorf("cluster %v with %d explanations, want %d with %d", d.Link.Cluster, len(d.Link.Checked), k.ID, len(k.Assessment.Checked))
		}
		for _, rows := range d.Link.Rows {
			seen[rows.Signal] = true
			res, err := w.Query(t.Context(), casework.QueryOptions{Expr: rows.Expr, Limit: 100000})
			if err != nil {
				t.Fatalf("%s: %v", rows.Expr, err)
			}
			if res.Count != rows.Count {
				t.Errorf("%s: %d rows said, %d found by %s", rows.Signal, rows.Count, res.Count, rows.Expr)
			}
			for _, s := range why.Signals {
				for _, o := range s.Sources {
					in := slices.ContainsFunc(res.Rows, func(r query.Row) bool { return r.Origin.Source == o.Source && r.Origin.Row == o.Row })
					if s.ID == rows.Signal && !in {
						t.Errorf("%s: sample row %d/%d is not among those found by %s", rows.Signal, o.Source, o.Row, rows.Expr)
					}
				}
			}
		}
	}
	if len(seen) < 3 {
		t.Errorf("only %v were looked at", seen)
	}
}

// To leave nothing out changes nothing, and to leave a signal out is what a run
// without it finds.
func withoutAgrees(t *testing.T, w *casework.Casework, k casework.ClusterView) {
	m := k.Accounts[1]
	whole, err := w.Why(t.Context(), m.ID, m.Via)
	if err != nil {
		t.Fatal(err)
	}
	same, err := w.WhyWithout(t.Context(), m.ID, m.Via, nil)
	if err != nil || !reflect.DeepEqual(same.WhyResult, whole) || !reflect.DeepEqual(same.Whole, whole) || !same.Kept {
		t.Errorf("without nothing: %+v (%v), want %+v", same.WhyResult, err, whole)
	}
	signal := whole.Signals[0].ID
	less, err := w.WhyWithout(t.Context(), m.ID, m.Via, []string{signal})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WhyWithout(t.Context(), m.ID, m.Via, []string{"horoscope"}); fault.KindOf(err) != fault.Usage {
		t.Errorf("an unknown signal: %v", err)
	}
	if !strings.Contains(less.Text, "left out") {
		t.Errorf("the text does not say what is left out: %s", less.Text)
	}
	if _, err := w.Link(t.Context(), casework.LinkOptions{Seed: 1, Without: []string{signal}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	want, err := w.Why(t.Context(), m.ID, m.Via)
	if fault.KindOf(err) == fault.NotFound {
		if less.Kept {
			t.Error("the run without the signal does not keep the link")
		}
	} else if err != nil || want.WeightBits != less.WeightBits || want.Strength != less.Strength {
		t.Errorf("without %s: %v bits, %s; the run says %v, %s (%v)", signal, less.WeightBits, less.Strength, want.WeightBits, want.Strength, err)
	}
	if _, err := w.Withdraw(t.Context(), casework.ThingRun, 2, "a test"); err != nil {
		t.Fatal(err)
	}
}

// Every signal that compares values goes by the name of the kind that it compares,
// and the kind by a field of the query language.
func TestSignalsAreNamedAfterWhatTheyCompare(t *testing.T) {
	model := linkage.DefaultModel()
	for _, s := range all.Signals() {
		shared, ok := s.(linkage.Shared)
		if !ok {
			continue
		}
		m := &linkage.Material{Model: &model}
		if kind := shared.Rule(m).Kind; kind.String() != s.Info().ID {
			t.Errorf("signal %s compares %s", s.Info().ID, kind)
		}
	}
}

func summaryAgrees(t *testing.T, w *casework.Casework, k casework.ClusterView) {
	var refs, terms []string
	for _, m := range k.Accounts[:3] {
		refs = append(refs, "account:"+m.ID)
		terms = append(terms, `account_id="`+m.ID+`"`)
	}
	s, err := w.Summary(t.Context(), append(refs, "source:1", "account:nobody"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Accounts != 3 || s.Gone != 1 || s.Alone != 0 || len(s.Clusters) != 1 || s.Clusters[0] != (casework.InCluster{Cluster: k.ID, Count: 3, Size: k.Size}) {
		t.Errorf("summary: %+v", s)
	}
	if n := count(t, w, "table:requests AND ("+strings.Join(terms, " OR ")+")"); n != s.Events {
		t.Errorf("%d requests, the search finds %d", s.Events, n)
	}
}
