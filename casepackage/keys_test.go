package casepackage_test

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"casebench/casepackage"
	"casebench/internal/fault"
)

func same[T comparable](t *testing.T, what string, got, want iter.Seq2[T, error]) {
	t.Helper()
	collect := func(s iter.Seq2[T, error]) (all []T) {
		for v, err := range s {
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			all = append(all, v)
		}
		return all
	}
	if g, w := collect(got), collect(want); !slices.Equal(g, w) {
		t.Errorf("%s: %+v, want %+v", what, g, w)
	}
}

func TestKeysWorkWithOpenSSH(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	for _, pass := range []string{"", "correct horse"} {
		t.Run(fmt.Sprintf("passphrase %q", pass), func(t *testing.T) {
			dir := t.TempDir()
			key := filepath.Join(dir, "key")
			files, err := casepackage.GenerateKey(key, casepackage.KeyOptions{Identity: "reviewer@example.org", Passphrase: []byte(pass)})
			if err != nil {
				t.Fatal(err)
			}
			st, err := os.Stat(files.Private)
			if err != nil || st.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", st.Mode(), err)
			}
			// Stock ssh-keygen reads it, and signs with it what we then verify.
			pub, err := exec.Command(keygen, "-y", "-P", pass, "-f", key).Output()
			if err != nil {
				t.Fatalf("ssh-keygen cannot read the key: %v", err)
			}
			if ours, _ := os.ReadFile(files.Public); string(pub) != string(ours) {
				t.Errorf("public key %q, ssh-keygen says %q", ours, pub)
			}
			asked := 0
			s, err := casepackage.LoadSigner(key, func() ([]byte, error) { asked++; return []byte(pass), nil })
			if err != nil || s.Identity() != "reviewer@example.org" || (asked > 0) != (pass != "") {
				t.Fatalf("load: %v, asked %d times", err, asked)
			}
			allowed, err := os.ReadFile(files.AllowedSigners)
			if err != nil {
				t.Fatal(err)
			}
			r := verify(t, pack(t, small(), casepackage.Options{Signer: s}), casepackage.VerifyOptions{AllowedSigners: allowed})
			if !r.OK || r.Signer != "reviewer@example.org" {
				t.Errorf("%+v", r)
			}
			if pass != "" {
				if _, err := casepackage.LoadSigner(key, nil); fault.KindOf(err) != fault.Usage {
					t.Errorf("nobody to ask: %v", err)
				}
				if _, err := casepackage.LoadSigner(key, func() ([]byte, error) { return []byte("wrong"), nil }); fault.KindOf(err) != fault.Invalid {
					t.Errorf("a wrong passphrase: %v", err)
				}
			}
		})
	}
}

// opensshSigner signs by calling ssh-keygen, as one with a key in an agent would.
type opensshSigner struct {
	casepackage.Signer
	keygen, key, dir string
}

func (s opensshSigner) Sign(message []byte) ([]byte, error) {
	dir, err := os.MkdirTemp(s.dir, "")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "message")
	if err := os.WriteFile(file, message, 0o600); err != nil {
		return nil, err
	}
	if out, err := exec.Command(s.keygen, "-Y", "sign", "-f", s.key, "-n", casepackage.Namespace, file).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return os.ReadFile(file + ".sig")
}

func TestSignatureByOpenSSHIsTheSame(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	key := filepath.Join(t.TempDir(), "key")
	if _, err := casepackage.GenerateKey(key, casepackage.KeyOptions{Identity: "reviewer@example.org"}); err != nil {
		t.Fatal(err)
	}
	ours, err := casepackage.LoadSigner(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs := opensshSigner{ours, keygen, key, t.TempDir()}
	r := verify(t, pack(t, small(), casepackage.Options{Signer: theirs}), casepackage.VerifyOptions{})
	if !r.OK || !r.Signed {
		t.Errorf("a package signed by ssh-keygen: %+v", r.First())
	}
	a, errA := ours.Sign([]byte("message"))
	b, errB := theirs.Sign([]byte("message"))
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("signatures differ:\n%s\n%s", a, b)
	}
}

func TestKeysAreNeverReplaced(t *testing.T) {
	for _, taken := range []string{"key", "key.pub", "key.allowed_signers"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, taken), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := casepackage.GenerateKey(filepath.Join(dir, "key"), casepackage.KeyOptions{})
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Conflict {
			t.Errorf("%s exists: %v", taken, err)
		}
		all, err := os.ReadDir(dir)
		if err != nil || len(all) != 1 {
			t.Errorf("%s exists: left behind %v, %v", taken, all, err)
		}
	}
	for _, name := range []string{"two words", "a,b", "*", "-f", "$(id)", "`id`", ""} {
		if name == "" {
			continue
		}
		if _, err := casepackage.GenerateKey(filepath.Join(t.TempDir(), "key"), casepackage.KeyOptions{Identity: name}); fault.KindOf(err) != fault.Usage {
			t.Errorf("a signer named %q: %v", name, err)
		}
	}
}
