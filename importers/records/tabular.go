package records

import (
	"bytes"
	"context"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/delimited"
)

// The reasons for which a row of a table is rejected before a format has seen it.
const (
	fewer   = "The row has fewer fields than the header."
	more    = "The row has more fields than the header."
	quoting = "The quotes of the row are not closed where they should be."
	hasNUL  = "The row holds a NUL."
)

// tableOf returns the table that a head begins, when the format may be one and the
// head is no JSON.
func (s *Spec) tableOf(h importers.Head) *delimited.Table {
	text := bytes.TrimLeft(h.Bytes[len(importers.BOM(h.Bytes)):], " \t\r\n")
	if !s.Tabular || len(text) == 0 || text[0] == '{' || text[0] == '[' {
		return nil
	}
	t, _ := delimited.Detect(h)
	return t
}

// fill makes the tree an object of the fields of a row, all of them texts. What the
// database wrote for null is an empty text.
func (t *tree) fill(header []string, fields [][]byte) {
	t.raw, t.again = t.raw[:0], false
	t.nodes = append(t.nodes[:0], node{}, node{kind: '{'})
	put := func(text []byte) (start, end int32) {
		t.raw = append(append(append(t.raw, '"'), text...), '"')
		return int32(len(t.raw) - len(text) - 2), int32(len(t.raw))
	}
	for i, name := range header {
		value := fields[i]
		if string(value) == `\N` || string(value) == "NULL" {
			value = nil
		}
		n := node{kind: '"', plain: true, plainKey: true}
		start, end := put([]byte(name))
		n.keyStart, n.keyEnd = start+1, end-1
		n.start, n.end = put(value)
		if i == 0 {
			t.nodes[1].child = int32(len(t.nodes))
		} else {
			t.nodes[len(t.nodes)-1].next = int32(len(t.nodes))
		}
		t.nodes = append(t.nodes, n)
	}
	t.nodes[1].end = int32(len(t.raw))
}

// table decodes a chunk of a file that is a table.
func (d *decoder) table(ctx context.Context, c importers.Chunk, t *delimited.Table) error {
	clean := utf8.Valid(c.Raw) && bytes.IndexByte(c.Raw, 0) < 0
	header := c.Offset == 0
	start := 0
	if c.Offset == 0 {
		start = t.Start
	}
	var fields delimited.Fields
	for start < len(c.Raw) {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r := t.Next(c.Raw, start, c.Offset)
		lead := t.Before(c.Offset + int64(start))
		record := c.Raw[start:r.End]
		blank := len(bytes.TrimSpace(record)) == 0
		switch {
		case blank, lead, header:
			d.batch.Rows++
			d.batch.Skipped++
			header = header && (blank || lead)
		default:
			d.cells(record, r, start, t, &fields, clean)
		}
		start = r.Next
	}
	return nil
}

// cells sends one row through its door.
func (d *decoder) cells(record []byte, r delimited.Record, offset int, t *delimited.Table, fields *delimited.Fields, clean bool) {
	d.offset, d.used, d.halved, d.line = offset, 0, false, record
	why := ""
	switch {
	case r.Broken:
		why = quoting
	case !clean && bytes.IndexByte(record, 0) >= 0:
		why = hasNUL
	case !clean && !utf8.Valid(record):
		why = notText
	default:
		t.Dialect.Split(record, r.Quoted, fields)
		if n := len(fields.Values); n < len(t.Header) {
			why = fewer
		} else if n > len(t.Header) {
			why = more
		}
	}
	if why != "" {
		d.reject(int64(offset), int64(len(record)), why)
		return
	}
	d.tree.fill(t.Header, fields.Values)
	d.one(Value{&d.tree, 1, d})
}

// headOfTable calls f for the rows of a head that is a table.
func headOfTable(t *delimited.Table, f func(Value) bool) {
	for _, row := range t.Rows {
		if len(row) != len(t.Header) {
			continue
		}
		fields := make([][]byte, len(row))
		for i, v := range row {
			fields[i] = []byte(v)
		}
		one := &tree{}
		one.fill(t.Header, fields)
		if !f(Value{one, 1, nil}) {
			return
		}
	}
}

// mapping returns the mapping of a reading whose file is a table, or the one given.
func mapping(m *casefile.Mapping, t *delimited.Table) *casefile.Mapping {
	if t == nil || t.Layout.String() == "" {
		return m
	}
	with := casefile.Mapping{Version: 1}
	if m != nil {
		with = *m
	}
	with.Layout = t.Layout.String()
	return &with
}
