// Package archive walks the files inside zip and tar archives, and inside archives
// in those.
//
// Three nouns: an Archive is a file that was received and hashed to its end, a
// Member is one file in it, its Enclosures say in which archives it came. Nothing is
// unpacked to disk: a member is read where it stands, each stretch of the archive
// compared with what was hashed.
//
// It promises that what is hostile ends: members, nesting, the bytes that come out
// and how many times the size of the archive they are have limits, and the error
// names them. A name that leads out of the archive is only a name. What is no file,
// such as a link, or cannot be read, such as an encrypted member, is handed out with
// the reason. The package knows no format and no case.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"

	"casebench/casefile"
	"casebench/casefile/packing"
	"casebench/importers"
	"casebench/internal/fault"
)

// Kind returns "zip" or "tar" for the beginning of an archive, compressed or not, and
// "" for anything else. A workbook, which is a zip too, is none.
func Kind(h importers.Head) string {
	switch {
	case h.Compression == "" && isZip(h):
		return "zip"
	case packing.Text(h.Compression) == "" && h.Compression != importers.Parquet && isTar(h.Bytes):
		return "tar"
	}
	return ""
}

func isZip(h importers.Head) bool {
	switch {
	case bytes.HasPrefix(h.Bytes, []byte("PK\x05\x06")), h.HasExtension(".zip") && bytes.Contains(h.Bytes, []byte("PK\x03\x04")):
		return true
	case !bytes.HasPrefix(h.Bytes, []byte("PK\x03\x04")) || len(h.Bytes) < 30:
		return false
	}
	name := h.Bytes[30:min(len(h.Bytes), 30+int(h.Bytes[26])+int(h.Bytes[27])<<8)]
	return string(name) != "[Content_Types].xml" && !bytes.HasPrefix(name, []byte("xl/")) && !bytes.HasPrefix(name, []byte("_rels/"))
}

// isTar checks the sum of the first header, which every tar has had since the
// seventh edition of Unix.
func isTar(b []byte) bool {
	if len(b) < 512 || b[0] == 0 {
		return false
	}
	_, err := tar.NewReader(bytes.NewReader(b[:512])).Next()
	if err == nil {
		return true
	}
	// A header of another kind, or one whose content is cut off here.
	return bytes.HasPrefix(b[257:], []byte("ustar")) && !errors.Is(err, tar.ErrHeader)
}

// Member is one file in an archive. Its Reader is good until visit returns.
type Member struct {
	Path   string // with slashes, never leading out; no two members of a walk have one path
	Within []casefile.Enclosure
	Size   int64 // in bytes
	Reader io.Reader
	// Err is why the member is not read. With Left, nothing was lost by it: it is a
	// link, a device, or a file that a folder's import leaves alone too.
	Err  error
	Left bool
}

// Walk visits the members of an archive, in its order. It is read twice: to hash it,
// then member by member. An error of visit, or ctx's, ends the walk and is returned;
// that the archive is broken, changed meanwhile or past a limit is a fault.
func Walk(ctx context.Context, h importers.Head, in io.ReaderAt, size int64, visit func(Member) error) error {
	b := &budget{ctx: ctx, size: size, paths: map[string]int{}}
	return b.walk(h, in, size, nil, "", visit)
}

// walk visits one archive, the outermost or one inside others. Prefix is what stands
// before the paths of its members.
func (b *budget) walk(h importers.Head, in io.ReaderAt, size int64, outer []casefile.Enclosure, prefix string, visit func(Member) error) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	proved, sum, err := importers.Prove(b.ctx, h.Name, in, size)
	if err != nil {
		return err
	}
	w := &walker{budget: b, head: h, prefix: prefix, outer: outer, visit: visit,
		within: casefile.Enclosure{Name: shown(h.Name), SHA256: sum, Bytes: size}}
	if Kind(h) == "zip" {
		return w.zip(proved, size)
	}
	return w.tar(io.NewSectionReader(proved, 0, size))
}

// walker is the walk of one archive.
type walker struct {
	*budget
	head   importers.Head
	prefix string
	outer  []casefile.Enclosure
	within casefile.Enclosure // without the member
	visit  func(Member) error
}

// entry is what an archive says of one member.
type entry struct {
	name     string // as the archive has it
	modified string
	size     int64
	why      string // it is not read: "it is encrypted"
	left     bool   // and nothing is lost by it
	open     func() (io.Reader, error)
}

