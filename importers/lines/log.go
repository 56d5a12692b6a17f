package lines

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/internal/fault"
)

// Parser reads the lines of one chunk after the other. It belongs to one goroutine.
type Parser interface {
	// Begin begins a chunk with what Carry returned before it, nil at the beginning
	// of a file.
	Begin(before any)
	// Parse reads a line without its line end, which is text and not blank, into the
	// row, with r.Begin first. A remark of the log's own is skipped; why, when it is
	// not "", is the reason for which the line is rejected.
	Parse(line []byte, r *Row) (skip bool, why string)
}

// Log is one file of a format that has agreed to read it.
type Log struct {
	Columns  map[string]string // which canonical column a value feeds, unless the person says otherwise
	TimeUnit string            // of numeric times, if the format says it
	Layout   string            // to be stated in the mapping
	Prefix   string            // of stand-ins
	Sentence string            // how rows without user are told apart, after "%d rows name no user; "
	Assumed  []string          // what else was taken
	Parser   func() Parser
	Carry    func() func(chunk []byte) any // nil for formats without headers
}

// headLines returns the whole lines of a head that are text and not blank.
func headLines(h importers.Head) (out [][]byte) {
	b := h.Bytes[len(importers.BOM(h.Bytes)):]
	if !h.Whole {
		b = b[:bytes.LastIndexByte(b, '\n')+1]
	}
	for len(b) > 0 {
		end, next := lineEnd(b, 0)
		if line := b[:end]; len(bytes.TrimSpace(line)) > 0 && utf8.Valid(line) {
			out = append(out, line)
		}
		b = b[next:]
	}
	return out
}

// Trial is what became of the lines of a head.
type Trial struct {
	Good, Bad, Skipped int
	Why                string // of the first bad line
}

// Mostly reports whether there are good lines, and three in four that are not skipped
// are good.
func (t Trial) Mostly() bool { return t.Good > 0 && t.Good >= 3*t.Bad }

// Try reads a head with a parser and calls each, if it is not nil, for every line
// that can be read.
func Try(h importers.Head, p Parser, each func(*Row)) (t Trial) {
	p.Begin(nil)
	var r Row
	for _, line := range headLines(h) {
		switch skip, why := p.Parse(line, &r); {
		case skip:
			t.Skipped++
		case why != "":
			if t.Bad++; t.Why == "" {
				t.Why = why
			}
		default:
			t.Good++
			if each != nil {
				each(&r)
			}
		}
	}
	return t
}

// sample is the columns of a head.
func (l *Log) sample(h importers.Head) *canon.Sample {
	s := &canon.Sample{}
	vs := visitors{prefix: l.Prefix}
	seen := map[*Layout]bool{}
	Try(h, l.Parser(), func(r *Row) {
		if !seen[r.Layout] {
			seen[r.Layout] = true
			for _, name := range r.Layout.Names {
				s.Column(name)
			}
			if r.Layout.visited() {
				s.Column(Visitor)
			}
		}
		for i, v := range r.Values {
			s.Add(r.Layout.Names[i], string(v))
		}
		if name, _ := vs.of(r); len(name) > 0 {
			s.Add(Visitor, string(name))
		}
	})
	return s
}

// wanted joins what the person said and what the format knows. No column is found by
// a name that merely sounds like it.
func (l *Log) wanted(s *canon.Sample, said *casefile.Mapping) (*casefile.Mapping, error) {
	if said == nil {
		said = &casefile.Mapping{}
	}
	m := *said
	if m.Table == "" {
		m.Table = casefile.TableRequests.String()
	}
	schema := casefile.SchemaOf(casefile.TableByName(m.Table))
	if schema == nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("There is no table %q to map to.", m.Table), "Web and network logs go into requests.", nil)
	}
	if m.TimeUnit == "" {
		m.TimeUnit = l.TimeUnit
	}
	if l.Layout != "" {
		m.Layout = l.Layout
	}
	m.Columns = map[string]string{}
	fed := map[string]bool{}
	for name, to := range said.Columns {
		m.Columns[name] = to
		fed[to] = true
	}
	known := func(name, to string) {
		if saidOf(said, name) {
			return
		}
		if fed[to] || schema.Index(to) < 0 {
			to = ""
		}
		m.Columns[name] = to
	}
	for _, c := range s.Columns {
		known(c.Name, l.Columns[c.Name])
	}
	for name, to := range l.Columns {
		known(name, to)
	}
	known(Visitor, "account_id")
	return &m, nil
}

func saidOf(m *casefile.Mapping, name string) bool {
	for said := range m.Columns {
		if strings.EqualFold(said, name) {
			return true
		}
	}
	return false
}

// explain gives the reasons of a proposal in the format's terms.
func explain(p *importers.Proposal, said *casefile.Mapping) {
	for i := range p.Columns {
		c := &p.Columns[i]
		switch {
		case said != nil && saidOf(said, c.Column):
		case c.To != "":
			c.Why = "the format says so"
		default:
			c.Why = "the table has no such column: kept as an extra field"
		}
	}
	p.Canonical = p.Fits
}

// Propose is importers.Mapper's.
func (l *Log) Propose(h importers.Head, said *casefile.Mapping) (*importers.Proposal, error) {
	s := l.sample(h)
	m, err := l.wanted(s, said)
	if err != nil {
		return nil, err
	}
	p, err := canon.Propose(h.Stem(), s, m)
	if err != nil {
		return nil, err
	}
	explain(p, said)
	return p, nil
}

// Preview is importers.Previewer's.
func (l *Log) Preview(h importers.Head, n int) (p importers.Preview, err error) {
	at := map[string]int{}
	Try(h, l.Parser(), func(r *Row) {
		if len(p.Rows) >= n {
			return
		}
		row := make([]string, len(p.Columns))
		for i, name := range r.Layout.Names {
			k, ok := at[name]
			if !ok {
				k = len(p.Columns)
				at[name] = k
				p.Columns, row = append(p.Columns, name), append(row, "")
			}
			row[k] = string(r.Values[i])
		}
		p.Rows = append(p.Rows, row)
	})
	for i, row := range p.Rows {
		p.Rows[i] = slices.Concat(row, make([]string, len(p.Columns)-len(row)))
	}
	return p, nil
}
