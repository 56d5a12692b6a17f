package weblog

import (
	"bytes"
	"math"
	"strconv"

	"casebench/importers/lines"
)

// matcher cuts lines by a layout. It belongs to one goroutine.
type matcher struct {
	*layout
	buf []byte
}

// Begin implements lines.Parser: no header stands before a line.
func (m *matcher) Begin(any) {}

// Parse implements lines.Parser.
func (m *matcher) Parse(line []byte, r *lines.Row) (skip bool, why string) {
	r.Begin(m.names)
	_, why = m.match(line, r)
	return false, why
}

// match cuts a line. On failure it says how many values it had found.
func (m *matcher) match(line []byte, r *lines.Row) (found int, why string) {
	rest := line
	if m.before != "" {
		if !bytes.HasPrefix(rest, []byte(m.before)) {
			return 0, "The line does not begin as the layout does."
		}
		rest = rest[len(m.before):]
	}
	for i := range m.slots {
		s := &m.slots[i]
		last := i == len(m.slots)-1
		end := s.find(rest, last)
		switch {
		case end < 0 && s.quote:
			return i, "The quotes of " + s.name + " are not closed where the layout closes them."
		case end < 0 && last:
			return i, "The line does not end as the layout does, behind " + s.name + "."
		case end < 0:
			return i, "The line does not go on as the layout does, behind " + s.name + "."
		}
		v := rest[:end]
		rest = rest[end+len(s.after):]
		if len(v) == 0 || len(v) == 1 && v[0] == '-' {
			continue
		}
		if why := m.check(s, v); why != "" {
			return i, why
		}
		if out := m.escape.unescape(m.buf, v); &out[0] != &v[0] {
			m.buf = out
			v = r.Keep(out)
		}
		m.set(i, v, r)
	}
	return len(m.slots), ""
}

// find returns where the value at the beginning of b ends, or -1.
func (s *slot) find(b []byte, last bool) int {
	switch {
	case s.quote:
		return s.closing(b, last)
	case last:
		if !bytes.HasSuffix(b, []byte(s.after)) {
			return -1
		}
		return len(b) - len(s.after)
	}
	end := 0
	for {
		n := bytes.Index(b[end:], []byte(s.after))
		if n < 0 {
			return -1
		}
		end += n
		if !s.list || !goesOn(b[:end], b[end+len(s.after):]) {
			return end
		}
		end++
	}
}

// goesOn reports whether a list that nginx writes, "a, b" or "a : b", is not over at
// a space.
func goesOn(before, behind []byte) bool {
	n := len(before)
	return n > 0 && before[n-1] == ',' || n > 1 && before[n-1] == ':' && before[n-2] == ' ' || bytes.HasPrefix(behind, []byte(": "))
}

// closing returns the index of the quote that ends a value: the first that no
// backslash stands before and behind which the line goes on as the layout does.
// A quote with no separator behind it is part of the value, as servers write it that
// do not escape quotes.
func (s *slot) closing(b []byte, last bool) int {
	separator := byte(' ')
	if len(s.after) > 1 {
		separator = s.after[1]
	}
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			switch {
			case last && string(b[i:]) == s.after, !last && bytes.HasPrefix(b[i:], []byte(s.after)):
				return i
			case i+1 == len(b) || b[i+1] == separator:
				return -1
			}
		}
	}
	return -1
}

// check looks at values of which the form is known.
func (m *matcher) check(s *slot, v []byte) string {
	switch s.name {
	case "status":
		if len(v) != 3 || !digits(v) {
			return "The value of status is not a number of three digits."
		}
	case "body_bytes_sent":
		if !digits(v) {
			return "The value of body_bytes_sent is not a number."
		}
	case "time_local":
		if len(v) < 20 || v[2] != '/' || v[6] != '/' {
			return "The value of time_local is not a time as web servers write it."
		}
	}
	return ""
}

func digits(v []byte) bool {
	for _, c := range v {
		if c-'0' > 9 {
			return false
		}
	}
	return len(v) > 0
}

// set puts a value, and what is made of it, into the row.
func (m *matcher) set(i int, v []byte, r *lines.Row) {
	switch i {
	case m.request:
		method, target, protocol, ok := lines.SplitRequest(v)
		if !ok {
			break
		}
		m.put(r, m.method, method)
		m.put(r, m.protocol, protocol)
		m.split(r, target)
		return
	case m.target:
		m.split(r, v)
		return
	case m.duration:
		if m.millis >= 0 {
			if f, err := strconv.ParseFloat(string(v), 64); err == nil && f >= 0 && f < 1e12 {
				m.put(r, m.millis, r.Keep(strconv.AppendInt(nil, int64(math.Round(f/m.perMilli)), 10)))
			}
		}
	}
	r.Values[m.at[i]] = v
}

func (m *matcher) put(r *lines.Row, at int, v []byte) {
	if at >= 0 && len(v) > 0 {
		r.Values[at] = v
	}
}

// split divides an address into its path and its query.
func (m *matcher) split(r *lines.Row, target []byte) {
	path, query, _ := bytes.Cut(target, []byte{'?'})
	m.put(r, m.endpoint, path)
	m.put(r, m.query, query)
}