// one visits a member, or the members of an archive that it is.
func (w *walker) one(e entry) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.members++; w.members > importers.MaxMembers {
		return w.bomb(fmt.Sprintf("it holds more than %d files", importers.MaxMembers))
	}
	m := Member{Path: w.unique(w.prefix + inner(e.name)), Size: e.size}
	in := w.within
	in.Member, in.Modified, in.Remark = shown(e.name), e.modified, remark(e.name, w.prefix+inner(e.name), m.Path)
	m.Within = append(w.outer[:len(w.outer):len(w.outer)], in)
	if e.why != "" {
		m.Left, m.Err = e.left, fault.New(fault.Unsupported, fmt.Sprintf("%s in %s is not read: %s.", m.Path, w.within.Name, e.why),
			"Unpack it by hand, and import what it holds.", nil)
		return w.visit(m)
	}
	if leave(inner(e.name)) {
		m.Left, m.Err = true, fault.New(fault.Unsupported, m.Path+" is left alone, as in a folder.", "", nil)
		return w.visit(m)
	}
	r, err := e.open()
	if err != nil {
		m.Err = w.broken(m.Path, err)
		return w.visit(m)
	}
	if c, ok := r.(io.Closer); ok {
		defer c.Close()
	}
	return w.read(m, &told{w.limited(r), func(err error) error { return w.broken(m.Path, err) }})
}

// read looks at the beginning of a member: what is an archive is walked, what must be
// read anywhere is held in memory.
func (w *walker) read(m Member, r io.Reader) error {
	from := bufio.NewReader(r)
	magic, _ := from.Peek(4)
	anywhere := string(magic) == "PAR1"
	h, in := importers.Head{}, importers.Input{Name: path.Base(m.Path), Reader: from, Size: -1}
	if !anywhere {
		var err error
		if h, in, err = importers.Peek(in); err != nil {
			m.Err = err
			return w.visit(m)
		}
	}
	nested := Kind(h) != ""
	if !anywhere && !nested {
		m.Reader = in.Reader
		return w.visit(m)
	}
	if nested && len(m.Within) >= importers.MaxNested {
		m.Err = fault.New(fault.Invalid, fmt.Sprintf("%s is not read: it is an archive inside %d others, which is the limit.", m.Path, importers.MaxNested),
			"Unpack it by hand, look at it, and import what it holds.", nil)
		return w.visit(m)
	}
	whole, err := io.ReadAll(io.LimitReader(in.Reader, importers.MaxHeld+1))
	switch {
	case err != nil:
		m.Err = err
		return w.visit(m)
	case len(whole) > importers.MaxHeld:
		m.Err = fault.New(fault.Invalid, fmt.Sprintf("%s is not read: it must be held in memory whole, and is larger than %d MiB, which is the limit.", m.Path, importers.MaxHeld>>20),
			"Unpack the archive by hand, and import what it holds.", nil)
		return w.visit(m)
	case !nested:
		m.Size, m.Reader = int64(len(whole)), bytes.NewReader(whole)
		return w.visit(m)
	}
	if err := w.walk(h, bytes.NewReader(whole), int64(len(whole)), m.Within, m.Path+"/", w.visit); err != nil {
		if w.ctx.Err() != nil || !faulty(err) {
			return err
		}
		m.Err = err
		return w.visit(m)
	}
	return nil
}

// faulty reports whether an error is of the archive, and not of the one who walks it.
func faulty(err error) bool {
	var f *fault.Error
	return errors.As(err, &f)
}

// inner makes a path that leads nowhere out of what an archive says.
func inner(name string) string {
	name = path.Clean("/" + strings.ReplaceAll(shown(name), `\`, "/"))
	if len(name) > 3 && name[2] == ':' {
		name = name[3:] // a drive
	}
	return strings.TrimLeft(name, "/")
}

// shown makes a name fit to be shown: control signs and what is no text become U+FFFD.
func shown(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u202e' || r == '\u202d' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

// remark says what is odd about a name.
func remark(name, want, got string) string {
	var out []string
	slashes := strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(slashes, "/") || len(slashes) > 2 && slashes[1] == ':' && slashes[2] == '/' ||
		strings.HasPrefix(slashes, "../") || strings.Contains(slashes, "/../") {
		out = append(out, "Its path leads out of the archive; it was read, and nothing was written there.")
	}
	if want != got {
		out = append(out, "The archive holds another file of this name.")
	}
	return strings.Join(out, " ")
}

// leave reports whether a folder's import leaves a file alone: hidden ones, what is in
// hidden folders, what a Mac adds.
func leave(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// broken is the fault of what cannot be read.
func (w *walker) broken(what string, err error) error {
	if errors.Is(err, zip.ErrAlgorithm) {
		return fault.New(fault.Unsupported, fmt.Sprintf("%s is packed in a way that is not read.", what), "Unpack it by hand, and import what it holds.", err)
	}
	if w.ctx.Err() != nil {
		return w.ctx.Err()
	}
	if faulty(err) {
		return err
	}
	return fault.New(fault.Corrupt, fmt.Sprintf("%s is damaged: the archive %s cannot be read there.", what, w.within.Name),
		"Get the archive again: the copy is damaged or incomplete.", err)
}
