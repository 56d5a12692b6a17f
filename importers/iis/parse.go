package iis

import (
	"bytes"

	"casebench/importers/lines"
)

// parser reads lines under the header before them. It belongs to one goroutine.
type parser struct {
	first  *header // stated by the person, for files whose own is lost
	header *header
	values [][]byte
	buf    []byte
}

// Begin implements lines.Parser.
func (p *parser) Begin(before any) {
	p.header, _ = before.(*header)
	if p.header == nil {
		p.header = p.first
	}
}

// Parse implements lines.Parser.
func (p *parser) Parse(line []byte, r *lines.Row) (skip bool, why string) {
	if line[0] == '#' {
		p.header = p.header.read(line)
		return true, ""
	}
	h := p.header
	if h == nil || h.names == nil {
		r.Begin(&lines.Layout{User: -1, Address: -1, Agent: -1})
		return false, "No #Fields line stands before the line."
	}
	if r.Begin(h.layout); h.foreign {
		return false, "The #Fields line before the line is that of another product."
	}
	p.split(line, len(h.names))
	switch n := len(p.values); {
	case n < len(h.names):
		return false, "The line has fewer values than the #Fields line before it names."
	case n > len(h.names):
		return false, "The line has more values than the #Fields line before it names."
	}
	for i, v := range p.values {
		if len(v) == 1 && v[0] == '-' {
			continue
		}
		if h.agents[i] && bytes.IndexByte(v, '+') >= 0 {
			p.buf = append(p.buf[:0], v...)
			v = r.Keep(bytes.ReplaceAll(p.buf, []byte{'+'}, []byte{' '}))
		}
		r.Values[i] = v
	}
	return false, p.time(h, r)
}

// split cuts a line at its spaces, of which several count as one, into at most one
// value more than there should be.
func (p *parser) split(line []byte, most int) {
	p.values = p.values[:0]
	for at := 0; at < len(line) && len(p.values) <= most; {
		if line[at] == ' ' || line[at] == '\t' {
			at++
			continue
		}
		end := at
		for end < len(line) && line[end] != ' ' && line[end] != '\t' {
			end++
		}
		p.values = append(p.values, line[at:end])
		at = end
	}
}

// time puts date and time together.
func (p *parser) time(h *header, r *lines.Row) (why string) {
	var date, clock []byte
	if h.date >= 0 {
		date = r.Values[h.date]
	} else {
		date = []byte(h.day)
	}
	if h.clock >= 0 {
		clock = r.Values[h.clock]
	}
	switch {
	case len(date) == 0:
		return "The line has no date, and no #Date line stands before it."
	case len(clock) == 0:
		return "The line has no time."
	}
	p.buf = append(append(append(p.buf[:0], date...), ' '), clock...)
	r.Values[h.moment] = r.Keep(p.buf)
	if h.date >= 0 {
		r.Values[h.date] = nil
	}
	r.Values[h.clock] = nil
	return ""
}
