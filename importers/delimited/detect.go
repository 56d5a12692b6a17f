package delimited

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebench/importers"
)

// Table is the beginning of a delimited file with a header row.
type Table struct {
	Layout
	Header   []string // trimmed; empty and repeated names are numbered
	Rows     [][]string
	Start    int // where the first line begins: behind a byte order mark
	HeaderAt int // where the header begins: behind the preamble, whose lines are no records
}

const (
	detectRows  = 200
	maxName     = 80 // bytes of a column name
	maxPreamble = 50 // lines
)

// Detect finds the dialect and the header of a file. When there is none, why
// says so in a clause.
func Detect(h importers.Head) (t *Table, why string) {
	return Layout{Dialect: Dialect{Comma: ','}}.Detect(h)
}

// Detect finds out what the layout does not say, and the header of a file. When there
// is none, why says so in a clause.
func (l Layout) Detect(h importers.Head) (t *Table, why string) {
	start := len(importers.BOM(h.Bytes))
	text := h.Bytes[start:]
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, "the file is empty"
	}
	if !l.said["ends"] {
		l.Dialect.Return = bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0
	}
	if l.said["preamble"] {
		at, ok := start, true
		for range l.Preamble {
			if at, ok = l.lead(h, at); !ok {
				return nil, fmt.Sprintf("the first %d KiB do not reach beyond the %d lines before the header", importers.HeadBytes>>10, l.Preamble)
			}
		}
		return l.at(h, start, at, 0.5)
	}
	if sign, next := excel(h.Bytes, start); next > 0 && !l.said["delimiter"] {
		l.Dialect.Comma, l.Preamble = sign, 1
		l.said = map[string]bool{"delimiter": true, "quote": l.said["quote"], "escape": l.said["escape"], "spaces": l.said["spaces"]}
		return l.at(h, start, next, 0.5)
	}
	if t, why = l.at(h, start, start, 0.5); t != nil {
		return t, why
	}
	// Lines that are no table may stand before it: a title, comments. What follows
	// must then be one beyond doubt.
	at, ok := start, true
	for l.Preamble = 1; l.Preamble <= maxPreamble; l.Preamble++ {
		if at, ok = l.lead(h, at); !ok {
			break
		}
		if behind, _ := l.at(h, start, at, 0.9); behind != nil && len(behind.Rows) > 1 && len(behind.Header) > 2 {
			return behind, ""
		}
	}
	return nil, why
}

// lead returns where the line after the one at b[at] begins. It is not ok at the end
// of what is known, and for a line whose quotes reach beyond it.
func (l Layout) lead(h importers.Head, at int) (next int, ok bool) {
	line, ok := l.Dialect.line(h.Bytes, at, false)
	record, whole := l.Dialect.Next(h.Bytes, at, h.Whole)
	return line.Next, ok && whole && record.Next == line.Next && !record.Broken
}

// excel recognises the line by which Excel is told the delimiter: sep=;
func excel(b []byte, start int) (sign byte, next int) {
	line, ok := Dialect{}.line(b, start, false)
	if t := b[start:line.End]; ok && len(t) == 5 && strings.EqualFold(string(t[:4]), "sep=") {
		return t[4], line.Next
	}
	return 0, 0
}

// at finds the dialect of the table whose header begins at b[at]. At least a share of
// its rows must have as many fields as the header.
func (l Layout) at(h importers.Head, start, at int, share float64) (t *Table, why string) {
	if _, ok := l.Dialect.line(h.Bytes, at, h.Whole); !ok {
		return nil, fmt.Sprintf("the first line is longer than %d KiB, which is the limit for a header", importers.HeadBytes>>10)
	}
	best := -1.0
	for _, d := range l.candidates(h.Bytes[at:]) {
		candidate, quality := try(h, d, at, l.said["spaces"])
		if candidate != nil && quality > best {
			t, best = candidate, quality
		}
	}
	if t == nil {
		return nil, "no header row: the first line has one column, whether split at comma, semicolon, tab or bar"
	}
	if why := notHeader(t.Header); why != "" {
		return nil, "no header row: " + why
	}
	if best < share {
		return nil, fmt.Sprintf("no table: most rows have another number of fields than the %d of the first line", len(t.Header))
	}
	t.Header = number(t.Header)
	t.Preamble, t.Start, t.HeaderAt = l.Preamble, start, at
	return t, ""
}

