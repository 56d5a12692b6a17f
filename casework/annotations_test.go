package casework_test

import (
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
)

// What people say of a thing is found by it, marked when it is withdrawn, and each
// act of it is in its history.
func TestWhatPeopleSaid(t *testing.T) {
	w := imported(t, writeFile(t, "requests.csv", "request_id,account_id,ts,model\nr1,ann,2026-05-01T10:00:00Z,m\nr2,bob,2026-05-01T11:00:00Z,m\n"))
	ctx := t.Context()
	say := func(ref string, o casework.AnnotateOptions) casework.ActResult {
		t.Helper()
		o.Ref = ref
		r, err := w.Annotate(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	say("account:ann", casework.AnnotateOptions{Tags: []string{"proxy", "later"}})
	say("account:bob", casework.AnnotateOptions{Tags: []string{"proxy"}})
	say("account:bob", casework.AnnotateOptions{Tags: []string{"proxy"}})
	say("account:ann", casework.AnnotateOptions{Star: true})
	say("account:ann", casework.AnnotateOptions{Note: "Ask counsel.", Kind: "privileged"})
	say("link:ann,bob", casework.AnnotateOptions{Note: "One shift each.", Kind: "finding"})
	if _, err := w.Exhibit(ctx, "event:1/2", "The first request"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Decide(ctx, "bob", "ann", "different", "They met."); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Withdraw(ctx, casework.ThingAnnotation, 4, "a slip"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Undo(ctx); err != nil {
		t.Fatal(err)
	}

	ann, err := w.Annotations(ctx, "account:ann")
	if err != nil || len(ann) != 3 || ann[2].Kind != casefile.KindPrivileged || ann[2].By == "" {
		t.Errorf("of ann: %+v, %v", ann, err)
	}
	every, err := w.Annotations(ctx, "")
	if err != nil || len(every) != 6 {
		t.Errorf("%d annotations, %v", len(every), err)
	}
	pair, err := w.Annotations(ctx, "link:bob,ann")
	if err != nil || len(pair) != 1 {
		t.Errorf("of the pair in the other order: %+v, %v", pair, err)
	}
	tags, err := w.Tags(ctx)
	if err != nil || !slices.Equal(tags, []casework.TagView{{Tag: "proxy", Count: 2}, {Tag: "later", Count: 1}}) {
		t.Errorf("tags: %+v, %v", tags, err)
	}
	findings, err := w.Findings(ctx)
	if err != nil || len(findings) != 1 || findings[0].Target.String() != "link:ann,bob" {
		t.Errorf("findings: %+v, %v", findings, err)
	}
	exhibits, err := w.Exhibits(ctx)
	if err != nil || len(exhibits) != 1 || exhibits[0].Number != 1 {
		t.Errorf("exhibits: %+v, %v", exhibits, err)
	}
	verdicts, err := w.Verdicts(ctx, "ann", "bob")
	if err != nil || len(verdicts) != 1 || verdicts[0].Verdict != casefile.VerdictDifferent {
		t.Errorf("verdicts: %+v, %v", verdicts, err)
	}
	for ref, want := range map[string][]string{
		"account:ann":  {"annotate", "annotate", "annotate", "withdraw", "undo"},
		"link:bob,ann": {"annotate", "decide"},
		"event:1/2":    {"exhibit"},
		"exhibit:1":    {"exhibit"},
		"finding:6":    {"annotate"},
		"source:1":     {"import.begin", "import.end"},
	} {
		entries, err := w.History(ctx, ref)
		var verbs []string
		for _, e := range entries {
			verbs = append(verbs, e.Verb)
		}
		if err != nil || !slices.Equal(verbs, want) {
			t.Errorf("history of %s: %v, want %v (%v)", ref, verbs, want, err)
		}
	}
}

// A star and a tag are taken off without taking anything else; what was set with a
// note stays; and Undo puts them back.
func TestTakingBack(t *testing.T) {
	w := imported(t, writeFile(t, "requests.csv", "request_id,account_id,ts,model\nr1,ann,2026-05-01T10:00:00Z,m\nr2,bob,2026-05-01T11:00:00Z,m\n"))
	ctx := t.Context()
	for _, o := range []casework.AnnotateOptions{{Ref: "account:ann", Star: true, Tags: []string{"proxy", "later"}}, {Ref: "account:bob", Star: true},
		{Ref: "account:bob", Tags: []string{"kept"}, Note: "With words."}} {
		if _, err := w.Annotate(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	marks := func(who string) casework.Marked {
		t.Helper()
		m, err := w.Marks(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return m[casefile.AccountRef(who)]
	}
	if _, err := w.Unstar(ctx, []string{"account:ann", "account:bob"}); err != nil {
		t.Fatal(err)
	}
	if m := marks("ann"); m.Star || !slices.Equal(m.Tags, []string{"later", "proxy"}) {
		t.Errorf("ann without star: %+v", m)
	}
	if _, err := w.Untag(ctx, []string{"account:ann"}, "proxy"); err != nil {
		t.Fatal(err)
	}
	if m := marks("ann"); !slices.Equal(m.Tags, []string{"later"}) {
		t.Errorf("ann without tag: %+v", m)
	}
	if _, err := w.Untag(ctx, []string{"account:bob"}, "kept"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a tag of a note: %v", err)
	}
	if _, err := w.Unstar(ctx, []string{"account:bob"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("no star to take back: %v", err)
	}
	for range 2 {
		if _, err := w.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if m := marks("ann"); !m.Star || !slices.Equal(m.Tags, []string{"later", "proxy"}) {
		t.Errorf("ann after undo: %+v", m)
	}
	if m := marks("bob"); !m.Star || m.Notes != 1 {
		t.Errorf("bob after undo: %+v", m)
	}
}
