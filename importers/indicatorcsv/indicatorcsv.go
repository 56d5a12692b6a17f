// Package indicatorcsv reads indicators from CSV with the header
// type,value,tlp,confidence,valid_from,valid_until,source,legal_basis,comment.
//
// One noun: a reading is one file with its columns. Only type and value are
// needed. Types go by the words that people use (ip, domain, card …), and
// defanged values (hxxp, [.]) are refanged. A row whose value is not of its type
// is rejected.
package indicatorcsv

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/delimited"
	"casebench/internal/fault"
)

// Importer reads indicator CSV.
type Importer struct{}

var (
	_ importers.Previewer = Importer{}
	_ importers.Rows      = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "indicator-csv", Title: "Indicators as CSV (type,value,tlp,confidence,…)", Version: 1,
		Extensions:  []string{".csv"},
		Proves:      "What a partner calls worth looking for, with its marking, confidence and validity.",
		CannotProve: "That a value was used by an adversary, or by anybody, in this case.",
	}
}

// columns of an indicator row, with other names that they are met under.
var columns = [...][]string{
	colType:       {"type", "indicator_type", "ioc_type", "kind"},
	colValue:      {"value", "indicator", "ioc", "observable"},
	colTLP:        {"tlp", "marking", "tlp_label"},
	colConfidence: {"confidence", "score"},
	colFrom:       {"valid_from", "first_seen", "from"},
	colUntil:      {"valid_until", "expires", "expiry", "until"},
	colSource:     {"source", "provider", "reporter"},
	colBasis:      {"legal_basis", "basis"},
	colComment:    {"comment", "description", "note", "notes"},
}

const (
	colType = iota
	colValue
	colTLP
	colConfidence
	colFrom
	colUntil
	colSource
	colBasis
	colComment
	colCount
)

// columnsOf returns the place of each column in a header, or -1.
func columnsOf(header []string) (at [colCount]int) {
	for c, names := range columns {
		at[c] = -1
		for _, name := range names {
			for i, h := range header {
				if at[c] < 0 && strings.EqualFold(h, name) {
					at[c] = i
				}
			}
		}
	}
	return at
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	t, why := delimited.Detect(h)
	if t == nil {
		return importers.Match{Why: why}
	}
	at := columnsOf(t.Header)
	known := 0
	for _, i := range at {
		if i >= 0 {
			known++
		}
	}
	switch {
	case at[colType] < 0 || at[colValue] < 0:
		return importers.Match{Why: "the header has no type and value"}
	case casefile.SchemaOf(casefile.TableByName(h.Stem())) != nil:
		return importers.Match{Why: "the file is called as another table"}
	case known >= 3 && (at[colTLP] >= 0 || at[colBasis] >= 0 || at[colConfidence] >= 0):
		return importers.Match{Fit: importers.FitCertain, Why: fmt.Sprintf("the header has type, value and %d more columns of indicators", known-2)}
	}
	return importers.Match{Fit: importers.FitByName, Why: "the header has type and value"}
}

// Open implements importers.Importer. Indicators need no mapping.
func (Importer) Open(h importers.Head, _ *casefile.Mapping) (importers.Reading, error) {
	t, why := delimited.Detect(h)
	if t == nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("%s cannot be read as CSV of indicators: %s.", h.Name, why), "", nil)
	}
	at := columnsOf(t.Header)
	if at[colType] < 0 || at[colValue] < 0 {
		return nil, fault.New(fault.Invalid, h.Name+" cannot be read as indicators: its header has no type and value.",
			"The header is type,value,tlp,confidence,valid_from,valid_until,source,legal_basis,comment.", nil)
	}
	return &reading{table: t, at: at}, nil
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	t, why := delimited.Detect(h)
	if t == nil {
		return importers.Preview{}, fault.New(fault.Invalid, fmt.Sprintf("%s cannot be read as CSV of indicators: %s.", h.Name, why), "", nil)
	}
	return importers.Preview{Columns: t.Header, Rows: t.Rows[:min(n, len(t.Rows))]}, nil
}

type reading struct {
	table *delimited.Table
	at    [colCount]int
}

// About implements importers.Reading.
func (r *reading) About() importers.About {
	return importers.About{Table: casefile.TableIndicators.String()}
}

// Cut implements importers.Rows.
func (r *reading) Cut(chunk []byte, last bool) int { return r.table.Dialect.Cut(chunk, last) }

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder { return &decoder{reading: r} }

type decoder struct {
	reading *reading
	batch   casefile.Batch
	fields  delimited.Fields
}

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0], Indicators: d.batch.Indicators[:0]}
	header := c.Offset == 0
	start := 0
	if header {
		start = d.reading.table.Start
	}
	for start < len(c.Raw) {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := d.reading.table.Next(c.Raw, start, c.Offset)
		lead := d.reading.table.Before(c.Offset + int64(start))
		record := c.Raw[start:r.End]
		origin := casefile.Origin{Row: int64(d.batch.Rows), Offset: int64(start), Length: int64(len(record))}
		d.batch.Rows++
		blank := len(bytes.TrimSpace(record)) == 0
		start = r.Next
		switch {
		case blank, lead, header, bytes.HasPrefix(record, []byte("#")):
			d.batch.Skipped++
			header = header && (blank || lead)
			continue
		}
		in, why := d.row(record, r)
		if why != "" {
			d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: origin.Row, Offset: origin.Offset, Length: origin.Length, Reason: why})
			continue
		}
		in.ID, in.Origin = idOf(in), origin
		d.batch.Indicators = append(d.batch.Indicators, in)
	}
	return &d.batch, nil
}

// row reads one record, or says why it cannot be.
func (d *decoder) row(record []byte, r delimited.Record) (in casefile.Indicator, why string) {
	switch {
	case r.Broken:
		return in, "The quotes of the row are not closed where they should be."
	case bytes.IndexByte(record, 0) >= 0:
		return in, "The row holds a NUL."
	case !utf8.Valid(record):
		return in, "The row is not valid UTF-8."
	}
	d.reading.table.Dialect.Split(record, r.Quoted, &d.fields)
	if len(d.fields.Values) != len(d.reading.table.Header) {
		return in, "The row has another number of fields than the header."
	}
	return rowOf(func(column int) string {
		if i := d.reading.at[column]; i >= 0 {
			return strings.TrimSpace(string(d.fields.Values[i]))
		}
		return ""
	})
}