// candidates returns the dialects that the beginning of a table may be written in,
// those that are tried first in favour.
func (l Layout) candidates(b []byte) (out []Dialect) {
	first, _ := l.Dialect.line(b, 0, true)
	for _, comma := range [...]byte{',', ';', '\t', '|', 0x14} {
		d := l.Dialect
		if !l.said["delimiter"] {
			d.Comma = comma
		} else if comma != ',' {
			break
		}
		if l.said["quote"] {
			out = append(out, d)
		} else {
			for _, q := range [...]string{"þ", "^", "'"} {
				if d.Quote = q; wrapped(b[:first.End], d) {
					out = append(out, d)
				}
			}
			d.Quote = ""
			out = append(out, d)
		}
		if d = out[len(out)-1]; !l.said["escape"] && !d.Unquoted && bytes.Contains(b, []byte(`\`+cmp.Or(d.Quote, `"`))) {
			d.Backslash = true
			out = append(out, d)
		}
	}
	return out
}

// wrapped reports whether every field of a line is quoted, and there are two or more.
func wrapped(line []byte, d Dialect) bool {
	fields := bytes.Split(line, []byte(d.Quote+string(rune(d.Comma))+d.Quote))
	return len(fields) > 1 && d.quoteAt(line) && bytes.HasSuffix(line, []byte(d.Quote))
}

// try splits the head under a dialect. Quality is the share of rows that have as
// many fields as the header, and a little for the number of columns.
func try(h importers.Head, d Dialect, start int, saidSpaces bool) (*Table, float64) {
	t := &Table{Layout: Layout{Dialect: d}}
	var f Fields
	good, rows := 0, 0
	for at := start; at < len(h.Bytes) && rows < detectRows; {
		r, ok := t.Dialect.Next(h.Bytes, at, h.Whole)
		if !ok {
			break
		}
		record := h.Bytes[at:r.End]
		at = r.Next
		if len(bytes.TrimSpace(record)) == 0 {
			continue
		}
		if t.Header == nil {
			if r.Broken {
				return nil, 0
			}
			if !saidSpaces {
				t.Dialect.Spaced = spaced(string(record), d.Comma)
			}
			t.Dialect.Split(record, r.Quoted, &f)
			if len(f.Values) < 2 {
				return nil, 0
			}
			for _, v := range f.Values {
				t.Header = append(t.Header, strings.TrimSpace(string(v)))
			}
			continue
		}
		rows++
		if r.Broken {
			continue
		}
		t.Dialect.Split(record, r.Quoted, &f)
		if len(f.Values) == len(t.Header) {
			good++
			row := make([]string, len(f.Values))
			for i, v := range f.Values {
				row[i] = strings.TrimSpace(string(v))
			}
			t.Rows = append(t.Rows, row)
		} else if record[0] == '#' {
			rows-- // a remark; when it is read, it is rejected with its reason
		}
	}
	if t.Header == nil {
		return nil, 0
	}
	quality := 1.0
	if rows > 0 {
		quality = float64(good) / float64(rows)
	}
	return t, quality + float64(min(len(t.Header), 100))/1000
}

// Before reports whether a line that begins at that offset of the file stands before
// the header.
func (t *Table) Before(offset int64) bool { return offset < int64(t.HeaderAt) }

// Next finds the record that begins at b[start], or, before the header, the line. The
// buffer stands at that offset of the file and holds whole records.
func (t *Table) Next(b []byte, start int, offset int64) Record {
	if t.Before(offset + int64(start)) {
		r, _ := t.Dialect.line(b, start, true)
		return r
	}
	r, _ := t.Dialect.Next(b, start, true)
	return r
}

// spaced reports whether every separator of a header is followed by a space.
func spaced(header string, comma byte) bool {
	n := strings.Count(header, string(rune(comma)))
	return n > 0 && comma != '\t' && strings.Count(header, string(rune(comma))+" ") == n
}

// notHeader says why cells are no column names, or returns "".
func notHeader(cells []string) string {
	empty := 0
	for _, c := range cells {
		switch {
		case c == "":
			empty++
		case len(c) > maxName:
			return "a field of the first line is longer than a column name"
		case !utf8.ValidString(c), strings.ContainsFunc(c, unicode.IsControl), strings.ContainsAny(c, `{}"<>`):
			return "the first line holds signs that column names do not have"
		case numeric(c):
			return "the first line holds numbers, dates or addresses"
		}
	}
	if 2*empty > len(cells) {
		return "most fields of the first line are empty"
	}
	return ""
}

// numeric reports whether a cell is made of digits and what stands between them
// in numbers, dates, times and addresses.
func numeric(c string) bool {
	if _, err := strconv.ParseFloat(c, 64); err == nil {
		return true
	}
	digits := 0
	for _, r := range c {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" .:/-+TZ", r):
			return false
		}
	}
	return digits > 0
}

// number makes empty and repeated names unique by their place.
func number(names []string) []string {
	seen := map[string]bool{}
	for i, n := range names {
		if n == "" {
			n = "column_" + strconv.Itoa(i+1)
		}
		for k := 2; seen[n]; k++ {
			n = names[i] + "_" + strconv.Itoa(k)
		}
		seen[n] = true
		names[i] = n
	}
	return names
}
