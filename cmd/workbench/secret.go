package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"casebench/casework"
	"casebench/internal/fault"
)

// secret is what opens an encrypted case: the identities and the passphrase file of
// the call, or a passphrase that somebody types. It is called only when a case is
// encrypted.
func (e *env) secret() (casework.Secret, error) {
	if e.shown != nil {
		return *e.shown, nil
	}
	var s casework.Secret
	for _, name := range e.cli.Identity {
		text, err := os.ReadFile(name)
		if err != nil {
			return s, fault.New(fault.NotFound, "The identity file cannot be read.", "Check --identity.", err)
		}
		own, err := casework.Identities(text)
		clear(text)
		if err != nil {
			return s, err
		}
		s = s.With(own)
	}
	if e.cli.PassphraseFile != "" || len(e.cli.Identity) == 0 {
		p, err := e.passphrase("the case", false)
		if fault.KindOf(err) == fault.Usage {
			return s, fault.New(fault.NeedsKey, "This case is encrypted, and there is nobody to ask for its passphrase.",
				"Give --passphrase-file FILE or --identity FILE.", nil)
		}
		if err != nil {
			return s, err
		}
		s = s.With(casework.Passphrase(p))
	}
	e.shown = &s
	return s, nil
}

// windowConfig is config for the window, which asks by itself.
func (e *env) windowConfig() casework.Config {
	c := e.config()
	if e.cli.PassphraseFile == "" && len(e.cli.Identity) == 0 {
		c.Secret = nil
	}
	return c
}

// passphrase returns the passphrase from --passphrase-file or a prompt. With
// neither it is a usage fault: the program never waits on a pipe.
func (e *env) passphrase(what string, twice bool) ([]byte, error) {
	return e.passphraseOf(what, e.cli.PassphraseFile, "--passphrase-file", twice)
}

// signing returns the passphrase of a signing key, which may have a file of its own.
func (e *env) signing(file string) ([]byte, error) {
	if file != "" {
		return e.passphraseOf("the signing key", file, "--sign-passphrase-file", false)
	}
	return e.passphrase("the signing key", false)
}

func (e *env) passphraseOf(what, file, flag string, twice bool) ([]byte, error) {
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, fault.New(fault.NotFound, "The passphrase file cannot be read.", "Check "+flag+".", err)
		}
		p := []byte(strings.TrimRight(string(b), "\r\n"))
		clear(b)
		if len(p) == 0 {
			return nil, fault.New(fault.Invalid, "The passphrase file is empty.", "Check "+flag+".", nil)
		}
		return p, nil
	}
	f, ok := e.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, fault.New(fault.Usage, "A passphrase is needed for "+what+", and there is nobody to ask.",
			"Give "+flag+" FILE.", nil)
	}
	first, err := e.ask(f, "Passphrase for "+what+": ")
	if err != nil || !twice {
		return first, err
	}
	second, err := e.ask(f, "Again: ")
	if err != nil {
		return nil, err
	}
	if string(first) != string(second) {
		return nil, fault.New(fault.Usage, "The two passphrases differ.", "Type the same one twice.", nil)
	}
	return first, nil
}

// ask reads a line from a terminal without showing it. Ctrl-C ends the asking and
// leaves the terminal as it was.
func (e *env) ask(f *os.File, prompt string) ([]byte, error) {
	fd := int(f.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(e.out.err, prompt)
	defer fmt.Fprintln(e.out.err)
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		read <- line{text, err}
	}()
	select {
	case l := <-read:
		return l.text, l.err
	case <-e.ctx.Done():
		_ = term.Restore(fd, before) // the program ends, whether it could or not
		return nil, e.ctx.Err()
	}
}

// encryption is how the verbs that make a case encrypt it.
type encryption struct {
	Encrypt   bool     `help:"Encrypt a new case with a passphrase."`
	Recipient []string `help:"Let this age recipient open the new case, which is then encrypted; with --encrypt the passphrase opens it too." placeholder:"AGE1…"`
	Work      int      `hidden:"" help:"Cost of guessing a passphrase: scrypt with 2^N." default:"0"`
}

// asked reports whether a case is to be encrypted.
func (c *encryption) asked() bool { return c.Encrypt || len(c.Recipient) > 0 }

// holders are who may open a new case; nobody when it is plain.
func (c *encryption) holders(e *env) ([]casework.Holder, error) {
	var list []casework.Holder
	if c.Encrypt {
		p, err := e.passphrase("the new case", true)
		if err != nil {
			return nil, err
		}
		e.short(p)
		list = append(list, casework.Holder{Passphrase: p, Work: c.Work})
	}
	for _, r := range c.Recipient {
		list = append(list, casework.Holder{Recipient: r})
	}
	return list, nil
}

// shortPassphrase is where a passphrase begins to hold against one who has the file
// and time: some twelve characters, or four words.
const shortPassphrase = 12

// short warns of a passphrase that is easily guessed.
func (e *env) short(p []byte) {
	if len([]rune(string(p))) < shortPassphrase {
		e.out.remark("This passphrase is short: who has the file can try many. Four words or more are better.")
	}
}

// newCase makes a case, and says in one line what protects it.
func (e *env) newCase(path, title string, enc encryption) (*casework.Casework, error) {
	holders, err := enc.holders(e)
	if err != nil {
		return nil, err
	}
	if len(holders) == 0 {
		w, err := casework.New(path, title, e.config())
		if err == nil {
			e.out.remark("The case is plain: whoever can read the file can read the evidence.")
		}
		return w, err
	}
	w, err := casework.NewEncrypted(path, title, holders, e.config())
	if err == nil {
		e.out.remark("The case is encrypted. Without a passphrase or key of it nobody can open it again, not even we.")
	}
	return w, err
}
