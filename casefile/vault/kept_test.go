package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile/vault"
)

// kept reads the slots that the first release with encryption made: one for the
// person of identity.txt, one for the passphrase "four words are better".
func kept(t testing.TB) (slots [][]byte, secret vault.Secret) {
	t.Helper()
	read := func(name string) []byte {
		p, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	person, err := vault.Identities(read("identity.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{read("recipient.slot"), read("passphrase.slot")},
		person.With(vault.Passphrase([]byte("four words are better")))
}

// Slots and values of earlier releases open for ever.
func TestKeptSlotsOpen(t *testing.T) {
	slots, secret := kept(t)
	value, err := os.ReadFile(filepath.Join("testdata", "sealed.value"))
	if err != nil {
		t.Fatal(err)
	}
	for i, body := range slots {
		k, err := vault.Unwrap(body, secret)
		if err != nil {
			t.Fatalf("slot %d: %v", i, err)
		}
		plain, err := k.Open(nil, value, []byte("columns\x00\x00\x00\x00\x01"))
		if err != nil || string(plain) != "what the case says" {
			t.Errorf("slot %d: %q, %v", i, plain, err)
		}
	}
}

// Whatever stands in the place of a slot is a slot as it was made, or somebody
// else's, or damaged: one with a single byte changed never opens.
func FuzzUnwrap(f *testing.F) {
	slots, secret := kept(f)
	for _, s := range slots {
		f.Add(s)
	}
	f.Add([]byte{})
	f.Add([]byte{1, 0, 0})
	f.Add([]byte{2, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := vault.Unwrap(body, secret)
		switch {
		case err == nil:
			if !bytes.Equal(body, slots[0]) && !bytes.Equal(body, slots[1]) {
				t.Error("a slot that nobody made opens")
			}
		case errors.Is(err, vault.ErrNoMatch) && vault.KindOf(body) == "":
			t.Error("what is no slot is said to be somebody's")
		}
	})
}
