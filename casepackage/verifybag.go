package casepackage

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// bag is what a scan found: digests of all files, the bytes of the tag files, and
// the audit log as it went by.
type bag struct {
	id    string
	sums  []sum
	texts map[string]*bytes.Buffer
	audit auditWalk
}

const (
	auditPath     = "data/custody/audit.jsonl"
	auditRootPath = "data/custody/audit-root.txt"
	maxManifest   = 256 << 20 // held in memory: a million files
	maxText       = 1 << 20   // any other tag file
)

func newBag(id string) *bag { return &bag{id: id, texts: map[string]*bytes.Buffer{}} }

// sink says what else than the hash wants to see a file's bytes.
func (b *bag) sink(path string) io.Writer {
	switch {
	case path == auditPath:
		return &b.audit
	case path == auditRootPath, !isPayload(path):
		w := &bytes.Buffer{}
		b.texts[path] = w
		if path == fileManifest || path == fileTagManifest {
			return &limited{w, maxManifest}
		}
		return &limited{w, maxText}
	}
	return nil
}

// limited refuses a text file larger than any that is written.
type limited struct {
	w    *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	l.w.Write(p[:n])
	return len(p), nil // what is cut off makes the text wrong, which the checks tell
}

func (b *bag) text(path string) []byte {
	if w := b.texts[path]; w != nil {
		return w.Bytes()
	}
	return nil
}

// check holds the scanned bag against the chain of FORMAT.md, from the signature down.
func (b *bag) check(r *Report, o *VerifyOptions) {
	r.ID, r.Files = b.id, len(b.sums)
	payload := slices.DeleteFunc(slices.Clone(b.sums), func(s sum) bool { return !isPayload(s.path) })
	tags := slices.DeleteFunc(slices.Clone(b.sums), func(s sum) bool {
		return isPayload(s.path) || s.path == fileTagManifest || s.path == fileSignature
	})
	r.add("bag", b.form(), "BagIt 1.0")
	b.checkSignature(r, o)
	r.add("tag files", compareManifest(fileTagManifest, b.text(fileTagManifest), tags), fmt.Sprintf("%d files match their SHA-256", len(tags)))
	r.add("payload", compareManifest(fileManifest, b.text(fileManifest), payload), fmt.Sprintf("%d files match their SHA-256", len(payload)))
	details, err := b.describe(payload)
	r.add("description", err, details)
	if b.info("Casebench-Profile") != string(Partner) {
		err := b.checkAudit()
		r.Head = b.audit.head
		r.add("audit chain", err, b.audit.describe())
	}
}

// form checks that the tag files of a package are there, and no others.
func (b *bag) form() error {
	known := []string{fileReadme, fileHowTo, fileSigners, fileInfo, fileDeclaration, fileManifest, fileTagManifest, fileSignature}
	folded := make(map[string]bool, len(b.sums))
	for _, s := range b.sums {
		if !safePath(s.path) {
			return fmt.Errorf("%q is not a name that a package may hold", s.path)
		}
		lower := strings.ToLower(s.path)
		if folded[lower] {
			return fmt.Errorf("%s differs from another file by letter case alone", s.path)
		}
		folded[lower] = true
		if !isPayload(s.path) && !slices.Contains(known, s.path) {
			return fmt.Errorf("%s does not belong into a package", s.path)
		}
	}
	for _, path := range known {
		if path != fileSigners && path != fileSignature && b.texts[path] == nil {
			return fmt.Errorf("%s is missing: this is not a Casebench package, or not all of it", path)
		}
	}
	if !bytes.Equal(b.text(fileDeclaration), []byte(declaration)) {
		return fmt.Errorf("%s is not the declaration of BagIt 1.0", fileDeclaration)
	}
	return nil
}

// compareManifest holds a manifest against the one that the files have, and names
// the first file that differs.
func compareManifest(name string, got []byte, files []sum) error {
	want := renderManifest(files)
	if bytes.Equal(got, want) {
		return nil
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(got)) {
		digest, path, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if _, twice := listed[path]; !ok || twice {
			return fmt.Errorf("%s has a line that cannot be read, or a file twice", name)
		}
		listed[path] = digest
	}
	slices.SortFunc(files, func(a, b sum) int { return strings.Compare(a.path, b.path) })
	for _, s := range files {
		digest, ok := listed[s.path]
		if !ok {
			return fmt.Errorf("%s is not listed in %s", s.path, name)
		}
		if digest != hex.EncodeToString(s.sha256[:]) {
			return fmt.Errorf("%s does not match its SHA-256 in %s", s.path, name)
		}
		delete(listed, s.path)
	}
	missing := make([]string, 0, len(listed))
	for path := range listed {
		missing = append(missing, path)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s is listed in %s and is not there", strconv.Quote(slices.Min(missing)), name)
	}
	return fmt.Errorf("%s is not in its one form", name)
}

// info returns a value of bag-info.txt, or "".
func (b *bag) info(label string) string {
	for line := range strings.Lines(string(b.text(fileInfo))) {
		if l, v, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok && l == label {
			return v
		}
	}
	return ""
}

// describe checks what bag-info.txt says of the bag.
func (b *bag) describe(payload []sum) (string, error) {
	octets := int64(0)
	for _, s := range payload {
		octets += s.size
	}
	oxum := fmt.Sprintf("%d.%d", octets, len(payload))
	switch {
	case b.info("External-Identifier") != b.id:
		return "", fmt.Errorf("%s names another package than the folder %q", fileInfo, b.id)
	case b.info("Payload-Oxum") != oxum:
		return "", fmt.Errorf("%s gives another size than the payload has (%s)", fileInfo, oxum)
	case b.info("Casebench-Format") != strconv.Itoa(formatVersion):
		return "", fmt.Errorf("%s says format %q; this program reads format %d", fileInfo, b.info("Casebench-Format"), formatVersion)
	}
	if _, err := ParseProfile(b.info("Casebench-Profile")); err != nil {
		return "", errors.New("bag-info.txt names no profile that a package has")
	}
	return fmt.Sprintf("written %s, profile %s", b.info("Casebench-Written"), b.info("Casebench-Profile")), nil
}
