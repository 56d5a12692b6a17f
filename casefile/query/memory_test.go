package query_test

import (
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
)

// memory is a Source of blocks in memory. Add blocks, then search.
type memory struct {
	dicts  [64]*dict
	blocks []query.Block
	data   []content
	reads  atomic.Int64 // calls of Read
	onRead func()
}

type content struct {
	columns    []query.Column
	extra      map[string]query.Column
	rows       []int64
	duplicates []uint64
}

type dict struct {
	values []string
	codes  map[string]uint32
}

func (d *dict) Len() int                 { return len(d.values) }
func (d *dict) Value(code uint32) string { return d.values[code-1] }

func newMemory() *memory {
	m := &memory{}
	for i := range m.dicts {
		m.dicts[i] = &dict{codes: map[string]uint32{}}
	}
	return m
}

func (m *memory) code(d casefile.Domain, v string) uint32 {
	k := m.dicts[d]
	if c, ok := k.codes[v]; ok {
		return c
	}
	k.values = append(k.values, v)
	k.codes[v] = uint32(len(k.values))
	return k.codes[v]
}

// add takes a block as an importer makes it. The first row has that number.
func (m *memory) add(source uint32, first int64, b *casefile.Block, duplicates []uint64) {
	schema := casefile.SchemaOf(b.Table)
	c := content{columns: make([]query.Column, len(schema.Columns)), extra: map[string]query.Column{}, duplicates: duplicates}
	info := query.Block{ID: uint64(len(m.blocks)), Table: b.Table, Source: source, Rows: b.Rows,
		Bounds: make([]query.Bounds, len(schema.Columns))}
	for i, v := range b.Columns {
		col := query.Column{Vector: v}
		if v.Form == casefile.FormCodes && schema.Columns[i].Kind == casefile.KindCode {
			col.Dict = nil
			col.Global = []uint32{}
			for _, value := range v.Dict {
				col.Global = append(col.Global, m.code(schema.Columns[i].Domain, value))
			}
		}
		if v.Form == casefile.FormInts {
			info.Bounds[i] = bounds(&v)
		}
		c.columns[i] = col
	}
	for _, e := range b.Extra {
		info.Extra = append(info.Extra, e.Name)
		c.extra[e.Name] = query.Column{Vector: e.Vector}
	}
	for i := range b.Rows {
		c.rows = append(c.rows, first+int64(i))
	}
	m.blocks = append(m.blocks, info)
	m.data = append(m.data, c)
}

func bounds(v *casefile.Vector) query.Bounds {
	b := query.Bounds{}
	for i, n := range v.Ints {
		switch {
		case v.IsNull(i):
		case !b.Known:
			b = query.Bounds{Min: n, Max: n, Known: true}
		default:
			b.Min, b.Max = min(b.Min, n), max(b.Max, n)
		}
	}
	return b
}

func (m *memory) Blocks(tables ...casefile.Table) ([]query.Block, error) {
	var want uint64
	for _, t := range tables {
		want |= 1 << t
	}
	var out []query.Block
	for _, b := range m.blocks {
		if want>>b.Table&1 == 1 {
			out = append(out, b)
		}
	}
	return out, nil
}

func (m *memory) Read(b query.Block, columns []int, extra []string) ([]query.Column, error) {
	m.reads.Add(1)
	if m.onRead != nil {
		m.onRead()
	}
	var out []query.Column
	for _, n := range columns {
		out = append(out, m.data[b.ID].columns[n])
	}
	for _, name := range extra {
		out = append(out, m.data[b.ID].extra[name])
	}
	return out, nil
}

// peeking is a memory that also implements query.Peeker.
type peeking struct{ *memory }

func (m peeking) Codes(b query.Block, column int) ([]uint32, error) {
	return m.data[b.ID].columns[column].Global, nil
}

func (m *memory) Rows(b query.Block) ([]int64, error) { return m.data[b.ID].rows, nil }

func (m *memory) Duplicates(b query.Block) ([]uint64, error) { return m.data[b.ID].duplicates, nil }

