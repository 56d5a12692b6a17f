package zeek

import (
	"bytes"

	"casebench/importers/lines"
)

// parser reads lines under the header before them. It belongs to one goroutine.
type parser struct {
	header *header
	buf    []byte
}

// Begin implements lines.Parser.
func (p *parser) Begin(before any) { p.header, _ = before.(*header) }

// Parse implements lines.Parser.
func (p *parser) Parse(line []byte, r *lines.Row) (skip bool, why string) {
	if line[0] == '#' {
		p.header = p.header.read(line)
		return true, ""
	}
	h := p.header
	if h == nil || h.names == nil {
		r.Begin(&lines.Layout{User: -1, Address: -1, Agent: -1})
		return false, "No #fields line stands before the line."
	}
	r.Begin(h.layout)
	switch n := bytes.Count(line, []byte{h.separator}) + 1; {
	case n < len(h.names):
		return false, "The line has fewer values than the #fields line before it names."
	case n > len(h.names):
		return false, "The line has more values than the #fields line before it names."
	}
	for i := range h.names {
		v, rest, _ := bytes.Cut(line, []byte{h.separator})
		line = rest
		if string(v) == h.unset || h.fed[i] && string(v) == h.empty {
			continue
		}
		if out := lines.Unescape(p.buf, v); len(v) > 0 && &out[0] != &v[0] {
			p.buf = out
			v = r.Keep(out)
		}
		r.Values[i] = v
	}
	if h.uri >= 0 && r.Values[h.uri] != nil {
		path, query, _ := bytes.Cut(r.Values[h.uri], []byte{'?'})
		if len(path) > 0 {
			r.Values[h.endpoint] = path
		}
		if len(query) > 0 {
			r.Values[h.query] = query
		}
		r.Values[h.uri] = nil
	}
	if h.path != "" {
		p.buf = append(p.buf[:0], h.path...)
		r.Values[h.log] = r.Keep(p.buf)
	}
	return false, ""
}
