// Package delimited splits text into records and fields: CSV after RFC 4180 and
// its relatives with another separator, another quote, or backslashes.
//
// Three nouns: a Dialect is how a file separates its fields, a Record is where
// one stands, Fields are its values. The importers of CSV files share it; it
// knows no table and keeps nothing.
//
// It promises that where a record ends depends on the bytes from its beginning
// alone, so that a stream may be cut anywhere and put together again. A quote
// inside a field that did not begin with one is a sign like any other. A record
// whose quoting is broken, never closed or closed in mid-field, ends with its
// first line: it is lost alone and does not swallow what follows.
package delimited

import (
	"bytes"
)

// Dialect is how a file separates its fields.
type Dialect struct {
	Comma     byte
	Quote     string // of one or two bytes; "" is the double quote
	Unquoted  bool   // no sign quotes
	Backslash bool   // inside quotes, a backslash takes the meaning from a quote or a backslash
	Return    bool   // lines end with carriage returns alone
	Spaced    bool   // a space follows the separator and is no part of the field
}

// MaxQuoted is how far a quoted field may reach before it counts as never
// closed.
const MaxQuoted = 16 << 20

// Record is where a record stands in a buffer.
type Record struct {
	End    int  // of its bytes, without the line end
	Next   int  // where the next record begins
	Quoted bool // some field is quoted
	Broken bool // its quoting is broken
}

// Next finds the record that begins at b[start]. When last is false the buffer
// may go on, and ok is false for a record that does not end in it.
func (d Dialect) Next(b []byte, start int, last bool) (r Record, ok bool) {
	r, ok = d.line(b, start, last)
	if !ok || d.quoteIn(b[start:r.End]) < 0 {
		return r, ok
	}
	return d.quoted(b, start, r, last)
}

// line finds the line that begins at b[start].
func (d Dialect) line(b []byte, start int, last bool) (Record, bool) {
	if d.Return {
		n := bytes.IndexByte(b[start:], '\r')
		if n < 0 {
			return Record{End: len(b), Next: len(b)}, last
		}
		return Record{End: start + n, Next: start + n + 1}, true
	}
	n := bytes.IndexByte(b[start:], '\n')
	if n < 0 {
		end := len(b)
		if end > start && b[end-1] == '\r' {
			end--
		}
		return Record{End: end, Next: len(b)}, last
	}
	r := Record{End: start + n, Next: start + n + 1}
	if r.End > start && b[r.End-1] == '\r' {
		r.End--
	}
	return r, true
}

// quoteIn returns where the first quote of b stands, or -1.
func (d Dialect) quoteIn(b []byte) int {
	switch {
	case d.Unquoted:
		return -1
	case d.Quote == "":
		return bytes.IndexByte(b, '"')
	case len(d.Quote) == 1:
		return bytes.IndexByte(b, d.Quote[0])
	}
	return bytes.Index(b, []byte(d.Quote))
}

// quoteAt reports whether b begins with a quote.
func (d Dialect) quoteAt(b []byte) bool {
	if d.Quote == "" {
		return len(b) > 0 && b[0] == '"'
	}
	return len(b) >= len(d.Quote) && string(b[:len(d.Quote)]) == d.Quote
}

// width is the number of bytes of a quote.
func (d Dialect) width() int { return max(1, len(d.Quote)) }

// quoted walks from quote to quote through a record that has some. First is its
// first line.
func (d Dialect) quoted(b []byte, start int, first Record, last bool) (Record, bool) {
	broken := first
	broken.Broken = true
	some := false
	for i := start; ; {
		r, ok := d.line(b, i, last)
		r.Quoted = some
		end := len(b)
		if ok {
			end = r.End
		}
		n := d.quoteIn(b[i:end])
		switch {
		case n < 0:
			return r, ok
		case !d.begins(b, start, i+n):
			i += n + d.width()
			continue
		}
		some = true
		end = d.closing(b, i+n)
		switch {
		case end < 0 && (last || len(b)-i-n > MaxQuoted):
			return broken, true
		case end < 0:
			return Record{}, false
		}
		for d.Spaced && end < len(b) && b[end] == ' ' {
			end++
		}
		switch rest := b[end:]; {
		case d.ends(rest):
			r, ok := d.line(b, end, last)
			r.Quoted = true
			return r, ok
		case !last && len(rest) < len(d.Quote) && string(rest) == d.Quote[:len(rest)]:
			return Record{}, false // half a quote
		case rest[0] != d.Comma:
			return broken, true
		}
		i = end + 1
	}
}

