// Package jsonl reads JSON objects into the canonical tables: one a line (JSON Lines,
// NDJSON), in a list, or one after another.
//
// Two nouns: a reading is one file with its plan, a decoder reads its chunks.
// Keys are columns; objects inside an object are addressed by their dotted path
// when something below them is mapped, and kept as they are written otherwise.
//
// It accepts what encoding/json accepts as an object, but for two things: a line
// that is not valid UTF-8, and one that nests deeper than importers.MaxDepth, are
// rejected. A repeated key and half a surrogate pair are kept the way
// encoding/json keeps them (the last value; U+FFFD) and reported as defects. Where
// an object of a list ends is found by package records.
package jsonl

import (
	"bytes"
	"fmt"
	"sync/atomic"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/records"
)

// Importer reads JSON Lines.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Rows      = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "jsonl", Title: "JSON lines, or a list of JSON objects, of a canonical table, or mapped to one", Version: 1,
		Extensions:  []string{".jsonl", ".ndjson", ".json"},
		Proves:      "What the exporting system wrote of each account, payment, login, request or action, line by line.",
		CannotProve: "That the export is complete, or that the clocks and addresses in it are right.",
	}
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	plan, err := canon.NewPlan(h.Name, h.Stem(), sampleOf(h), m)
	if err != nil {
		return nil, err
	}
	return &reading{plan: plan, stream: streamOf(h)}, nil
}

// Propose implements importers.Mapper.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	return canon.Propose(h.Stem(), sampleOf(h), want)
}

// reading is one file under one plan.
type reading struct {
	plan            *canon.Plan
	stream          *records.Stream // nil: a record is a line
	repeats, halves atomic.Int64
}

// About implements importers.Reading.
func (r *reading) About() importers.About {
	a := r.plan.About()
	if n := r.repeats.Load(); n > 0 {
		a.Assumed = append(a.Assumed, fmt.Sprintf("%d rows repeat a key; the last value was kept.", n))
	}
	if n := r.halves.Load(); n > 0 {
		a.Assumed = append(a.Assumed, fmt.Sprintf("%d rows hold half a surrogate pair, which was replaced by U+FFFD.", n))
	}
	return a
}

// Cut implements importers.Rows.
func (r *reading) Cut(chunk []byte, last bool) int {
	switch {
	case last:
		return len(chunk)
	case r.stream != nil:
		return r.stream.Cut(chunk, last)
	}
	return bytes.LastIndexByte(chunk, '\n') + 1
}
