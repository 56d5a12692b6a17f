package casework_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casework"
)

// asking is an empty case with a clock that a test turns.
type asking struct {
	*casework.Casework
	t    *testing.T
	now  time.Time
	path string
}

func newAsking(t *testing.T) *asking {
	t.Helper()
	a := &asking{t: t, now: time.Date(2026, 6, 9, 14, 0, 0, 0, time.UTC), path: filepath.Join(t.TempDir(), "asked.case")}
	w, err := casework.New(a.path, "Asked", a.config())
	if err != nil {
		t.Fatal(err)
	}
	a.Casework = w
	t.Cleanup(func() { a.Close() })
	return a
}

func (a *asking) config() casework.Config {
	return casework.Config{By: "Test Person", Program: "casebench test", Now: func() time.Time { return a.now }}
}

// reopen closes the case and opens it again.
func (a *asking) reopen(readOnly bool) {
	a.t.Helper()
	if err := a.Close(); err != nil {
		a.t.Fatal(err)
	}
	c := a.config()
	c.ReadOnly = readOnly
	w, err := casework.Open(a.path, c)
	if err != nil {
		a.t.Fatal(err)
	}
	a.Casework = w
}

// ask asks a question a minute after the one before.
func (a *asking) ask(expr string, from uint32) casefile.Search {
	a.t.Helper()
	a.now = a.now.Add(time.Minute)
	s, err := a.NoteSearch(a.t.Context(), casefile.Question{Expr: expr}, from, 7)
	if err != nil {
		a.t.Fatal(err)
	}
	return s
}

