package casework_test

import (
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// What a partner sent is matched by nothing until a person looked at it: what it would
// meet is said apart. A review takes all that a rule chooses, is an act, and can be
// undone; what comes in later waits for its own.
func TestNothingIsMatchedUnseen(t *testing.T) {
	dir := files(t, map[string]string{"accounts.csv": threeAccounts,
		"indicators.csv": "type,value,tlp,confidence,source\ndomain,x.example,GREEN,80,lab\ndomain,nobody.example,RED,20,lab\nmd5,d41d8cd98f00b204e9800998ecf8427e,,,other\n"})
	w := imported(t, dir)
	match := func() casework.MatchResult {
		t.Helper()
		r, err := w.Matched(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	events := func() int64 {
		t.Helper()
		r, err := w.Query(t.Context(), casework.QueryOptions{Expr: "indicator:*", CountOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		return r.Count
	}
	if m := match(); len(m.Hits) != 0 || len(m.Waiting) != 1 || m.Accepted != 0 || m.Pending != 2 || events() != 0 {
		t.Fatalf("unseen: %+v, %d events", m, events())
	}
	if _, err := w.Review(t.Context(), casework.IndicatorFilter{}, casefile.StandingRefused, " "); fault.KindOf(err) != fault.Usage {
		t.Errorf("refused without a reason: %v", err)
	}
	if _, err := w.Review(t.Context(), casework.IndicatorFilter{IDs: []string{"nothing"}}, casefile.StandingAccepted, ""); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a review of nothing: %v", err)
	}
	rule := casework.IndicatorFilter{TLP: "amber", Confidence: 50, Usable: true}
	act, err := w.Review(t.Context(), rule, casefile.StandingAccepted, "They name their method.")
	if err != nil {
		t.Fatal(err)
	}
	if m := match(); len(m.Hits) != 1 || len(m.Waiting) != 0 || m.Accepted != 1 || m.Pending != 1 || events() == 0 {
		t.Errorf("accepted: %+v, %d events", m, events())
	}
	log, err := w.Log(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	e := log.Entries[0]
	if e.Seq != act.Act || e.Verb != "review" || e.Details["values"] != "1" || !strings.Contains(e.Details["rule"], "confidence at least 50") || e.Reason != "They name their method." {
		t.Errorf("the act is %+v", e)
	}
	if strings.Contains(e.Message+e.Details["rule"], "x.example") {
		t.Error("the log holds the value")
	}
	if _, err := w.Review(t.Context(), rule, casefile.StandingAccepted, ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("accepted twice: %v", err)
	}
	if _, err := w.Review(t.Context(), casework.IndicatorFilter{Value: "X.exam"}, casefile.StandingContext, "A mail provider."); err != nil {
		t.Fatal(err)
	}
	if m := match(); len(m.Hits)+len(m.Waiting) != 0 || m.Skipped.Kept != 1 {
		t.Errorf("kept as context: %+v", m)
	}
	if _, err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := match(); len(m.Hits) != 1 {
		t.Errorf("undone: %+v", m)
	}
	rows, err := w.Indicators(t.Context(), casework.IndicatorFilter{Standings: []casefile.Standing{casefile.StandingPending}})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d wait, %v", len(rows), err)
	}
	if _, err := w.ReviewRows(t.Context(), rows, casefile.StandingRefused, "", "Not ours to judge."); err != nil {
		t.Fatal(err)
	}
	if m := match(); m.Pending != 0 || m.Skipped.Refused != 2 {
		t.Errorf("refused: %+v", m)
	}
	later := files(t, map[string]string{"more.csv": "type,value,tlp,source\ndomain,y.example,GREEN,lab\n"})
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{later}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	if m := match(); m.Pending != 1 || m.Accepted != 1 {
		t.Errorf("what came in later: %+v", m)
	}
}
