package records

import (
	"fmt"
	"sync/atomic"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/delimited"
)

// Spec is what a vendor's format is made of.
type Spec struct {
	Format importers.Format
	// Members are the names of lists in envelopes, as Stream has them.
	Members []string
	// Tables are the tables that rows may go to. The first is the one that rows go
	// to unless Row says otherwise.
	Tables []casefile.Table
	// Fit says how well a record fits, with a clause that carries none of its
	// values. The record may be broken off, so that Fit goes by what is there.
	Fit func(record Value) importers.Match
	// Rows, when set, says which values of a record are rows; each is called with
	// them in the order of the file, and with what above them is theirs too. Without
	// it every record is a row.
	Rows func(record Value, each func(row Value, above ...Value))
	// Row reads one row. What it neither sets nor uses is kept as extra fields.
	Row func(r *Row)
	// Assumed are sentences with one %d, for Row.Assume to count.
	Assumed []string
	// Merged says that a record may be a list of objects of one member each, which
	// are one object together.
	Merged bool
	// Tabular says that exports may be tables with a header too. A row is then an
	// object of texts under the header's names; what is JSON in a field is found with
	// Value.Inner.
	Tabular bool
	// Zone is that of times which name none, "" for UTC as canon assumes.
	Zone string
}

// Open agrees to read the input that begins with the head. The mapping may state
// a zone; tables and columns are the format's own.
func (s *Spec) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	r := &reading{spec: s, stream: StreamOf(h, s.Members...), counts: make([]atomic.Int64, len(s.Assumed)), table: s.tableOf(h)}
	zone := s.Zone
	if m != nil && m.Zone != "" {
		zone = m.Zone
	}
	for _, t := range s.Tables {
		plan, err := canon.NewFixedPlan(t, zone)
		if err != nil {
			return nil, err
		}
		r.plans = append(r.plans, plan)
	}
	return r, nil
}

// reading is one input of a format.
type reading struct {
	spec            *Spec
	stream          Stream
	table           *delimited.Table // when the file is a table
	plans           []*canon.Plan    // by Spec.Tables
	counts          []atomic.Int64
	repeats, halves atomic.Int64
	cutOff          atomic.Bool
}

var _ importers.Rows = (*reading)(nil)

// Cut implements importers.Rows.
func (r *reading) Cut(chunk []byte, last bool) int {
	if r.table != nil {
		return r.table.Dialect.Cut(chunk, last)
	}
	if last && !r.stream.Lines && r.stream.unclosed(chunk) {
		r.cutOff.Store(true)
	}
	return r.stream.Cut(chunk, last)
}

// About implements importers.Reading.
func (r *reading) About() importers.About {
	a := importers.About{}
	for i, p := range r.plans {
		one := p.About()
		if i == 0 {
			a.Table, a.Mapping = one.Table, mapping(one.Mapping, r.table)
		}
		for _, sentence := range one.Assumed {
			if i > 0 || len(r.plans) > 1 {
				sentence = fmt.Sprintf("Table %s: %s", one.Table, sentence)
			}
			a.Assumed = append(a.Assumed, sentence)
		}
	}
	say := func(n int64, sentence string) {
		if n > 0 {
			a.Assumed = append(a.Assumed, fmt.Sprintf(sentence, n))
		}
	}
	for i, sentence := range r.spec.Assumed {
		say(r.counts[i].Load(), sentence)
	}
	say(r.repeats.Load(), "%d records repeat a name; the last value was kept.")
	say(r.halves.Load(), "%d records hold half a surrogate pair, which was replaced by U+FFFD.")
	if r.cutOff.Load() {
		a.Assumed = append(a.Assumed, "The list of records is not closed at the end of the file: it may be cut off.")
	}
	return a
}

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder {
	d := &decoder{reading: r, builders: make([]*canon.Builder, len(r.plans)), counts: make([]int64, len(r.counts))}
	for i, p := range r.plans {
		d.builders[i] = p.NewBuilder()
	}
	d.row.d = d
	return d
}
