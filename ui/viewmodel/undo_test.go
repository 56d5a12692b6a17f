package viewmodel_test

import (
	"testing"

	"casebench/casefile"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// What was done is named by what it was, also after going back and forth.
func TestActsAreNamed(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	answer := func(text, choice string) {
		b.Ask = func(q viewmodel.Question) { q.Then(text, choice) }
	}
	undo := func() string { return viewmodel.ActName(b.Undoable.Get().Undo) }
	wait := func(want string) {
		t.Helper()
		pump.Until(t, "undo of "+want, func() bool { return undo() == want })
	}
	a, c := casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2")
	answer("seen before, card", "")
	b.Tag(a, c)
	wait("tag on 2 accounts")
	b.Star(a)
	wait("star")
	answer("same card as in F1", "exculpatory")
	b.Note(a)
	wait("note")
	answer("cards of one bank", "")
	b.Decide("p1_1", "p1_2", casefile.VerdictDifferent)
	wait("reject link")
	answer("Card table", "")
	b.Exhibit(a)
	wait("exhibit 1")
	b.Undo()
	wait("reject link")
	if got := viewmodel.ActName(b.Undoable.Get().Redo); got != "exhibit 1" {
		t.Errorf("redo %q", got)
	}
	b.Redo()
	wait("exhibit 1")
	if viewmodel.ActName(casefile.Act{}) != "" {
		t.Error("nothing has a name")
	}
}

// A verdict without a reason changes nothing and says what is lacking.
func TestAProblemIsShown(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	b.Ask = func(q viewmodel.Question) { q.Then(" ", "") }
	b.Decide("p1_1", "p1_2", casefile.VerdictSame)
	pump.Until(t, "the problem", func() bool { return b.Problem.Get() != nil })
	if b.Undoable.Get().Undo.Verb != "" {
		t.Error("something was done")
	}
}

// A filter that cannot be read changes nothing and says where it stops.
func TestAFilterThatCannotBeRead(t *testing.T) {
	b, _ := uitest.Bench(t, uitest.Empty(t))
	if why := b.SetFilter(" status:429 "); why != "" || b.Filter.Get() != "status:429" {
		t.Errorf("%q, %q", why, b.Filter.Get())
	}
	if why := b.SetFilter("(status:429"); why == "" || b.Filter.Get() != "status:429" {
		t.Errorf("%q, %q", why, b.Filter.Get())
	}
	if b.SetFilter(""); b.Filter.Get() != "*" {
		t.Errorf("%q", b.Filter.Get())
	}
}
