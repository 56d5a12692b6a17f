package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/archive"
	"casebench/internal/fault"
)

// unit is one thing that becomes a source: a file, or a member of an archive.
type unit struct {
	path   string // of a member: the archive's, and the member's below it
	outer  string // path of the file on disk
	stdin  bool
	input  importers.Input
	within []casefile.Enclosure
	err    error // why it cannot be read
	left   bool  // nothing is lost by it
}

// eachUnit opens a file and gives visit what it holds: itself, or, where it is an
// archive, its members one after the other, or the one that was named. What cannot be
// opened is a unit with its fault. Inputs are good until visit returns; an error of
// visit, or ctx's, ends it.
func eachUnit(ctx context.Context, f file, o ImportOptions, visit func(*unit) error) error {
	u := &unit{path: f.path, outer: f.path, stdin: f.stdin, err: f.err}
	if u.err != nil {
		return visit(u)
	}
	in := importers.Input{Name: "-", Reader: o.Stdin, Size: -1}
	if !f.stdin {
		h, err := os.Open(f.path)
		if err != nil {
			u.err = fault.New(fault.NotFound, "The file "+f.path+" cannot be read.", "Check the path and its permissions.", err)
			return visit(u)
		}
		defer h.Close()
		in = importers.Input{Name: f.path, Reader: h, Size: -1}
		if info, err := h.Stat(); err == nil && info.Mode().IsRegular() {
			in.Size = info.Size()
		}
	}
	in.Encoding = o.Encoding
	at, _ := in.Reader.(io.ReaderAt)
	head, in, err := importers.Peek(in)
	switch u.input, u.err = in, err; {
	case err != nil:
		return visit(u)
	case archive.Kind(head) == "" && f.member == "":
		return visit(u)
	case archive.Kind(head) == "":
		u.path, u.err = f.named(), fault.New(fault.NotFound, "There is no file "+f.named()+".", "Check the path.", nil)
		return visit(u)
	}
	if in.Size < 0 {
		at, in.Size, err = held(in.Reader)
	}
	if err == nil {
		err = eachMember(ctx, f, head, at, in.Size, visit)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if u.err = err; faulty(err) {
		return visit(u)
	}
	return err
}

// held takes an archive that comes through a pipe into memory.
func held(r io.Reader) (io.ReaderAt, int64, error) {
	b, err := io.ReadAll(io.LimitReader(r, importers.MaxHeld+1))
	if err == nil && len(b) > importers.MaxHeld {
		err = fault.New(fault.Invalid, fmt.Sprintf("An archive that comes through a pipe is held in memory: this one is larger than %d MiB, which is the limit.", importers.MaxHeld>>20),
			"Save it as a file, and import that.", nil)
	}
	return bytes.NewReader(b), int64(len(b)), err
}

// eachMember visits the members of an archive.
func eachMember(ctx context.Context, f file, head importers.Head, at io.ReaderAt, size int64, visit func(*unit) error) error {
	any, stop := false, errors.New("the member that was named")
	err := archive.Walk(ctx, head, at, size, func(m archive.Member) error {
		if f.member != "" && m.Path != f.member {
			return nil
		}
		any = any || !m.Left
		u := &unit{path: f.path + "/" + m.Path, outer: f.path, stdin: f.stdin, within: m.Within, err: m.Err, left: m.Left,
			input: importers.Input{Name: f.path + "/" + m.Path, Reader: m.Reader, Size: m.Size}}
		if err := visit(u); err != nil {
			return &visitError{err}
		}
		if f.member != "" {
			return stop
		}
		return nil
	})
	var visited *visitError
	switch {
	case errors.As(err, &visited):
		return visited.error
	case err != nil && err != stop:
		return err
	case !any && f.member != "":
		return fault.New(fault.NotFound, "There is no file "+f.named()+".", "Check the path.", nil)
	case !any:
		return fault.New(fault.NotFound, "The archive "+f.path+" holds no files.", "Ask for it again.", nil)
	}
	return nil
}

// visitError is an error of the one who visits, whatever it is.
type visitError struct{ error }

// faulty reports whether an error is one that stands beside a file.
func faulty(err error) bool {
	var f *fault.Error
	var v *visitError
	return errors.As(err, &f) && !errors.As(err, &v)
}

// named is the path of a file, or of the member that was named in it.
func (f file) named() string { return strings.TrimSuffix(f.path+"/"+f.member, "/") }
