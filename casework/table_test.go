package casework_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
)

func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const threeAccounts = "account_id,org_id,created_at,email_domain\na,acme,2026-05-01T00:00:00Z,x.example\nb,acme,2026-05-01T00:00:00Z,y.example\nc,,2026-05-01T00:00:00Z,z.example\n"

// The account table counts what Accounts counts, and the links of the newest run
// count twice, once at each end.
func TestTheTablesAgreeWithTheCase(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	w := linked(t, 5)
	for _, expr := range []string{"", "*", "status:429", "account:nobody"} {
		got, err := w.AccountActivity(t.Context(), expr)
		if err != nil {
			t.Fatal(err)
		}
		want, err := w.Accounts(t.Context(), expr, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Accounts) != want.Count || got.Population < want.Count {
			t.Errorf("%q: %d of %d accounts, want %d", expr, len(got.Accounts), got.Population, want.Count)
			continue
		}
		var share float64
		for i, a := range got.Accounts {
			if a.ID != want.Accounts[i].ID || a.Events != want.Accounts[i].Events {
				t.Errorf("%q: row %d is %+v, want %+v", expr, i, a.AccountView, want.Accounts[i])
			}
			share += a.Share
		}
		if len(got.Accounts) > 0 && (share < 0.999999 || share > 1.000001) {
			t.Errorf("%q: the shares add up to %v", expr, share)
		}
	}
	ties, err := w.Ties(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run, ok, err := w.NewestRun(t.Context())
	if err != nil || !ok {
		t.Fatalf("no run: %v", err)
	}
	ends := 0
	for _, tie := range ties {
		ends += tie.Links
	}
	if ends != 2*run.LinkCount || run.LinkCount == 0 {
		t.Errorf("%d ends of %d links", ends, run.LinkCount)
	}
	clusters, err := w.Clusters(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range clusters.Clusters {
		for _, m := range k.Accounts {
			if tie := ties[m.ID]; tie.Cluster != k.ID || tie.Role != m.Role {
				t.Errorf("%s is in cluster %d as %s, want %d as %s", m.ID, tie.Cluster, tie.Role, k.ID, m.Role)
			}
		}
	}
}

// Without a run nothing is tied, and that is no failure.
func TestTiesWithoutARun(t *testing.T) {
	w := imported(t)
	ties, err := w.Ties(t.Context())
	if _, ok, err2 := w.NewestRun(t.Context()); err != nil || err2 != nil || ok || len(ties) != 0 {
		t.Errorf("%v, %v, %v, %v", ties, err, ok, err2)
	}
}

// An agreed use covers the account it names, and all accounts of the organisation
// it names.
func TestPermittedByNameAndThroughTheOrganisation(t *testing.T) {
	w := imported(t, files(t, map[string]string{"accounts.csv": threeAccounts,
		"permissions.csv": "org_id,account_id,kind,scope,valid_from,valid_until,source\nacme,,research,all,2026-01-01T00:00:00Z,,register\nnone,c,benchmark,all,2026-01-01T00:00:00Z,,register\n"}))
	got, err := w.Permitted(t.Context())
	if err != nil || got["a"] != "research" || got["b"] != "research" || got["c"] != "benchmark" || len(got) != 3 {
		t.Errorf("%v (%v)", got, err)
	}
}

// Indicators say why they are not met: another time, context, nothing to compare
// with, or just not there.
func TestIndicatorsSayHowTheyStand(t *testing.T) {
	w := imported(t, files(t, map[string]string{"accounts.csv": threeAccounts, "indicators.csv": "type,value,tlp,valid_from,valid_until,source\n" +
		"domain,x.example,AMBER,,,lab\ndomain,y.example,AMBER,2020-01-01T00:00:00Z,2020-02-01T00:00:00Z,lab\ndomain,q.example,GREEN,,,lab\n" +
		"url,https://x.example/a,GREEN,,,lab\n"}))
	rows, err := w.IndicatorRows(t.Context())
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	if !slices.IsSortedFunc(rows, func(a, b casework.IndicatorRow) int { return hits(b) - hits(a) }) {
		t.Error("those met do not stand first")
	}
	for _, r := range rows {
		hit, stale, idle := r.Hit != nil, r.Stale, r.Idle != ""
		switch r.Value {
		case "x.example":
			if !hit || stale || idle || len(r.Hit.Accounts) != 1 || r.Hit.Accounts[0] != "a" {
				t.Errorf("%s: %+v", r.Value, r)
			}
		case "y.example":
			if !hit || !stale {
				t.Errorf("%s: %+v", r.Value, r)
			}
		case "q.example":
			if hit || idle {
				t.Errorf("%s: %+v", r.Value, r)
			}
		default:
			if hit || !idle {
				t.Errorf("%s: %+v", r.Value, r)
			}
		}
	}
}

func hits(r casework.IndicatorRow) int {
	if r.Hit == nil || r.Stale {
		return 0
	}
	return len(r.Hit.Accounts)
}

// What was matched is kept, and found anew when sources come or go or are reviewed.
func TestMatchedFollowsTheSources(t *testing.T) {
	dir := files(t, map[string]string{"accounts.csv": threeAccounts, "indicators.csv": "type,value,tlp,source\ndomain,x.example,AMBER,lab\n"})
	w := imported(t, filepath.Join(dir, "indicators.csv"))
	met := func() int {
		t.Helper()
		r, err := w.Matched(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(r.Hits)
	}
	if n := met(); n != 0 {
		t.Errorf("%d met before there are accounts", n)
	}
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{filepath.Join(dir, "accounts.csv")}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	if n := met(); n != 0 {
		t.Errorf("%d met before anybody looked at the indicator", n)
	}
	if _, err := w.Review(t.Context(), casework.IndicatorFilter{}, casefile.StandingAccepted, ""); err != nil {
		t.Fatal(err)
	}
	if n := met(); n != 1 {
		t.Errorf("%d met, want 1", n)
	}
	if _, err := w.Withdraw(t.Context(), casework.ThingSource, 2, "the wrong file"); err != nil {
		t.Fatal(err)
	}
	if n := met(); n != 0 {
		t.Errorf("%d met after the accounts were withdrawn", n)
	}
	if _, err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Matched(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := met(); n != 1 {
		t.Errorf("a cancelled search was kept: %d met, want 1", n)
	}
}

// An undone act is marked, one that was done again is not.
func TestUndone(t *testing.T) {
	entry := func(seq, undoes uint64) casefile.AuditEntry {
		return casefile.AuditEntry{Seq: seq, Act: casefile.Act{Undoes: undoes}}
	}
	for _, c := range []struct {
		what string
		log  []casefile.AuditEntry
		want []uint64
	}{
		{"nothing undone", []casefile.AuditEntry{entry(1, 0), entry(2, 0)}, nil},
		{"both undone", []casefile.AuditEntry{entry(1, 0), entry(2, 0), entry(3, 2), entry(4, 1)}, []uint64{1, 2}},
		{"the first done again", []casefile.AuditEntry{entry(1, 0), entry(2, 0), entry(3, 2), entry(4, 1), entry(5, 4)}, []uint64{2, 4}},
		{"and undone again", []casefile.AuditEntry{entry(1, 0), entry(2, 1), entry(3, 2), entry(4, 3)}, []uint64{1, 3}},
	} {
		undone := casework.Undone(c.log)
		var got []uint64
		for _, e := range c.log {
			if undone[e.Seq] {
				got = append(got, e.Seq)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// The chain of a case that nobody touched holds to its newest entry.
func TestChainHolds(t *testing.T) {
	w := imported(t, files(t, map[string]string{"accounts.csv": threeAccounts}))
	if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:a", Star: true}); err != nil {
		t.Fatal(err)
	}
	s, err := w.Chain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	log, err := w.Log(t.Context(), 0)
	if err != nil || s.Holds != uint64(len(log.Entries)) || s.Entries != s.Holds || s.Head != log.Head || s.Problem != "" {
		t.Errorf("%+v (%v)", s, err)
	}
}
