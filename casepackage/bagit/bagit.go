// Package bagit reads bags: folders laid out by BagIt (RFC 8493 and the drafts
// before it), and says whether one is complete and valid.
//
// It is strict where a bag could mislead: paths that leave the bag on any system
// are refused on every system, a manifest that lists a file twice is refused, and
// so is a file that a manifest does not know. It is for bags by anybody; package
// casepackage asks more of its own.
//
// It reads and hashes, writes nothing and follows no link. Files to be fetched are
// never fetched: a bag is valid when they are there.
package bagit

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Invalid is why a bag is not valid. File is the first one that is wrong.
type Invalid struct {
	File   string
	Reason string
}

// Error implements error.
func (e *Invalid) Error() string { return e.File + ": " + e.Reason }

func invalid(file, format string, args ...any) error {
	return &Invalid{file, fmt.Sprintf(format, args...)}
}

// Bag is what a valid bag holds.
type Bag struct {
	Version  string
	Encoding string
	Info     []Field
	Payload  int   // files
	Octets   int64 // of the payload
	Digests  []string
	Warnings []string
}

// Field is one line of bag-info.txt; labels may repeat.
type Field struct{ Label, Value string }

const maxTagFile = 256 << 20

// Read checks the bag in fsys. It returns an *Invalid when the bag is not valid,
// and another error when it cannot be read.
func Read(ctx context.Context, fsys fs.FS) (*Bag, error) {
	r := &reader{ctx: ctx, fsys: fsys, bag: &Bag{}}
	steps := []func() error{r.declaration, r.list, r.info, r.manifests, r.fetch, r.complete, r.hash, r.oxum}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r.bag, nil
}

// reader holds the state of one Read.
type reader struct {
	ctx      context.Context
	fsys     fs.FS
	bag      *Bag
	files    []string // all, sorted
	there    map[string]bool
	manifest map[string]*manifest // by file name
	names    []string             // of manifests, sorted
}

// text reads a tag file in the bag's encoding.
func (r *reader) text(name string) (string, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // read only
	b, err := io.ReadAll(io.LimitReader(f, maxTagFile+1))
	if err != nil {
		return "", err
	}
	if len(b) > maxTagFile {
		return "", invalid(name, "is larger than %d MiB", maxTagFile>>20)
	}
	return decode(b, r.bag.Encoding, name)
}

// declaration reads bagit.txt.
func (r *reader) declaration() error {
	const name = "bagit.txt"
	r.bag.Encoding = "UTF-8"
	s, err := r.text(name)
	if err != nil {
		return invalid(name, "is missing or cannot be read")
	}
	if strings.HasPrefix(s, "\ufeff") {
		return invalid(name, "begins with a byte order mark")
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), "\n")
	if len(lines) != 2 {
		return invalid(name, "has %d lines and must have two", len(lines))
	}
	version, ok := strings.CutPrefix(lines[0], "BagIt-Version: ")
	if !ok {
		return invalid(name, "does not begin with the version")
	}
	if !slices.Contains([]string{"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"}, version) {
		return invalid(name, "names version %q, which is not one of 0.93 to 1.0", version)
	}
	encoding, ok := strings.CutPrefix(lines[1], "Tag-File-Character-Encoding: ")
	if !ok {
		return invalid(name, "does not name the encoding")
	}
	r.bag.Version, r.bag.Encoding = version, encoding
	_, err = decode(nil, encoding, name)
	return err
}

// list finds all files and refuses what is not one.
func (r *reader) list() error {
	r.there = map[string]bool{}
	return fs.WalkDir(r.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = r.ctx.Err()
		}
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return invalid(name, "is not a plain file")
		}
		r.files = append(r.files, name)
		r.there[name] = true
		return nil
	})
}

// info reads bag-info.txt, which was package-info.txt before version 0.95.
func (r *reader) info() error {
	name := "bag-info.txt"
	if !r.there[name] && r.there["package-info.txt"] {
		name = "package-info.txt"
	}
	if !r.there[name] {
		return nil
	}
	s, err := r.text(name)
	if err != nil {
		return err
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n") {
		switch {
		case strings.TrimSpace(line) == "":
		case line[0] == ' ' || line[0] == '\t':
			if len(r.bag.Info) == 0 {
				return invalid(name, "begins with a continued line")
			}
			r.bag.Info[len(r.bag.Info)-1].Value += " " + strings.TrimSpace(line)
		default:
			label, value, ok := strings.Cut(line, ":")
			if !ok {
				return invalid(name, "has a line without a label")
			}
			// RFC 8493, 2.2.2: no space before the colon, one after. Older drafts say less.
			if r.bag.Version == "1.0" && (strings.TrimSpace(label) != label || !strings.HasPrefix(value, " ") && !strings.HasPrefix(value, "\t")) {
				return invalid(name, "has a label with space around the colon where none may be")
			}
			r.bag.Info = append(r.bag.Info, Field{strings.TrimSpace(label), strings.TrimSpace(value)})
		}
	}
	return nil
}

// isPayload reports whether a path lies below data/.
func isPayload(p string) bool { return strings.HasPrefix(p, "data/") }

// cleanPath turns a path as written in a manifest into one below the bag. Paths
// that mean something outside on any system are refused on every one.
func cleanPath(written, version string) (string, error) {
	p := written
	if version == "1.0" {
		// RFC 8493, 2.1.3: CR, LF and % stand percent-encoded.
		p = strings.NewReplacer("%0D", "\r", "%0d", "\r", "%0A", "\n", "%0a", "\n", "%25", "%").Replace(p)
	}
	if strings.ContainsAny(p, `\`) || strings.HasPrefix(p, "/") || strings.HasPrefix(p, "~") || strings.ContainsRune(p, 0) {
		return "", fmt.Errorf("the path %q leads out of the bag", written)
	}
	if len(p) > 1 && p[1] == ':' || strings.HasPrefix(p, "%") || strings.HasPrefix(p, "$") {
		return "", fmt.Errorf("the path %q leads out of the bag", written)
	}
	clean := path.Clean(p)
	if clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || slices.Contains(strings.Split(p, "/"), "..") {
		return "", fmt.Errorf("the path %q leads out of the bag", written)
	}
	return clean, nil
}
