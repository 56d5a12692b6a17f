package vault

import (
	"bytes"
	"errors"
	"strings"

	"filippo.io/age"

	"casebench/internal/fault"
)

// Secret is what somebody shows to open a case: a passphrase, the keys of a
// person, or both. The zero Secret opens nothing.
type Secret struct {
	passphrase []byte
	identities []age.Identity
}

// Passphrase makes a Secret of a passphrase, which it copies.
func Passphrase(p []byte) Secret { return Secret{passphrase: bytes.Clone(p)} }

// Identities reads a file of age identities, one in a line, as age-keygen writes
// it. Its error is a fault that does not repeat what is in the file.
func Identities(file []byte) (Secret, error) {
	// The parser's own errors quote the line, which may be a key that was cut.
	ids, err := age.ParseIdentities(bytes.NewReader(file))
	if err != nil {
		hint := "Give a file as `workbench keygen --age` or age-keygen writes it."
		if bytes.Contains(file, []byte("OPENSSH PRIVATE KEY")) {
			hint = "SSH keys do not open cases. " + hint
		}
		return Secret{}, fault.New(fault.Invalid, "This is not a file of age identities.", hint, nil)
	}
	return Secret{identities: ids}, nil
}

// With returns a Secret that opens what either opens.
func (s Secret) With(o Secret) Secret {
	if o.passphrase != nil {
		s.passphrase = o.passphrase
	}
	s.identities = append(s.identities[:len(s.identities):len(s.identities)], o.identities...)
	return s
}

// IsZero reports whether there is nothing to show.
func (s Secret) IsZero() bool { return len(s.passphrase) == 0 && len(s.identities) == 0 }

// Holders are those who show the secret: a slot can be made for each.
func (s Secret) Holders() []Holder {
	var list []Holder
	if len(s.passphrase) > 0 {
		list = append(list, Holder{Passphrase: s.passphrase})
	}
	for _, id := range s.identities {
		switch id := id.(type) {
		case *age.X25519Identity:
			list = append(list, Holder{Recipient: id.Recipient().String()})
		case *age.HybridIdentity:
			list = append(list, Holder{Recipient: id.Recipient().String()})
		}
	}
	return list
}

// Wipe overwrites the passphrase. Identities are left to the garbage collector.
func (s Secret) Wipe() { clear(s.passphrase) }

// String keeps a Secret out of messages.
func (Secret) String() string { return "(secret)" }

// GoString keeps a Secret out of messages.
func (Secret) GoString() string { return "(secret)" }

// NewIdentity makes the key of a person: the text of an identity file, and the
// recipient that is handed to others.
func NewIdentity() (file []byte, recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, "", err
	}
	r := id.Recipient().String()
	return []byte("# public key: " + r + "\n" + id.String() + "\n"), r, nil
}

// parseRecipient reads one age recipient: age1…, or age1pq1….
func parseRecipient(text string) (age.Recipient, error) {
	var one age.Recipient
	list, err := age.ParseRecipients(strings.NewReader(text))
	if err == nil && len(list) == 1 {
		one = list[0]
	}
	if one == nil {
		return nil, fault.New(fault.Usage, "This is not an age recipient.", "It begins with age1, and is one word.", errors.Unwrap(err))
	}
	return one, nil
}
