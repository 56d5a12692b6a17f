package vault_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"casebench/casefile/vault"
	"casebench/internal/fault"
)

func newKey(t *testing.T) *vault.Key {
	t.Helper()
	k, err := vault.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// same reports whether two keys are one: what one seals the other opens.
func same(a, b *vault.Key) bool {
	_, err := b.Open(nil, a.Seal(nil, []byte("x"), nil), nil)
	return err == nil
}

// A value opens at its place with its key, as it was, and not otherwise.
func TestKeySealsToOnePlace(t *testing.T) {
	k := newKey(t)
	plain, ad := []byte("what the case says"), []byte("columns\x00\x01")
	sealed := k.Seal([]byte("head"), plain, ad)
	if !bytes.HasPrefix(sealed, []byte("head")) || len(sealed) != 4+len(plain)+vault.Overhead {
		t.Fatalf("%d bytes", len(sealed))
	}
	sealed = sealed[4:]
	got, err := k.Open([]byte("head"), sealed, ad)
	if err != nil || string(got) != "head"+string(plain) {
		t.Errorf("opened %q, %v", got, err)
	}
	if again := k.Seal(nil, plain, ad); bytes.Equal(again, sealed) {
		t.Error("the same value was sealed to the same bytes")
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := k.Open(nil, changed, ad); !errors.Is(err, vault.ErrOpen) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	for name, f := range map[string]func() ([]byte, error){
		"another place": func() ([]byte, error) { return k.Open(nil, sealed, []byte("columns\x00\x02")) },
		"another key":   func() ([]byte, error) { return newKey(t).Open(nil, sealed, ad) },
		"too short":     func() ([]byte, error) { return k.Open(nil, sealed[:20], ad) },
		"empty":         func() ([]byte, error) { return k.Open(nil, nil, ad) },
	} {
		if _, err := f(); !errors.Is(err, vault.ErrOpen) {
			t.Errorf("%s: %v", name, err)
		}
	}
	k.Wipe()
	if _, err := k.Open(nil, sealed, ad); !errors.Is(err, vault.ErrOpen) {
		t.Errorf("a wiped key: %v", err)
	}
}

// The construction is that of the library, whose own key cannot be wiped.
func TestKeyIsXChaCha20Poly1305(t *testing.T) {
	k := newKey(t)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	// The key comes out of a slot, as any age program would take it out.
	slot, err := vault.Wrap(k, vault.Holder{Recipient: id.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(slot.Body[3:]), id)
	if err != nil {
		t.Fatalf("a slot is not an age file behind three bytes: %v", err)
	}
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	aead, err := chacha20poly1305.NewX(raw.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 63, 64, 65, 1 << 16} {
		plain, ad := bytes.Repeat([]byte{7}, n), []byte("place")
		sealed := k.Seal(nil, plain, ad)
		got, err := aead.Open(nil, sealed[:24], sealed[24:], ad)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: the library does not open it: %v", n, err)
		}
		nonce := bytes.Repeat([]byte{9}, 24)
		if got, err = k.Open(nil, aead.Seal(nonce, nonce, plain, ad), ad); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: it does not open what the library seals: %v", n, err)
		}
	}
}

// Each holder opens a slot of their own, and nobody else does, also after the key
// was changed without them.
func TestSlots(t *testing.T) {
	file, recipient, err := vault.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	person, err := vault.Identities(file)
	if err != nil {
		t.Fatal(err)
	}
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	later, err := vault.Identities([]byte("# kept\n\n" + hybrid.String() + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	pass := func(s string) vault.Holder { return vault.Holder{Passphrase: []byte(s), Work: 4} }
	holders := []vault.Holder{pass("one"), pass("zwei und drei"), {Recipient: recipient}, {Recipient: hybrid.Recipient().String()}}
	secrets := []vault.Secret{vault.Passphrase([]byte("one")), vault.Passphrase([]byte("zwei und drei")), person, later}
	k, next := newKey(t), newKey(t)
	for i, h := range holders {
		slot, err := vault.Wrap(k, h)
		if err != nil {
			t.Fatal(err)
		}
		again, err := vault.Rewrap(next, slot)
		if err != nil {
			t.Fatal(err)
		}
		if vault.KindOf(slot.Body) != slot.Kind || vault.KindOf(again.Body) != slot.Kind {
			t.Errorf("holder %d: kind %q", i, slot.Kind)
		}
		for j, s := range secrets {
			for want, body := range map[*vault.Key][]byte{k: slot.Body, next: again.Body} {
				got, err := vault.Unwrap(body, s)
				if i != j && !errors.Is(err, vault.ErrNoMatch) {
					t.Errorf("secret %d at slot %d: %v", j, i, err)
				}
				if i == j && (err != nil || !same(got, want)) {
					t.Errorf("slot %d does not open: %v", i, err)
				}
			}
		}
		all := secrets[0].With(person).With(later)
		if _, err := vault.Unwrap(slot.Body, all); (err == nil) != (i != 1) {
			t.Errorf("slot %d with three secrets: %v", i, err)
		}
	}
}

// What is not a holder, an identity or a slot is refused, and no secret is repeated.
func TestWhatIsRefused(t *testing.T) {
	k := newKey(t)
	for name, h := range map[string]vault.Holder{
		"nobody": {}, "both": {Passphrase: []byte("x"), Recipient: "age1x"}, "no recipient": {Recipient: "someone"},
		"two": {Recipient: "age1\nage1"}, "an SSH key": {Recipient: "ssh-ed25519 AAAA"},
	} {
		if _, err := vault.Wrap(k, h); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	file, _, err := vault.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	cut := file[:len(file)-5]
	if _, err := vault.Identities(cut); fault.KindOf(err) != fault.Invalid || strings.Contains(fmt.Sprint(err), "AGE-SECRET") {
		t.Errorf("an identity that was cut: %v", err)
	}
	s := vault.Passphrase([]byte("correct horse"))
	if text := fmt.Sprintf("%v %+v %#v %s", s, s, s, s); strings.Contains(text, "horse") {
		t.Errorf("printed: %s", text)
	}
	if !(vault.Secret{}).IsZero() || s.IsZero() {
		t.Error("IsZero")
	}
}

// A slot with a byte changed opens to its key, or is damaged, or is nobody's: it
// never opens to another key, and never fails in another way.
func TestDamagedSlots(t *testing.T) {
	k := newKey(t)
	file, recipient, err := vault.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	person, err := vault.Identities(file)
	if err != nil {
		t.Fatal(err)
	}
	slot, err := vault.Wrap(k, vault.Holder{Recipient: recipient})
	if err != nil {
		t.Fatal(err)
	}
	for i := range slot.Body {
		p := bytes.Clone(slot.Body)
		p[i] ^= 0x11
		if got, err := vault.Unwrap(p, person); err == nil {
			t.Fatalf("byte %d changed: it opens to the same key: %v", i, same(got, k))
		}
		if _, err := vault.Unwrap(slot.Body[:i], person); err == nil {
			t.Fatalf("cut to %d bytes, it opens", i)
		}
	}
}

// A slot of a stranger cannot ask for all memory or all time.
func TestHostileWork(t *testing.T) {
	slot, err := vault.Wrap(newKey(t), vault.Holder{Passphrase: []byte("x"), Work: 4})
	if err != nil {
		t.Fatal(err)
	}
	p := bytes.Replace(slot.Body, []byte(" 4\n"), []byte(" 9\n"), 1)
	if bytes.Equal(p, slot.Body) {
		t.Fatal("no work factor in the slot")
	}
	if _, err := vault.Unwrap(p, vault.Passphrase([]byte("x"))); err == nil {
		t.Error("a changed work factor opens")
	}
	// Two digits make the first file one byte longer.
	body := bytes.Clone(slot.Body)
	n, w := binary.Uvarint(body[1:])
	hostile := binary.AppendUvarint([]byte{body[0]}, n+1)
	hostile = append(hostile, bytes.Replace(body[1+w:], []byte(" 4\n"), []byte(" 30\n"), 1)...)
	if vault.KindOf(hostile) != vault.ByPassphrase {
		t.Fatal("the hostile slot is not a slot")
	}
	if _, err := vault.Unwrap(hostile, vault.Passphrase([]byte("x"))); err == nil || errors.Is(err, vault.ErrNoMatch) {
		t.Errorf("a work factor of 30: %v", err)
	}
}
