// Package csvlog reads delimited text with a header row (CSV and its relatives)
// into the canonical tables.
//
// Two nouns: a reading is one file with its layout and plan, a decoder reads its
// chunks. Delimiter, quote, lines before the header and the header are found once, in
// the head of the file, unless the mapping's Layout says them (see delimited.Layout);
// records are found by package delimited.
//
// A row with another number of fields than the header, with a NUL, with bytes
// that are not UTF-8 or with broken quotes is rejected, alone. What encoding/csv
// accepts under the same separator is accepted, with the same values, and so is a
// quote inside a field that does not begin with one.
package csvlog

import (
	"bytes"
	"context"
	"fmt"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/delimited"
	"casebench/internal/fault"
)

// Importer reads CSV.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Rows      = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "csv", Title: "CSV of a canonical table, or mapped to one", Version: 2,
		Extensions:  []string{".csv", ".tsv", ".txt"},
		Proves:      "What the exporting system wrote of each account, payment, login, request or action, row by row.",
		CannotProve: "That the export is complete, or that the clocks and addresses in it are right.",
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	t, why := delimited.Detect(h)
	if t == nil {
		if len(h.Bytes) == 0 && h.HasExtension(".csv", ".tsv") {
			return importers.Match{Fit: importers.FitByName, Why: "the file is empty and its name says CSV"}
		}
		return importers.Match{Why: why}
	}
	p, err := canon.Propose(h.Stem(), sampleOf(t), nil)
	shape := fmt.Sprintf("a header of %d columns; ", len(t.Header))
	if l := t.Layout.String(); l != "" {
		shape = fmt.Sprintf("a header of %d columns (%s); ", len(t.Header), l)
	}
	switch {
	case err != nil:
		return importers.Match{Why: err.Error()}
	case p.Canonical:
		return importers.Match{Fit: importers.FitCertain, Why: shape + p.Why}
	case p.Fits:
		return importers.Match{Fit: importers.FitByShape, Why: shape + p.Why}
	case h.HasExtension(".csv", ".tsv"):
		return importers.Match{Fit: importers.FitByName, Why: shape + "but " + p.Why}
	}
	return importers.Match{Why: shape + "but " + p.Why}
}

func sampleOf(t *delimited.Table) *canon.Sample {
	s := &canon.Sample{}
	for _, name := range t.Header {
		s.Column(name)
	}
	for _, row := range t.Rows {
		for i, v := range row {
			s.Add(t.Header[i], v)
		}
	}
	return s
}

// detect finds out what the mapping does not say of the layout.
func detect(h importers.Head, m *casefile.Mapping) (t *delimited.Table, why string, err error) {
	said := ""
	if m != nil {
		said = m.Layout
	}
	l, err := delimited.ParseLayout(said)
	if err != nil {
		return nil, "", err
	}
	t, why = l.Detect(h)
	return t, why, nil
}

func unreadable(h importers.Head, why string) error {
	return fault.New(fault.Invalid, fmt.Sprintf("%s cannot be read as CSV: %s.", h.Name, why),
		"Give it a header row of column names, or say with --layout how it is written.", nil)
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	t, why, err := detect(h, m)
	switch {
	case err != nil:
		return nil, err
	case t == nil && len(h.Bytes) > 0:
		return nil, unreadable(h, why)
	case t == nil:
		t = &delimited.Table{Layout: delimited.Layout{Dialect: delimited.Dialect{Comma: ','}}}
	}
	plan, err := canon.NewPlan(h.Name, h.Stem(), sampleOf(t), m)
	if err != nil {
		return nil, err
	}
	plan.Proposal().Mapping.Layout = t.Layout.String()
	return &reading{plan: plan, table: t}, nil
}

// Propose implements importers.Mapper. The mapping says how the file is written, so
// that the next one is read in the same way.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	t, why, err := detect(h, want)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, unreadable(h, why)
	}
	p, err := canon.Propose(h.Stem(), sampleOf(t), want)
	if err == nil {
		p.Mapping.Layout = t.Layout.String()
	}
	return p, err
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	t, why := delimited.Detect(h)
	if t == nil {
		return importers.Preview{}, unreadable(h, why)
	}
	return importers.Preview{Columns: t.Header, Rows: t.Rows[:min(n, len(t.Rows))]}, nil
}

// reading is one file under one plan.
type reading struct {
	plan  *canon.Plan
	table *delimited.Table
}

// About implements importers.Reading. A layout that is not the plain one stands in the
// mapping, even where the columns need none.
func (r *reading) About() importers.About {
	a := r.plan.About()
	if m := r.plan.Proposal().Mapping; m.Layout != "" {
		a.Mapping = &m
	}
	return a
}

// Cut implements importers.Rows.
func (r *reading) Cut(chunk []byte, last bool) int { return r.table.Dialect.Cut(chunk, last) }

// The reasons for which a row is rejected.
const (
	tooFew  = "The row has fewer fields than the header."
	tooMany = "The row has more fields than the header."
	broken  = "The quotes of the row are not closed where they should be."
	hasNUL  = "The row holds a NUL."
	notText = "The row is not valid UTF-8."
)

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder {
	return &decoder{reading: r, b: r.plan.NewBuilder()}
}

type decoder struct {
	reading *reading
	b       *canon.Builder
	batch   casefile.Batch
	columns []*canon.Field
	fields  delimited.Fields
	clean   bool // the chunk is UTF-8 without NUL
}

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	d.b.Reset()
	if d.columns == nil || d.b.Forgot() {
		d.columns = d.columns[:0]
		for _, name := range d.reading.table.Header {
			d.columns = append(d.columns, d.b.Field([]byte(name)))
		}
	}
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0]}
	d.clean = utf8.Valid(c.Raw) && bytes.IndexByte(c.Raw, 0) < 0
	header := c.Offset == 0 && len(d.columns) > 0
	start := 0
	if c.Offset == 0 {
		start = d.reading.table.Start
	}
	for start < len(c.Raw) {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := d.reading.table.Next(c.Raw, start, c.Offset)
		lead := d.reading.table.Before(c.Offset + int64(start))
		record := c.Raw[start:r.End]
		row := d.batch.Rows
		d.batch.Rows++
		blank := len(bytes.TrimSpace(record)) == 0
		switch {
		case blank, lead, header:
			d.batch.Skipped++
			header = header && (blank || lead)
		default:
			if why := d.row(record, r, row, start); why != "" {
				d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: int64(row), Offset: int64(start), Length: int64(len(record)), Reason: why})
			}
		}
		start = r.Next
	}
	d.batch.Blocks = d.b.Blocks()
	return &d.batch, nil
}

// row sends one record through its door: it returns why it is rejected, or "".
func (d *decoder) row(record []byte, r delimited.Record, row, offset int) string {
	switch {
	case r.Broken:
		return broken
	case d.clean:
	case bytes.IndexByte(record, 0) >= 0:
		return hasNUL
	case !utf8.Valid(record):
		return notText
	}
	d.reading.table.Dialect.Split(record, r.Quoted, &d.fields)
	switch n := len(d.fields.Values); {
	case n < len(d.columns):
		return tooFew
	case n > len(d.columns):
		return tooMany
	}
	d.b.Begin()
	for i, v := range d.fields.Values {
		d.b.Text(d.columns[i], v)
	}
	return d.b.End(row, offset, record)
}