// tree prints the history, each search under the one that it was refined from.
func (a *asking) tree() string {
	a.t.Helper()
	list, err := a.Searches(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	var b strings.Builder
	var walk func(parent uint32, depth int)
	walk = func(parent uint32, depth int) {
		for _, s := range list {
			if s.Parent == parent {
				fmt.Fprintf(&b, "%s%d %s\n", strings.Repeat("  ", depth), s.ID, s.Expr)
				walk(s.ID, depth+1)
			}
		}
	}
	walk(0, 0)
	return b.String()
}

func TestSearchesGrowATree(t *testing.T) {
	a := newAsking(t)
	first := a.ask("model:atlas-5", 0)
	second := a.ask("model:atlas-5 AND NOT status:200", first.ID)
	a.ask("model:atlas-5 AND NOT status:200 AND tokens_out>900", second.ID)
	a.ask("model:atlas-5 AND ip:203.0.113.0/24", second.ID) // refines the first: the status is gone
	a.ask("status:429", second.ID)                          // keeps nothing
	want := "1 model:atlas-5\n  2 model:atlas-5 AND NOT status:200\n    3 model:atlas-5 AND NOT status:200 AND tokens_out>900\n" +
		"  4 model:atlas-5 AND ip:203.0.113.0/24\n5 status:429\n"
	if got := a.tree(); got != want {
		t.Errorf("the tree is\n%swant\n%s", got, want)
	}
	a.reopen(false)
	if got := a.tree(); got != want {
		t.Errorf("opened again the tree is\n%s", got)
	}
}

// What was asked before is no new search, whichever way the person came back to it,
// however it is spelt, and wherever its answer is looked at.
func TestAskingAgainMakesNoNewSearch(t *testing.T) {
	a := newAsking(t)
	first := a.ask("model:atlas-5", 0)
	second := a.ask("model:atlas-5 AND status:429", first.ID)
	before := a.tree()
	for name, again := range map[string]casefile.Search{
		"where the person is": a.ask("model:atlas-5   AND status:429", second.ID),
		"a step back":         a.ask("model:atlas-5", second.ID),
		"below the root":      a.ask("model:atlas-5", 0),
		"below the first":     a.ask("model:atlas-5 AND status:429", first.ID),
	} {
		if again.Times < 2 || !again.Last.After(again.First) {
			t.Errorf("%s: asked %d times, first %v, last %v", name, again.Times, again.First, again.Last)
		}
	}
	if _, err := a.NoteSearch(t.Context(), casefile.Question{Expr: "model:atlas-5", In: "accounts", Sort: "ts", Desc: true}, 0, 3); err != nil {
		t.Fatal(err)
	}
	if got := a.tree(); got != before {
		t.Errorf("the tree is\n%s", got)
	}
	list, _ := a.Searches(t.Context())
	if s := list[0]; s.In != "accounts" || s.Sort != "ts" || s.Count != 3 {
		t.Errorf("how it was looked at last is not kept: %+v", s)
	}
}

func TestEverythingIsNoSearch(t *testing.T) {
	a := newAsking(t)
	if s := a.ask("*", 0); s.ID != 0 {
		t.Errorf("everything is search %d", s.ID)
	}
	if _, err := a.NoteSearch(t.Context(), casefile.Question{Expr: "status:("}, 0, 0); err == nil {
		t.Error("what cannot be read was noted")
	}
	if _, err := a.NoteSearch(t.Context(), casefile.Question{Expr: "a"}, 99, 0); err == nil {
		t.Error("a search was refined from one that is not there")
	}
	if got := a.tree(); got != "" {
		t.Errorf("the tree is\n%s", got)
	}
}

// A hand that looks for the right edges of a stretch of time asks one question.
func TestMovingTheTimeIsOneSearch(t *testing.T) {
	a := newAsking(t)
	first := a.ask("model:atlas-5", 0)
	move := func(after time.Duration, from uint32, day int) casefile.Search {
		a.now = a.now.Add(after)
		s, err := a.NoteSearch(t.Context(), casefile.Question{Expr: "model:atlas-5", From: a.now.AddDate(0, 0, -day), Until: a.now}, from, 1)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	one := move(time.Minute, first.ID, 9)
	two := move(2*time.Second, one.ID, 8)
	if two.ID != one.ID || two.Parent != first.ID {
		t.Errorf("two seconds later it is search %d below %d, not %d", two.ID, two.Parent, one.ID)
	}
	three := move(time.Minute, two.ID, 3)
	if three.ID == one.ID || three.Parent != first.ID {
		t.Errorf("a minute later it is search %d below %d", three.ID, three.Parent)
	}
	if _, err := a.MarkSearch(t.Context(), three.ID, casework.SearchMark{Star: yes()}); err != nil {
		t.Fatal(err)
	}
	if four := move(time.Second, three.ID, 2); four.ID == three.ID {
		t.Error("a search with a star was put aside by a moving hand")
	}
}

func yes() *bool { b := true; return &b }

func TestSearchesAreMarked(t *testing.T) {
	a := newAsking(t)
	s := a.ask("model:atlas-5", 0)
	name, note, head := "Release", "ask billing", logHead(t, a.Casework)
	if _, err := a.MarkSearch(t.Context(), s.ID, casework.SearchMark{Name: &name, Note: &note, Star: yes()}); err != nil {
		t.Fatal(err)
	}
	a.reopen(false)
	list, err := a.Searches(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != name || list[0].Note != note || !list[0].Star {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := a.MarkSearch(t.Context(), 9, casework.SearchMark{Star: yes()}); err == nil {
		t.Error("a search that is not there was starred")
	}
	if logHead(t, a.Casework) != head {
		t.Error("looking and marking wrote to the log")
	}
}

func logHead(t *testing.T, w *casework.Casework) string {
	t.Helper()
	r, err := w.Log(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return r.Head
}

// On a case that may only be read the history lasts as long as the case is open, and
// the file stays as it is.
func TestSearchesOfACaseThatMayOnlyBeRead(t *testing.T) {
	a := newAsking(t)
	a.ask("model:atlas-5", 0)
	a.reopen(true)
	second := a.ask("model:atlas-5 AND status:429", 1)
	if got := a.tree(); second.ID != 2 || got != "1 model:atlas-5\n  2 model:atlas-5 AND status:429\n" {
		t.Errorf("search %d of\n%s", second.ID, got)
	}
	a.reopen(false)
	if got := a.tree(); got != "1 model:atlas-5\n" {
		t.Errorf("afterwards the tree is\n%s", got)
	}
}

// The history is bounded. What people marked and what others were refined from stays.
func TestTheOldestSearchesMakeRoom(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand searches; left out of -short")
	}
	a := newAsking(t)
	a.reopen(true) // in memory: the rule is the same and the disk is spared
	starred, inner := a.ask("starred:true", 0), a.ask("model:a", 0)
	a.ask("model:a AND status:1", inner.ID)
	if _, err := a.MarkSearch(t.Context(), starred.ID, casework.SearchMark{Star: yes()}); err != nil {
		t.Fatal(err)
	}
	last := uint32(0)
	for i := range 10_050 {
		last = a.ask(fmt.Sprintf("tokens_out:%d", i), 0).ID
	}
	list, err := a.Searches(t.Context())
	if err != nil || len(list) != 10_000 {
		t.Fatalf("%d searches, %v", len(list), err)
	}
	if list[0].ID != starred.ID || list[1].ID == inner.ID+1 || list[len(list)-1].ID != last {
		t.Errorf("kept are %d, %d, … %d", list[0].ID, list[1].ID, list[len(list)-1].ID)
	}
}
