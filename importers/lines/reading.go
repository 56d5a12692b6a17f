package lines

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
)

// Open is importers.Importer's.
func (l *Log) Open(h importers.Head, said *casefile.Mapping) (importers.Reading, error) {
	s := l.sample(h)
	m, err := l.wanted(s, said)
	if err != nil {
		return nil, err
	}
	plan, err := canon.NewPlan(h.Name, h.Stem(), s, m)
	if err != nil {
		return nil, err
	}
	explain(plan.Proposal(), said)
	r := &reading{log: l, plan: plan}
	if l.Carry != nil {
		return &carrying{reading: r, carry: l.Carry()}, nil
	}
	return r, nil
}

var (
	_ importers.Rows    = (*reading)(nil)
	_ importers.Carrier = (*carrying)(nil)
)

// reading is one file under one plan.
type reading struct {
	log      *Log
	plan     *canon.Plan
	standIns atomic.Int64
}

// carrying is a reading whose lines mean something under the headers before them.
type carrying struct {
	*reading
	carry func(chunk []byte) any
}

// Carry implements importers.Carrier.
func (r *carrying) Carry(chunk []byte) any { return r.carry(chunk) }

// About implements importers.Reading.
func (r *reading) About() importers.About {
	a := r.plan.About()
	m := r.plan.Proposal().Mapping
	a.Mapping = &m
	a.Assumed = append(a.Assumed, r.log.Assumed...)
	if n := r.standIns.Load(); n > 0 {
		a.Assumed = append(a.Assumed, fmt.Sprintf("%d rows name no user; ", n)+r.log.Sentence+
			" counts as one account. That is a way to count, and no claim about who it is.")
	}
	return a
}

// Cut implements importers.Rows.
func (*reading) Cut(chunk []byte, last bool) int {
	if last {
		return len(chunk)
	}
	return bytes.LastIndexByte(chunk, '\n') + 1
}

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder {
	return &decoder{reading: r, b: r.plan.NewBuilder(), parser: r.log.Parser(), visitors: visitors{prefix: r.log.Prefix},
		bound: map[*Layout]*bound{}, visitor: r.plan.Column(Visitor) >= 0}
}

// The reasons for which every format's line is rejected.
const (
	hasNUL  = "The line holds a NUL."
	notText = "The line is not valid UTF-8."
)

// maxBound is how many layouts a decoder remembers the fields of.
const maxBound = 64

type decoder struct {
	reading  *reading
	b        *canon.Builder
	parser   Parser
	batch    casefile.Batch
	row      Row
	bound    map[*Layout]*bound
	visitors visitors
	visitor  bool // the visitor feeds a column
	clean    bool // the chunk is UTF-8 without NUL
	standIns int64
}

// bound is a layout with the fields that its values go into.
type bound struct {
	fields  []*canon.Field
	visitor *canon.Field
}

// Builder implements envelope.Insider.
func (d *decoder) Builder() *canon.Builder { return d.b }

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	d.b.Reset()
	if d.b.Forgot() {
		clear(d.bound)
	}
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0]}
	d.clean = utf8.Valid(c.Raw) && bytes.IndexByte(c.Raw, 0) < 0
	d.standIns = 0
	d.parser.Begin(c.Before)
	start := 0
	if c.Offset == 0 {
		start = len(importers.BOM(c.Raw))
	}
	for start < len(c.Raw) {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		end, next := lineEnd(c.Raw, start)
		d.line(c.Raw[start:end], start)
		start = next
	}
	d.reading.standIns.Add(d.standIns)
	d.batch.Blocks = d.b.Blocks()
	return &d.batch, nil
}

// line sends one line through its door.
func (d *decoder) line(line []byte, offset int) {
	row := d.batch.Rows
	d.batch.Rows++
	skip, why := false, ""
	switch {
	case len(bytes.TrimSpace(line)) == 0:
		skip = true
	case d.clean:
		skip, why = d.parser.Parse(line, &d.row)
	case bytes.IndexByte(line, 0) >= 0:
		why = hasNUL
	case !utf8.Valid(line):
		why = notText
	default:
		skip, why = d.parser.Parse(line, &d.row)
	}
	if !skip && why == "" {
		why = d.values(row, offset, line)
	}
	switch {
	case skip:
		d.batch.Skipped++
	case why != "":
		d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: int64(row), Offset: int64(offset), Length: int64(len(line)), Reason: why})
	}
}

// values gives the row's values to the builder.
func (d *decoder) values(row, offset int, line []byte) (why string) {
	to := d.bind(d.row.Layout)
	d.b.Begin()
	for i, v := range d.row.Values {
		if len(v) > 0 {
			d.b.Text(to.fields[i], v)
		}
	}
	standIn := false
	if d.visitor {
		var name []byte
		if name, standIn = d.visitors.of(&d.row); len(name) > 0 {
			d.b.Text(to.visitor, name)
		}
	}
	why = d.b.End(row, offset, line)
	if standIn && why == "" {
		d.standIns++
	}
	return why
}

func (d *decoder) bind(l *Layout) *bound {
	if to, ok := d.bound[l]; ok {
		return to
	}
	if len(d.bound) >= maxBound {
		clear(d.bound)
	}
	to := &bound{visitor: d.b.Field([]byte(Visitor))}
	for _, name := range l.Names {
		to.fields = append(to.fields, d.b.Field([]byte(name)))
	}
	d.bound[l] = to
	return to
}

// lineEnd returns where the line at start ends, without its line end, and where the
// next begins.
func lineEnd(b []byte, start int) (end, next int) {
	n := bytes.IndexByte(b[start:], '\n')
	if n < 0 {
		end, next = len(b), len(b)
	} else {
		end, next = start+n, start+n+1
	}
	if end > start && b[end-1] == '\r' {
		end--
	}
	return end, next
}
