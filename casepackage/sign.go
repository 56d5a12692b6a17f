package casepackage

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Namespace is the purpose that a package signature is bound to. A signature
// made for another purpose does not verify.
const Namespace = "casebench-package"

// Signer signs the tag manifest, which covers every other byte of a package. It
// may live in a file, an agent or a token; Write calls Sign once.
type Signer interface {
	// Identity is the name under which a recipient knows the key.
	Identity() string
	// Sign returns an SSH signature (SSHSIG) in Namespace over message, armoured as
	// OpenSSH does it.
	Sign(message []byte) ([]byte, error)
	// AllowedSigners is the line, without its end, that ssh-keygen wants in its
	// allowed-signers file for this key.
	AllowedSigners() string
}

// NewSigner makes a Signer of an SSH key. Identity is what recipients call the
// key's owner; it may hold neither spaces nor list marks. Ed25519 and RSA keys
// sign the same bytes the same way each time; ECDSA keys do not.
func NewSigner(key ssh.Signer, identity string) (Signer, error) {
	if err := checkIdentity(identity); err != nil {
		return nil, err
	}
	return &sshSigner{key, identity}, nil
}

type sshSigner struct {
	key      ssh.Signer
	identity string
}

func (s *sshSigner) Identity() string { return s.identity }

func (s *sshSigner) Sign(message []byte) ([]byte, error) { return s.signFor(Namespace, message) }

func (s *sshSigner) signFor(namespace string, message []byte) ([]byte, error) {
	sig, err := sshsig.Sign(bytes.NewReader(message), s.key, sshsig.HashSHA512, namespace)
	if err != nil {
		return nil, fmt.Errorf("sign for %s: %w", namespace, err)
	}
	return armour(sig.Marshal()), nil
}

func (s *sshSigner) AllowedSigners() string {
	return allowedSignersLine(s.identity, s.key.PublicKey())
}

func allowedSignersLine(identity string, key ssh.PublicKey) string {
	return fmt.Sprintf("%s namespaces=%q %s", identity, Namespace,
		strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))))
}

// armour writes a signature as OpenSSH does, with lines of 70 columns.
func armour(wire []byte) []byte {
	const columns = 70
	text := base64.StdEncoding.EncodeToString(wire)
	var b bytes.Buffer
	b.WriteString("-----BEGIN " + sshsig.PEMType + "-----\n")
	for len(text) > columns {
		b.WriteString(text[:columns] + "\n")
		text = text[columns:]
	}
	b.WriteString(text + "\n-----END " + sshsig.PEMType + "-----\n")
	return b.Bytes()
}

// checkSignature verifies an armoured signature over message and returns the key
// that made it. Armour that is not exactly what this package would write is
// refused, so that no byte of the signature file can change unnoticed.
func checkSignature(message, armoured []byte) (ssh.PublicKey, error) {
	return checkSignatureFor(Namespace, message, armoured)
}

func checkSignatureFor(namespace string, message, armoured []byte) (ssh.PublicKey, error) {
	sig, err := sshsig.Unarmor(armoured)
	if err != nil {
		return nil, fmt.Errorf("the signature cannot be read: %w", err)
	}
	if !bytes.Equal(armour(sig.Marshal()), armoured) {
		return nil, errors.New("the signature is not in its one canonical form")
	}
	if err := sshsig.Verify(bytes.NewReader(message), sig, sig.PublicKey, sig.HashAlgorithm, namespace); err != nil {
		return nil, fmt.Errorf("the signature does not hold: %w", err)
	}
	if _, ok := sig.PublicKey.(*ssh.Certificate); ok {
		return nil, errors.New("the signature is by a certificate, which packages do not use")
	}
	return sig.PublicKey, nil
}
