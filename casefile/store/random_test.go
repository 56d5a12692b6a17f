package store_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/casefile/vault"
	"casebench/internal/progress"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// walk is a case on which random things are done, and what it should hold.
type walk struct {
	t     *testing.T
	rng   *rand.Rand
	path  string
	key   bool
	f     *store.File
	m     model
	gone  []uint32 // sources that were purged
	seals int
	acts  uint64 // the newest entry of the log that was seen
}

// Random operations on sources leave the case saying what plain maps say: sources that
// overlap, repeat lines and hold junk; withdrawn, restored and purged; imports that were
// cut off; seals; the file written anew, with another key, and closed and opened in
// between. A plain case and an encrypted one. (What persons do, and undo, is the life.)
func TestRandomOperationsAgreeWithMaps(t *testing.T) {
	steps := 30
	if testing.Short() {
		steps = 12
	}
	for _, key := range []bool{false, true} {
		t.Run(map[bool]string{false: "plain", true: "encrypted"}[key], func(t *testing.T) {
			w := &walk{t: t, rng: rand.New(rand.NewPCG(seedtest.Of(t), 1)), path: filepath.Join(t.TempDir(), "walk.case"), key: key}
			w.begin()
			for step := range steps {
				name := w.step()
				w.look()
				if t.Failed() {
					t.Fatalf("after step %d, %s", step, name)
				}
			}
			closed(t, w.f)
		})
	}
}

func (w *walk) begin() {
	o := store.Options{By: "Test Person", Now: storetest.Clock()}
	if w.key {
		o.Holders = []vault.Holder{passphrase("first")}
	}
	var err error
	if w.f, err = store.Create(w.path, casefile.Case{Title: "Walk"}, o); err != nil {
		w.t.Fatal(err)
	}
}

// must ends the test at an error.
func (w *walk) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *walk) do(c command.Command) {
	w.t.Helper()
	_, _, err := command.NewHistory(w.f, "Test Person").Do(c)
	w.must(err)
}

// step does one thing and says what.
func (w *walk) step() string {
	n := w.rng.IntN(13)
	switch {
	case n < 4 || len(w.m.sources) == 0:
		w.add(bringIn(w.t, w.f, w.lines(), 1+w.rng.IntN(80)))
		return "import"
	case n < 6:
		w.cutOff()
		return "an import that was cut off"
	case n < 9:
		return w.turn(w.pick())
	case n == 9:
		s := w.pick()
		if s.ready {
			w.turn(s)
		}
		w.purge(s)
		return "purge"
	case n == 10:
		_, err := w.f.Seal(w.t.Context(), store.SealOptions{By: "Test Person"})
		w.must(err)
		w.seals++
		return "seal"
	case n == 11 && w.key:
		w.must(w.f.RevokeKeys(w.t.Context(), nil, revokeAct(), progress.Discard))
		return "a new key"
	case n == 11:
		w.must(w.f.Compact(w.t.Context(), casefile.Act{Verb: "compact"}, progress.Discard, func(*store.Tx) error { return nil }))
		return "write anew"
	}
	closed(w.t, w.f)
	w.f = reopen(w.t, w.path, "first")
	return "reopen"
}

// pick is a source that was not purged.
func (w *walk) pick() *modelSource {
	for {
		s := &w.m.sources[w.rng.IntN(len(w.m.sources))]
		if !slices.Contains(w.gone, s.id) {
			return s
		}
		if len(w.gone) == len(w.m.sources) {
			w.add(bringIn(w.t, w.f, w.lines(), 50))
		}
	}
}

// lines are some lines near those of other sources, with repeats and junk.
func (w *walk) lines() (ks []int) {
	from := w.rng.IntN(150)
	for n := 5 + w.rng.IntN(150); len(ks) < n; {
		switch w.rng.IntN(12) {
		case 0:
			ks = append(ks, junk)
		case 1:
			ks = append(ks, blank)
		case 2:
			ks = append(ks, from+w.rng.IntN(60))
		default:
			ks = append(ks, from+len(ks))
		}
	}
	w.m.sources = append(w.m.sources, modelSource{0, ks, true})
	return ks
}

