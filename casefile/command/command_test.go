package command_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// standing prints everything that a person said and that is not withdrawn.
func standing(t *testing.T, f *store.File) string {
	t.Helper()
	var out []any
	err := f.View(func(tx *store.Tx) error {
		annotations, err := tx.Annotations()
		for _, a := range annotations {
			if !a.Withdrawn {
				out = append(out, a)
			}
		}
		decisions, err2 := tx.Decisions()
		for _, d := range decisions {
			if !d.Withdrawn {
				out = append(out, d)
			}
		}
		exhibits, err3 := tx.Exhibits()
		for _, e := range exhibits {
			if !e.Withdrawn {
				out = append(out, e)
			}
		}
		runs, err4 := tx.Runs()
		for _, r := range runs {
			if !r.Withdrawn {
				out = append(out, r)
			}
		}
		return errors.Join(err, err2, err3, err4)
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(p)
}

func entries(t *testing.T, f *store.File, from uint64) (log []casefile.AuditEntry) {
	t.Helper()
	if err := f.View(func(tx *store.Tx) (err error) {
		log, err = tx.Audit(from)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return log
}

// randomCommand makes a command that may well be refused.
func randomCommand(rng *rand.Rand) command.Command {
	target := casefile.EventRef(1, int64(rng.IntN(50)+1))
	id := rng.Uint32N(30) + 1
	what := []command.What{command.Annotation, command.Decision, command.Exhibit, command.Run}[rng.IntN(4)]
	switch rng.IntN(8) {
	case 0, 1:
		return &command.Annotate{Annotation: casefile.Annotation{Target: target, Text: fmt.Sprint("note ", id)}}
	case 2:
		return &command.Annotate{Annotation: casefile.Annotation{Target: target, Tags: []string{"tag"}, Star: id%2 == 0}}
	case 3:
		return &command.Decide{Decision: casefile.Decision{A: rng.Uint32N(3) + 1, B: rng.Uint32N(3) + 4, Verdict: casefile.VerdictSame, Reason: "one device"}}
	case 4:
		return &command.AddExhibit{Exhibit: casefile.Exhibit{Target: target, Title: "title"}}
	case 5:
		return &command.Withdraw{What: what, ID: id, Reason: "a mistake"}
	case 6:
		return &command.Restore{What: what, ID: id}
	}
	return &command.Group{Of: casefile.Act{Verb: "annotate", Message: "Two things were tagged."}, Commands: []command.Command{
		&command.Annotate{Annotation: casefile.Annotation{Target: target, Tags: []string{"both"}}},
		&command.AddExhibit{Exhibit: casefile.Exhibit{Target: target, Title: "both"}},
	}}
}

// Five hundred random commands, undone and redone at random on the way, the case
// closed and opened in between: each undo gives the state before, each redo the
// state after, and undoing all gives the beginning. The log only grows.
func TestUndoGivesBackEveryState(t *testing.T) {
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 1))
	path := filepath.Join(t.TempDir(), "undo.case")
	o := store.Options{By: "Test Person", Now: storetest.Clock()}
	f, err := store.Create(path, casefile.Case{Title: "Undo"}, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Update(casefile.Act{Verb: "link"}, func(tx *store.Tx) error {
		_, err := tx.PutRun(casefile.Run{Seed: 1}, nil, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	done, undone := []string{standing(t, f)}, []string{}
	acts := len(entries(t, f, 1))
	step := func(kind string, move func(*command.History) (casefile.Act, uint64, error)) error {
		_, seq, err := move(command.NewHistory(f, "Test Person"))
		if err != nil {
			return err
		}
		acts++
		log := entries(t, f, seq)
		if seq != uint64(acts) || len(log) != 1 || (kind != "") != (log[0].Undoes > 0) || kind != "" && log[0].Verb != kind {
			t.Fatalf("act %d, want %d; the log says %+v", seq, acts, log)
		}
		return nil
	}
	undo := func() {
		if err := step("undo", (*command.History).Undo); err != nil {
			t.Fatal(err)
		}
		last := len(done) - 1
		undone, done = append(undone, done[last]), done[:last]
		if got := standing(t, f); got != done[last-1] {
			t.Fatalf("undo gave\n%s\nwant\n%s", got, done[last-1])
		}
	}
	for commands := 0; commands < 500; {
		switch n := rng.IntN(10); {
		case n == 0 && len(done) > 1:
			undo()
		case n == 1 && len(undone) > 0:
			if err := step("redo", (*command.History).Redo); err != nil {
				t.Fatal(err)
			}
			last := len(undone) - 1
			done, undone = append(done, undone[last]), undone[:last]
			if got := standing(t, f); got != done[len(done)-1] {
				t.Fatalf("redo gave\n%s\nwant\n%s", got, done[len(done)-1])
			}
		case n == 2 && rng.IntN(8) == 0:
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if f, err = store.Open(path, o); err != nil {
				t.Fatal(err)
			}
		default:
			c := randomCommand(rng)
			before := standing(t, f)
			err := step("", func(h *command.History) (casefile.Act, uint64, error) { return h.Do(c) })
			if err != nil {
				if k := fault.KindOf(err); k != fault.Conflict && k != fault.NotFound {
					t.Fatal(err)
				}
				if standing(t, f) != before {
					t.Fatal("a refused command changed the case")
				}
				continue
			}
			commands++
			done, undone = append(done, standing(t, f)), nil
		}
	}
	for len(done) > 1 {
		undo()
	}
	if _, _, err := command.NewHistory(f, "x").Undo(); !errors.Is(err, command.ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	storetest.CheckFile(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestExhibitNumbersArePermanent(t *testing.T) {
	f := storetest.New(t)
	h := command.NewHistory(f, "Test Person")
	add := func() uint32 {
		c := &command.AddExhibit{Exhibit: casefile.Exhibit{Target: casefile.EventRef(1, 1), Title: "x"}}
		act, _, err := h.Do(c)
		if err != nil {
			t.Fatal(err)
		}
		if act.Details["exhibit"] != fmt.Sprint(c.Exhibit.Number) {
			t.Errorf("act %+v", act)
		}
		return c.Exhibit.Number
	}
	first := add()
	if act, _, err := h.Undo(); err != nil || act.Message != "Undone: Exhibit 1 was added." || act.Undoes != 2 {
		t.Errorf("undo: %+v %v", act, err)
	}
	if second := add(); first != 1 || second != 2 {
		t.Errorf("numbers %d and %d", first, second)
	}
	if _, _, err := h.Redo(); !errors.Is(err, command.ErrNothing) {
		t.Errorf("redo after a new command: %v", err)
	}
	if act, ok, err := h.CanUndo(); !ok || err != nil || act.Verb != "exhibit" {
		t.Errorf("can undo: %+v %v %v", act, ok, err)
	}
}

// A new verdict on a pair takes the place of the old one; taking it back brings the
// old one back.
func TestVerdictsFollowOneAnother(t *testing.T) {
	f := storetest.New(t)
	h := command.NewHistory(f, "Test Person")
	verdicts := func() (out []casefile.Verdict) {
		if err := f.View(func(tx *store.Tx) error {
			all, err := tx.Decisions()
			for _, d := range all {
				if !d.Withdrawn {
					out = append(out, d.Verdict)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, v := range []casefile.Verdict{casefile.VerdictUnsure, casefile.VerdictSame} {
		if _, _, err := h.Do(&command.Decide{Decision: casefile.Decision{A: 1, B: 2, Verdict: v, Reason: "seen"}}); err != nil {
			t.Fatal(err)
		}
		if got := verdicts(); len(got) != 1 || got[0] != v {
			t.Errorf("verdicts %v, want %v", got, v)
		}
	}
	if _, _, err := h.Undo(); err != nil {
		t.Fatal(err)
	}
	if got := verdicts(); len(got) != 1 || got[0] != casefile.VerdictUnsure {
		t.Errorf("verdicts after undo %v", got)
	}
	for name, d := range map[string]casefile.Decision{
		"no verdict": {A: 1, B: 2, Reason: "x"}, "no reason": {A: 1, B: 2, Verdict: casefile.VerdictSame},
		"one account": {A: 2, B: 2, Verdict: casefile.VerdictSame, Reason: "x"},
	} {
		if _, _, err := h.Do(&command.Decide{Decision: d}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