func (m *memory) Dict(d casefile.Domain) (query.Dict, error) { return m.dicts[d], nil }

// builder makes a block from rows of texts, as a log would have them.
type builder struct {
	block  *casefile.Block
	schema *casefile.Schema
	codes  []map[string]uint32
}

func newBuilder(t casefile.Table) *builder {
	s := casefile.SchemaOf(t)
	b := &builder{block: &casefile.Block{Table: t, Columns: make([]casefile.Vector, len(s.Columns))}, schema: s}
	for range s.Columns {
		b.codes = append(b.codes, map[string]uint32{})
	}
	return b
}

func duplicatesOf(rows int, which ...int) []uint64 {
	out := make([]uint64, (rows+63)/64)
	for _, i := range which {
		out[i>>6] |= 1 << (i & 63)
	}
	return out
}

// add appends a row given as texts by column name. Times are RFC 3339, accounts
// as people write them. A name that is no column of the table is an extra field.
func (b *builder) add(fields map[string]string) {
	i := b.block.Rows
	b.block.Rows++
	for n := range b.schema.Columns {
		col, v := b.schema.Columns[n], &b.block.Columns[n]
		text, ok := fields[col.Name]
		switch col.Kind {
		case casefile.KindCode:
			v.Form = casefile.FormCodes
			if col.Domain == casefile.DomainAccount && ok {
				text = casefile.AccountKey("", text)
			}
			v.Codes = append(v.Codes, b.local(n, v, text, ok))
		case casefile.KindText:
			v.Form = casefile.FormTexts
			v.Texts.Append([]byte(text))
		case casefile.KindInt:
			v.Form = casefile.FormInts
			number, _ := strconv.ParseInt(text, 10, 64)
			v.Ints = append(v.Ints, number)
		case casefile.KindTime:
			v.Form = casefile.FormInts
			at, _ := time.Parse(time.RFC3339, text)
			v.Ints = append(v.Ints, at.UnixNano())
		case casefile.KindFloat:
			v.Form = casefile.FormFloats
			number, _ := strconv.ParseFloat(text, 64)
			v.Floats = append(v.Floats, number)
		}
		if !ok && col.Kind != casefile.KindCode {
			v.SetNull(i, i+1)
		}
	}
	for name, text := range fields {
		if b.schema.Index(name) < 0 {
			b.extra(i, name, text)
		}
	}
}

func (b *builder) local(column int, v *casefile.Vector, text string, ok bool) uint32 {
	if !ok {
		return 0
	}
	if c, seen := b.codes[column][text]; seen {
		return c
	}
	v.Dict = append(v.Dict, text)
	b.codes[column][text] = uint32(len(v.Dict))
	return uint32(len(v.Dict))
}

// extra sets an extra field of row i; done fills the rows that have none.
func (b *builder) extra(i int, name, text string) {
	at := slices.IndexFunc(b.block.Extra, func(e casefile.Extra) bool { return e.Name == name })
	if at < 0 {
		at = len(b.block.Extra)
		b.block.Extra = append(b.block.Extra, casefile.Extra{Name: name, Vector: casefile.Vector{Form: casefile.FormCodes}})
	}
	v := &b.block.Extra[at].Vector
	for len(v.Codes) <= i {
		v.Codes = append(v.Codes, 0)
	}
	v.Dict = append(v.Dict, text)
	v.Codes[i] = uint32(len(v.Dict))
}

// done returns the block with every column as long as the block.
func (b *builder) done() *casefile.Block {
	for e := range b.block.Extra {
		for v := &b.block.Extra[e].Vector; len(v.Codes) < b.block.Rows; {
			v.Codes = append(v.Codes, 0)
		}
	}
	slices.SortFunc(b.block.Extra, func(x, y casefile.Extra) int { return strings.Compare(x.Name, y.Name) })
	for n := range b.block.Columns {
		if v := &b.block.Columns[n]; v.Null != nil {
			for len(v.Null) < (b.block.Rows+63)/64 {
				v.Null = append(v.Null, 0)
			}
		}
	}
	return b.block
}