// add names the source of the newest lines and compares its count of duplicates.
func (w *walk) add(s casefile.Source) {
	w.t.Helper()
	last := &w.m.sources[len(w.m.sources)-1]
	last.id = s.ID
	duplicates := int64(0)
	for i, counts := range w.m.counted(len(w.m.sources) - 1) {
		if last.ks[i] >= 0 && !counts {
			duplicates++
		}
	}
	if s.Duplicates != duplicates {
		w.t.Errorf("source %d has %d duplicates, want %d", s.ID, s.Duplicates, duplicates)
	}
}

// cutOff leaves an import in its midst, closes and opens the case, and then drops the
// draft or resumes it.
func (w *walk) cutOff() {
	ks := w.lines()
	list, whole := batches(ks, 1+w.rng.IntN(40))
	src := sourceOf(ks, whole)
	l, err := w.f.Begin(src)
	w.must(err)
	w.must(feed(l, list[:w.rng.IntN(len(list)+1)], nil))
	if w.rng.IntN(2) == 0 {
		w.must(l.Leave())
	}
	closed(w.t, w.f)
	w.f = reopen(w.t, w.path, "first")
	left, err := w.f.Drafts()
	w.must(err)
	if len(left) != 1 {
		w.t.Fatalf("%d drafts", len(left))
	}
	if w.rng.IntN(2) == 0 {
		w.must(w.f.DropDraft(w.t.Context(), left[0].ID, "cut off"))
		w.m.sources = w.m.sources[:len(w.m.sources)-1]
		return
	}
	l, err = w.f.Resume(w.t.Context(), left[0].ID)
	w.must(err)
	w.must(put(l, list...))
	src, err = l.Commit(w.t.Context(), src)
	w.must(err)
	w.add(src)
}

// turn withdraws or restores a source.
func (w *walk) turn(s *modelSource) string {
	s.ready = !s.ready
	if s.ready {
		w.do(&command.Restore{What: command.Source, ID: s.id})
		return "restore"
	}
	w.do(&command.Withdraw{What: command.Source, ID: s.id, Reason: "a test"})
	return "withdraw"
}

func (w *walk) purge(s *modelSource) {
	_, _, err := command.NewHistory(w.f, "Test Person").Last(&command.Purge{Source: s.id, Reason: "a test", Sealed: true})
	w.must(err)
	stone, err := w.f.Purge(w.t.Context(), s.id, progress.Discard)
	w.must(err)
	if stone.State != casefile.SourcePurged {
		w.t.Errorf("source %d is %v after its purge", s.id, stone.State)
	}
	w.gone = append(w.gone, s.id)
}

// look compares everything with the model, and sees to it that the log only grows.
func (w *walk) look() {
	w.t.Helper()
	m := model{}
	for _, s := range w.m.sources {
		if !slices.Contains(w.gone, s.id) {
			m.sources = append(m.sources, s)
		}
	}
	m.compare(w.t, w.f)
	w.must(w.f.View(func(tx *store.Tx) error {
		head, _, err := tx.Head()
		if head.Seq < w.acts {
			w.t.Errorf("the log has %d entries and had %d", head.Seq, w.acts)
		}
		w.acts = head.Seq
		return err
	}))
	seals, err := w.f.VerifySeals(w.t.Context())
	if err != nil || len(seals) != w.seals {
		w.t.Errorf("%d seals of %d, %v", len(seals), w.seals, err)
	}
	for _, v := range seals {
		if len(v.Changed) > 0 {
			w.t.Errorf("seal %d: %q", v.Record.Seal.ID, v.Changed)
		}
	}
	w.must(w.f.VerifyAudit(w.t.Context()))
	storetest.CheckFile(w.t, w.f)
}
