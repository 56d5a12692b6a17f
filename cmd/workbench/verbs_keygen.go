package main

import (
	"fmt"
	"io"

	"casebench/casework"
	"casebench/internal/fault"
)

type keygenCmd struct {
	Out     string `short:"o" required:"" placeholder:"KEY" help:"Where the private key goes; KEY.pub and KEY.allowed_signers beside it."`
	Name    string `help:"Who signs, as allowed signers name them." default:"${by}"`
	Encrypt bool   `help:"Protect the key with a passphrase."`
	Age     bool   `help:"Make an age key instead: it opens the encrypted cases that its recipient was added to."`
}

func (c *keygenCmd) Run(e *env) error {
	if c.Age {
		return c.age(e)
	}
	var pass []byte
	if c.Encrypt {
		var err error
		if pass, err = e.passphrase("the new key", true); err != nil {
			return err
		}
	}
	k, err := casework.Keygen(c.Out, c.Name, pass)
	if err != nil {
		return err
	}
	return e.out.result(k, func(w io.Writer) {
		fmt.Fprintf(w, "Private key:      %s (keep it; mode 0600)\n", clean(k.Private))
		fmt.Fprintf(w, "Public key:       %s\n", clean(k.Public))
		fmt.Fprintf(w, "Allowed signers:  %s (hand it to whoever verifies)\n", clean(k.AllowedSigners))
		fmt.Fprintf(w, "Fingerprint:      %s\n", k.Fingerprint)
	})
}

// age makes the key of a person.
func (c *keygenCmd) age(e *env) error {
	if c.Encrypt {
		return fault.New(fault.Usage, "An age key is not protected by a passphrase here.", "Leave --encrypt out, and keep the file where only you can read it.", nil)
	}
	r, err := casework.NewIdentity(c.Out)
	if err != nil {
		return err
	}
	return e.out.result(r, func(w io.Writer) {
		fmt.Fprintf(w, "Identity:   %s (keep it; mode 0600)\n", clean(r.Path))
		fmt.Fprintf(w, "Recipient:  %s (hand it to whoever may let you into a case)\n", r.Recipient)
	})
}
