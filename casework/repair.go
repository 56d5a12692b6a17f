package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/packing"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/internal/progress"
)

// RepairResult is what a repair saved, and what it could not.
type RepairResult struct {
	Path string `json:"path"`
	store.Repaired
	Again  []ImportedAgain `json:"again"`  // sources that were imported again from their own originals
	Wrong  []string        `json:"wrong"`  // what check still finds
	Lossy  []uint32        `json:"lossy"`  // sources that were withdrawn, because rows of them are lost
	Damage string          `json:"damage"` // one sentence
}

// ImportedAgain is a damaged source whose kept file is whole.
type ImportedAgain struct {
	Source uint32 `json:"source"`
	As     uint32 `json:"as"`
}

// Repair saves what can be saved of the case at path in a new case at out. A source
// that lost rows is withdrawn there, which undo takes back; where its own kept file is
// whole, it is imported again from it, as a source of its own number. The damaged case
// is not changed. On failure, cancel included, there is no new case.
func Repair(ctx context.Context, path, out string, c Config, p progress.Reporter) (r RepairResult, err error) {
	f, report, err := store.Repair(ctx, path, out, store.Options{By: c.By, Program: c.Program, Now: c.now(), Secret: c.Secret}, p)
	if err != nil {
		return RepairResult{}, err
	}
	w := over(f, c)
	defer func() { err = errors.Join(err, w.Close()) }()
	r = RepairResult{Path: out, Repaired: report, Again: []ImportedAgain{}, Wrong: []string{}, Lossy: []uint32{}}
	if r.Losses == nil {
		r.Losses = []store.Loss{}
	}
	for _, s := range report.Sources {
		if s.Whole {
			continue
		}
		if err := w.setAside(ctx, s, &r, p); err != nil {
			return r, err
		}
	}
	for d := range w.Check(ctx) {
		if !d.Note {
			r.Wrong = append(r.Wrong, d.String())
		}
	}
	r.Damage = r.sentence()
	return r, ctx.Err()
}

func (r *RepairResult) sentence() string {
	rows := int64(0)
	for _, s := range r.Sources {
		rows += s.LostRows
	}
	switch {
	case len(r.Losses) == 0:
		return "Nothing is lost."
	case rows == 0:
		return fmt.Sprintf("%d things are lost, and no row of a source among them.", len(r.Losses))
	}
	return fmt.Sprintf("%d things are lost; %d rows of sources among them.", len(r.Losses), rows)
}

// setAside withdraws a source that lost rows, and imports it again where its kept file
// is whole.
func (c *Casework) setAside(ctx context.Context, s store.RepairedSource, r *RepairResult, p progress.Reporter) error {
	var src casefile.Source
	if err := c.file.View(func(tx *store.Tx) (err error) {
		src, err = tx.Source(s.ID)
		return err
	}); err != nil {
		return err
	}
	if src.State == casefile.SourceReady && s.LostRows > 0 {
		if _, err := c.do(casefile.Ref{}, &command.Withdraw{What: command.Source, ID: s.ID, By: c.config.By,
			Reason: fmt.Sprintf("The case was damaged: %d rows of this source are lost.", s.LostRows)}); err != nil {
			return err
		}
		r.Lossy = append(r.Lossy, s.ID)
	}
	if !s.Original || s.LostRows == 0 {
		return nil
	}
	again, err := c.importAgain(ctx, src, p)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		r.Again = append(r.Again, ImportedAgain{s.ID, again.ID})
		return nil
	}
	// What was saved of it is there: the failure is one more thing to know.
	r.Losses = append(r.Losses, store.Loss{Bucket: "sources", Key: fmt.Sprint(s.ID), What: "it could not be imported again from its own original: " + failureOf(err).Message})
	return nil
}

// importAgain makes a new source of the kept file of another.
func (c *Casework) importAgain(ctx context.Context, src casefile.Source, p progress.Reporter) (casefile.Source, error) {
	in, err := c.file.OriginalReader(ctx, src.ID)
	if err != nil {
		return casefile.Source{}, err
	}
	defer in.Close()
	op := &opened{}
	o := ImportOptions{Format: src.Format, Mapping: src.Mapping, Encoding: cmp.Or(packing.Text(src.Compression), "utf-8")}
	if err := op.identify(importers.Input{Name: src.Name, Reader: in, Size: src.Bytes}, o, c.registry); err != nil {
		return casefile.Source{}, err
	}
	draft := src
	draft.ID, draft.FormatVersion, draft.Lost, draft.LostBytes = 0, op.importer.Format().Version, 0, 0
	draft.Imported, draft.By = c.config.now()(), c.config.By
	loader, err := c.file.Begin(draft)
	if err != nil {
		return casefile.Source{}, err
	}
	return c.load(ctx, op, loader, p, func(reason string, _ error) error { return loader.Drop(reason) })
}
