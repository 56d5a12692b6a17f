package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strconv"

	"filippo.io/age"

	"casebench/internal/fault"
)

// Kind says who holds a slot.
type Kind string

// The kinds of holders.
const (
	ByPassphrase Kind = "passphrase"
	ByRecipient  Kind = "recipient"
)

const (
	slotPassphrase = 1
	slotRecipient  = 2

	// DefaultWork is the base 2 logarithm of scrypt's cost: about a second and
	// 256 MiB for each guess.
	DefaultWork = 18
	// A file that asks for more than this would take all memory.
	maxWork = 20
	// No age file in a slot is longer.
	maxSlot = 1 << 16
)

// ErrNoMatch says that a slot is whole, and is somebody else's.
var ErrNoMatch = errors.New("the secret does not open this slot")

// Holder is somebody who may open a case: a passphrase or an age recipient, one of
// the two.
type Holder struct {
	Label      string // for the list of keys; sealed in the case
	Passphrase []byte
	Recipient  string
	Work       int // log2 of scrypt's cost; DefaultWork when 0
}

// Slot is a data key wrapped for one holder.
type Slot struct {
	Kind      Kind
	Recipient string // whom Rewrap wraps another key for
	Body      []byte // what stands in the file
}

// Wrap makes a slot of a holder for a data key.
func Wrap(k *Key, h Holder) (Slot, error) {
	switch {
	case h.Recipient != "" && len(h.Passphrase) > 0, h.Recipient == "" && len(h.Passphrase) == 0:
		return Slot{}, fault.New(fault.Usage, "A key slot is for a passphrase or for a recipient.", "Give one of the two; a passphrase cannot be empty.", nil)
	case h.Recipient != "":
		s := Slot{Kind: ByRecipient, Recipient: h.Recipient}
		wrapped, err := wrapKey(k, h.Recipient)
		if err == nil {
			s.Body = appendFile([]byte{slotRecipient}, wrapped)
		}
		return s, err
	}
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return Slot{}, fmt.Errorf("make an identity: %w", err)
	}
	r, err := age.NewScryptRecipient(string(h.Passphrase))
	if err != nil {
		return Slot{}, fmt.Errorf("wrap for a passphrase: %w", err)
	}
	work := h.Work
	if work == 0 {
		work = DefaultWork
	}
	r.SetWorkFactor(min(max(work, 1), maxWork))
	if work >= DefaultWork {
		defer debug.FreeOSMemory() // scrypt took 256 MiB, which the program would otherwise keep for a while
	}
	locked, err := encrypt([]byte(id.String()), r)
	if err != nil {
		return Slot{}, fmt.Errorf("wrap for a passphrase: %w", err)
	}
	s := Slot{Kind: ByPassphrase, Recipient: id.Recipient().String()}
	wrapped, err := wrapKey(k, s.Recipient)
	if err == nil {
		s.Body = appendFile(appendFile([]byte{slotPassphrase}, locked), wrapped)
	}
	return s, err
}

// Rewrap makes a slot for the same holder and another data key. Nobody has to show
// a secret for it.
func Rewrap(k *Key, s Slot) (Slot, error) {
	kind, files, err := split(s.Body)
	if err != nil {
		return Slot{}, err
	}
	wrapped, err := wrapKey(k, s.Recipient)
	if err != nil {
		return Slot{}, err
	}
	out := Slot{Kind: s.Kind, Recipient: s.Recipient, Body: []byte{kind}}
	if kind == slotPassphrase {
		out.Body = appendFile(out.Body, files[0])
	}
	out.Body = appendFile(out.Body, wrapped)
	return out, nil
}

// Unwrap opens the body of a slot. Its error is ErrNoMatch when the slot is whole
// as far as that can be seen, and any other error when it is damaged.
func Unwrap(body []byte, s Secret) (*Key, error) {
	kind, files, err := split(body)
	if err != nil {
		return nil, err
	}
	ids := s.identities
	if kind == slotPassphrase {
		if len(s.passphrase) == 0 {
			return nil, ErrNoMatch
		}
		if ids, err = unlock(files[0], s.passphrase); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, ErrNoMatch
	}
	p, err := decrypt(files[len(files)-1], ids...)
	if err != nil {
		return nil, err
	}
	return keyOf(p)
}

// unlock opens the identity behind a passphrase.
func unlock(file, passphrase []byte) ([]age.Identity, error) {
	id, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, ErrNoMatch
	}
	id.SetMaxWorkFactor(maxWork)
	text, err := decrypt(file, id)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	if bytes.Contains(file, []byte(" "+strconv.Itoa(DefaultWork)+"\n")) {
		defer debug.FreeOSMemory() // as in Wrap
	}
	own, err := age.ParseHybridIdentity(string(text))
	if err != nil {
		return nil, errors.New("the passphrase opens something that is not a key")
	}
	return []age.Identity{own}, nil
}

// KindOf says who holds a slot, or "" for one that is not whole.
func KindOf(body []byte) Kind {
	switch kind, _, err := split(body); {
	case err != nil:
		return ""
	case kind == slotPassphrase:
		return ByPassphrase
	default:
		return ByRecipient
	}
}

func split(body []byte) (kind byte, files [][]byte, err error) {
	damaged := errors.New("not a key slot")
	if len(body) == 0 {
		return 0, nil, damaged
	}
	kind, rest := body[0], body[1:]
	want := map[byte]int{slotPassphrase: 2, slotRecipient: 1}[kind]
	for range want {
		n, w := binary.Uvarint(rest)
		if w <= 0 || n > maxSlot || n > uint64(len(rest)-w) {
			return 0, nil, damaged
		}
		files, rest = append(files, rest[w:w+int(n)]), rest[w+int(n):]
	}
	if want == 0 || len(rest) > 0 {
		return 0, nil, damaged
	}
	return kind, files, nil
}

func appendFile(dst, file []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(file))), file...)
}

func wrapKey(k *Key, recipient string) ([]byte, error) {
	r, err := parseRecipient(recipient)
	if err != nil {
		return nil, err
	}
	return encrypt(k.b[:], r)
}

func encrypt(plain []byte, r age.Recipient) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, r)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func decrypt(file []byte, ids ...age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(file), ids...)
	if nobody := new(age.NoIdentityMatchError); errors.As(err, &nobody) {
		return nil, ErrNoMatch
	}
	if err != nil {
		return nil, fmt.Errorf("read a key slot: %w", err)
	}
	p, err := io.ReadAll(io.LimitReader(r, maxSlot))
	if err != nil {
		return nil, fmt.Errorf("read a key slot: %w", err)
	}
	return p, nil
}
