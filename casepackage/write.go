package casepackage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Write makes a package of c at path. It writes into a temporary file beside the
// target and renames it when all of it is on disk: on failure or cancel nothing
// is left behind, and an existing file at the target is untouched.
//
// Things that the profile or a marking keeps back are listed in Result.Blocked;
// they are not an error.
func Write(ctx context.Context, path string, c *Contents, o Options) (Result, error) {
	if o.Progress == nil {
		o.Progress = progress.Discard
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkContents(c, &o); err != nil {
		return Result{}, err
	}
	if _, err := os.Lstat(path); err == nil && !o.Replace {
		return Result{}, fault.New(fault.Conflict, fmt.Sprintf("%s exists already.", path),
			"Choose another name for the package.", nil)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return Result{}, cannotWrite(path, err)
	}
	result, err := writeFile(ctx, f, c, o)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		if rmErr := os.Remove(f.Name()); rmErr != nil && !errors.Is(rmErr, fs.ErrNotExist) {
			err = errors.Join(err, rmErr)
		}
		return Result{}, cannotWrite(path, err)
	}
	result.Path = path
	return result, nil
}

// cannotWrite turns what a disk says into what a person can mend.
func cannotWrite(path string, err error) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return fault.New(fault.Full, "There is no room left for the package.",
			"Free some space, or write it to another disk.", err)
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, fmt.Sprintf("The folder of %s does not exist.", path), "Make it first.", err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Invalid, fmt.Sprintf("%s may not be written here.", path), "Choose another folder.", err)
	}
	return fmt.Errorf("write package: %w", err)
}

// checkContents refuses what no package may be made of, before a byte is written.
func checkContents(c *Contents, o *Options) error {
	if !slices.Contains(Profiles(), o.Profile) {
		_, err := ParseProfile(string(o.Profile))
		return err
	}
	if o.Profile == Partner && len(o.ExchangeKey) < 16 {
		return fault.New(fault.Usage, "The partner profile needs an exchange key of at least 16 bytes.",
			"Agree on one with the partner and give it by file.", nil)
	}
	ordered := func(what string, n int, less func(i int) bool) error {
		for i := 1; i < n; i++ {
			if !less(i) {
				return fmt.Errorf("write package: %s are not in order, or one is there twice", what)
			}
		}
		return nil
	}
	figures := make([]string, len(c.Figures))
	for i := range c.Figures {
		figures[i] = safeName(c.Figures[i].ID)
	}
	slices.Sort(figures)
	if err := errors.Join(
		ordered("accounts", len(c.Accounts), func(i int) bool { return c.Accounts[i-1].Code < c.Accounts[i].Code }),
		ordered("exhibits", len(c.Exhibits), func(i int) bool { return c.Exhibits[i-1].Number < c.Exhibits[i].Number }),
		ordered("links", len(c.Links), func(i int) bool {
			a, b := &c.Links[i-1], &c.Links[i]
			return a.A < b.A || a.A == b.A && a.B < b.B
		}),
		ordered("figures", len(figures), func(i int) bool { return figures[i-1] != figures[i] })); err != nil {
		return err
	}
	narrowest := narrowestMarking(c, o.Profile)
	if c.Marking != "" && c.Marking.Rank() < narrowest.Rank() {
		return fault.New(fault.Conflict,
			fmt.Sprintf("The package cannot be %s: something inside is %s.", c.Marking, narrowest),
			fmt.Sprintf("Mark it %s, or leave that thing out.", narrowest), nil)
	}
	return nil
}

// narrowestMarking returns the narrowest label among the things that leave.
func narrowestMarking(c *Contents, p Profile) casefile.Marking {
	var m casefile.Marking
	narrow := func(k casefile.Marking) {
		if k.Rank() > m.Rank() {
			m = k
		}
	}
	if !p.userData() {
		for _, o := range c.Observables {
			if o.Marking.Rank() <= casefile.Marking("green").Rank() {
				narrow(o.Marking)
			}
		}
		return m
	}
	for i := range c.Sources {
		narrow(c.Sources[i].TLP)
	}
	for i := range c.Indicators {
		narrow(c.Indicators[i].TLP)
	}
	for i := range c.Exhibits {
		narrow(c.Exhibits[i].Marking)
	}
	return m
}

// packer writes one package.
type packer struct {
	ctx     context.Context
	c       *Contents
	o       Options
	z       *zipWriter
	now     time.Time
	id      string
	marking casefile.Marking
	blocked []Blocked
	secrets *credentials

	accounts map[uint32]*Account
	exhibits []exhibitRow // written so far
	audit    auditTotals
}

// member is one file of the payload, and how it is written.
type member struct {
	path  string
	write func(path string) error
}

func writeFile(ctx context.Context, f *os.File, c *Contents, o Options) (Result, error) {
	p := &packer{ctx: ctx, c: c, o: o, now: o.Now().UTC(), id: packageID(c, o.Profile), marking: c.Marking,
		secrets: newCredentials(), accounts: make(map[uint32]*Account, len(c.Accounts)), blocked: []Blocked{}}
	if p.marking == "" {
		p.marking = narrowestMarking(c, o.Profile)
	}
	for i := range c.Accounts {
		p.accounts[c.Accounts[i].Code] = &c.Accounts[i]
	}
	p.z = newZipWriter(ctx, f, p.id+"/")
	members := p.members()
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.path, b.path) })
	o.Progress.Phase("writing the package", int64(len(members)))
	for _, m := range members {
		if err := m.write(m.path); err != nil {
			return Result{}, err
		}
		o.Progress.Add(1)
	}
	if err := p.tagFiles(); err != nil {
		return Result{}, err
	}
	if err := p.z.finish(); err != nil {
		return Result{}, err
	}
	return p.result(f)
}

// result reads the finished file once more for its own hash.
func (p *packer) result(f *os.File) (Result, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Result{}, err
	}
	h := sha256.New()
	n, err := io.Copy(h, contextReader{p.ctx, f})
	if err != nil {
		return Result{}, fmt.Errorf("hash package: %w", err)
	}
	r := Result{ID: p.id, Profile: p.o.Profile, Files: len(p.z.entries), Bytes: n, SHA256: hex.EncodeToString(h.Sum(nil)),
		AuditHead: p.c.Head, Marking: p.marking.String(), Blocked: p.blocked}
	if p.o.Signer != nil {
		r.Signed, r.Signer = true, p.o.Signer.Identity()
	}
	return r, nil
}

// block notes something that stays in the case.
func (p *packer) block(item, reason string) {
	p.blocked = append(p.blocked, Blocked{item, reason})
}

// name prints an account; one that the account table lacks appears by its code.
func (p *packer) name(code uint32) string {
	if a := p.accounts[code]; a != nil {
		return a.Name
	}
	return fmt.Sprintf("account #%d", code)
}

// bytes makes a member of bytes at hand.
func (p *packer) bytes(path string, make func(w *bytes.Buffer) error) member {
	return member{path, func(path string) error {
		var b bytes.Buffer
		if err := make(&b); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		return p.z.put(path, b.Bytes())
	}}
}

// stream makes a member of bytes that come one after the other.
func (p *packer) stream(path string, fill func(w io.Writer) error) member {
	return member{path, func(path string) error {
		_, _, err := p.z.stream(path, 0, fill)
		return err
	}}
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
