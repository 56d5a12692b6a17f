package jsonl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/records"
)

// sniffLines is how many lines of a head are looked at.
const sniffLines = 200

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	lines, cut := headLines(h)
	text := bytes.TrimSpace(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)))
	named := h.HasExtension(".jsonl", ".ndjson")
	switch {
	case h.Compression == importers.Parquet:
		return importers.Match{Why: "it is a Parquet file"}
	case len(text) == 0 && named:
		return importers.Match{Fit: importers.FitByName, Why: "the file is empty and its name says JSON lines"}
	case len(text) == 0:
		return importers.Match{Why: "the file is empty"}
	case text[0] != '{' && text[0] != '[':
		return importers.Match{Why: "the first line does not begin with { or ["}
	case streamOf(h) != nil && len(lines) == 0 && len(sampleOf(h).Columns) == 0:
		return importers.Match{Why: "it is a JSON list without objects, or broken"}
	}
	good, bad := 0, 0
	for _, line := range lines {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if line[0] == '{' && json.Valid(line) {
			good++
		} else {
			bad++
		}
	}
	switch {
	case good == 0 && bad == 0 && cut && len(sampleOf(h).Columns) > 0:
		return fitOf(h, 1)
	case good == 0:
		return importers.Match{Why: "the first line, or element of the list, is not a whole JSON object"}
	case bad > good:
		return importers.Match{Why: fmt.Sprintf("only %d of the first %d lines, or elements of the list, are JSON objects", good, good+bad)}
	}
	return fitOf(h, good)
}

// fitOf says how well records that are objects fit a table.
func fitOf(h importers.Head, good int) importers.Match {
	shape := "JSON objects, one a line"
	if streamOf(h) != nil {
		shape = "JSON objects in a list, or one after another"
	}
	p, err := canon.Propose(h.Stem(), sampleOf(h), nil)
	switch {
	case err != nil:
		return importers.Match{Why: err.Error()}
	case p.Canonical && good > 1, p.Canonical && h.HasExtension(".jsonl", ".ndjson"):
		return importers.Match{Fit: importers.FitCertain, Why: shape + "; " + p.Why}
	case p.Fits:
		return importers.Match{Fit: importers.FitByShape, Why: shape + "; " + p.Why}
	}
	return importers.Match{Fit: importers.FitByName, Why: shape + ", but " + p.Why}
}

// streamOf returns how the records of a file lie that are no lines: the elements of a
// list, objects that span lines, several on one. It is nil for lines.
func streamOf(h importers.Head) *records.Stream {
	s := records.StreamOf(h)
	b := bytes.TrimLeft(h.Bytes[len(importers.BOM(h.Bytes)):], " \t\r\n")
	if s.Lines || len(b) == 0 || h.Compression == importers.Parquet {
		return nil
	}
	if b[0] == '[' {
		return &s
	}
	if line, _, _ := bytes.Cut(b, []byte{'\n'}); json.Valid(line) {
		return nil // whatever the second line is
	}
	if start, end, _, ok := s.Next(h.Bytes, 0); ok && h.Bytes[start] == '{' && json.Valid(h.Bytes[start:end]) {
		return &s
	}
	return nil // a first line that is broken
}

// headLines returns the whole records of a head, and whether a broken one follows.
func headLines(h importers.Head) (lines [][]byte, cut bool) {
	if s := streamOf(h); s != nil {
		for at := 0; len(lines) < sniffLines; {
			start, end, next, ok := s.Next(h.Bytes, at)
			if !ok {
				return lines, start < len(h.Bytes) && !h.Whole
			}
			lines, at = append(lines, h.Bytes[start:end]), next
		}
		return lines, false
	}
	b := bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes))
	for len(b) > 0 && len(lines) < sniffLines {
		line, rest, found := bytes.Cut(b, []byte{'\n'})
		if !found && !h.Whole {
			return lines, true
		}
		lines, b = append(lines, line), rest
	}
	return lines, false
}

// sampleOf collects names and values from the lines of a head. Of a first line
// that is longer than the head, it takes what is there.
func sampleOf(h importers.Head) *canon.Sample {
	s := &canon.Sample{}
	lines, cut := headLines(h)
	for _, line := range lines {
		if json.Valid(line) && utf8.Valid(line) {
			sampleLine(s, line)
		}
	}
	if cut && len(lines) == 0 {
		sampleLine(s, bytes.TrimLeft(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)), "[ \t\r\n"))
	}
	return s
}

// sampleLine adds an object's scalars under their dotted paths.
func sampleLine(s *canon.Sample, line []byte) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	if t, err := dec.Token(); err == nil && t == json.Delim('{') {
		walk(dec, "", 1, s.Add)
	}
}

// maxSampleDepth is how deep a sample looks for columns.
const maxSampleDepth = 8

// walk calls add for every scalar of the object that the decoder stands in, and
// for every array with its text, until the object or the input ends.
func walk(dec *json.Decoder, prefix string, depth int, add func(name, value string)) bool {
	for dec.More() {
		t, err := dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return false
		}
		name := prefix + key
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil || len(raw) == 0 {
			return false
		}
		switch raw[0] {
		case '{':
			if depth < maxSampleDepth {
				inner := json.NewDecoder(bytes.NewReader(raw))
				inner.UseNumber()
				if _, err := inner.Token(); err != nil || !walk(inner, name+".", depth+1, add) {
					return false
				}
				continue
			}
			add(name, string(raw))
		case '"':
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return false
			}
			add(name, text)
		case 'n':
			add(name, "")
		default:
			add(name, string(raw))
		}
	}
	return true
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	var p importers.Preview
	at := map[string]int{}
	lines, _ := headLines(h)
	for _, line := range lines {
		if len(p.Rows) == n {
			break
		}
		if !json.Valid(line) || !strings.HasPrefix(strings.TrimSpace(string(line)), "{") {
			continue
		}
		row := make([]string, len(p.Columns))
		one := &canon.Sample{}
		sampleLine(one, line)
		for _, c := range one.Columns {
			i, ok := at[c.Name]
			if !ok {
				i = len(p.Columns)
				at[c.Name] = i
				p.Columns, row = append(p.Columns, c.Name), append(row, "")
			}
			if len(c.Values) > 0 {
				row[i] = c.Values[0]
			}
		}
		p.Rows = append(p.Rows, row)
	}
	for i, row := range p.Rows {
		p.Rows[i] = append(row, make([]string, len(p.Columns)-len(row))...)
	}
	return p, nil
}