// ends reports whether what follows a closed field is the end of its record.
func (d Dialect) ends(rest []byte) bool {
	switch {
	case len(rest) == 0:
		return true
	case d.Return:
		return rest[0] == '\r'
	}
	return rest[0] == '\n' || rest[0] == '\r' && (len(rest) == 1 || rest[1] == '\n')
}

// begins reports whether a field of the record at b[start] begins at b[i].
func (d Dialect) begins(b []byte, start, i int) bool {
	for d.Spaced && i > start && b[i-1] == ' ' {
		i--
	}
	return i == start || b[i-1] == d.Comma
}

// closing returns the index after the quote that closes the one at b[i], or -1.
func (d Dialect) closing(b []byte, i int) int {
	w := d.width()
	i += w
	for {
		n := d.quoteIn(b[i:])
		if n < 0 {
			return -1
		}
		at := i + n
		switch {
		case d.Backslash && escaped(b[i:at]):
			i = at + w
		case d.quoteAt(b[at+w:]):
			i = at + 2*w
		default:
			return at + w
		}
	}
}

// escaped reports whether text ends with an odd number of backslashes.
func escaped(text []byte) bool {
	n := len(text)
	for n > 0 && text[n-1] == '\\' {
		n--
	}
	return (len(text)-n)&1 == 1
}

// Cut returns the length of the longest prefix of chunk that is whole records.
func (d Dialect) Cut(chunk []byte, last bool) int {
	if last {
		return len(chunk)
	}
	if d.quoteIn(chunk) < 0 {
		end := byte('\n')
		if d.Return {
			end = '\r'
		}
		return bytes.LastIndexByte(chunk, end) + 1
	}
	for start := 0; ; {
		r, ok := d.Next(chunk, start, false)
		if !ok {
			return start
		}
		start = r.Next
	}
}

// Fields is the values of one record, which are good until the next Split.
type Fields struct {
	Values [][]byte
	arena  []byte
}

// Split fills f with the values of a record that Next has found and not called
// broken.
func (d Dialect) Split(record []byte, quoted bool, f *Fields) {
	f.Values, f.arena = f.Values[:0], f.arena[:0]
	if quoted && cap(f.arena) < len(record) {
		f.arena = make([]byte, 0, 2*len(record)) // values point into it: it must not move
	}
	for {
		if d.Spaced {
			record = bytes.TrimLeft(record, " ")
		}
		if quoted && d.quoteAt(record) {
			end, w := d.closing(record, 0), d.width()
			f.Values = append(f.Values, d.unquote(record[w:end-w], f))
			if record = bytes.TrimLeft(record[end:], " "); len(record) == 0 {
				return
			}
			record = record[1:]
			continue
		}
		n := bytes.IndexByte(record, d.Comma)
		if n < 0 {
			f.Values = append(f.Values, record)
			return
		}
		f.Values = append(f.Values, record[:n])
		record = record[n+1:]
	}
}

// unquote makes one quote of two and, where a backslash escapes, of a backslash and
// what it escapes the latter.
func (d Dialect) unquote(b []byte, f *Fields) []byte {
	n := d.special(b)
	if n < 0 {
		return b
	}
	start, w := len(f.arena), d.width()
	for ; n >= 0; n = d.special(b) {
		f.arena = append(f.arena, b[:n]...)
		switch b = b[n:]; {
		case b[0] != '\\' || !d.Backslash: // a quote, and its double
			f.arena, b = append(f.arena, b[:w]...), b[2*w:]
		case d.quoteAt(b[1:]):
			f.arena, b = append(f.arena, b[1:1+w]...), b[1+w:]
		case len(b) > 1 && b[1] == '\\':
			f.arena, b = append(f.arena, '\\'), b[2:]
		default:
			f.arena, b = append(f.arena, '\\'), b[1:]
		}
	}
	f.arena = append(f.arena, b...)
	return f.arena[start:]
}

// special returns where the first sign of a quoted field stands that is not itself,
// or -1.
func (d Dialect) special(b []byte) int {
	n := d.quoteIn(b)
	if !d.Backslash {
		return n
	}
	if k := bytes.IndexByte(b, '\\'); k >= 0 && (n < 0 || k < n) {
		return k
	}
	return n
}
