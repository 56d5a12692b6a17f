package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	// KeySize is the length of a data key in bytes.
	KeySize = chacha20poly1305.KeySize

	// NonceSize is the length of what stands before a sealed value.
	NonceSize = chacha20poly1305.NonceSizeX
	// Overhead is how much longer a sealed value is than its plain form: the nonce
	// before it and the tag of 16 bytes behind it.
	Overhead = NonceSize + chacha20poly1305.Overhead
)

// ErrOpen says that a value was not sealed under this key at this place, or was
// changed since.
var ErrOpen = errors.New("it does not open with the key of the case")

// Key is the data key of a case. It may be used by many goroutines.
type Key struct {
	b [KeySize]byte
}

// NewKey makes a random data key.
func NewKey() (*Key, error) {
	k := new(Key)
	if _, err := rand.Read(k.b[:]); err != nil {
		return nil, fmt.Errorf("make a data key: %w", err)
	}
	return k, nil
}

// keyOf copies a data key out of a slot and wipes where it came from.
func keyOf(p []byte) (*Key, error) {
	defer clear(p)
	if len(p) != KeySize {
		return nil, fmt.Errorf("a data key of %d bytes", len(p))
	}
	k := new(Key)
	copy(k.b[:], p)
	return k, nil
}

// Seal appends a random nonce and the sealed form of plain to dst. The associated
// data ad is not kept: Open must be given the same.
func (k *Key) Seal(dst, plain, ad []byte) []byte {
	var nonce [NonceSize]byte
	_, _ = rand.Read(nonce[:]) // it ends the program rather than fail
	dst = append(dst, nonce[:]...)
	sealed, err := k.seal(dst, nonce[:], plain, ad)
	if err != nil {
		panic("vault: seal: " + err.Error()) // impossible: all lengths are constants
	}
	return sealed
}

// Open appends the plain form of sealed to dst, or fails with ErrOpen.
func (k *Key) Open(dst, sealed, ad []byte) ([]byte, error) {
	if len(sealed) < Overhead {
		return nil, ErrOpen
	}
	nonce, body := sealed[:NonceSize], sealed[NonceSize:]
	aead, err := k.under(nonce)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(dst, shortNonce(nonce), body, ad)
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

func (k *Key) seal(dst, nonce, plain, ad []byte) ([]byte, error) {
	aead, err := k.under(nonce)
	if err != nil {
		return nil, err
	}
	return aead.Seal(dst, shortNonce(nonce), plain, ad), nil
}

// under is the cipher for one nonce of XChaCha20-Poly1305
// (draft-irtf-cfrg-xchacha-03): a key of its own by HChaCha20, then the construction of
// RFC 8439. chacha20poly1305.NewX does the same, but keeps a copy of the key that Wipe
// could not reach.
func (k *Key) under(nonce []byte) (cipher.AEAD, error) {
	sub, err := chacha20.HChaCha20(k.b[:], nonce[:16])
	if err != nil {
		return nil, err
	}
	defer clear(sub)
	return chacha20poly1305.New(sub)
}

// shortNonce is the part of a nonce that HChaCha20 did not take.
func shortNonce(nonce []byte) []byte {
	return append(make([]byte, 4, chacha20poly1305.NonceSize), nonce[16:]...)
}

// Wipe overwrites the key; nothing can be sealed or opened with it afterwards. The
// caller sees to it that nobody uses it meanwhile. What Go copied on its stacks,
// and the values that were opened, are left to the garbage collector.
func (k *Key) Wipe() {
	if k != nil {
		clear(k.b[:])
	}
}
