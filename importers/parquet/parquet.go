// Package parquet reads Parquet files into the canonical tables.
//
// Package importers gives it the rows as lines of JSON (see casefile/parquetfile);
// what the lines mean is read as package jsonl reads it, so that a column of a
// Parquet file and a key of a JSON line with the same name and value become the
// same. Columns inside structs are addressed by their dotted path; lists and maps
// are kept as they are written.
package parquet

import (
	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/jsonl"
	"casebench/internal/fault"
)

// Importer reads Parquet.
type Importer struct{ lines jsonl.Importer }

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "parquet", Title: "Parquet of a canonical table, or mapped to one", Version: 1,
		Extensions:  []string{".parquet"},
		Proves:      "What the exporting system wrote of each account, payment, login, request or action, row by row.",
		CannotProve: "That the export is complete, or how the values were written before they became columns.",
	}
}

// Sniff implements importers.Importer.
func (i Importer) Sniff(h importers.Head) importers.Match {
	if h.Compression != importers.Parquet {
		return importers.Match{Why: "it does not begin and end as Parquet files do"}
	}
	p, err := i.lines.Propose(h, nil)
	switch {
	case err != nil:
		return importers.Match{Why: err.Error()}
	case p.Canonical:
		return importers.Match{Fit: importers.FitCertain, Why: "Parquet; " + p.Why}
	case p.Fits:
		return importers.Match{Fit: importers.FitByShape, Why: "Parquet; " + p.Why}
	}
	return importers.Match{Fit: importers.FitByName, Why: "Parquet, but " + p.Why}
}

// Open implements importers.Importer.
func (i Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	if h.Compression != importers.Parquet {
		return nil, notParquet(h.Name)
	}
	return i.lines.Open(h, m)
}

// Propose implements importers.Mapper.
func (i Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	if h.Compression != importers.Parquet {
		return nil, notParquet(h.Name)
	}
	return i.lines.Propose(h, want)
}

// Preview implements importers.Previewer.
func (i Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	return i.lines.Preview(h, n)
}

func notParquet(name string) error {
	return fault.New(fault.Invalid, name+" is not a Parquet file.", "Leave --format out, or name another.", nil)
}
