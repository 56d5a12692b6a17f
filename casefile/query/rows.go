package query

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Row is one matching row. Its values are copies.
type Row struct {
	Table  casefile.Table
	Origin casefile.Origin // Source and Row only
	Values []Value         // those that are there, in the order of the table's columns, extra fields last
}

// Value is one field of a row.
type Value struct {
	Name  string // canonical, or extra.NAME
	Kind  casefile.Kind
	Text  string // KindCode and KindText; an account as people write it
	Int   int64  // KindInt and KindTime
	Float float64
}

// String prints the value as queries and exports spell it.
func (v Value) String() string {
	switch v.Kind {
	case casefile.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case casefile.KindTime:
		return time.Unix(0, v.Int).UTC().Format(time.RFC3339Nano)
	case casefile.KindFloat:
		return strconv.FormatFloat(v.Float, 'g', -1, 64)
	}
	return v.Text
}

// Value returns the field of that name; ok is false when the row has none.
func (r Row) Value(name string) (v Value, ok bool) {
	i := slices.IndexFunc(r.Values, func(v Value) bool { return v.Name == name })
	if i < 0 {
		return Value{}, false
	}
	return r.Values[i], true
}

// MarshalJSON writes the row as one object: "ref" and "table", then its fields.
func (r Row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	ref, table := casefile.EventRef(r.Origin.Source, r.Origin.Row).String(), r.Table.String()
	b.WriteString(`{"ref":` + strconv.Quote(ref) + `,"table":` + strconv.Quote(table))
	for _, v := range r.Values {
		name, err := json.Marshal(v.Name)
		if err != nil {
			return nil, err
		}
		var value any = v.String()
		switch v.Kind {
		case casefile.KindInt:
			value = v.Int
		case casefile.KindFloat:
			value = v.Float
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		b.WriteByte(',')
		b.Write(name)
		b.WriteByte(':')
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// shape says which fields rows carry.
type shape struct{ fields []Field } // nil: all

func newShape(names []string) (*shape, error) {
	s := &shape{}
	for _, name := range names {
		f, ok := FieldByName(name)
		if !ok || f.Known() {
			return nil, fault.New(fault.Invalid, "There is no such column to show.", fieldHint(name), nil)
		}
		s.fields = append(s.fields, f)
	}
	return s, nil
}

// of returns the columns and extra fields that rows of a block carry.
func (s *shape) of(b Block) (columns []int, extra []string) {
	if s.fields == nil {
		for i := range casefile.SchemaOf(b.Table).Columns {
			columns = append(columns, i)
		}
		return columns, b.Extra
	}
	for _, f := range s.fields {
		if n := f.In(b.Table); n >= 0 && !slices.Contains(columns, n) {
			columns = append(columns, n)
		}
		if f.Extra && slices.Contains(b.Extra, f.Name) && !slices.Contains(extra, f.Name) {
			extra = append(extra, f.Name)
		}
	}
	return columns, extra
}

// hits are matching rows of one block with their columns.
type hits struct {
	block   Block
	at      []int32
	numbers []int64
	names   []string
	kinds   []casefile.Kind
	dicts   []func(uint32) string
	columns []Column
}

// read reads what rows at those places of the reader's block carry.
func (s *shape) read(r *reader, at []int32) (*hits, error) {
	h := &hits{block: r.block, at: at}
	if len(at) == 0 {
		return h, nil
	}
	columns, extra := s.of(r.block)
	var err error
	if h.numbers, err = r.rows(); err != nil {
		return nil, err
	}
	if h.columns, err = r.src.Read(r.block, columns, extra); err != nil {
		return nil, err
	}
	for _, n := range columns {
		col := casefile.SchemaOf(r.block.Table).Columns[n]
		value, err := valuesOf(r.src, col)
		if err != nil {
			return nil, err
		}
		h.names, h.kinds, h.dicts = append(h.names, col.Name), append(h.kinds, col.Kind), append(h.dicts, value)
	}
	for _, name := range extra {
		h.names, h.kinds, h.dicts = append(h.names, extraPrefix+name), append(h.kinds, casefile.KindText), append(h.dicts, nil)
	}
	return h, nil
}

// valuesOf returns what prints a code of the column.
func valuesOf(src Source, col casefile.Column) (func(uint32) string, error) {
	if col.Kind != casefile.KindCode {
		return nil, nil
	}
	dict, err := src.Dict(col.Domain)
	if err != nil {
		return nil, err
	}
	if col.Domain == casefile.DomainAccount {
		return func(code uint32) string { return casefile.AccountName(dict.Value(code)) }, nil
	}
	return dict.Value, nil
}

// row makes the i-th of the rows.
func (h *hits) row(i int) Row { return h.rowAt(int(h.at[i])) }

// rowAt makes the row at a place of the block.
func (h *hits) rowAt(at int) Row {
	out := Row{Table: h.block.Table, Origin: casefile.Origin{Source: h.block.Source, Row: h.numbers[at]}}
	for n := range h.columns {
		if c := &h.columns[n]; !c.IsNull(at) {
			v := valueAt(c, at, h.kinds[n], h.dicts[n])
			v.Name = h.names[n]
			out.Values = append(out.Values, v)
		}
	}
	return out
}

// valueAt returns the value of a row that is not null. Kind tells integers from
// instants; dict prints codes of the case.
func valueAt(c *Column, i int, kind casefile.Kind, dict func(uint32) string) Value {
	switch c.Form {
	case casefile.FormInts:
		if kind != casefile.KindTime {
			kind = casefile.KindInt
		}
		return Value{Kind: kind, Int: c.Ints[i]}
	case casefile.FormFloats:
		return Value{Kind: casefile.KindFloat, Float: c.Floats[i]}
	case casefile.FormTexts:
		return Value{Kind: kind, Text: string(c.Texts.At(i))}
	}
	if c.Global == nil {
		return Value{Kind: kind, Text: c.Dict[c.Codes[i]-1]}
	}
	return Value{Kind: kind, Text: dict(c.Global[c.Codes[i]-1])}
}

// page gathers the rows from Skip on, at most Limit.
type page struct {
	shape *shape
	r     *reader
	skip  int
	left  int         // rows still wanted; below zero for all
	more  atomic.Bool // workers ask whether rows are wanted still
	rows  []Row
}

func newPage(ctx context.Context, s *search, req Request) (*page, error) {
	shape, err := newShape(req.Columns)
	p := &page{shape: shape, r: newReader(ctx, s.src), skip: max(req.Skip, 0), left: req.Limit}
	p.more.Store(req.Limit != 0)
	return p, err
}

// wanted reports whether any block still to come may add a row. It may be asked
// from any goroutine.
func (p *page) wanted() bool { return p.more.Load() }

// add takes the rows of the next block.
func (p *page) add(t *tally) error {
	if p.left == 0 || len(t.at) <= p.skip {
		p.skip -= min(p.skip, len(t.at))
		return nil
	}
	at := t.at[p.skip:]
	p.skip = 0
	if p.left > 0 {
		at = at[:min(len(at), p.left)]
		p.left -= len(at)
		p.more.Store(p.left > 0)
	}
	p.r.open(t.block)
	h, err := p.shape.read(p.r, at)
	if err != nil {
		return err
	}
	for i := range at {
		p.rows = append(p.rows, h.row(i))
	}
	return nil
}
