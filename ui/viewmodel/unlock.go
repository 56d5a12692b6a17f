package viewmodel

import (
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Unlock asks for what opens an encrypted case: a passphrase, or the file of a
// person's key. It is the sheet over the welcome page, and the page of a case that
// was locked.
type Unlock struct {
	Path     string
	Identity *Value[string] // path of a file of age keys; "" is none
	State    *Value[UnlockState]
	Ended    func() // set by who shows it: the case is open

	welcome *Welcome
	why     error
	held    bool // nothing can be tried now
	prove   Prove
	open    opener
}

// opener opens, or makes, the case that the secret in c is for.
type opener func(ctx context.Context, c casework.Config, p progress.Reporter) (*casework.Casework, error)

// Prove finds out whether a secret opens a case that is open, and tells done on the
// goroutine of the window.
type Prove func(secret func() (casework.Secret, error), done func(error))

// UnlockState is where the unlocking stands.
type UnlockState struct {
	Working bool
	Problem ProblemText
	Wrong   bool // it was the passphrase or the key: it is asked for again
}

// NewUnlock makes the question for the case at path; why is what opening it without a
// key gave.
func (w *Welcome) NewUnlock(path string, why error) *Unlock {
	return &Unlock{Path: path, Identity: Of(""), State: NewValue(UnlockState{}, nil), Ended: func() {}, welcome: w, why: why,
		open: func(_ context.Context, c casework.Config, _ progress.Reporter) (*casework.Casework, error) {
			return casework.Open(path, c)
		}}
}

// NewProof makes the question for a case that is open and covered. After a secret that
// prove takes, Ended is called and nothing is opened.
func (w *Welcome) NewProof(path string, prove Prove) *Unlock {
	u := w.NewUnlock(path, nil)
	u.prove = prove
	return u
}

// Close says that the case is being closed: nothing can be tried until Closed.
func (u *Unlock) Close() {
	u.held = true
	u.State.Set(u.State.Get())
}

// Closed says that the case is closed: from now on a secret opens it.
func (u *Unlock) Closed() {
	u.held, u.prove = false, nil
	u.State.Set(u.State.Get())
}

// Name is what the case is called before it is open.
func (u *Unlock) Name() string { return filepath.Base(u.Path) }

// PickIdentity asks for the file of a person's key.
func (u *Unlock) PickIdentity() {
	u.welcome.Pick(FilePick{Title: "Key file", Kind: PickFile, Start: filepath.Dir(cmp.Or(u.Identity.Get(), u.Path)), Confirm: "Use this key",
		Then: func(paths []string) { u.Identity.Set(paths[0]) }})
}

// Ready reports whether there is something to try.
func (u *Unlock) Ready(passphrase string) bool {
	return !u.held && !u.State.Get().Working && (passphrase != "" || u.Identity.Get() != "")
}

// Try tries a passphrase, and the key that was picked. What comes of it stands in
// State; where the case opens, the welcome's Opened is called, and Ended.
func (u *Unlock) Try(passphrase string) {
	if !u.Ready(passphrase) {
		return
	}
	u.State.Set(UnlockState{Working: true})
	identity := u.Identity.Get()
	secret := func() (casework.Secret, error) { return secretOf([]byte(passphrase), identity) }
	if u.prove != nil {
		u.prove(secret, func(err error) {
			if err != nil {
				u.failed(err)
				return
			}
			u.ended()
		})
		return
	}
	w := u.welcome
	begun := w.begin("Opening "+u.Name(), u.Path, func(ctx context.Context, p progress.Reporter) (*casework.Casework, error) {
		c := w.config()
		c.Secret = secret
		work, err := u.open(ctx, c, p)
		if err == nil {
			w.post(u.ended) // before the case is shown
		}
		return work, err
	}, func(err error) bool {
		u.failed(err)
		return true
	})
	if !begun {
		u.State.Set(UnlockState{})
	}
}

func (u *Unlock) ended() {
	u.State.Set(UnlockState{})
	u.Ended()
}

func (u *Unlock) failed(err error) {
	u.State.Set(UnlockState{Problem: Explain(err), Wrong: fault.KindOf(err) == fault.WrongKey})
	if fault.KindOf(err) == fault.Corrupt && u.prove == nil {
		u.welcome.Problem.Set(err) // behind the question, with what may still be done
	}
}

// mostIdentity bounds a file of keys, which has a few lines.
const mostIdentity = 1 << 20

// secretOf makes what is shown to a case of a passphrase and a file of keys, each of
// which may be missing.
func secretOf(passphrase []byte, identity string) (casework.Secret, error) {
	s := casework.Secret{}
	if len(passphrase) > 0 {
		s = casework.Passphrase(passphrase)
		clear(passphrase)
	}
	if identity == "" {
		return s, nil
	}
	f, err := os.Open(identity)
	if err != nil {
		return s, fault.New(fault.NotFound, "The key file cannot be read.", "Choose another one.", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostIdentity))
	if err != nil {
		return s, fault.New(fault.Invalid, "The key file cannot be read.", "Choose another one.", err)
	}
	defer clear(text)
	keys, err := casework.Identities(text)
	return s.With(keys), err
}
