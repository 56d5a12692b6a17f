package casework

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Holder is somebody who may open an encrypted case: a passphrase or an age
// recipient.
type Holder = vault.Holder

// Secret is what a holder shows to open a case.
type Secret = vault.Secret

// Passphrase makes a Secret of a passphrase.
func Passphrase(p []byte) Secret { return vault.Passphrase(p) }

// Identities makes a Secret of the text of an age identity file.
func Identities(file []byte) (Secret, error) { return vault.Identities(file) }

// KeySlot is one of the ways to open an encrypted case.
type KeySlot struct {
	Number    uint32    `json:"number"`
	Kind      string    `json:"kind"` // passphrase or recipient
	Label     string    `json:"label"`
	Recipient string    `json:"recipient,omitempty"` // of a person
	Added     time.Time `json:"added"`
	By        string    `json:"by"`
	Opened    bool      `json:"opened"` // the case was opened by it this time
}

// KeysResult is who may open a case.
type KeysResult struct {
	Encrypted bool      `json:"encrypted"`
	Keys      []KeySlot `json:"keys"`
}

// NewEncrypted creates a case that its holders may open, each alone. The path must
// not exist. Each passphrase takes about a second.
func NewEncrypted(path, title string, holders []Holder, c Config) (*Casework, error) {
	if len(holders) == 0 {
		return nil, fault.New(fault.Usage, "An encrypted case needs somebody who can open it.", "Give a passphrase or a recipient.", nil)
	}
	return newCase(path, title, holders, c)
}

// NeedsKey reports whether the case at path is encrypted. A case that is open for
// writing elsewhere is a fault of kind Locked.
func NeedsKey(path string) (bool, error) {
	c, err := Open(path, Config{ReadOnly: true})
	switch {
	case fault.KindOf(err) == fault.NeedsKey:
		return true, nil
	case err != nil:
		return false, err
	}
	return false, c.Close()
}

// Encrypted reports whether this case is encrypted.
func (c *Casework) Encrypted() bool { return c.file.Encrypted() }

// Proves returns nil when a secret would open this case, and a fault of kind
// WrongKey when it would not: what a window asks that was covered while work went on.
func (c *Casework) Proves(s Secret) error { return c.file.Proves(s) }

// Keys lists who may open the case.
func (c *Casework) Keys(context.Context) (KeysResult, error) {
	r := KeysResult{Encrypted: c.file.Encrypted(), Keys: []KeySlot{}}
	err := c.file.View(func(tx *store.Tx) error {
		slots, err := tx.KeySlots()
		for _, s := range slots {
			r.Keys = append(r.Keys, c.keySlot(s))
		}
		return err
	})
	return r, err
}

func (c *Casework) keySlot(s store.KeySlot) KeySlot {
	out := KeySlot{Number: s.Number, Kind: string(s.Kind), Label: s.Label, Added: s.Added, By: s.By, Opened: s.Number == c.file.OpenedBy()}
	if s.Kind == vault.ByRecipient {
		out.Recipient = s.Recipient
	}
	return out
}

// AddKey lets another holder open the case. Nothing of the evidence is written anew.
func (c *Casework) AddKey(_ context.Context, h Holder) (KeySlot, error) {
	s, err := c.file.AddKey(h, casefile.Act{Verb: "keys.add", By: c.config.By})
	if err != nil {
		return KeySlot{}, err
	}
	c.changed(TopicLog)
	return c.keySlot(s), nil
}

// ChangeKey gives a slot another passphrase; number 0 is the slot that opened the
// case. An older copy of the file still opens with the old passphrase.
func (c *Casework) ChangeKey(_ context.Context, number uint32, h Holder) (KeySlot, error) {
	if number == 0 {
		number = c.file.OpenedBy()
	}
	s, err := c.file.ChangeKey(number, h, casefile.Act{Verb: "keys.change", By: c.config.By})
	if err != nil {
		return KeySlot{}, err
	}
	c.changed(TopicLog)
	return c.keySlot(s), nil
}

// RemoveKey takes a slot away; not the last one. Whoever opened the case with it
// before may still have its key: RevokeKeys is the answer to that.
func (c *Casework) RemoveKey(_ context.Context, number uint32) (KeySlot, error) {
	s, err := c.file.RemoveKey(number, casefile.Act{Verb: "keys.remove", By: c.config.By})
	if err != nil {
		return KeySlot{}, err
	}
	c.changed(TopicLog)
	return c.keySlot(s), nil
}

// RevokeKeys removes slots and seals everything again under a new key; with no
// number only the key is new. The other holders open the case as before. It needs
// as much room on the disk as the case takes, and the case is as it was until the
// new file is whole.
func (c *Casework) RevokeKeys(ctx context.Context, numbers []uint32, p progress.Reporter) error {
	act := casefile.Act{Verb: "keys.revoke", By: c.config.By, Message: "The case got a new key, and everything was sealed again.",
		Details: map[string]string{}}
	for i, n := range numbers {
		act.Details[fmt.Sprintf("slot_%d", i+1)] = fmt.Sprint(n)
	}
	if len(numbers) == 0 {
		act.Verb = "keys.rotate"
	}
	err := c.file.RevokeKeys(ctx, numbers, act, p)
	if err == nil {
		c.changed(TopicLog)
	}
	return err
}

// Encrypt makes an encrypted case of a plain one. The file with the plain values is
// replaced, but the disk may keep what stood in it.
func (c *Casework) Encrypt(ctx context.Context, holders []Holder, p progress.Reporter) error {
	err := c.file.Encrypt(ctx, holders, casefile.Act{Verb: "case.encrypt", By: c.config.By, Message: "The case was encrypted."}, p)
	if err == nil {
		c.changed(TopicLog)
	}
	return err
}

// IdentityResult is the key of a person that was made.
type IdentityResult struct {
	Path      string `json:"path"`
	Recipient string `json:"recipient"`
}

// NewIdentity writes a new age key to a file, which must not exist.
func NewIdentity(path string) (IdentityResult, error) {
	text, recipient, err := vault.NewIdentity()
	if err != nil {
		return IdentityResult{}, err
	}
	defer clear(text)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return IdentityResult{}, fault.New(fault.Conflict, "There is already a file at "+path+".", "Choose another name; a key is never replaced.", err)
	}
	if err != nil {
		return IdentityResult{}, fault.New(fault.Invalid, "The file "+path+" cannot be written.", "Check the folder and its permissions.", err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return IdentityResult{}, errors.Join(err, os.Remove(path))
	}
	return IdentityResult{path, recipient}, nil
}
