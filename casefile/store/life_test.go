package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// life is what a case should hold after whatever was done to it, in plain slices and
// maps: sources as the model has them, notes, and two stacks of what to do to take
// back, or to do again.
type life struct {
	model
	notes      map[uint32]string // "" is withdrawn
	texts      map[uint32]string
	undo, redo []func(l *life, back bool)
	draft      uint32
	draftLines []int
}

func (l *life) did(change func(l *life, back bool)) {
	change(l, false)
	l.undo, l.redo = append(l.undo, change), nil
}

// Random lives: imports that overlap, that are cut off, resumed and dropped; sources
// withdrawn and restored, notes, undo and redo, and the file closed and opened in
// between. The case says what plain maps say, at every step, and checks.
func TestRandomLifeAgreesWithMaps(t *testing.T) {
	steps := 60
	if testing.Short() {
		steps = 25
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 31))
	f := newCase(t)
	l := &life{notes: map[uint32]string{}, texts: map[uint32]string{}}
	for step := range steps {
		f = l.step(t, f, rng)
		if step%3 == 0 || step == steps-1 {
			l.compareAll(t, f)
		}
		if t.Failed() {
			t.Fatalf("at step %d", step)
		}
	}
	if err := f.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
	shut(t, f)
}

func someLines(rng *rand.Rand) []int {
	from, n := rng.IntN(120), 5+rng.IntN(60)
	out := count(from, n)
	for i := range out {
		if rng.IntN(15) == 0 {
			out[i] = []int{junk, blank, from}[rng.IntN(3)]
		}
	}
	return out
}

func (l *life) step(t *testing.T, f *store.File, rng *rand.Rand) *store.File {
	t.Helper()
	h := command.NewHistory(f, "Test Person")
	do := func(c command.Command) {
		t.Helper()
		if _, _, err := h.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	switch op := rng.IntN(12); op {
	case 0, 1:
		ks := someLines(rng)
		s := bringIn(t, f, ks, 1+rng.IntN(30))
		l.sources = append(l.sources, modelSource{s.ID, ks, true})
	case 2: // an import is cut off
		if l.draft != 0 {
			break
		}
		ks := someLines(rng)
		list, whole := batches(ks, 7)
		d, err := f.Begin(sourceOf(ks, whole))
		if err != nil {
			t.Fatal(err)
		}
		if err := feed(d, list[:rng.IntN(len(list)+1)], nil); err != nil {
			t.Fatal(err)
		}
		store.Abandon(d)
		l.draft, l.draftLines = d.Source().ID, ks
	case 3: // and goes on, or is dropped
		if l.draft == 0 {
			break
		}
		if rng.IntN(2) == 0 {
			if err := f.DropDraft(t.Context(), l.draft, "test"); err != nil {
				t.Fatal(err)
			}
		} else {
			list, whole := batches(l.draftLines, 7)
			d, err := f.Resume(t.Context(), l.draft)
			if err != nil {
				t.Fatal(err)
			}
			if err := feed(d, list, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Commit(t.Context(), sourceOf(l.draftLines, whole)); err != nil {
				t.Fatal(err)
			}
			l.sources = append(l.sources, modelSource{l.draft, l.draftLines, true})
		}
		l.draft = 0
	case 4, 5:
		if len(l.sources) == 0 {
			break
		}
		n := rng.IntN(len(l.sources))
		if id := l.sources[n].id; l.sources[n].ready {
			do(&command.Withdraw{What: command.Source, ID: id})
		} else {
			do(&command.Restore{What: command.Source, ID: id})
		}
		l.did(func(l *life, _ bool) { l.sources[n].ready = !l.sources[n].ready })
	case 6, 7:
		text := fmt.Sprint("note ", rng.IntN(1000))
		id := uint32(len(l.texts) + 1)
		do(&command.Annotate{Annotation: casefile.Annotation{Target: casefile.EventRef(1, 1), Kind: casefile.KindNote, Text: text}})
		l.texts[id] = text
		l.did(func(l *life, back bool) {
			if l.notes[id] = l.texts[id]; back {
				l.notes[id] = ""
			}
		})
	case 8, 9:
		l.move(t, &l.undo, &l.redo, true, h.Undo)
	case 10:
		l.move(t, &l.redo, &l.undo, false, h.Redo)
	case 11:
		path := f.Path()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if f, err = store.Open(path, store.Options{By: "Test Person", Now: storetest.Clock()}); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// move takes the newest step of one stack to the other.
func (l *life) move(t *testing.T, from, to *[]func(*life, bool), back bool, do func() (casefile.Act, uint64, error)) {
	t.Helper()
	_, _, err := do()
	if n := len(*from); n == 0 {
		if !errors.Is(err, command.ErrNothing) {
			t.Errorf("nothing to take back, and %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	change := (*from)[len(*from)-1]
	*from, *to = (*from)[:len(*from)-1], append(*to, change)
	change(l, back)
}

func (l *life) compareAll(t *testing.T, f *store.File) {
	t.Helper()
	l.compare(t, f)
	notes := map[uint32]string{}
	if err := f.View(func(tx *store.Tx) error {
		list, err := tx.Annotations()
		for _, a := range list {
			if notes[a.ID] = a.Text; a.Withdrawn {
				notes[a.ID] = ""
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(l.notes, notes); d != "" {
		t.Errorf("notes (-maps +case):\n%s", d)
	}
	drafts, err := f.Drafts()
	if err != nil || (len(drafts) > 0) != (l.draft != 0) {
		t.Errorf("drafts %v, %v; want %d", drafts, err, l.draft)
	}
	storetest.CheckFile(t, f)
}
