package casepackage

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"

	"casebench/internal/fault"
)

// KeyOptions says how a key is made.
type KeyOptions struct {
	Identity   string    // what recipients will call the owner; "" takes "casebench"
	Passphrase []byte    // empty: the key file is protected by its permissions alone
	Rand       io.Reader // nil: the system's random source
}

// KeyFiles names what GenerateKey wrote.
type KeyFiles struct {
	Private        string `json:"private"`
	Public         string `json:"public"`
	AllowedSigners string `json:"allowed_signers"`
	Identity       string `json:"identity"`
	Fingerprint    string `json:"fingerprint"`
}

// GenerateKey makes an Ed25519 key in OpenSSH's own format at path (mode 0600),
// with path.pub and path.allowed_signers beside it. It replaces nothing: when one
// of the three exists it fails and leaves all as it was.
func GenerateKey(path string, o KeyOptions) (KeyFiles, error) {
	if o.Identity == "" {
		o.Identity = "casebench"
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if err := checkIdentity(o.Identity); err != nil {
		return KeyFiles{}, err
	}
	var seed [ed25519.SeedSize]byte
	if _, err := io.ReadFull(o.Rand, seed[:]); err != nil {
		return KeyFiles{}, fmt.Errorf("make key: %w", err)
	}
	private := ed25519.NewKeyFromSeed(seed[:])
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		return KeyFiles{}, fmt.Errorf("make key: %w", err)
	}
	var block *pem.Block
	if len(o.Passphrase) > 0 {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, o.Identity, o.Passphrase)
	} else {
		block, err = ssh.MarshalPrivateKey(private, o.Identity)
	}
	if err != nil {
		return KeyFiles{}, fmt.Errorf("make key: %w", err)
	}
	files := KeyFiles{Private: path, Public: path + ".pub", AllowedSigners: path + ".allowed_signers",
		Identity: o.Identity, Fingerprint: ssh.FingerprintSHA256(public)}
	pub := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public))) + " " + o.Identity + "\n"
	return files, writeNew([]newFile{
		{files.Private, pem.EncodeToMemory(block), 0o600},
		{files.Public, []byte(pub), 0o644},
		{files.AllowedSigners, []byte(allowedSignersLine(o.Identity, public) + "\n"), 0o644},
	})
}

type newFile struct {
	path string
	data []byte
	mode fs.FileMode
}

// writeNew creates all files or none.
func writeNew(files []newFile) (err error) {
	var made []string
	defer func() {
		if err != nil {
			for _, p := range made {
				err = errors.Join(err, os.Remove(p))
			}
		}
	}()
	for _, f := range files {
		w, err := os.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.mode)
		if errors.Is(err, fs.ErrExist) {
			return fault.New(fault.Conflict, fmt.Sprintf("%s exists already.", f.path),
				"Choose another name; a key is never replaced.", nil)
		}
		if err != nil {
			return fmt.Errorf("write key: %w", err)
		}
		made = append(made, f.path)
		_, err = w.Write(f.data)
		if err == nil {
			err = w.Sync()
		}
		if err = errors.Join(err, w.Close()); err != nil {
			return fmt.Errorf("write key: %w", err)
		}
	}
	return nil
}

// LoadSigner reads a private key in OpenSSH or PEM format. When the key has a
// passphrase, ask is called once; nil means that nobody can be asked, which is a
// fault of kind Usage. The identity is the comment in path.pub, or the key's
// fingerprint where there is no such file.
func LoadSigner(path string, ask func() ([]byte, error)) (Signer, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("The key %s cannot be read.", path),
			"Make one with: workbench keygen -o KEY", err)
	}
	key, err := ssh.ParsePrivateKey(data)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		if ask == nil {
			return nil, fault.New(fault.Usage, "The key has a passphrase, and none was given.",
				"Give it with --passphrase-file.", nil)
		}
		pass, askErr := ask()
		if askErr != nil {
			return nil, askErr
		}
		key, err = ssh.ParsePrivateKeyWithPassphrase(data, pass)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "The key cannot be opened.",
			"It must be an SSH private key; check the passphrase.", err)
	}
	return NewSigner(key, identityBeside(path, key.PublicKey()))
}

// identityBeside returns the comment of path.pub when that file holds this key.
func identityBeside(path string, key ssh.PublicKey) string {
	fingerprint := ssh.FingerprintSHA256(key)
	data, err := os.ReadFile(path + ".pub")
	if err != nil {
		return fingerprint
	}
	pub, comment, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil || ssh.FingerprintSHA256(pub) != fingerprint || checkIdentity(comment) != nil {
		return fingerprint
	}
	return comment
}

// checkIdentity refuses what ssh-keygen would read as a list, a pattern or two
// words, and what a shell would read as anything but a word.
func checkIdentity(s string) error {
	bad := s == "" || len(s) > 200 || s[0] == '-'
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("@._+:/=-", r) {
			bad = true
		}
	}
	if bad {
		return fault.New(fault.Usage, fmt.Sprintf("%q cannot be the name of a signer.", s),
			"Use a name without spaces, such as an e-mail address.", nil)
	}
	return nil
}
