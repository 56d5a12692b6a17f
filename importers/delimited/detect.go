package delimited

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebench/importers"
)

// Table is the beginning of a delimited file with a header row.
type Table struct {
	Dialect Dialect
	Header  []string // trimmed; empty and repeated names are numbered
	Rows    [][]string
	Start   int // where the first record begins: behind a byte order mark
}

const (
	detectRows = 200
	maxName    = 80 // bytes of a column name
)

// Detect finds the dialect and the header of a file. When there is none, why
// says so in a clause.
func Detect(h importers.Head) (t *Table, why string) {
	start := len(importers.BOM(h.Bytes))
	if len(strings.TrimSpace(string(h.Bytes[start:]))) == 0 {
		return nil, "the file is empty"
	}
	if len(h.Bytes) > 1 && (h.Bytes[0] == 0xff && h.Bytes[1] == 0xfe || h.Bytes[0] == 0xfe && h.Bytes[1] == 0xff) {
		return nil, "the text is UTF-16, which must be turned into UTF-8 first"
	}
	best := -1.0
	for _, comma := range [...]byte{',', ';', '\t', '|'} {
		candidate, quality := try(h, Dialect{Comma: comma}, start)
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
	if best < 0.5 {
		return nil, fmt.Sprintf("no table: most rows have another number of fields than the %d of the first line", len(t.Header))
	}
	t.Header = number(t.Header)
	return t, ""
}

// try splits the head under a dialect. Quality is the share of rows that have as
// many fields as the header, and a little for the number of columns.
func try(h importers.Head, d Dialect, start int) (*Table, float64) {
	t := &Table{Dialect: d, Start: start}
	var f Fields
	good, rows := 0, 0
	for at := start; at < len(h.Bytes) && rows < detectRows; {
		r, ok := t.Dialect.Next(h.Bytes, at, h.Whole)
		if !ok {
			break
		}
		record := h.Bytes[at:r.End]
		at = r.Next
		if len(strings.TrimSpace(string(record))) == 0 {
			continue
		}
		if t.Header == nil {
			if r.Broken {
				return nil, 0
			}
			t.Dialect.Spaced = spaced(string(record), d.Comma)
			t.Dialect.Split(record, r.Quoted, &f)
			for _, v := range f.Values {
				t.Header = append(t.Header, strings.TrimSpace(string(v)))
			}
			if len(t.Header) < 2 {
				return nil, 0
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

// spaced reports whether every separator of a header is followed by a space.
func spaced(header string, comma byte) bool {
	n := strings.Count(header, string(comma))
	return n > 0 && comma != '\t' && strings.Count(header, string(comma)+" ") == n
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
