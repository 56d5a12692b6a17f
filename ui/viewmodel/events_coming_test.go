package viewmodel_test

import (
	"strings"
	"testing"
	"time"

	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// step runs what was posted one by one until ok.
func step(t *testing.T, pump *uitest.Pump, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); {
		if !pump.Step() {
			time.Sleep(time.Millisecond)
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func coming(e *viewmodel.Events) bool { return e.Standing.Get().Phase == viewmodel.Coming }

// Rows appear while others are still being looked for; they keep their places, and what
// a person does with them in the meantime holds.
func TestRowsComeWhileTheSearchGoesOn(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("account_id:p1_3")
	step(t, pump, "the first rows", func() bool { return coming(e) })
	if n := e.Len(); n == 0 || n > 200 || !strings.HasSuffix(e.Count.Get(), " so far") {
		t.Fatalf("%d rows, %q", n, e.Count.Get())
	}
	first, ok := e.Row(0)
	if !ok {
		t.Fatal("the first row is not there")
	}
	if v, _ := first.Value("account_id"); v.Text != "p1_3" {
		t.Errorf("the first row is of %q", v.Text)
	}
	e.Pick(0, false, false)
	settled(t, e, pump)
	if e.Current() != 0 || !e.Selected(0) {
		t.Errorf("when all rows came the current one is %d", e.Current())
	}
	if again, _ := e.Row(0); again.Origin != first.Origin || strings.Contains(e.Count.Get(), "so far") {
		t.Errorf("row 0 was %v and is %v; %q", first.Origin, again.Origin, e.Count.Get())
	}
}

// A search that is stopped keeps what came, says so, and can go on.
func TestASearchIsStopped(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("account_id:p1_3")
	step(t, pump, "the first rows", func() bool { return coming(e) })
	had := e.Len()
	if !e.Searching() {
		t.Fatal("nothing is being looked for")
	}
	e.Stop()
	for range 100 {
		pump.Turn()
		time.Sleep(time.Millisecond)
	}
	if s := e.Standing.Get(); e.Len() != had || s.Phase != viewmodel.Shown || !s.Stopped || !strings.HasSuffix(e.Count.Get(), "so far, stopped") {
		t.Errorf("stopped, %d rows of %d, %+v, %q", e.Len(), had, s, e.Count.Get())
	}
	if e.Searching() {
		t.Error("it goes on")
	}
	e.Resume()
	settled(t, e, pump)
	if e.Len() <= had || e.Standing.Get().Stopped {
		t.Errorf("gone on, %d rows", e.Len())
	}
	e.Stop() // nothing runs: nothing happens
	if e.Standing.Get().Stopped {
		t.Error("what had ended was stopped")
	}
}

// Stopped before anything was found, the document does not say that there is nothing.
func TestASearchIsStoppedBeforeItFound(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("account_id:p1_3")
	e.Stop()
	s := e.Standing.Get()
	if e.Len() != 0 || s.Blank.Title != "The search was stopped" || s.Blank.Do == nil {
		t.Fatalf("%d rows, %+v", e.Len(), s)
	}
	s.Blank.Do()
	settled(t, e, pump)
	if e.Len() == 0 {
		t.Error("gone on, there is no row")
	}
}

// The same question asked again, as after an import, leaves the rows where they are
// until the new answer is there.
func TestTheSameQuestionAgainMovesNothing(t *testing.T) {
	e, _, pump := events(t, uitest.Case(t))
	row(t, e, pump, 1500)
	all := e.Len()
	e.Resume()
	least := all
	for e.Standing.Get().Phase != viewmodel.Shown {
		pump.Step()
		least = min(least, e.Len())
	}
	if least != all {
		t.Errorf("on the way there were %d rows of %d", least, all)
	}
	e.Resume()
	e.Stop()
	if s := e.Standing.Get(); e.Len() != all || s.Blank.Title != "" {
		t.Errorf("stopped, %d rows, %+v", e.Len(), s)
	}
}
