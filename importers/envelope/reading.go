package envelope

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"github.com/cespare/xxhash/v2"
)

// Open is importers.Importer's.
func (f *Format) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	o, err := f.open(h, m)
	if err != nil {
		return nil, err
	}
	return &reading{format: f, opened: o, said: m, cutter: f.Peeler(m)}, nil
}

var _ importers.Rows = (*reading)(nil)

// reading is one file of envelopes.
type reading struct {
	format *Format
	*opened
	said   *casefile.Mapping
	cutter Peeler // of Cut, which is called from one goroutine

	mu      sync.Mutex
	peelers []Peeler
}

// About implements importers.Reading.
func (r *reading) About() importers.About {
	a := r.rows.About()
	m := casefile.Mapping{}
	if a.Mapping != nil {
		m = *a.Mapping
	}
	r.format.state(&m, r.opened)
	a.Mapping = &m
	inside := r.importer.Format()
	a.Assumed = append([]string{fmt.Sprintf("The lines inside were read as %s, version %d.", inside.ID, inside.Version)}, a.Assumed...)
	if r.ownTime {
		a.Assumed = append(a.Assumed, "Rows have the time of their envelope, which is when the line was collected.")
	}
	if r.format.Say != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		a.Assumed = append(a.Assumed, r.format.Say(r.peelers)...)
	}
	return a
}

// Cut implements importers.Rows: lines in parts are not cut apart.
func (r *reading) Cut(chunk []byte, last bool) int {
	return cut(r.cutter, len(r.format.Names), chunk, last)
}

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder {
	peeler := r.format.Peeler(r.said)
	r.mu.Lock()
	r.peelers = append(r.peelers, peeler)
	r.mu.Unlock()
	d := &decoder{reading: r, peeler: peeler, inside: r.rows.NewDecoder()}
	if insider, ok := d.inside.(Insider); ok && insider.Builder() != nil {
		d.builder = insider.Builder()
		d.builder.OnEnd(d.add)
	}
	return d
}

// The reasons for which a line is rejected before it is opened.
const (
	hasNUL   = "The line holds a NUL."
	notText  = "The line is not valid UTF-8."
	lineEnds = "The line inside holds a line end."
	unended  = "The line is in parts, of which the last is missing."
)

// notOne is for what a format made of records, and not of lines, can find in a line.
const notOne = "The line inside holds several records."

var tooFar = fmt.Sprintf("The line is in parts that reach over more than %d MiB, which is the limit.", MaxParted>>20)

// message is a line put together from its pieces.
type message struct {
	row, offset, end int // of the outer lines
	body             []byte
	values           [][]byte
	whole            bool
	why              string
}

type decoder struct {
	reading  *reading
	peeler   Peeler
	inside   importers.Decoder
	builder  *canon.Builder
	batch    casefile.Batch
	piece    Piece
	messages []message
	given    []int // messages that went inside, by row there
	inner    []byte
	arena    []byte   // of bodies and values
	slots    [][]byte // of values
	rejects  []casefile.Reject
}

// add sets what the envelope says of the row that ends inside.
func (d *decoder) add(row int) {
	if row >= len(d.given) {
		return
	}
	for i, v := range d.messages[d.given[row]].values {
		if len(v) > 0 {
			d.builder.Text(d.builder.Field([]byte(canon.Outer+d.reading.format.Names[i])), v)
		}
	}
}

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	if d.builder == nil {
		return nil, fmt.Errorf("envelope: %s cannot be inside", d.reading.importer.Format().ID)
	}
	rows, skipped, err := d.peel(ctx, c)
	if err != nil {
		return nil, err
	}
	empty, b, err := d.read(ctx, c.Index)
	if err != nil {
		return nil, err
	}
	if b.Rows != len(d.given) { // some line holds none or several records
		if err := d.single(ctx); err != nil {
			return nil, err
		}
		if empty, b, err = d.read(ctx, c.Index); err != nil {
			return nil, err
		}
		if b.Rows != len(d.given) {
			return nil, fmt.Errorf("envelope: %s made %d rows of %d lines", d.reading.importer.Format().ID, b.Rows, len(d.given))
		}
	}
	skipped += empty
	for i := range d.messages {
		if m := &d.messages[i]; m.why != "" {
			d.reject(m.row, m.offset, m.end, m.why)
		}
	}
	d.batch = *b
	d.batch.Rows, d.batch.Skipped = rows, skipped+b.Skipped
	d.outward(b, c.Raw)
	return &d.batch, nil
}

