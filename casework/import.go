package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// ImportOptions says what to import and how.
type ImportOptions struct {
	Paths     []string // files, folders, globs, or "-"
	Format    string   // "": found out for each file
	Mapping   *casefile.Mapping
	Zone      string
	Layout    string // how a line or a record is written; over the mapping's
	Namespace string
	TLP       casefile.Marking
	Encoding  string           // of the text, one of importers.Encodings; "": found out for each file
	Originals string           // "embed" or "reference"
	Custody   casefile.Custody // what is said of how the files came; over what lies beside them
	Stdin     io.Reader
	Resume    bool // go on with imports that were cut off; Paths may say where the files are now
	Keep      bool // when cancelled, keep what was read, to be resumed
}

// ImportResult is what an import did.
type ImportResult struct {
	Sources  []ImportedSource `json:"sources"`
	Left     []LeftOut        `json:"left,omitempty"` // of archives: what is no file, or is left alone in folders too
	Accepted int64            `json:"accepted"`
	Rejected int64            `json:"rejected"`
	Seconds  float64          `json:"seconds"`
	Joins    []Join           `json:"joins,omitempty"` // what could be joined now, as Joinable says it
}

// ImportedSource is one file of an import: a source of the case, a duplicate of
// one, or a file that failed.
type ImportedSource struct {
	casefile.Source
	Error *Failure `json:"error,omitempty"`
}

// LeftOut is what an archive holds and no file of evidence is lost by.
type LeftOut struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// Failure is a fault as results carry it.
type Failure struct {
	Kind    fault.Kind `json:"kind"`
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
}

func failureOf(err error) *Failure {
	var f *fault.Error
	if d := fault.Disk(err); d != nil {
		err = d
	}
	if errors.As(err, &f) {
		return &Failure{f.Kind, f.Message, f.Hint}
	}
	return &Failure{fault.KindOf(err), err.Error(), ""}
}

// Formats lists what can be imported.
func Formats() []importers.Format { return all.Registry().Formats() }

// ReadMapping reads a mapping file, as a dry run proposes it.
func ReadMapping(path string) (*casefile.Mapping, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.NotFound, "The mapping file "+path+" cannot be read.", "Check --map.", err)
	}
	var m casefile.Mapping
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fault.New(fault.Invalid, "The mapping file "+path+" is not a mapping.",
			"Start from what `workbench import --dry-run --json` proposes.", err)
	}
	return &m, nil
}

// Import imports files one after the other. Each becomes a source of the case or
// leaves no trace but its audit entries. With one file the error is the file's;
// with several the others go on, the result tells which failed, and the error
// says how many. Cancelling keeps the sources that were complete.
func (c *Casework) Import(ctx context.Context, o ImportOptions, p progress.Reporter) (ImportResult, error) {
	if o.Resume {
		return c.resumeDrafts(ctx, o, p)
	}
	began := time.Now()
	files, err := expand(o.Paths)
	if err != nil && len(o.Paths) == 1 {
		return ImportResult{}, err
	}
	var r round
	for _, f := range files {
		err := eachUnit(ctx, f, o, func(u *unit) error {
			if u.left {
				r.result.Left = append(r.result.Left, LeftOut{u.path, failureOf(u.err).Message})
				return nil
			}
			src, err := casefile.Source{}, u.err
			if err == nil {
				src, err = c.importUnit(ctx, u, o, p)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				src = casefile.Source{Path: u.path, Name: filepath.Base(u.path), Within: u.within}
			}
			r.add(src, err)
			return nil
		})
		if err != nil {
			return r.ended(began), err
		}
	}
	if len(files) == 1 && r.failed == 1 && len(r.result.Sources) == 1 {
		return ImportResult{Sources: nil, Left: r.result.Left}, r.first
	}
	return r.ended(began), r.failure(fmt.Sprintf("%d of %d files were not imported.", r.failed, len(r.result.Sources)))
}

// round is what becomes of several files, one after the other.
type round struct {
	result ImportResult
	failed int
	first  error
}

// add counts a file: as a source, or with the error that it met.
func (r *round) add(src casefile.Source, err error) {
	if err != nil {
		if r.failed++; r.first == nil {
			r.first = err
		}
		r.result.Sources = append(r.result.Sources, ImportedSource{Source: src, Error: failureOf(err)})
		return
	}
	r.result.Sources = append(r.result.Sources, ImportedSource{Source: src})
	if src.DuplicateOf == nil {
		r.result.Accepted += src.Accepted
		r.result.Rejected += src.Rejected
	}
}

// ended is the result, which took the time since the round began.
func (r *round) ended(began time.Time) ImportResult {
	r.result.Seconds = time.Since(began).Seconds()
	return r.result
}

// failure is the error of the round, which says how many files failed; nil if none did.
func (r *round) failure(message string) error {
	if r.failed == 0 {
		return nil
	}
	return fault.New(fault.KindOf(r.first), message, "The reasons stand beside the files.", nil)
}

// opened is an input that was identified and is ready to be read.
type opened struct {
	input    importers.Input
	importer importers.Importer
	head     importers.Head
	why      string
	mapping  *casefile.Mapping
	said     string // of the mappings of earlier sources; "" for nothing
}

// open looks at the head of a unit and chooses the importer.
func (u *unit) open(o ImportOptions, reg *importers.Registry) (*opened, error) {
	if u.err != nil {
		return nil, u.err
	}
	op := &opened{}
	return op, op.identify(u.input, o, reg)
}

