package casework_test

import (
	"os"
	"path/filepath"
	"testing"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

func pass(text string) casework.Holder {
	return casework.Holder{Passphrase: []byte(text), Work: 4}
}

// with is a Config that shows a secret.
func with(s casework.Secret) casework.Config {
	return casework.Config{By: "Test Person", Program: "test", Secret: func() (casework.Secret, error) { return s, nil }}
}

func shows(text string) casework.Config { return with(casework.Passphrase([]byte(text))) }

// Whoever asks for a secret asks only when one is needed, and once.
func TestSecretIsAskedForWhenNeeded(t *testing.T) {
	dir := t.TempDir()
	open, sealed := filepath.Join(dir, "plain.case"), filepath.Join(dir, "sealed.case")
	w, err := casework.New(open, "", shows("x"))
	if err != nil {
		t.Fatal(err)
	}
	if w.Encrypted() {
		t.Error("a plain case says that it is encrypted")
	}
	w.Close()
	if w, err = casework.NewEncrypted(sealed, "", []casework.Holder{pass("first")}, shows("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := casework.NeedsKey(sealed); fault.KindOf(err) != fault.Locked {
		t.Errorf("while it is open elsewhere: %v", err)
	}
	w.Close()
	if _, err := casework.NewEncrypted(filepath.Join(dir, "no.case"), "", nil, shows("x")); fault.KindOf(err) != fault.Usage {
		t.Errorf("for nobody: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "no.case")); err == nil {
		t.Error("a case that could not be made was left behind")
	}
	for path, want := range map[string]bool{open: false, sealed: true} {
		got, err := casework.NeedsKey(path)
		if err != nil || got != want {
			t.Errorf("%s needs a key: %v, %v", filepath.Base(path), got, err)
		}
		asked := 0
		c := casework.Config{Secret: func() (casework.Secret, error) {
			asked++
			return casework.Passphrase([]byte("first")), nil
		}}
		w, err := casework.Open(path, c)
		if err != nil || asked == 1 != want {
			t.Fatalf("%s: asked %d times, %v", filepath.Base(path), asked, err)
		}
		w.Close()
	}
	if _, err := casework.NeedsKey(filepath.Join(dir, "nowhere")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("nowhere: %v", err)
	}
	if _, err := casework.Open(sealed, casework.Config{}); fault.KindOf(err) != fault.NeedsKey {
		t.Errorf("nobody to ask: %v", err)
	}
	if _, err := casework.Open(sealed, shows("second")); fault.KindOf(err) != fault.WrongKey {
		t.Errorf("wrong: %v", err)
	}
	gaveUp := fault.New(fault.Cancelled, "No.", "", nil)
	c := casework.Config{Secret: func() (casework.Secret, error) { return casework.Secret{}, gaveUp }}
	if _, err := casework.Open(sealed, c); fault.KindOf(err) != fault.Cancelled {
		t.Errorf("who gives up is told something else: %v", err)
	}
	// Asking leaves no lock behind.
	w, err = casework.Open(sealed, shows("first"))
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
}

// One open case through the whole life of its keys; each step is an act.
func TestKeysOfACase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my.case")
	w, err := casework.NewEncrypted(path, "", []casework.Holder{pass("first")}, shows("x"))
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	if w, err = casework.Open(path, shows("first")); err != nil {
		t.Fatal(err)
	}
	identity := filepath.Join(t.TempDir(), "ann")
	made, err := casework.NewIdentity(identity)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := casework.NewIdentity(identity); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a key was replaced: %v", err)
	}
	ctx := t.Context()
	ann, err := w.AddKey(ctx, casework.Holder{Recipient: made.Recipient, Label: "Ann"})
	if err != nil || ann.Number != 2 || ann.Kind != "recipient" || ann.Recipient != made.Recipient {
		t.Fatalf("%+v, %v", ann, err)
	}
	changed, err := w.ChangeKey(ctx, 0, pass("second"))
	if err != nil || changed.Number != 1 || !changed.Opened {
		t.Errorf("%+v, %v", changed, err)
	}
	third, err := w.AddKey(ctx, pass("third"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.RemoveKey(ctx, third.Number); err != nil {
		t.Error(err)
	}
	if err := w.RevokeKeys(ctx, []uint32{1}, progress.Discard); err != nil {
		t.Error(err)
	}
	if err := w.RevokeKeys(ctx, nil, progress.Discard); err != nil {
		t.Error(err)
	}
	if err := w.Encrypt(ctx, []casework.Holder{pass("x")}, progress.Discard); fault.KindOf(err) != fault.Conflict {
		t.Errorf("encrypted twice: %v", err)
	}
	list, err := w.Keys(ctx)
	if err != nil || !list.Encrypted || len(list.Keys) != 1 || list.Keys[0].Label != "Ann" {
		t.Errorf("%+v, %v", list, err)
	}
	log, err := w.Log(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []string
	for _, e := range log.Entries {
		verbs = append(verbs, e.Verb)
	}
	want := []string{"case.new", "keys.add", "keys.change", "keys.add", "keys.remove", "keys.revoke", "keys.rotate"}
	if len(verbs) != len(want) {
		t.Fatalf("acts %q, want %q", verbs, want)
	}
	for i := range want {
		if verbs[i] != want[i] {
			t.Errorf("act %d is %s, want %s", i+1, verbs[i], want[i])
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first", "second", "third"} {
		if _, err := casework.Open(path, shows(text)); fault.KindOf(err) != fault.WrongKey {
			t.Errorf("%q: %v", text, err)
		}
	}
	file, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	s, err := casework.Identities(file)
	if err != nil {
		t.Fatal(err)
	}
	if w, err = casework.Open(path, with(s)); err != nil {
		t.Fatal(err)
	}
	if r, err := w.Verify(ctx, progress.Discard); err != nil || !r.OK {
		t.Errorf("verify: %+v, %v", r, err)
	}
	w.Close()
}
