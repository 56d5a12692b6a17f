package casepackage

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// checkSignature checks the signature over the tag manifest, and who made it.
func (b *bag) checkSignature(r *Report, o *VerifyOptions) {
	const name = "signature"
	armoured, inside := b.texts[fileSignature], b.texts[fileSigners]
	if armoured == nil {
		switch {
		case inside != nil:
			r.add(name, fmt.Errorf("%s is missing: the package was signed, and the signature was taken out", fileSignature), "")
		case o.AllowedSigners != nil:
			r.add(name, errors.New("the package is not signed, and a known signer was asked for"), "")
		default:
			r.Warning = "The package is not signed: accidents would be found, a forger would not."
			r.add(name, nil, "not signed")
		}
		return
	}
	r.Signed = true
	key, err := checkSignature(b.text(fileTagManifest), armoured.Bytes())
	if err != nil {
		r.add(name, fmt.Errorf("%s: %w", fileSignature, err), "")
		return
	}
	fingerprint := ssh.FingerprintSHA256(key)
	if inside == nil {
		r.add(name, fmt.Errorf("%s is missing", fileSigners), "")
		return
	}
	signers, err := parseSigners(inside.Bytes())
	if err != nil || len(signers) != 1 || !bytes.Equal(signers[0].key.Marshal(), key.Marshal()) ||
		inside.String() != allowedSignersLine(signers[0].principals, key)+"\n" {
		r.add(name, fmt.Errorf("%s does not name the key that signed", fileSigners), "")
		return
	}
	claimed := signers[0].principals
	if o.AllowedSigners == nil {
		r.Signer = claimed
		r.Warning = "The signature holds, and nobody vouched for its key: compare it with one that you got by another way, or give --allowed-signers."
		r.add(name, nil, fmt.Sprintf("holds; the package says its key %s belongs to %s, and nobody vouched for that", fingerprint, claimed))
		return
	}
	who, err := findSigner(o.AllowedSigners, key, b.info("Casebench-Written"))
	if err != nil {
		r.add(name, err, "")
		return
	}
	r.Signer, r.Vouched = who, true
	r.add(name, nil, fmt.Sprintf("holds; key %s of %s", fingerprint, who))
}

// signer is one line of an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS).
type signer struct {
	principals string
	namespaces []string // nil: any
	after      string
	before     string
	authority  bool
	key        ssh.PublicKey
}

// findSigner returns the principals under which an allowed-signers file knows a
// key for packages, at the instant of writing.
func findSigner(file []byte, key ssh.PublicKey, written string) (string, error) {
	all, err := parseSigners(file)
	if err != nil {
		return "", err
	}
	why := "is not in the allowed-signers file"
	for _, s := range all {
		switch {
		case !bytes.Equal(s.key.Marshal(), key.Marshal()):
			continue
		case s.authority:
			why = "is there as an authority for certificates, which packages do not use"
		case s.namespaces != nil && !slices.Contains(s.namespaces, Namespace):
			why = "is there for other purposes than " + Namespace
		case !withinTimes(s, written):
			why = "was not valid when the package was written"
		default:
			return s.principals, nil
		}
	}
	return "", fmt.Errorf("the signature holds, and its key %s %s", ssh.FingerprintSHA256(key), why)
}

func parseSigners(file []byte) ([]signer, error) {
	var all []signer
	n := 0
	for line := range strings.Lines(string(file)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		principals, rest, ok := cutWord(line)
		if !ok {
			return nil, fmt.Errorf("line %d of the allowed-signers file has no key", n)
		}
		key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(rest))
		if err != nil {
			return nil, fmt.Errorf("line %d of the allowed-signers file cannot be read", n)
		}
		s := signer{principals: strings.Trim(principals, `"`), key: key}
		for _, o := range options {
			label, value, _ := strings.Cut(o, "=")
			value = strings.Trim(value, `"`)
			switch strings.ToLower(label) {
			case "namespaces":
				s.namespaces = strings.Split(value, ",")
			case "valid-after":
				s.after = value
			case "valid-before":
				s.before = value
			case "cert-authority":
				s.authority = true
			default:
				return nil, fmt.Errorf("line %d of the allowed-signers file has an option that is not known", n)
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// cutWord splits off the first word, which may be quoted.
func cutWord(s string) (word, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		end := strings.IndexByte(s[1:], '"')
		if end < 0 {
			return "", "", false
		}
		return s[:end+2], strings.TrimSpace(s[end+2:]), true
	}
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return "", "", false
	}
	return s[:i], strings.TrimSpace(s[i:]), true
}

// withinTimes reports whether an instant lies in a line's span. Times without Z
// are local, as ssh-keygen reads them; one that cannot be read refuses.
func withinTimes(s signer, written string) bool {
	if s.after == "" && s.before == "" {
		return true
	}
	at, err := time.Parse(time.RFC3339Nano, written)
	if err != nil {
		return false
	}
	bound := func(v string) (time.Time, bool) {
		zone := time.Local
		if z, ok := strings.CutSuffix(v, "Z"); ok {
			v, zone = z, time.UTC
		}
		for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
			if t, err := time.ParseInLocation(layout, v, zone); err == nil {
				return t, true
			}
		}
		return time.Time{}, false
	}
	if s.after != "" {
		if t, ok := bound(s.after); !ok || at.Before(t) {
			return false
		}
	}
	if s.before != "" {
		if t, ok := bound(s.before); !ok || !at.Before(t) {
			return false
		}
	}
	return true
}
