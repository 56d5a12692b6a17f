package casework_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// viewNames are the names of the saved views, in order.
func viewNames(t *testing.T, w *casework.Casework) string {
	t.Helper()
	r, err := w.Views(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range r.Views {
		out = append(out, v.Name)
	}
	return strings.Join(out, ", ")
}

func kindOf(err error) fault.Kind {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func TestViewsAreMadeChangedAndTakenBackByActs(t *testing.T) {
	a := newAsking(t)
	ctx := t.Context()
	must := func(_ casework.ActResult, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	look := func(want string) {
		t.Helper()
		if got := viewNames(t, a.Casework); got != want {
			t.Errorf("the views are %q, want %q", got, want)
		}
	}
	must(a.KeepView(ctx, "Release day", casefile.Question{Expr: "model:atlas-5", Sort: "ts", Fields: []string{"ts", "ip"}}, false))
	must(a.KeepView(ctx, "Refused", casefile.Question{Expr: "status:429"}, false))
	if _, err := a.KeepView(ctx, "Refused", casefile.Question{Expr: "status:500"}, false); kindOf(err) != fault.Conflict {
		t.Errorf("a second view of one name: %v", err)
	}
	must(a.KeepView(ctx, "Refused", casefile.Question{Expr: "status:500"}, true))
	v, err := a.ViewNamed(ctx, "Refused")
	if err != nil || v.Question.Expr != "status:500" || v.ID != 2 {
		t.Errorf("changed, it is %+v, %v", v, err)
	}
	must(a.Undo(ctx))
	if v, _ := a.ViewNamed(ctx, "Refused"); v.Question.Expr != "status:429" {
		t.Errorf("taken back, it asks %q", v.Question.Expr)
	}
	must(a.RenameView(ctx, "Release day", "The release"))
	look("The release, Refused")
	if _, err := a.RenameView(ctx, "Refused", "The release"); kindOf(err) != fault.Conflict {
		t.Errorf("renamed to a name that is taken: %v", err)
	}
	must(a.Undo(ctx))
	look("Release day, Refused")
	must(a.WithdrawView(ctx, "Release day", "no longer needed"))
	look("Refused")
	must(a.KeepView(ctx, "Release day", casefile.Question{Expr: "model:atlas-6"}, false))
	must(a.Undo(ctx))
	must(a.Undo(ctx))
	look("Release day, Refused")
	must(a.Redo(ctx))
	look("Refused")
	if _, err := a.WithdrawView(ctx, "Nothing", ""); kindOf(err) != fault.NotFound {
		t.Errorf("a view that is not there was withdrawn: %v", err)
	}
	if _, err := a.KeepView(ctx, "  ", casefile.Question{Expr: "*"}, false); kindOf(err) != fault.Usage {
		t.Errorf("a view without a name: %v", err)
	}
	a.reopen(false)
	look("Refused")
	if r, err := a.Verify(ctx, progress.Discard); err != nil || !r.OK {
		t.Errorf("the case does not verify: %+v, %v", r, err)
	}
}

// Acts name views by number: what a person looked for is nobody's business in a log.
func TestTheLogDoesNotTellWhatAViewAsks(t *testing.T) {
	a := newAsking(t)
	if _, err := a.KeepView(t.Context(), "Mrs Miller", casefile.Question{Expr: "account:acct_miller"}, false); err != nil {
		t.Fatal(err)
	}
	r, err := a.Log(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Entries {
		for _, text := range append(e.Subject, e.Message, e.Reason, e.Details["view"]) {
			if strings.Contains(strings.ToLower(text), "miller") {
				t.Errorf("act %d says %q", e.Seq, text)
			}
		}
	}
}

// Views that an earlier version kept are listed as they are, and become views of their
// own with the first change.
func TestViewsOfAnEarlierVersion(t *testing.T) {
	a := newAsking(t)
	when := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	if err := a.SaveView("views", []map[string]any{{"name": "Old one", "filter": "cluster:1", "tab": "events",
		"window": map[string]time.Time{"From": when, "Until": when.AddDate(0, 0, 3)}}, {"name": "", "filter": "*"}}); err != nil {
		t.Fatal(err)
	}
	v, err := a.ViewNamed(t.Context(), "Old one")
	if err != nil || v.ID != 0 || v.Question.Expr != "cluster:1" || !v.Question.From.Equal(when) || v.Question.In != "events" {
		t.Fatalf("%+v, %v", v, err)
	}
	if _, err := a.RenameView(t.Context(), "Old one", "Renamed"); err != nil {
		t.Fatal(err)
	}
	v, err = a.ViewNamed(t.Context(), "Renamed")
	if got := viewNames(t, a.Casework); err != nil || v.ID == 0 || got != "Renamed" {
		t.Errorf("%+v, %v, of %s", v, err, got)
	}
}
