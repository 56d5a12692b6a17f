package casepackage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"casebench/casepackage/bagit"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// VerifyOptions says what a package is held against.
type VerifyOptions struct {
	// AllowedSigners is the content of an allowed-signers file as ssh-keygen reads
	// it. Nil: the signature is checked against the key inside the package, which
	// nobody vouches for. Not nil: a signer that is not in it fails, and so does a
	// package without a signature.
	AllowedSigners []byte
	Progress       progress.Reporter // nil: progress.Discard
}

// Check is one thing that was looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// Report is the outcome of a verification. The first Check that is not OK is the
// first thing that is wrong; its detail names the file.
type Report struct {
	OK      bool    `json:"ok"`
	Signed  bool    `json:"signed"`
	Signer  string  `json:"signer"`  // "" when unsigned or unknown
	Vouched bool    `json:"vouched"` // the signer is in the allowed-signers file
	Warning string  `json:"warning,omitempty"`
	Checks  []Check `json:"checks"`

	ID    string `json:"id,omitempty"` // name of the bag
	Head  string `json:"audit_head,omitempty"`
	Files int    `json:"files"`
	Bytes int64  `json:"bytes"`
}

// First returns the first check that failed, or nil.
func (r *Report) First() *Check {
	for i := range r.Checks {
		if !r.Checks[i].OK {
			return &r.Checks[i]
		}
	}
	return nil
}

// add notes a check: err is what is wrong with it, ok what to say otherwise.
func (r *Report) add(name string, err error, ok string) bool {
	c := Check{Name: name, OK: err == nil, Detail: ok}
	if err != nil {
		c.Detail, r.OK = err.Error(), false
	}
	r.Checks = append(r.Checks, c)
	return c.OK
}

// Verify checks the package at path: a zip, or the folder that it was unpacked
// into. Every byte of a zip is covered; of a folder, every file below it. It reads
// each file once and writes nothing.
//
// What is wrong with a package is in the Report, never in the error: the error
// says that the package could not be read at all, or that the work was cancelled.
func Verify(ctx context.Context, path string, o VerifyOptions) (Report, error) {
	if o.Progress == nil {
		o.Progress = progress.Discard
	}
	f, err := os.Open(path)
	if err != nil {
		return Report{}, cannotRead(path, err)
	}
	defer func() { _ = f.Close() }() // read only
	st, err := f.Stat()
	if err != nil {
		return Report{}, cannotRead(path, err)
	}
	r := Report{OK: true, Checks: []Check{}}
	var b *bag
	if st.IsDir() {
		b, err = scanFolder(ctx, path, &r, o.Progress)
	} else {
		b, err = scanZip(ctx, f, st.Size(), &r, o.Progress)
	}
	if err != nil {
		return Report{}, fmt.Errorf("verify %s: %w", path, err)
	}
	switch {
	case b == nil:
	case st.IsDir() && b.info("Casebench-Format") == "":
		return r, foreignBag(ctx, path, &r)
	default:
		b.check(&r, &o)
	}
	return r, nil
}

// foreignBag says of a folder that is no package whether it is a bag at all.
func foreignBag(ctx context.Context, path string, r *Report) error {
	bag, err := bagit.Read(ctx, os.DirFS(path))
	var why *bagit.Invalid
	if err != nil && !errors.As(err, &why) {
		return fmt.Errorf("verify %s: %w", path, err)
	}
	said := ""
	if err == nil {
		said = fmt.Sprintf("BagIt %s, %d files", bag.Version, bag.Payload)
	}
	r.add("bag", err, said)
	r.add("package", fmt.Errorf("%s does not describe a Casebench package", fileInfo), "")
	return nil
}

func cannotRead(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, fmt.Sprintf("There is no package at %s.", path), "Check the path.", err)
	}
	return fmt.Errorf("open package: %w", err)
}

func scanZip(ctx context.Context, f *os.File, size int64, r *Report, p progress.Reporter) (*bag, error) {
	r.Bytes = size
	a, err := openArchive(f, size)
	if err != nil {
		r.add("zip", err, "")
		return nil, nil
	}
	p.Phase("verifying", size)
	b := newBag(a.prefix[:len(a.prefix)-1])
	sums, wrong, err := a.scan(ctx, b.sink, p.Add)
	if err != nil {
		return nil, err
	}
	b.sums = sums
	r.add("zip", wrong, fmt.Sprintf("%d files; every byte outside them is as it must be", len(sums)))
	return b, nil
}
