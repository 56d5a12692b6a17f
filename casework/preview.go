package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/casefile/packing"
	"casebench/importers"
	"casebench/internal/fault"
)

// FileLook is what can be said of one file before it is imported, for a person to
// judge. Nothing of it is kept.
type FileLook struct {
	PlannedFile
	Name        string        `json:"name"`
	Size        int64         `json:"bytes"`       // as received; -1 when nobody knows
	Compression string        `json:"compression"` // layers, as package packing names them
	Encoding    string        `json:"encoding"`    // of the text, in words
	Canonical   bool          `json:"canonical"`   // it speaks the tables' own language: nobody need be asked
	Tried       []TriedFormat `json:"tried"`       // every format's opinion, the best first
	Trial       *Trial        `json:"trial,omitempty"`
	Twin        uint32        `json:"twin,omitempty"` // the source that holds the same bytes
	Observes    []string      `json:"observes"`       // what links between accounts can rest on

	Beside      casefile.Custody `json:"custody,omitzero"`        // what lies beside the file says of how it came
	BesideError *Failure         `json:"custody_error,omitempty"` // why that cannot be used: the import would refuse the file
}

// TriedFormat is a format's opinion of a file.
type TriedFormat struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Fits  bool   `json:"fits"`
	Why   string `json:"why"`
}

