package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// onAdd is a Reporter that calls a function at each step.
type onAdd func()

func (f onAdd) Phase(string, int64) {}
func (f onAdd) Add(int64)           { f() }
func (f onAdd) Reject(int64)        {}

func revokeAct() casefile.Act {
	return casefile.Act{Verb: "keys.revoke", Message: "A new key."}
}

func numbers(t *testing.T, f *store.File) (list []uint32) {
	t.Helper()
	err := f.View(func(tx *store.Tx) error {
		slots, err := tx.KeySlots()
		for _, s := range slots {
			list = append(list, s.Number)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func refuses(t *testing.T, path, pass string, kind fault.Kind) {
	t.Helper()
	f, err := store.Open(path, store.Options{Secret: shows(pass)})
	if err == nil {
		f.Close()
	}
	if fault.KindOf(err) != kind {
		t.Errorf("open with %q: %v, want %s", pass, err, kind)
	}
}

// Revoking takes one way in, leaves the others as they are, and what the case says.
func TestRevokeKeys(t *testing.T) {
	path, f := sealed(t)
	for _, pass := range []string{"second", "third"} {
		if _, err := f.AddKey(passphrase(pass), casefile.Act{Verb: "keys.add"}); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.RevokeKeys(t.Context(), []uint32{2}, revokeAct(), progress.Discard); err != nil {
		t.Fatal(err)
	}
	// The same File goes on, with the new key.
	holds(t, f)
	if _, err := f.Record(casefile.Act{Verb: "export"}); err != nil {
		t.Errorf("write after it: %v", err)
	}
	if got := fmt.Sprint(numbers(t, f)); got != "[1 3]" {
		t.Errorf("slots %s", got)
	}
	closed(t, f)
	refuses(t, path, "second", fault.WrongKey)
	for _, pass := range []string{"first", "third"} {
		f := reopen(t, path, pass)
		holds(t, f)
		if err := f.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
		}
		closed(t, f)
	}
	if _, err := os.Lstat(path + ".rewrite"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new file was left behind: %v", err)
	}
	// The old file still opens to who was let in then: that is what is said.
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	closed(t, reopen(t, path, "second"))
}

// A slot that was taken out and put back by somebody with the file is not used.
func TestRemovedSlotPutBack(t *testing.T) {
	path, f := sealed(t)
	if _, err := f.AddKey(passphrase("second"), casefile.Act{Verb: "keys.add"}); err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	value, err := store.ValueForTest(path, "slots", []byte{0, 0, 0, 2})
	if err != nil || value == nil {
		t.Fatal(err)
	}
	f = reopen(t, path, "first")
	if _, err := f.RemoveKey(2, casefile.Act{Verb: "keys.remove"}); err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	refuses(t, path, "second", fault.WrongKey)
	if err := store.PutForTest(path, "slots", []byte{0, 0, 0, 2}, value); err != nil {
		t.Fatal(err)
	}
	refuses(t, path, "second", fault.Corrupt)
	f = reopen(t, path, "first")
	found := 0
	for d := range f.Check(t.Context()) {
		if d.Bucket == "slots" && d.Key == "2" {
			found++
		}
	}
	if found != 1 {
		t.Errorf("check names it %d times", found)
	}
	closed(t, f)
}

// A value that somebody without the key put there is damage, though its sum holds.
func TestForeignValue(t *testing.T) {
	path, f := sealed(t)
	closed(t, f)
	plain := filepath.Join(t.TempDir(), "plain.case")
	g, err := store.Create(plain, casefile.Case{Title: "Another title"}, store.Options{By: "x"})
	if err != nil {
		t.Fatal(err)
	}
	closed(t, g)
	value, err := store.ValueForTest(plain, "meta", []byte{2})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.PutForTest(path, "meta", []byte{2}, value); err != nil {
		t.Fatal(err)
	}
	refuses(t, path, "first", fault.Corrupt)
}

// While a case is written anew it is read and not written; stopped, it is as it was.
func TestRewriteIsAllOrNothing(t *testing.T) {
	path, f := sealed(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	steps := 0
	err = f.RevokeKeys(ctx, nil, revokeAct(), onAdd(func() {
		if steps++; steps != 20 {
			return
		}
		if _, err := f.Record(casefile.Act{Verb: "export"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("write meanwhile: %v", err)
		}
		if _, err := f.Begin(casefile.Source{Name: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("import meanwhile: %v", err)
		}
		if err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second one meanwhile: %v", err)
		}
		if got := fmt.Sprint(numbers(t, f)); got != "[1]" {
			t.Errorf("read meanwhile: %s", got)
		}
		cancel()
	}))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a rewriting that was stopped changed the case: %v", err)
	}
	if _, err := os.Lstat(path + ".rewrite"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new file was left behind: %v", err)
	}
	if _, err := f.Record(casefile.Act{Verb: "export"}); err != nil {
		t.Errorf("write after it: %v", err)
	}
	holds(t, f)
	closed(t, f)
}

// What a crash left is replaced; somebody's file is not.
func TestRewriteBesideOtherFiles(t *testing.T) {
	path, f := sealed(t)
	defer closed(t, f)
	if err := os.WriteFile(path+".rewrite", []byte("a shopping list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over somebody's file: %v", err)
	}
	if p, err := os.ReadFile(path + ".rewrite"); err != nil || string(p) != "a shopping list" {
		t.Errorf("somebody's file is now %q, %v", p, err)
	}
	half, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string][]byte{"empty": nil, "cut": half[:len(half)/2]} {
		if err := os.WriteFile(path+".rewrite", p, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard); err != nil {
			t.Errorf("over one that is %s: %v", name, err)
		}
	}
	holds(t, f)
}

// A damaged value is not carried on in silence.
func TestRewriteStopsAtDamage(t *testing.T) {
	path, f := sealed(t)
	closed(t, f)
	if err := store.DamageForTest(path, "columns", []byte{0, 0, 0, 1, 0, 0, 0, 0, 0, 1}, 30); err != nil {
		t.Fatal(err)
	}
	f = reopen(t, path, "first")
	defer closed(t, f)
	if err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard); fault.KindOf(err) != fault.Corrupt {
		t.Errorf("revoke: %v", err)
	}
	if err := f.Compact(t.Context(), casefile.Act{Verb: "compact"}, progress.Discard, func(*store.Tx) error { return nil }); fault.KindOf(err) != fault.Corrupt {
		t.Errorf("compact: %v", err)
	}
}

// Through a link the file is replaced and the link stays.
func TestRewriteThroughALink(t *testing.T) {
	path, f := sealed(t)
	closed(t, f)
	link := filepath.Join(t.TempDir(), "link.case")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no symbolic link can be made here: ", err)
	}
	f = reopen(t, link, "first")
	if err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard); err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	f = reopen(t, path, "first")
	holds(t, f)
	closed(t, f)
}

// Who waits for the lock while the case is written anew gets the new file.
func TestRewriteWhileAnotherWaits(t *testing.T) {
	path, f := sealed(t)
	type result struct {
		f   *store.File
		err error
	}
	waiting := make(chan result, 1)
	started := false
	err := f.RevokeKeys(t.Context(), nil, revokeAct(), onAdd(func() {
		if started {
			return
		}
		started = true
		go func() {
			g, err := store.Open(path, store.Options{By: "other", Wait: 20 * time.Second, Secret: shows("first")})
			waiting <- result{g, err}
		}()
		time.Sleep(100 * time.Millisecond) // likely at the lock by then; if not, the test is only easier
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Record(casefile.Act{Verb: "export", Message: "by the first"}); err != nil {
		t.Errorf("the first goes on: %v", err)
	}
	closed(t, f)
	r := <-waiting
	if r.err != nil {
		t.Fatal(r.err)
	}
	if _, err := r.f.Record(casefile.Act{Verb: "export", Message: "by the other"}); err != nil {
		t.Error(err)
	}
	closed(t, r.f)
	f = reopen(t, path, "first")
	defer closed(t, f)
	var last []string
	if err := f.View(func(tx *store.Tx) error {
		entries, err := tx.Audit(1)
		for _, e := range entries[len(entries)-2:] {
			last = append(last, e.Message)
		}
		return err
	}); err != nil || fmt.Sprint(last) != "[by the first by the other]" {
		t.Errorf("the last acts are %q, %v", last, err)
	}
	holds(t, f)
}

// A plain case becomes an encrypted one, which shows nothing.
func TestEncryptPlainCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "was.case")
	f, err := store.Create(path, casefile.Case{Title: "A secret title"}, store.Options{By: "Test Person", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	bringIn(t, f, count(0, 200), 64)
	bringIn(t, f, count(100, 200), 64)
	if err := f.Encrypt(t.Context(), nil, casefile.Act{Verb: "case.encrypt"}, progress.Discard); fault.KindOf(err) != fault.Usage {
		t.Errorf("for nobody: %v", err)
	}
	if err := f.Encrypt(t.Context(), []vault.Holder{passphrase("first")}, casefile.Act{Verb: "case.encrypt"}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	holds(t, f)
	closed(t, f)
	p, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"secret", "acct_", "203.0.113", "reasoning", "sample.jsonl", "Test Person"} {
		if bytes.Contains(p, []byte(word)) {
			t.Errorf("the file shows %q", word)
		}
	}
	refuses(t, path, "second", fault.WrongKey)
	f = reopen(t, path, "first")
	holds(t, f)
	closed(t, f)
}

// A disk that fills up while the case is written anew leaves the case as it was.
func TestRewriteOnAFullDisk(t *testing.T) {
	if alone(t) {
		return
	}
	path, f := sealed(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []int{4, 3, 2} {
		size := uint64(len(before) / part)
		restore := limitFileSize(t, size)
		err := f.RevokeKeys(t.Context(), nil, revokeAct(), progress.Discard)
		restore()
		if err == nil {
			t.Skip("files cannot be limited here")
		}
		if fault.KindOf(err) != fault.Full {
			t.Errorf("%d bytes: %v", size, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%d bytes: the case changed: %v", size, err)
		}
		if _, err := os.Lstat(path + ".rewrite"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%d bytes: the new file was left behind: %v", size, err)
		}
	}
	holds(t, f)
	closed(t, f)
}
