package store_test

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/storetest"
)

// testCipher seals with a key of zeros and counted nonces: enough to see that every
// value goes through it.
type testCipher struct {
	aead cipher.AEAD
	n    atomic.Uint64
}

func (c *testCipher) Seal(dst, plain, ad []byte) []byte {
	nonce := make([]byte, c.aead.NonceSize())
	binary.LittleEndian.PutUint64(nonce, c.n.Add(1))
	return c.aead.Seal(append(dst, nonce...), nonce, plain, ad)
}

func (c *testCipher) Open(dst, sealed, ad []byte) ([]byte, error) {
	n := min(len(sealed), c.aead.NonceSize())
	return c.aead.Open(dst, sealed[:n], sealed[n:], ad)
}

// Behind a cipher a case says the same, and its file says nothing of it.
func TestSealedCase(t *testing.T) {
	aead, err := chacha20poly1305.NewX(make([]byte, chacha20poly1305.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sealed.case")
	o := store.Options{By: "Test Person", Now: storetest.Clock(), Cipher: &testCipher{aead: aead}}
	f, err := store.Create(path, casefile.Case{Title: "A secret title"}, o)
	if err != nil {
		t.Fatal(err)
	}
	bringIn(t, f, count(0, 200), 64)
	bringIn(t, f, count(100, 200), 64)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"secret", "acct_", "203.0.113", "reasoning", "sample.jsonl", "import.begin", "Test Person"} {
		if bytes.Contains(p, []byte(word)) {
			t.Errorf("the file shows %q", word)
		}
	}
	if _, err := store.Open(path, store.Options{}); fault.KindOf(err) != fault.Locked {
		t.Errorf("open without the cipher: %v", err)
	}
	if f, err = store.Open(path, o); err != nil {
		t.Fatal(err)
	}
	m := &model{sources: []modelSource{{1, count(0, 200), true}, {2, count(100, 200), true}}}
	m.compare(t, f)
	storetest.CheckFile(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
