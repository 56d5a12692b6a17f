package viewmodel_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// What can be saved of a damaged case is saved into a new one, which is opened; the
// damaged file stays as it is, and an encrypted one asks for its key first.
func TestADamagedCaseIsSaved(t *testing.T) {
	for name, path := range map[string]string{"plain": uitest.CasePath(t), "encrypted": uitest.EncryptedPath(t)} {
		t.Run(name, func(t *testing.T) {
			damage(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "new.case")
			w, pump := welcome(t, memory{})
			var open *casework.Casework
			var asked []viewmodel.Question
			var key *viewmodel.Unlock
			w.Opened = func(c *casework.Casework) { open = c }
			w.Ask = func(q viewmodel.Question) { asked = append(asked, q) }
			w.AskKey = func(u *viewmodel.Unlock) { key = u }
			w.Pick = func(p viewmodel.FilePick) {
				if p.Kind != viewmodel.PickSave || filepath.Base(p.Start) != "small-saved.case" {
					t.Errorf("asked for %+v", p)
				}
				p.Then([]string{out})
			}
			left := false
			w.AskSave(path, func(then func()) { left = true; then() })
			if len(asked) != 1 || left {
				t.Fatalf("%d questions, left %v", len(asked), left)
			}
			asked[0].Then("", "")
			if name == "encrypted" {
				pump.Until(t, "the question for the key", func() bool { return key != nil && !w.Busy() || w.Problem.Get() != nil })
				if key == nil {
					t.Fatal(w.Problem.Get())
				}
				if _, err := os.Stat(out); err == nil {
					t.Error("there is a new case before there is a key")
				}
				key.Try(uitest.Passphrase)
			}
			pump.Until(t, "the new case", func() bool { return open != nil || w.Problem.Get() != nil })
			if open == nil || !left || open.Path() != out || open.Encrypted() != (name == "encrypted") {
				t.Fatalf("%v, left %v", w.Problem.Get(), left)
			}
			defer open.Close()
			if len(asked) != 2 || !asked[1].Told || !strings.Contains(asked[1].Explain, "small.case is unchanged") || !strings.Contains(asked[1].Explain, "lost") {
				t.Errorf("told %+v", asked[1:])
			}
			if r, err := open.Sources(context.Background(), true, progress.Discard); err != nil || len(r.Sources) < 5 {
				t.Errorf("%d sources, %v", len(r.Sources), err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the damaged file was changed, or %v", err)
			}
		})
	}
}

// What cannot be opened says of which file, and offers saving where that may help.
func TestWhatIsOfferedForADamagedCase(t *testing.T) {
	path := uitest.CasePath(t)
	if err := os.Truncate(path, 100_000); err != nil {
		t.Fatal(err)
	}
	w, pump := welcome(t, memory{})
	w.Open(path)
	pump.Until(t, "the failure", func() bool { return w.Problem.Get() != nil })
	if at, can := w.CanSave(); at != path || !can || fault.KindOf(w.Problem.Get()) != fault.Corrupt {
		t.Errorf("%s, %v, %v", at, can, w.Problem.Get())
	}
	w.Open(filepath.Join(t.TempDir(), "none.case"))
	pump.Until(t, "the failure", func() bool { return !w.Busy() && w.Problem.Get() != nil })
	if _, can := w.CanSave(); can {
		t.Error("saving is offered for a file that is not there")
	}
}

// damage overwrites bytes of a case so that it still opens and Check finds what is
// wrong: not all bytes of a file are in use, and some are its very root.
func damage(t *testing.T, path string) {
	t.Helper()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := uitest.Config()
	c.Secret = func() (casework.Secret, error) { return casework.Passphrase([]byte(uitest.Passphrase)), nil }
	for i := 2; i < 60; i++ {
		bad := bytes.Clone(whole)
		copy(bad[len(bad)*i/61:], bytes.Repeat([]byte{0xA5}, 64))
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		work, err := casework.Open(path, c)
		if err != nil {
			continue
		}
		n := 0
		for d := range work.Check(t.Context()) {
			if !d.Note {
				n++
			}
		}
		if err := work.Close(); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return
		}
	}
	t.Fatal("no place was found where damage tells")
}