// read gives what the messages hold to the importer inside, and counts those that hold
// nothing.
func (d *decoder) read(ctx context.Context, index int) (empty int, b *casefile.Batch, err error) {
	d.inner, d.given = d.inner[:0], d.given[:0]
	for i := range d.messages {
		m := &d.messages[i]
		switch {
		case m.why != "":
		case len(bytes.TrimSpace(m.body)) == 0:
			empty++
		case bytes.IndexByte(m.body, '\n') >= 0:
			m.why = lineEnds
		default:
			d.given = append(d.given, i)
			d.inner = append(append(d.inner, m.body...), '\n')
		}
	}
	b, err = d.inside.Decode(ctx, importers.Chunk{Index: index, Offset: 1, Raw: d.inner})
	return empty, b, err
}

// single finds the lines of which not one row comes, by reading each alone, apart from
// what is counted.
func (d *decoder) single(ctx context.Context) error {
	apart, err := d.reading.importer.Open(d.reading.inside, d.reading.mapping)
	if err != nil {
		return err
	}
	alone := apart.(importers.Rows).NewDecoder()
	for _, i := range d.given {
		m := &d.messages[i]
		b, err := alone.Decode(ctx, importers.Chunk{Offset: 1, Raw: append(m.body, '\n')})
		if err != nil {
			return err
		}
		if b.Rows != 1 {
			m.why = notOne
		}
	}
	return nil
}

// peel takes the envelopes off a chunk and puts messages together.
func (d *decoder) peel(ctx context.Context, c importers.Chunk) (rows, skipped int, err error) {
	d.messages, d.rejects, d.arena, d.slots = d.messages[:0], d.rejects[:0], d.arena[:0], d.slots[:0]
	clean := utf8.Valid(c.Raw) && bytes.IndexByte(c.Raw, 0) < 0
	var o open
	var going [Streams]int // messages that are not whole
	at := 0
	if c.Offset == 0 {
		at = len(importers.BOM(c.Raw))
	}
	for ; at < len(c.Raw); rows++ {
		if rows&1023 == 0 && ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		end, next := lineEnd(c.Raw, at)
		line, offset := c.Raw[at:end], at
		at = next
		d.piece.begin(len(d.reading.format.Names))
		why := ""
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			skipped++
			continue
		case !clean && bytes.IndexByte(line, 0) >= 0:
			why = hasNUL
		case !clean && !utf8.Valid(line):
			why = notText
		default:
			why = d.peeler.Peel(line, &d.piece)
		}
		if why != "" {
			d.reject(rows, offset, end, why)
			continue
		}
		on, lost := o.at(&d.piece, offset, end)
		if lost {
			d.messages[going[d.piece.Stream]].why = tooFar
		}
		if !on {
			going[d.piece.Stream] = len(d.messages)
			d.messages = append(d.messages, message{row: rows, offset: offset})
		}
		m := &d.messages[going[d.piece.Stream]]
		m.end, m.whole = end, !d.piece.Part
		if on {
			skipped++
			m.body = append(m.body, d.piece.Body...)
			continue
		}
		m.body = d.keep(d.piece.Body)
		start := len(d.slots)
		for _, v := range d.piece.Values {
			d.slots = append(d.slots, d.keep(v))
		}
		m.values = d.slots[start:len(d.slots):len(d.slots)]
	}
	for i := range d.messages {
		if m := &d.messages[i]; !m.whole && m.why == "" {
			m.why = unended
		}
	}
	return rows, skipped, nil
}

// keep copies bytes that are the peeler's.
func (d *decoder) keep(v []byte) []byte {
	start := len(d.arena)
	d.arena = append(d.arena, v...)
	return d.arena[start:len(d.arena):len(d.arena)]
}

func (d *decoder) reject(row, offset, end int, why string) {
	d.rejects = append(d.rejects, casefile.Reject{Row: int64(row), Offset: int64(offset), Length: int64(end - offset), Reason: why})
}

// outward gives what came from inside the addresses of the outer lines.
func (d *decoder) outward(b *casefile.Batch, raw []byte) {
	for _, bl := range b.Blocks {
		for i, row := range bl.Row {
			m := &d.messages[d.given[row]]
			bl.Row[i], bl.Offset[i], bl.Length[i] = uint32(m.row), uint32(m.offset), uint32(m.end-m.offset)
			bl.Hash[i] = xxhash.Sum64(raw[m.offset:m.end])
		}
	}
	for _, r := range b.Rejects {
		m := &d.messages[d.given[r.Row]]
		d.reject(m.row, m.offset, m.end, r.Reason)
	}
	slices.SortStableFunc(d.rejects, func(x, y casefile.Reject) int { return cmp.Compare(x.Row, y.Row) })
	d.batch.Rejects = d.rejects
	for i := range b.Defects {
		b.Defects[i].Row = int64(d.messages[d.given[b.Defects[i].Row]].row)
	}
}
