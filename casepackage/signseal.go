package casepackage

import (
	"golang.org/x/crypto/ssh"

	"casebench/internal/fault"
)

// SealNamespace is the purpose that the signature of a sealed revision is bound to.
const SealNamespace = "casebench-seal"

// SignSeal signs the digest of a sealed revision, followed by a line feed, with the
// key that signs packages, and returns the armoured signature. A Signer that is not
// of this package is a fault of kind Unsupported.
func SignSeal(s Signer, digest string) (string, error) {
	own, ok := s.(*sshSigner)
	if !ok {
		return "", fault.New(fault.Unsupported, "This key cannot sign a seal.", "Use an SSH key in a file.", nil)
	}
	sig, err := own.signFor(SealNamespace, []byte(digest+"\n"))
	return string(sig), err
}

// CheckSeal verifies a signature that SignSeal made and returns the fingerprint of
// its key. Whether the key is to be trusted is another question.
func CheckSeal(digest, armoured string) (fingerprint string, err error) {
	key, err := checkSignatureFor(SealNamespace, []byte(digest+"\n"), []byte(armoured))
	if err != nil {
		return "", err
	}
	return ssh.FingerprintSHA256(key), nil
}
