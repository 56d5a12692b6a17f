// Package delimited splits text into records and fields: CSV after RFC 4180 and
// its relatives with another separator.
//
// Three nouns: a Dialect is how a file separates its fields, a Record is where
// one stands, Fields are its values. The importers of CSV files share it; it
// knows no table and keeps nothing.
//
// It promises that where a record ends depends on the bytes from its beginning
// alone, so that a stream may be cut anywhere and put together again. A record
// whose quoting is broken, never closed or closed in mid-field, ends with its
// first line: it is lost alone and does not swallow what follows.
package delimited

import (
	"bytes"
)

// Dialect is how a file separates its fields.
type Dialect struct {
	Comma  byte
	Spaced bool // a space follows the separator and is no part of the field
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
	r, ok = line(b, start, last)
	if !ok || bytes.IndexByte(b[start:r.End], '"') < 0 {
		return r, ok
	}
	return d.quoted(b, start, r, last)
}

// line finds the line that begins at b[start].
func line(b []byte, start int, last bool) (Record, bool) {
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

// quoted walks from quote to quote through a record that has some. First is its
// first line.
func (d Dialect) quoted(b []byte, start int, first Record, last bool) (Record, bool) {
	broken := first
	broken.Broken = true
	for i := start; ; {
		r, ok := line(b, i, last)
		r.Quoted = true
		end := len(b)
		if ok {
			end = r.End
		}
		n := bytes.IndexByte(b[i:end], '"')
		switch {
		case n < 0:
			return r, ok
		case !d.begins(b, start, i+n):
			return broken, true
		}
		i += n
		end = closing(b, i)
		switch {
		case end < 0 && (last || len(b)-i > MaxQuoted):
			return broken, true
		case end < 0:
			return Record{}, false
		}
		for d.Spaced && end < len(b) && b[end] == ' ' {
			end++
		}
		switch {
		case end == len(b), b[end] == '\r' && end+1 == len(b), b[end] == '\n', b[end] == '\r' && b[end+1] == '\n':
			r, ok := line(b, end, last)
			r.Quoted = true
			return r, ok
		case b[end] != d.Comma:
			return broken, true
		}
		i = end + 1
	}
}

// begins reports whether a field of the record at b[start] begins at b[i].
func (d Dialect) begins(b []byte, start, i int) bool {
	for d.Spaced && i > start && b[i-1] == ' ' {
		i--
	}
	return i == start || b[i-1] == d.Comma
}

// closing returns the index after the quote that closes the one at b[i], or -1.
func closing(b []byte, i int) int {
	for i++; ; i += 2 {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return -1
		}
		if i += n; i+1 >= len(b) || b[i+1] != '"' {
			return i + 1
		}
	}
}

// Cut returns the length of the longest prefix of chunk that is whole records.
func (d Dialect) Cut(chunk []byte, last bool) int {
	if last {
		return len(chunk)
	}
	if bytes.IndexByte(chunk, '"') < 0 {
		return bytes.LastIndexByte(chunk, '\n') + 1
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
		if quoted && len(record) > 0 && record[0] == '"' {
			end := closing(record, 0)
			f.Values = append(f.Values, f.unquote(record[1:end-1]))
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

// unquote makes one quote of two.
func (f *Fields) unquote(b []byte) []byte {
	n := bytes.IndexByte(b, '"')
	if n < 0 {
		return b
	}
	start := len(f.arena)
	for n >= 0 {
		f.arena = append(f.arena, b[:n+1]...)
		b = b[n+2:]
		n = bytes.IndexByte(b, '"')
	}
	f.arena = append(f.arena, b...)
	return f.arena[start:]
}
