package store_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/storetest"
)

// passphrase is one that is cheap to try.
func passphrase(text string) vault.Holder {
	return vault.Holder{Passphrase: []byte(text), Work: 4}
}

// shows is an Options.Secret that shows a passphrase.
func shows(text string) func() (vault.Secret, error) {
	return func() (vault.Secret, error) { return vault.Passphrase([]byte(text)), nil }
}

// sealed makes an encrypted case with the passphrase "first" and two sources.
func sealed(t *testing.T) (string, *store.File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sealed.case")
	f, err := store.Create(path, casefile.Case{Title: "A secret title"},
		store.Options{By: "Test Person", Now: storetest.Clock(), Holders: []vault.Holder{passphrase("first")}})
	if err != nil {
		t.Fatal(err)
	}
	bringIn(t, f, count(0, 200), 64)
	bringIn(t, f, count(100, 200), 64)
	return path, f
}

func reopen(t *testing.T, path, pass string) *store.File {
	t.Helper()
	f, err := store.Open(path, store.Options{By: "Test Person", Now: storetest.Clock(), Secret: shows(pass)})
	if err != nil {
		t.Fatalf("open with %q: %v", pass, err)
	}
	return f
}

func closed(t *testing.T, f *store.File) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// holds compares a case with what sealed put into it.
func holds(t *testing.T, f *store.File) {
	t.Helper()
	m := &model{sources: []modelSource{{1, count(0, 200), true}, {2, count(100, 200), true}}}
	m.compare(t, f)
	storetest.CheckFile(t, f)
}

// Behind a key a case says the same, and its file says nothing of it.
func TestSealedCase(t *testing.T) {
	path, f := sealed(t)
	closed(t, f)
	p, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"secret", "acct_", "203.0.113", "reasoning", "sample.jsonl", "import.begin", "Test Person", "first_seen"} {
		if bytes.Contains(p, []byte(word)) {
			t.Errorf("the file shows %q", word)
		}
	}
	f = reopen(t, path, "first")
	if !f.Encrypted() || f.OpenedBy() != 1 {
		t.Errorf("encrypted %v, opened by %d", f.Encrypted(), f.OpenedBy())
	}
	holds(t, f)
	closed(t, f)
}

// What does not open says why: no key, another key, a damaged header, a file that
// was cut.
func TestSealedCaseThatDoesNotOpen(t *testing.T) {
	path, f := sealed(t)
	closed(t, f)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	open := func(secret func() (vault.Secret, error)) error {
		f, err := store.Open(path, store.Options{Secret: secret})
		if err == nil {
			f.Close()
		}
		return err
	}
	messages := map[string]string{}
	expect := func(name string, err error, kind fault.Kind) {
		t.Helper()
		if fault.KindOf(err) != kind {
			t.Errorf("%s: %v, want kind %q", name, err, kind)
			return
		}
		message := err.Error()
		if other := messages[message]; other != "" {
			t.Errorf("%s and %s say the same: %s", name, other, message)
		}
		messages[message] = name
	}
	expect("no secret", open(nil), fault.NeedsKey)
	expect("wrong passphrase", open(shows("second")), fault.WrongKey)
	for name, damage := range map[string]func() error{
		"slot damaged":          func() error { return store.DamageForTest(path, "slots", []byte{0, 0, 0, 1}, 40) },
		"keyring damaged":       func() error { return store.DamageForTest(path, "meta", []byte{3}, 40) },
		"slots gone":            func() error { return store.DamageForTest(path, "slots", []byte{0, 0, 0, 1}, -1) },
		"header calls it plain": func() error { return store.DamageForTest(path, "meta", []byte{1}, 20) },
		"cut short":             func() error { return os.Truncate(path, int64(len(whole)/2)) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		expect(name, open(shows("first")), fault.Corrupt)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(shows("first")); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

// Who has no key cannot put one sealed value in the place of another, call it packed
// otherwise, or put a plain one there: the checksum can be made again without the key,
// and a value is bound to its place by the key.
func TestSealedValuesStayInTheirPlaces(t *testing.T) {
	path, f := sealed(t)
	two := func(a, b uint32) []byte {
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, a), b)
	}
	first, second := two(1, 0), two(1, 1)
	body, err := store.BodyOf(f, "blocks", first)
	if err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, forge := range map[string]func() error{
		"nothing changed": func() error { return store.Transplant(path, "blocks", first, "blocks", first, 0) },
		"another key":     func() error { return store.Transplant(path, "blocks", second, "blocks", first, 0) },
		"another bucket":  func() error { return store.Transplant(path, "originals", first, "blocks", first, 0) },
		"other flags":     func() error { return store.Transplant(path, "blocks", first, "blocks", first, 1) },
		"called plain":    func() error { return store.Transplant(path, "blocks", first, "blocks", first, 2) },
		"a plain value":   func() error { return store.PutForTest(path, "blocks", first, store.PlainOf("blocks", first, body)) },
	} {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := forge(); err != nil {
			t.Fatal(err)
		}
		f := reopen(t, path, "first")
		got, err := store.BodyOf(f, "blocks", first)
		if name == "nothing changed" {
			if err != nil || !bytes.Equal(got, body) {
				t.Errorf("%s: %v", name, err)
			}
		} else if fault.KindOf(err) != fault.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
		closed(t, f)
	}
}