// LookAt reads the beginning of each file as Import would, and changes nothing. A
// mapping in the options is what a person has said already. A file that cannot be
// read stands in the list with its failure, and in place of an archive stand the files
// in it.
func (c *Casework) LookAt(ctx context.Context, o ImportOptions) ([]FileLook, error) {
	files, err := expand(o.Paths)
	if len(files) == 0 {
		return nil, err
	}
	looks := make([]FileLook, 0, len(files))
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := eachUnit(ctx, f, o, func(u *unit) error {
			if !u.left {
				looks = append(looks, c.lookAt(ctx, u, o))
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, err
		}
	}
	return looks, ctx.Err()
}

func (c *Casework) lookAt(ctx context.Context, u *unit, o ImportOptions) FileLook {
	look := FileLook{PlannedFile: PlannedFile{Path: u.path}, Name: filepath.Base(u.path), Size: u.input.Size}
	fail := func(err error) FileLook {
		look.Error = failureOf(err)
		return look
	}
	if !u.stdin {
		if beside, err := CustodyBeside(u.outer); err != nil {
			look.BesideError = failureOf(err)
		} else {
			look.Beside = beside
		}
	}
	op, err := u.open(o, c.registry)
	if err != nil {
		var none *importers.NoMatchError
		if errors.As(err, &none) {
			// The reasons stand in Tried, one for each format.
			look.Tried = tried(none.Candidates)
			return fail(fault.New(fault.Unsupported, "No format fits "+none.Name+".", "See why beside each format, or choose one.", err))
		}
		return fail(err)
	}
	look.Format, look.Why, look.Compression = op.importer.Format().ID, op.why, op.head.Compression
	if err := c.fitsBefore(op); err != nil {
		return fail(err)
	}
	look.Encoding, look.Tried = encodingOf(op.head), tried(c.registry.Identify(op.head))
	if m, ok := op.importer.(importers.Mapper); ok {
		if prop, err := m.Propose(op.head, op.mapping); err == nil {
			look.propose(prop)
		}
	}
	if pv, ok := op.importer.(importers.Previewer); ok {
		if shown, err := pv.Preview(op.head, previewRows); err == nil {
			look.Preview = &shown
		}
	}
	reading, err := op.importer.Open(op.head, op.mapping)
	if err != nil {
		return fail(op.explained(err))
	}
	look.Trial, err = try(ctx, reading, op.head, look.Mapping)
	if err != nil {
		return fail(err)
	}
	about := reading.About()
	look.Table, look.Assumed = about.Table, about.Assumed
	if op.said != "" {
		look.Assumed = append(look.Assumed, op.said)
	}
	look.Observes = observes(look.Mapping)
	if u.outer == u.path && !u.stdin {
		if look.Twin, err = c.twinOf(ctx, u.path, look.Size); err != nil {
			return fail(err)
		}
	}
	return look
}

// propose takes over what the importer proposes for the columns.
func (l *FileLook) propose(prop *importers.Proposal) {
	l.Canonical, l.Missing, l.Table, l.Mapping = prop.Canonical, prop.Missing, prop.Mapping.Table, &prop.Mapping
	for _, c := range prop.Columns {
		l.Columns = append(l.Columns, PlannedColumn{c.Column, c.To, c.Why})
	}
}

func tried(list []importers.Candidate) []TriedFormat {
	out := make([]TriedFormat, 0, len(list))
	for _, k := range list {
		out = append(out, TriedFormat{k.Format.ID, k.Format.Title, k.Match.Fit != importers.FitNo, k.Match.Why})
	}
	return out
}

// encodingOf says how the text of a head is written.
func encodingOf(h importers.Head) string {
	b := h.Bytes
	switch packing.Text(h.Compression) {
	case packing.UTF16LE, packing.UTF16BE:
		return "UTF-16"
	case packing.Windows1252:
		return "Windows-1252"
	}
	switch {
	case len(importers.BOM(b)) > 0:
		return "UTF-8 with a byte order mark"
	}
	for i := 0; !h.Whole && i < utf8.UTFMax && len(b) > 0 && !utf8.Valid(b); i++ {
		b = b[:len(b)-1] // the head may end inside a character
	}
	if !utf8.Valid(b) {
		return "not UTF-8"
	}
	for _, x := range b {
		if x >= utf8.RuneSelf {
			return "UTF-8"
		}
	}
	return "ASCII"
}

// observes names what the mapped columns let links rest on.
func observes(m *casefile.Mapping) (out []string) {
	if m == nil {
		return nil
	}
	schema := casefile.SchemaOf(casefile.TableByName(m.Table))
	if schema == nil {
		return nil
	}
	fed := map[string]bool{}
	for _, to := range m.Columns {
		fed[to] = true
	}
	for _, col := range schema.Columns {
		if fed[col.Name] && col.Observe != casefile.ObserveNone && col.Role != casefile.RoleAccount {
			out = append(out, col.Name)
		}
	}
	return out
}

// twinOf returns the ready source that holds the same bytes as the file, or 0. The
// file is hashed only when a source has its size.
func (c *Casework) twinOf(ctx context.Context, path string, size int64) (uint32, error) {
	list, err := c.sources()
	if err != nil {
		return 0, err
	}
	for _, s := range list {
		if s.State == casefile.SourceReady && s.Bytes == size {
			sum, err := sumOf(ctx, path)
			if err != nil {
				return 0, err
			}
			twin, _, err := c.twin(sum)
			return twin.ID, err
		}
	}
	return 0, nil
}

// SameBytes reports whether two files hold the same bytes. It stops soon after ctx
// ends.
func SameBytes(ctx context.Context, a, b string) (bool, error) {
	f, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer f.Close()
	g, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer g.Close()
	x, y := make([]byte, 1<<20), make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := io.ReadFull(f, x)
		m, other := io.ReadFull(g, y)
		if n != m || !bytes.Equal(x[:n], y[:m]) {
			return false, nil
		}
		for _, e := range []error{err, other} {
			if e != nil && e != io.EOF && e != io.ErrUnexpectedEOF {
				return false, e
			}
		}
		if err != nil {
			return true, nil
		}
	}
}

// sumOf hashes a file, and stops soon after ctx ends.
func sumOf(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if _, err := io.CopyN(h, f, 4<<20); err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		} else if err != nil {
			return "", err
		}
	}
}

// WriteMapping keeps a mapping as a file that ReadMapping and --map read. An older
// file of the name is replaced.
func WriteMapping(path string, m casefile.Mapping) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write mapping: %w", err)
	}
	if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
		return fault.New(fault.Invalid, "The mapping cannot be written to "+path+".", "Choose another folder.", err)
	}
	return nil
}