func (op *opened) identify(in importers.Input, o ImportOptions, reg *importers.Registry) (err error) {
	in.Encoding = o.Encoding
	if op.head, op.input, err = importers.Peek(in); err != nil {
		return err
	}
	if op.head.Whole && len(op.head.Bytes) == 0 {
		return fault.New(fault.Invalid, "The file "+op.input.Base()+" is empty.", "Ask for it again; an empty table still has its header.", nil)
	}
	if o.Format != "" {
		op.importer, err = reg.Find(o.Format)
		op.why = "named by --format"
		if err != nil {
			return err
		}
	} else {
		imp, candidates, err := reg.ChooseSaid(op.head, o.Mapping)
		if err != nil {
			return err
		}
		op.importer, op.why = imp, candidates[0].Match.Why
	}
	op.mapping = o.mapping()
	return nil
}

// mapping returns the mapping with what was said beside it; nil when nothing was.
func (o ImportOptions) mapping() *casefile.Mapping {
	if o.Zone == "" && o.Layout == "" {
		return o.Mapping
	}
	m := casefile.Mapping{}
	if o.Mapping != nil {
		m = *o.Mapping
	}
	m.Zone, m.Layout = cmp.Or(o.Zone, m.Zone), cmp.Or(o.Layout, m.Layout)
	return &m
}

// importUnit makes one file a source: draft, rows, duplicate check, commit.
func (c *Casework) importUnit(ctx context.Context, u *unit, o ImportOptions, p progress.Reporter) (_ casefile.Source, err error) {
	op, err := u.open(o, c.registry)
	if err != nil {
		return casefile.Source{}, err
	}
	if err := c.fitsBefore(op); err != nil {
		return casefile.Source{}, err
	}
	format := op.importer.Format()
	draft := casefile.Source{Path: u.path, Name: op.input.Base(), Format: format.ID, FormatVersion: format.Version,
		Compression: op.head.Compression, Originals: o.Originals, Namespace: cmp.Or(o.Namespace, format.Namespace), TLP: o.TLP, Within: u.within,
		Imported: c.config.now()(), By: c.config.By, Mapping: op.mapping, Bytes: max(op.input.Size, 0)}
	if draft.Originals == "" {
		draft.Originals = "embed"
	}
	if u.stdin && len(u.within) == 0 {
		draft.Name = "standard input"
	}
	if draft.Originals == "reference" {
		switch {
		case u.stdin:
			return casefile.Source{}, fault.New(fault.Usage, "Standard input cannot be referred to.", "Leave --originals reference out.", nil)
		case len(u.within) > 0:
			return casefile.Source{}, fault.New(fault.Usage, u.path+" cannot be referred to: it lies in an archive.",
				"Unpack the archive and import what it holds, or leave --originals reference out.", nil)
		}
	}
	draft.Custody = o.Custody
	if !u.stdin {
		beside, err := CustodyBeside(u.outer)
		if err != nil {
			return casefile.Source{}, err
		}
		draft.Custody = o.Custody.Over(beside)
	}
	loader, err := c.file.Begin(draft)
	if err != nil {
		return casefile.Source{}, err
	}
	return c.load(ctx, op, loader, p, func(reason string, _ error) error {
		if o.Keep && ctx.Err() != nil {
			return loader.Leave()
		}
		return loader.Drop(reason)
	})
}

// load reads an opened file into a draft and commits it. Stop ends the draft after
// a failure; cause is what failed, or ctx's error.
func (c *Casework) load(ctx context.Context, op *opened, loader *store.Loader, p progress.Reporter, stop func(reason string, cause error) error) (casefile.Source, error) {
	began := time.Now()
	ended := func(reason string, cause error) error { return errors.Join(cause, stop(reason, cause)) }
	read, err := importers.Run(ctx, op.input, op.importer, op.mapping, loader, p)
	if err != nil {
		if ctx.Err() != nil {
			return casefile.Source{}, ended("cancelled", ctx.Err())
		}
		return casefile.Source{}, ended("failed", op.explained(c.registry.Advise(err, op.head)))
	}
	src := merge(loader.Source(), read)
	if op.said != "" {
		src.Assumed = append(src.Assumed, op.said)
	}
	twin, found, err := c.twin(src.SHA256)
	if err != nil {
		return casefile.Source{}, ended("failed", err)
	}
	if found {
		if err := loader.Drop(fmt.Sprintf("same file as source %d", twin.ID)); err != nil {
			return casefile.Source{}, err
		}
		src.ID, src.DuplicateOf = 0, &twin.ID
		src.Seconds = time.Since(began).Seconds()
		return src, nil
	}
	src.Seconds = time.Since(began).Seconds()
	done, err := loader.Commit(ctx, src)
	if err != nil {
		return casefile.Source{}, ended("failed", err)
	}
	c.changed(TopicSources)
	return done, nil
}

// merge puts what reading found out over what the draft said.
func merge(draft, read casefile.Source) casefile.Source {
	s := draft
	s.Table, s.Compression, s.SHA256 = read.Table, read.Compression, read.SHA256
	s.Bytes, s.DecodedBytes = read.Bytes, read.DecodedBytes
	s.Rows, s.Accepted, s.Rejected, s.Skipped = read.Rows, read.Accepted, read.Rejected, read.Skipped
	s.Mapping, s.Assumed = read.Mapping, read.Assumed
	s.From, s.To = read.From, read.To
	return s
}

// twin finds a ready source with the same SHA-256.
func (c *Casework) twin(sum string) (src casefile.Source, found bool, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		src, found, err = tx.FindBySum(sum)
		return err
	})
	return src, found, err
}
