package viewmodel_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// A new case is encrypted unless that is declined, and what it is called stands in no
// list that anybody can read.
func TestANewCaseIsEncrypted(t *testing.T) {
	keep := memory{}
	w, pump := welcome(t, keep)
	var open *casework.Casework
	w.Opened = func(c *casework.Casework) { open = c }
	n := viewmodel.NewNewCase(w, t.TempDir())
	n.SetTitle("Quiet name")
	n.SetPath(filepath.Join(t.TempDir(), "2026-020.case"))
	for _, step := range []struct{ first, second, others, why string }{
		{"", "", "", "Choose a passphrase"}, {"short", "short", "", "too short"}, {"long enough", "", "", "once more"},
		{"long enough", "long enougg", "", "not the same"}, {"long enough", "long enough", "bob", "begins with age1"}, {"", "", "age1abc", ""},
	} {
		n.SetPassphrase(step.first)
		n.SetAgain(step.second)
		n.SetRecipients(step.others)
		if why := n.Why(); (why == "") != (step.why == "") || !strings.Contains(why, step.why) {
			t.Errorf("%+v: %q", step, why)
		}
	}
	n.SetPassphrase(uitest.Passphrase)
	n.SetAgain(uitest.Passphrase)
	n.SetRecipients("")
	if !n.Make() {
		t.Fatal(n.Why())
	}
	pump.Until(t, "the case", func() bool { return open != nil })
	if !open.Encrypted() || open.Case().Title != "Quiet name" {
		t.Errorf("encrypted: %v, %q", open.Encrypted(), open.Case().Title)
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	if r := w.Recent.Get(); !r[0].Locked || r[0].Name() != "2026-020.case" || strings.Contains(keep["recent"], "Quiet") {
		t.Errorf("the list says %s", keep["recent"])
	}
	raw, err := os.ReadFile(n.Path.Get())
	if err != nil || bytes.Contains(raw, []byte("Quiet name")) {
		t.Errorf("the title stands in the file, or %v", err)
	}
}

// Each thing that can be wrong has a sentence of its own, and the question stays.
func TestUnlocking(t *testing.T) {
	w, pump := welcome(t, memory{})
	var open *casework.Casework
	w.Opened = func(c *casework.Casework) { open = c }
	var ask *viewmodel.Unlock
	w.AskKey = func(u *viewmodel.Unlock) { ask = u }
	path := uitest.EncryptedPath(t)
	w.Open(path)
	pump.Until(t, "the question", func() bool { return ask != nil && !w.Busy() })
	ended := false
	ask.Ended = func() { ended = true }
	if ask.Ready("") || !ask.Ready("x") {
		t.Error("nothing can be tried, or something cannot")
	}
	try := func(passphrase string) viewmodel.UnlockState {
		t.Helper()
		ask.Try(passphrase)
		pump.Until(t, "an answer", func() bool { return !ask.State.Get().Working && !w.Busy() })
		return ask.State.Get()
	}
	if s := try("not it"); !s.Wrong || !strings.Contains(s.Problem.Sentence, "is wrong") || open != nil || ended {
		t.Errorf("%+v", s)
	}
	ask.Identity.Set(path)
	if s := try(""); s.Wrong || !strings.Contains(s.Problem.Sentence, "not a file of age identities") {
		t.Errorf("%+v", s)
	}
	ask.Identity.Set("")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(len(whole)/2)); err != nil {
		t.Fatal(err)
	}
	if s := try(uitest.Passphrase); s.Wrong || s.Problem.Sentence == "" {
		t.Errorf("half a file: %+v", s)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	try(uitest.Passphrase)
	if open == nil || !ended || w.Problem.Get() != nil {
		t.Fatalf("opened %v, told %v, %v", open != nil, ended, w.Problem.Get())
	}
	if fault.KindOf(open.Proves(casework.Passphrase([]byte("no")))) != fault.WrongKey || open.Proves(casework.Passphrase([]byte(uitest.Passphrase))) != nil {
		t.Error("an open case is mistaken about its passphrase")
	}
	if err := open.Close(); err != nil {
		t.Error(err)
	}
}

func TestStrength(t *testing.T) {
	for passphrase, want := range map[string]string{
		"":                                      "Five words",
		"abc":                                   "Too short",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaa":           "Weak",
		"12345678901234567890":                  "Weak",
		"password":                              "Weak",
		"horse battery":                         "Weak",
		"wrong horse battery staples":           "Fair",
		"kD8!fw2#Qz":                            "Fair",
		"kD8!fw2#Qzp7Vx":                        "Strong",
		"seven lamps under one borrowed bridge": "Strong",
	} {
		if got := viewmodel.StrengthOf(passphrase); !strings.HasPrefix(got.Text, want) {
			t.Errorf("%q: %s", passphrase, got.Text)
		}
	}
}

// Only what a person does puts the lock off; a machine that slept has been idle.
func TestIdle(t *testing.T) {
	now := uitest.Now()
	i := viewmodel.NewIdle(func() time.Time { return now })
	i.See("a")
	now = now.Add(10 * time.Minute)
	i.See("a")
	if i.Due(15*time.Minute) || !i.Due(10*time.Minute) || i.Due(0) {
		t.Error("ten minutes are miscounted")
	}
	i.See("b")
	if i.Due(10 * time.Minute) {
		t.Error("what was done is not seen")
	}
	now = now.Add(9 * time.Hour)
	if !i.Due(15 * time.Minute) {
		t.Error("a night is not idle")
	}
	now = now.Add(-20 * time.Hour)
	if i.Due(15 * time.Minute) {
		t.Error("a clock that was set back locks")
	}
	now = now.Add(15 * time.Minute)
	if !i.Due(15 * time.Minute) {
		t.Error("after that it never locks")
	}
}
