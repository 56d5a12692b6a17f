package viewmodel_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// memory is a Keep.
type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

// A package is signed with a key that was just made, and holds; without the sender's
// list nobody vouches for it, and the dialog says so; a changed byte is named.
func TestAPackageIsExportedAndVerified(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	dir, keep := t.TempDir(), memory{}
	e := viewmodel.NewExporting(b, viewmodel.NewPreferences(keep))
	pump.Until(t, "the check", func() bool { return !e.Check.Get().Loading })

	b.Pick = func(p viewmodel.FilePick) { p.Then([]string{filepath.Join(dir, "key")}) }
	var asked []string
	b.Ask = func(q viewmodel.Question) {
		asked = append(asked, q.Label)
		if q.Secret {
			q.Then("a passphrase", "")
			return
		}
		q.Then("tester@lab.example", "")
	}
	e.MakeKey()
	pump.Until(t, "the key", func() bool { return e.Key.Get() != "" })
	if keep["key"] != filepath.Join(dir, "key") {
		t.Errorf("the key's path is remembered as %q", keep["key"])
	}

	e.SetProfile("enforcement")
	if !strings.HasSuffix(e.Path.Get(), "small-enforcement.zip") {
		t.Errorf("proposed %q", e.Path.Get())
	}
	e.SetPath(filepath.Join(dir, "out.zip"))
	e.Approve.Set("Head of Trust")
	e.Start()
	pump.Until(t, "the package", func() bool { s := e.State.Get(); return s.Done || s.Problem.Sentence != "" })
	s := e.State.Get()
	if !s.Done || !s.Result.Signed || s.Result.Signer != "tester@lab.example" || s.Result.Path != e.Path.Get() {
		t.Fatalf("%+v", s)
	}
	if strings.Join(asked, ", ") != "Name on the key, Passphrase, Passphrase" {
		t.Errorf("asked for %v", asked)
	}
	for _, v := range keep {
		if strings.Contains(v, "a passphrase") {
			t.Error("the passphrase was kept")
		}
	}
	if _, err := os.Stat(s.Report); err != nil {
		t.Error(err)
	}

	verify := func(path, allowed string) viewmodel.VerifyState {
		t.Helper()
		v := viewmodel.NewVerifying(b, path, uitest.Config())
		v.SetAllowed(allowed)
		v.Start()
		pump.Until(t, "the verification", func() bool { return !v.State.Get().Running })
		return v.State.Get()
	}
	if s := verify(e.Path.Get(), ""); !s.Result.OK || !strings.Contains(s.Caution(true), "nobody vouched") {
		t.Errorf("%+v", s)
	}
	if s := verify(e.Path.Get(), filepath.Join(dir, "key.allowed_signers")); !s.Result.OK || s.Caution(true) != "" {
		t.Errorf("%+v, %q", s, s.Caution(true))
	}
	data, err := os.ReadFile(e.Path.Get())
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	broken := file(t, "", "broken.zip", string(data))
	bad := verify(broken, "")
	if text, good := bad.Verdict(); good || !strings.Contains(text, "First wrong: ") {
		t.Errorf("a changed byte gives %q", text)
	}
	if text, good := verify("", "").Verdict(); !good {
		t.Errorf("this case: %s", text)
	}
	if s := verify(filepath.Join(dir, "nothing.zip"), ""); s.Problem.Sentence == "" {
		t.Error("nothing is said of a package that is not there")
	}
	e.Again()
	e.Start()
	pump.Until(t, "the refusal", func() bool { return e.State.Get().Problem.Sentence != "" })
	if p := e.State.Get().Problem; !strings.Contains(p.Hint, "never replaced") {
		t.Errorf("%+v", p)
	}
}

func TestARunSaysWhatItFound(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	l := viewmodel.NewLinking(b)
	l.Seed.Set("many")
	if l.Start() || l.Why() == "" {
		t.Error("a run begins with the seed \"many\"")
	}
	l.Seed.Set("7")
	for _, s := range l.Signals {
		l.Count(s.ID, false)
	}
	if l.Why() == "" {
		t.Error("a run begins with no signal")
	}
	l.Count(l.Signals[0].ID, true)
	l.Count(l.Signals[1].ID, true)
	if !l.Start() {
		t.Fatal(l.Why())
	}
	pump.Until(t, "the run", func() bool { return b.Said.Get().Number > 0 })
	if text := b.Said.Get().Text; !strings.HasPrefix(text, "Run 2: ") || !strings.Contains(text, " links, ") {
		t.Errorf("said %q", text)
	}
	if !b.Selection.Get().Empty() {
		t.Error("the run selected something")
	}
}
