package viewmodel

import (
	"context"
	"path/filepath"
	"strings"

	"casebench/casework"
)

// PickKey asks for the key to sign with.
func (e *Exporting) PickKey() {
	e.bench.Pick(FilePick{Title: "Signing key", Kind: PickFile, Start: e.Key.Get(), Confirm: "Sign with this key",
		Then: func(paths []string) { e.SetKey(paths[0]) }})
}

// SetKey chooses the key to sign with, or none. Its path is remembered.
func (e *Exporting) SetKey(path string) {
	e.Key.Set(path)
	e.prefer.SigningKey.Set(path)
}

// MakeKey asks for a place, a name and a passphrase and makes a signing key.
func (e *Exporting) MakeKey() {
	start := filepath.Join(filepath.Dir(e.bench.Work.Path()), "casebench-key")
	e.bench.Pick(FilePick{Title: "New signing key", Kind: PickSave, Start: start, Confirm: "Continue", Then: func(paths []string) {
		e.nameKey(paths[0])
	}})
}

func (e *Exporting) nameKey(path string) {
	e.bench.Ask(Question{Title: "New signing key", Label: "Name on the key", Text: strings.ReplaceAll(e.prefer.By.Get(), " ", "."), Confirm: "Continue",
		Explain: "Who verifies a package reads this name. An e-mail address is usual; it has no spaces.",
		Then: func(name, _ string) {
			e.bench.Ask(Question{Title: "New signing key", Label: "Passphrase", Secret: true, Repeat: true, Optional: true, Confirm: "Make key",
				Explain: "It protects the key file and is asked for at every signing. Without one, the file's permissions alone protect it.",
				Then:    func(pass, _ string) { e.makeKey(path, name, []byte(pass)) }})
		}})
}

func (e *Exporting) makeKey(path, name string, pass []byte) {
	e.keys.Run(func(context.Context) func() {
		defer clear(pass)
		made, err := casework.Keygen(path, name, pass)
		return func() {
			if err != nil {
				e.bench.Fail(err)
				return
			}
			e.SetKey(made.Private)
			e.bench.Say("Key made. Give recipients "+filepath.Base(made.AllowedSigners)+" by another way than the package.", false)
		}
	})
}
