package records

import (
	"bytes"
	"context"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
)

// The reasons for which a record is rejected before a format has seen it.
const (
	notObject = "The record is not a JSON object."
	notJSON   = "The record is not valid JSON."
	notText   = "The record is not valid UTF-8."
	nested    = "The record nests deeper than 1000 levels, which is the limit."
	crowded   = "The record holds more than 2097152 values, which is the limit."
	noEnd     = "The record has no end: a bracket or a quote is missing in it, or the file is cut off."
)

const maxDefects = 100 // of one batch; the sum is in Source.Assumed

// decoder reads chunks of records.
type decoder struct {
	reading  *reading
	builders []*canon.Builder // by Spec.Tables
	batch    casefile.Batch
	tree     tree
	inners   []innerTree // of strings that hold JSON, in this record
	used     int         // how many of inners are this record's
	halved   bool        // the record holds half a surrogate pair
	row      Row
	offset   int    // of the record under way in the chunk
	line     []byte // the record under way, of a table
	path     []byte
	counts   []int64
}

// innerTree is the JSON that stood in a string.
type innerTree struct {
	outer *tree
	node  int32
	tree  *tree
}

// Builder implements envelope.Insider, for formats of one table; for others it is nil.
func (d *decoder) Builder() *canon.Builder {
	if len(d.builders) != 1 {
		return nil
	}
	return d.builders[0]
}

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	for _, b := range d.builders {
		b.Reset()
	}
	d.row.fields = nil // they belong to what the builders remember
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0], Defects: d.batch.Defects[:0]}
	if t := d.reading.table; t != nil {
		if err := d.table(ctx, c, t); err != nil {
			return nil, err
		}
		d.seal()
		return &d.batch, nil
	}
	checked := utf8.Valid(c.Raw)
	var repeats, halves int64
	stream, raw := d.reading.stream, c.Raw
	for at, n := 0, 0; ; n++ {
		if n&255 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		start, end, next, broken, more := stream.Take(raw, at)
		if !more {
			break
		}
		if broken {
			d.reject(int64(start), int64(end-start), noEnd)
			at = next
			continue
		}
		at = next
		d.record(raw[start:end], start, checked)
		if d.tree.again {
			repeats++
		}
		if d.halved {
			halves++
		}
	}
	d.reading.repeats.Add(repeats)
	d.reading.halves.Add(halves)
	d.seal()
	return &d.batch, nil
}

// seal gives the batch its blocks and the reading its counts.
func (d *decoder) seal() {
	for i, n := range d.counts {
		d.reading.counts[i].Add(n)
		d.counts[i] = 0
	}
	for _, b := range d.builders {
		d.batch.Blocks = append(d.batch.Blocks, b.Blocks()...)
	}
}

// record sends one record through its doors: one, or as many as it holds rows.
func (d *decoder) record(raw []byte, offset int, checked bool) {
	d.offset, d.used, d.halved, d.tree.again = offset, 0, false, false
	i := Space(raw, 0)
	if i == len(raw) {
		d.batch.Rows++
		d.batch.Skipped++
		return
	}
	why := ""
	if !checked && !utf8.Valid(raw) {
		why = notText
	} else if end := d.tree.parse(raw); end == TooDeep {
		why = nested
	} else if end == tooMany {
		why = crowded
	} else if end < 0 || Space(raw, end) != len(raw) {
		why = notJSON
	}
	if why != "" {
		d.tree.again = false
		d.reject(int64(offset), int64(len(bytes.TrimRight(raw, " \t\r\n,"))), why)
		return
	}
	if d.reading.spec.Merged {
		d.tree.merge()
	}
	first := d.batch.Rows
	unpack(Value{&d.tree, 1, d}, d.reading.stream.Members, func(v Value) {
		if rows := d.reading.spec.Rows; rows != nil && v.IsObject() {
			rows(v, d.one)
			return
		}
		d.one(v)
	})
	if d.batch.Rows > first {
		d.defect(d.tree.again, first, "A name is repeated; the last value was kept.")
		d.defect(d.halved, first, "A text holds half a surrogate pair, which was replaced by U+FFFD.")
	}
}

// unpack calls f for the records in a value that may be an envelope or a list of
// them, as lines can be.
func unpack(v Value, members []string, f func(Value)) {
	if v.IsList() {
		v.Each(func(_ string, e Value) bool { f(e); return true })
		return
	}
	for _, m := range members {
		if list := v.Get(m); list.IsList() {
			list.Each(func(_ string, e Value) bool { f(e); return true })
			return
		}
	}
	f(v)
}

// one sends a row through its door.
func (d *decoder) one(v Value, above ...Value) {
	number := d.batch.Rows
	d.batch.Rows++
	raw, offset := d.address(v)
	if !v.IsObject() {
		d.reject1(number, offset, len(raw), notObject)
		return
	}
	r := &d.row
	r.begin(v, above)
	d.reading.spec.Row(r)
	if r.why == "" && !r.skipped {
		r.rest()
		r.why = r.b.End(number, offset, raw)
		r.begun = false
	}
	if r.begun {
		r.b.Drop()
	}
	switch {
	case r.skipped:
		d.batch.Skipped++
	case r.why != "":
		d.reject1(number, offset, len(raw), r.why)
		return
	}
	for _, i := range r.assumed {
		d.counts[i]++
	}
}

// address returns the bytes of a row and where they stand in the chunk. A row that
// is written inside a string has the address of its record.
func (d *decoder) address(v Value) (raw []byte, offset int) {
	if d.line != nil {
		return d.line, d.offset
	}
	if v.t != &d.tree {
		v = Value{&d.tree, 1, d}
	}
	return v.Raw(), d.offset + int(d.tree.nodes[v.n].start)
}

// asked returns the tree for the JSON in a string that was asked for before, with no
// nodes when it was none, or nil.
func (d *decoder) asked(v Value) *tree {
	for _, in := range d.inners[:d.used] {
		if in.outer == v.t && in.node == v.n {
			return in.tree
		}
	}
	return nil
}

// inner returns a tree to parse the JSON in a string into.
func (d *decoder) inner(v Value) *tree {
	if d.used == len(d.inners) {
		d.inners = append(d.inners, innerTree{tree: &tree{}})
	}
	in := &d.inners[d.used]
	d.used++
	in.outer, in.node = v.t, v.n
	return in.tree
}

// innerOf returns the tree of the JSON in a string that was asked for, or nil.
func (d *decoder) innerOf(t *tree, n int32) *tree {
	for _, in := range d.inners[:d.used] {
		if in.outer == t && in.node == n && len(in.tree.nodes) > 1 {
			return in.tree
		}
	}
	return nil
}

func (d *decoder) reject(offset, length int64, why string) {
	row := d.batch.Rows
	d.batch.Rows++
	d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: int64(row), Offset: offset, Length: length, Reason: why})
}

func (d *decoder) reject1(row, offset, length int, why string) {
	d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: int64(row), Offset: int64(offset), Length: int64(length), Reason: why})
}

func (d *decoder) defect(is bool, row int, reason string) {
	if is && len(d.batch.Defects) < maxDefects {
		d.batch.Defects = append(d.batch.Defects, casefile.Defect{Row: int64(row), Reason: reason})
	}
}
