package main

import (
	"fmt"
	"io"
	"strconv"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// What removing and revoking do not do; said each time.
const (
	removedRemark = "Removing takes the key from nobody who has opened the case before, and older copies of the file still open. " +
		"`workbench keys revoke` gives the case a new key."
	revokedRemark = "Who opened the case before may have kept what it held, and older copies of the file still open. " +
		"What comes into the case from now on is safe from them."
	encryptedRemark = "The disk may still hold what stood in the plain file, and copies of it are plain."
)

type keysCmd struct {
	List    keysListCmd    `cmd:"" default:"withargs" help:"List who may open the case."`
	Add     keysAddCmd     `cmd:"" help:"Let another passphrase or person open the case."`
	Change  keysChangeCmd  `cmd:"" help:"Change a passphrase."`
	Remove  keysRemoveCmd  `cmd:"" help:"Take a key slot away."`
	Revoke  keysRevokeCmd  `cmd:"" help:"Take key slots away and seal everything again under a new key."`
	Rotate  keysRotateCmd  `cmd:"" help:"Seal everything again under a new key; who may open the case stays."`
	Encrypt keysEncryptCmd `cmd:"" help:"Make an encrypted case of a plain one."`
}

// with opens a case, does something and closes it.
func (e *env) with(path string, do func(w *casework.Casework) error) error {
	w, err := e.open(path)
	if err != nil {
		return err
	}
	defer w.Close()
	return do(w)
}

type keysListCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *keysListCmd) Run(e *env) error {
	return e.with(c.Case, func(w *casework.Casework) error { return e.listKeys(w) })
}

func (e *env) listKeys(w *casework.Casework) error {
	r, err := w.Keys(e.ctx)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		if !r.Encrypted {
			fmt.Fprintln(o, "The case is plain: it has no keys.")
			return
		}
		rows := make([][]string, 0, len(r.Keys))
		for _, k := range r.Keys {
			now := ""
			if k.Opened {
				now = "opened it now"
			}
			rows = append(rows, []string{strconv.Itoa(int(k.Number)), k.Kind, k.Label, cut(k.Recipient, 66), clock(k.Added), k.By, now})
		}
		table(o, []string{">slot", "kind", "label", "recipient", "added (UTC)", "by", ""}, rows)
	})
}

// fresh is a new passphrase.
type fresh struct {
	NewPassphraseFile string `help:"Read the new passphrase from this file instead of asking." placeholder:"FILE"`
	Work              int    `hidden:"" help:"Cost of guessing a passphrase: scrypt with 2^N." default:"0"`
}

func (c *fresh) holder(e *env, label string) (casework.Holder, error) {
	p, err := e.passphraseOf("the new key slot", c.NewPassphraseFile, "--new-passphrase-file", true)
	if err == nil {
		e.short(p)
	}
	return casework.Holder{Passphrase: p, Label: label, Work: c.Work}, err
}

type keysAddCmd struct {
	Case       string `arg:"" help:"The case."`
	Passphrase bool   `help:"Add a passphrase." xor:"who" required:""`
	Recipient  string `help:"Add the person with this age recipient." placeholder:"AGE1…" xor:"who" required:""`
	Label      string `help:"Whose it is; sealed in the case." placeholder:"TEXT"`
	fresh
}

func (c *keysAddCmd) Run(e *env) error {
	return e.with(c.Case, func(w *casework.Casework) error {
		h := casework.Holder{Recipient: c.Recipient, Label: c.Label}
		if c.Passphrase {
			var err error
			if h, err = c.holder(e, c.Label); err != nil {
				return err
			}
		}
		s, err := w.AddKey(e.ctx, h)
		return e.slot(s, err, "Added key slot %d (%s).\n")
	})
}

// slot prints what was done to a key slot.
func (e *env) slot(s casework.KeySlot, err error, format string) error {
	if err != nil {
		return err
	}
	return e.out.result(s, func(o io.Writer) { fmt.Fprintf(o, format, s.Number, s.Kind) })
}

type keysChangeCmd struct {
	Case string `arg:"" help:"The case."`
	Slot uint32 `help:"Which; the one that opens the case now if none is given." placeholder:"N"`
	fresh
}

func (c *keysChangeCmd) Run(e *env) error {
	return e.with(c.Case, func(w *casework.Casework) error {
		h, err := c.holder(e, "")
		if err != nil {
			return err
		}
		s, err := w.ChangeKey(e.ctx, c.Slot, h)
		if err == nil {
			e.out.remark("Older copies of the file still open with the old passphrase.")
		}
		return e.slot(s, err, "Changed key slot %d (%s).\n")
	})
}

type keysRemoveCmd struct {
	Case string `arg:"" help:"The case."`
	Slot uint32 `arg:"" help:"Which, as keys lists it."`
}

func (c *keysRemoveCmd) Run(e *env) error {
	return e.with(c.Case, func(w *casework.Casework) error {
		s, err := w.RemoveKey(e.ctx, c.Slot)
		if err == nil {
			e.out.remark("%s", removedRemark)
		}
		return e.slot(s, err, "Removed key slot %d (%s).\n")
	})
}

type keysRevokeCmd struct {
	Case string   `arg:"" help:"The case."`
	Slot []uint32 `arg:"" help:"Which, as keys lists them."`
}

func (c *keysRevokeCmd) Run(e *env) error { return e.revoke(c.Case, c.Slot) }

type keysRotateCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *keysRotateCmd) Run(e *env) error { return e.revoke(c.Case, nil) }

func (e *env) revoke(path string, slots []uint32) error {
	return e.with(path, func(w *casework.Casework) error {
		err := e.watch(func(p progress.Reporter) error { return w.RevokeKeys(e.ctx, slots, p) })
		if err != nil {
			return err
		}
		e.out.remark("%s", revokedRemark)
		return e.listKeys(w)
	})
}

type keysEncryptCmd struct {
	Case      string   `arg:"" help:"The case."`
	Recipient []string `help:"Let this age recipient open the case; a passphrase is then asked for with --passphrase only." placeholder:"AGE1…"`
	Pass      bool     `name:"passphrase" help:"Let a passphrase open the case; so it is when no recipient is given."`
	fresh
}

func (c *keysEncryptCmd) Run(e *env) error {
	return e.with(c.Case, func(w *casework.Casework) error {
		if w.Encrypted() {
			return fault.New(fault.Conflict, "This case is already encrypted.", "See `workbench keys add`.", nil)
		}
		var holders []casework.Holder
		if c.Pass || len(c.Recipient) == 0 {
			h, err := c.holder(e, "")
			if err != nil {
				return err
			}
			holders = append(holders, h)
		}
		for _, r := range c.Recipient {
			holders = append(holders, casework.Holder{Recipient: r})
		}
		err := e.watch(func(p progress.Reporter) error { return w.Encrypt(e.ctx, holders, p) })
		if err != nil {
			return err
		}
		e.out.remark("%s", encryptedRemark)
		return e.listKeys(w)
	})
}
