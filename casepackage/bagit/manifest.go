package bagit

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// manifest is one list of digests.
type manifest struct {
	name    string
	digest  string
	tags    bool
	entries map[string]string
	paths   []string
}

// hashes are the digests that bags use. MD5 and SHA-1 find accidents, not forgers.
func newHash(name string) hash.Hash {
	switch name {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha224":
		return sha256.New224()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	}
	return nil
}

// manifests reads all payload and tag manifests.
func (r *reader) manifests() error {
	r.manifest = map[string]*manifest{}
	payload := 0
	for _, name := range r.files {
		digest, tags := "", false
		if d, ok := strings.CutPrefix(name, "manifest-"); ok {
			digest = d
		} else if d, ok := strings.CutPrefix(name, "tagmanifest-"); ok {
			digest, tags = d, true
		}
		digest, ok := strings.CutSuffix(digest, ".txt")
		if !ok || digest == "" {
			continue
		}
		digest = strings.ToLower(digest)
		if newHash(digest) == nil {
			return invalid(name, "uses the digest %q, which is not known here", digest)
		}
		m, err := r.readManifest(name, digest, tags)
		if err != nil {
			return err
		}
		r.manifest[name] = m
		r.names = append(r.names, name)
		if !tags {
			payload++
			r.bag.Digests = append(r.bag.Digests, digest)
		}
	}
	if payload == 0 {
		return invalid("manifest", "is missing: there is no payload manifest")
	}
	return nil
}

func (r *reader) readManifest(name, digest string, tags bool) (*manifest, error) {
	s, err := r.text(name)
	if err != nil {
		return nil, err
	}
	m := &manifest{name: name, digest: digest, tags: tags, entries: map[string]string{}}
	n := 0
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n") {
		n++
		if line == "" {
			continue
		}
		sum, rest, ok := cut(line)
		if !ok || len(sum) != 2*newHash(digest).Size() {
			return nil, invalid(name, "line %d is not a digest and a path", n)
		}
		if _, err := hex.DecodeString(sum); err != nil {
			return nil, invalid(name, "line %d is not a digest and a path", n)
		}
		p, err := cleanPath(rest, r.bag.Version)
		if err != nil {
			return nil, invalid(name, "line %d: %v", n, err)
		}
		if p != rest && strings.HasPrefix(rest, "./") {
			r.bag.Warnings = append(r.bag.Warnings, fmt.Sprintf("%s: line %d begins with ./", name, n))
		}
		if !tags && !isPayload(p) {
			return nil, invalid(name, "line %d names %q, which is no payload", n, p)
		}
		if before, twice := m.entries[p]; twice {
			// RFC 8493, 2.1.3: a path at most once. Older drafts forbid it only where the
			// digests differ.
			if r.bag.Version == "1.0" || !strings.EqualFold(before, sum) {
				return nil, invalid(name, "line %d names %q again", n, p)
			}
			continue
		}
		m.entries[p] = strings.ToLower(sum)
		m.paths = append(m.paths, p)
	}
	return m, nil
}

// cut splits a line of a manifest: digest, white space, perhaps the star of md5sum
// for binary files, path.
func cut(line string) (sum, p string, ok bool) {
	i := strings.IndexAny(line, " \t")
	if i < 0 {
		return "", "", false
	}
	rest := strings.TrimLeft(line[i:], " \t")
	rest = strings.TrimPrefix(rest, "*")
	return line[:i], rest, rest != ""
}

// fetch checks that what would have to be fetched stays in the bag. Nothing is
// fetched.
func (r *reader) fetch() error {
	const name = "fetch.txt"
	if !r.there[name] {
		return nil
	}
	s, err := r.text(name)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(s) {
		n++
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) < 3 {
			return invalid(name, "line %d is not address, length and path", n)
		}
		_, rest, _ := cut(strings.TrimSpace(line))
		_, rest, _ = cut(rest)
		p, err := cleanPath(rest, r.bag.Version)
		if err != nil || !isPayload(p) {
			return invalid(name, "line %d leads out of the payload", n)
		}
	}
	return nil
}

// complete compares the manifests with what is there.
func (r *reader) complete() error {
	for _, name := range r.names {
		m := r.manifest[name]
		for _, p := range m.paths {
			if !r.there[p] {
				return invalid(p, "is listed in %s and is not there", name)
			}
		}
	}
	for _, p := range r.files {
		if !isPayload(p) {
			continue
		}
		r.bag.Payload++
		known := 0
		for _, name := range r.names {
			if _, ok := r.manifest[name].entries[p]; ok && !r.manifest[name].tags {
				known++
			}
		}
		// RFC 8493, 2.1.3: every payload manifest lists every payload file.
		if known == 0 || r.bag.Version == "1.0" && known < len(r.bag.Digests) {
			return invalid(p, "is not listed in every payload manifest")
		}
	}
	return nil
}

// hash reads every listed file once.
func (r *reader) hash() error {
	for _, p := range r.files {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		sums := map[string]hash.Hash{}
		var writers []io.Writer
		for _, name := range r.names {
			m := r.manifest[name]
			if _, ok := m.entries[p]; ok && sums[m.digest] == nil {
				sums[m.digest] = newHash(m.digest)
				writers = append(writers, sums[m.digest])
			}
		}
		n, err := r.copy(p, io.MultiWriter(writers...))
		if err != nil {
			return err
		}
		if isPayload(p) {
			r.bag.Octets += n
		}
		for _, name := range r.names {
			m := r.manifest[name]
			if want, ok := m.entries[p]; ok && hex.EncodeToString(sums[m.digest].Sum(nil)) != want {
				return invalid(p, "does not match its digest in %s", name)
			}
		}
	}
	return nil
}

func (r *reader) copy(name string, w io.Writer) (int64, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // read only
	return io.Copy(w, struct{ fs.File }{f})
}

// oxum compares the payload with what bag-info.txt says of it.
func (r *reader) oxum() error {
	i := slices.IndexFunc(r.bag.Info, func(f Field) bool { return strings.EqualFold(f.Label, "Payload-Oxum") })
	if i < 0 {
		return nil
	}
	if want := fmt.Sprintf("%d.%d", r.bag.Octets, r.bag.Payload); r.bag.Info[i].Value != want {
		return invalid("bag-info.txt", "says Payload-Oxum %s, and the payload is %s", r.bag.Info[i].Value, want)
	}
	return nil
}

// decode reads a tag file's bytes in an encoding that bags are met in.
func decode(b []byte, encoding, name string) (string, error) {
	switch strings.ToUpper(encoding) {
	case "UTF-8":
		if !utf8.Valid(b) {
			return "", invalid(name, "is not UTF-8")
		}
		return string(b), nil
	case "ISO-8859-1", "LATIN1", "US-ASCII":
		r := make([]rune, len(b))
		for i, c := range b {
			r[i] = rune(c)
		}
		return string(r), nil
	}
	return "", invalid(name, "has the encoding %q, which is not read", encoding)
}
