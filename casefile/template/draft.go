package template

import (
	"bytes"

	"casebench/casefile"
)

// draft is a template that is being learned.
type draft struct {
	head, between, tail []byte
	parts               []draftPart
	form                form
	moved               []int // by part of the draft before this one: its number now
	rows                *int  // rows that it writes
	easy                *int  // rows that it wrote without being looked at closer
}

type draftPart struct {
	lead     []byte // without an opening quote
	name     []byte
	bound    binding
	null     []byte
	examples []example
	misses   *misses
	ready    bool // its ink is the one in form
}

// misses counts values of a part that no binding wrote.
type misses struct {
	n    int
	easy int // of the draft at the last of them
}

// maxExamples is how many values a part is fitted to.
const maxExamples = 12

func newDraft(c *cells) *draft {
	return &draft{head: bytes.Clone(c.head), between: bytes.Clone(c.between), tail: bytes.Clone(c.tail), rows: new(int), easy: new(int)}
}

// suits reports whether a cut row may be one of the draft's.
func (d *draft) suits(c *cells) bool {
	return bytes.Equal(d.head, c.head) && bytes.Equal(d.tail, c.tail) && (len(c.list) == 1 || bytes.Equal(d.between, c.between))
}

// lead is what stands before a cell's value, with the separator.
func (d *draft) lead(c *cells, i int) []byte {
	if i > 0 {
		return c.list[i].lead
	}
	return append(bytes.Clone(d.between), c.list[0].lead...)
}

func (p *draftPart) part() Part {
	return Part{Lead: append(bytes.Clone(p.lead), p.bound.open...), Column: p.bound.column, Style: p.bound.style,
		Trail: bytes.Clone(p.bound.close), Null: p.null}
}

func (d *draft) template() Template {
	t := Template{Head: d.head, Between: len(d.between), Tail: d.tail}
	for i := range d.parts {
		t.Parts = append(t.Parts, d.parts[i].part())
	}
	return t
}

// compile makes the draft ready to write; parts that did not change are kept. Cost
// is what it took.
func (d *draft) compile(b *casefile.Block) (cost int, ok bool) {
	d.form.head, d.form.between, d.form.tail = d.head, len(d.between), d.tail
	for i := range d.parts {
		if d.parts[i].ready {
			continue
		}
		p := d.parts[i].part()
		o, err := newInk(&p, b)
		if err != nil {
			return cost, false
		}
		if cost += len(o.text); o.vec != nil && p.Style.Way == Escaped {
			cost += len(o.vec.Texts.Bytes)
		}
		d.form.inks[i], d.parts[i].ready = o, true
	}
	t := d.template()
	return cost, t.Check() == nil
}

// clone returns a copy whose parts may be changed.
func (d *draft) clone() *draft {
	c := &draft{head: d.head, between: d.between, tail: d.tail, rows: d.rows, easy: d.easy}
	c.parts = append(c.parts, d.parts...)
	c.form.inks = append(c.form.inks, d.form.inks...)
	for i := range d.parts {
		c.moved = append(c.moved, i)
	}
	return c
}

// insert adds a part that is not bound yet.
func (d *draft) insert(at int, p draftPart) {
	d.parts = append(d.parts, draftPart{})
	copy(d.parts[at+1:], d.parts[at:])
	d.parts[at] = p
	d.form.inks = append(d.form.inks, ink{})
	copy(d.form.inks[at+1:], d.form.inks[at:])
	d.form.inks[at] = ink{}
	for i := range d.moved {
		if d.moved[i] >= at {
			d.moved[i]++
		}
	}
}

// leaves reports whether a part writes nothing in a row.
func (d *draft) leaves(i, row int) bool {
	p := &d.parts[i]
	o := &d.form.inks[i]
	return p.null == nil && (o.vec == nil || o.vec.IsNull(row))
}
