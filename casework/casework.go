// Package casework is one open case and what may be done with it.
//
// It joins the engines, which do not know each other: it opens a file and hands
// it to importers, gives linkage the observations of the store, turns clusters
// into a graph for graphview and gathers everything that casepackage signs. It
// says in what order things happen, and contains no algorithm: one workflow is
// one file, named after its verb.
//
// The window and the command line are both shells over this package, so that
// they cannot differ. Results are plain structs with the JSON names of the
// command line.
//
// A Casework may be used from several goroutines. Long calls take a context and
// a progress.Reporter; they return ctx.Err() soon after cancellation and leave
// the case as it was before the call, or at the end of a complete unit (a source,
// a run).
package casework

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/internal/fault"
)

// Config says who works, with which program, and by which clock.
type Config struct {
	By       string           // recorded in the audit log
	Program  string           // name and version
	Now      func() time.Time // nil: the system clock, in UTC
	ReadOnly bool
	Workers  int // goroutines of all searches together; 0: one for each processor

	// Secret is asked, once, when an encrypted case is opened; nil: there is none.
	// See Passphrase and Identities.
	Secret func() (Secret, error)
}

func (c Config) now() func() time.Time {
	if c.Now != nil {
		return c.Now
	}
	return func() time.Time { return time.Now().UTC() }
}

// mostRemembered is how many bytes are kept of what searches found in texts: a filter of
// 28.8 million rows takes four to eight million.
const mostRemembered = 48 << 20

// newGate lets as many goroutines search at once as the configuration says.
func (c Config) newGate() *query.Gate {
	if c.Workers > 0 {
		return query.NewGate(c.Workers)
	}
	return query.NewGate(runtime.GOMAXPROCS(0))
}

// Casework is one open case.
type Casework struct {
	file     *store.File
	config   Config
	gate     *query.Gate   // of all searches
	memory   *query.Memory // the same
	registry *importers.Registry
	watchers watchers
	searches searches
	kept     kept
	matched  matched
	reckoned reckoning
	viewed   viewed
	insight  insight // what Detail has looked up
	hangs    hangs   // and of the newest run
}

// New creates a plain case. The path must not exist.
func New(path, title string, c Config) (*Casework, error) {
	return newCase(path, title, nil, c)
}

func newCase(path, title string, holders []Holder, c Config) (*Casework, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fault.New(fault.Conflict, "There is already a file at "+path+".",
			"Choose another name, or open it.", nil)
	}
	if dir := filepath.Dir(path); !isDir(dir) {
		return nil, fault.New(fault.NotFound, "The folder "+dir+" does not exist.", "Make it first.", nil)
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return nil, err
	}
	if title == "" {
		title = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	now := c.now()
	f, err := store.Create(path, casefile.Case{ID: id.String(), Title: title, Created: now(), By: c.By, Program: c.Program},
		store.Options{By: c.By, Now: now, Holders: holders})
	if err != nil {
		return nil, err
	}
	return over(f, c), nil
}

// Open opens an existing case.
func Open(path string, c Config) (*Casework, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "There is no case at "+path+".",
			"Check the path, or make one with `workbench new`.", err)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fault.New(fault.Invalid, path+" is a folder, not a case.", "A case is one file, usually NAME.case.", nil)
	}
	// A case that may only be read (a reviewer's medium) is opened for reading.
	if w, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		err = w.Close()
		if err != nil {
			return nil, err
		}
	} else if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		c.ReadOnly = true
	}
	f, err := store.Open(path, store.Options{By: c.By, Program: c.Program, Now: c.now(), ReadOnly: c.ReadOnly, Secret: c.Secret})
	if err != nil {
		return nil, err
	}
	return over(f, c), nil
}

// over is the work on an open case file.
func over(f *store.File, c Config) *Casework {
	return &Casework{file: f, config: c, gate: c.newGate(), memory: query.NewMemory(mostRemembered), registry: all.Registry()}
}

// Close closes the case.
func (c *Casework) Close() error { return c.file.Close() }

// Case returns what the file says about itself.
func (c *Casework) Case() casefile.Case { return c.file.Case() }

// Path returns where the case file is.
func (c *Casework) Path() string { return c.file.Path() }

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
