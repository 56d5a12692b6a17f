package template

import (
	"bytes"
	"slices"
)

// change is what learning from a row did to a draft.
type change int

const (
	unchanged change = iota
	added            // parts that earlier rows do not have
	otherwise        // earlier rows may be written otherwise
)

// align walks the cells of a cut row along the parts of a draft. It returns the
// draft, or a copy of it that was changed, and leaves in l.texts what the row has
// in place of values.
func (l *Learner) align(d *draft, row int, learn bool) (_ *draft, changed change, ok bool) {
	l.texts = l.texts[:0]
	own := func(c change) {
		if changed == unchanged {
			d = d.clone()
		}
		changed = max(changed, c)
	}
	at := 0
	for i := range l.cut.list {
		c := &l.cut.list[i]
		if l.effort < 0 {
			return d, changed, false
		}
		lead := d.lead(&l.cut, i)
		k, how := l.find(d, at, lead, c, row)
		if how != written && learn {
			switch {
			case how == unbound && empty(c.raw) && d.parts[k].null == nil:
				own(otherwise)
				p := &d.parts[k]
				p.null, p.ready = append(bytes.Clone(p.lead), c.raw...), false
				how = written
			case how == unwritten:
				if b, examples, found := l.refit(d, k, c, row); found {
					own(otherwise)
					p := &d.parts[k]
					p.bound, p.examples, p.ready = b, examples, false
					how = written
				}
			case how == unknown || how == unbound:
				if k = l.place(d, at, lead, row); len(d.parts) >= MaxParts {
					return d, changed, false
				}
				p := l.newPart(d, lead, c, row)
				own(l.affects(&p, row))
				d.insert(k, p)
				how = written
				if !empty(c.raw) && d.parts[k].bound.column.In == InNone {
					how = unwritten
				}
			}
		}
		if how == unknown || how == unbound {
			return d, changed, false
		}
		for ; at < k; at++ {
			if !d.leaves(at, row) {
				return d, changed, false
			}
		}
		if how == unwritten {
			text, ok := keep(&d.parts[k], c.raw)
			if !ok {
				return d, changed, false
			}
			l.texts = append(l.texts, Kept{row, k, text})
		}
		at = k + 1
	}
	for ; at < len(d.parts); at++ {
		if !d.leaves(at, row) {
			return d, changed, false
		}
	}
	return d, changed, true
}

// How a part and a cell of the same lead stand to each other.
type relation int

const (
	unknown   relation = iota // no part has the lead
	unbound                   // the part has no value in this row
	unwritten                 // the part has another value, or none of its own
	written                   // the part writes the cell
)

// find returns the part from at on that belongs to a cell.
func (l *Learner) find(d *draft, at int, lead []byte, c *cell, row int) (k int, how relation) {
	for i := at; i < len(d.parts); i++ {
		p := &d.parts[i]
		l.effort--
		if !bytes.Equal(p.lead, lead) {
			if how == unknown && l.cut.comma != 0 {
				return i, unknown // a field has its place, not a name
			}
			continue
		}
		is := l.relation(d, i, c, row)
		if is > how {
			k, how = i, is
		}
		if how == written || l.cut.comma != 0 {
			return k, how
		}
	}
	return k, how
}

func (l *Learner) relation(d *draft, i int, c *cell, row int) relation {
	p, o := &d.parts[i], &d.form.inks[i]
	if !p.ready {
		return unknown // it was changed for this very row
	}
	l.buf = o.append(l.buf[:0], row)
	if n := len(p.lead); len(l.buf) == n+len(c.raw) && bytes.Equal(l.buf[n:], c.raw) && bytes.Equal(l.buf[:n], p.lead) && len(l.buf) > 0 {
		return written
	}
	switch {
	case o.vec == nil && empty(c.raw):
		return unbound
	case o.vec == nil, !o.vec.IsNull(row):
		return unwritten
	}
	return unbound
}

// place returns where a part for a lead that is new belongs: behind parts of the
// same lead that the row leaves out.
func (l *Learner) place(d *draft, at int, lead []byte, row int) int {
	place := at
	for i := at; i < len(d.parts) && d.leaves(i, row); i++ {
		if bytes.Equal(d.parts[i].lead, lead) {
			place = i + 1
		}
	}
	return place
}

// refit looks for a binding of part k that also writes a cell, and returns the
// examples that it writes. Where none writes all examples, it is either this row that
// is odd or those that the part was fitted to.
func (l *Learner) refit(d *draft, k int, c *cell, row int) (binding, []example, bool) {
	p := &d.parts[k]
	if empty(c.raw) || p.misses.n >= maxMisses {
		return binding{}, nil, false
	}
	taken := l.taken(d, k)
	examples := more(p.examples, example{row, c.raw})
	if b, ok := l.fitter.fit(examples, p.name, l.cut.comma, taken); ok {
		return b, examples, true
	}
	again := p.misses.n > 0 && p.misses.easy == *d.easy
	p.misses.n++
	p.misses.easy = *d.easy
	examples = examples[len(examples)-1:]
	b, ok := l.fitter.fit(examples, p.name, l.cut.comma, taken)
	ok = ok && (again || p.bound.column.In == InNone || l.asGood(d, k, b, row))
	return b, examples, ok
}

// asGood reports whether a draft would still write nearly all of the rows before
// this one if part k had another binding.
func (l *Learner) asGood(d *draft, k int, b binding, row int) bool {
	other := d.clone()
	other.parts[k].bound, other.parts[k].ready = b, false
	cost, ok := other.compile(l.block)
	if l.effort -= cost; !ok {
		return false
	}
	rows, good := 0, 0
	for i := row - 1; i >= max(0, row-lookBack); i-- {
		if l.plan.Rows[i] != uint32(l.draft+1) {
			continue
		}
		if _, kept := slices.BinarySearchFunc(l.kept, i, func(k Kept, row int) int { return k.Row - row }); kept {
			continue
		}
		rows++
		if l.buf = other.form.append(l.buf[:0], i); bytes.Equal(l.buf, l.record(i)) {
			good++
		}
		l.effort -= len(l.buf)
	}
	return 10*good >= 9*rows
}

// lookBack is how many rows are written again before a binding is changed.
const lookBack = 128

// taken reports which columns other parts of a draft write.
func (l *Learner) taken(d *draft, but int) func(Column) bool {
	return func(c Column) bool {
		for i := range d.parts {
			if i != but && d.parts[i].bound.column == c {
				return true
			}
		}
		return false
	}
}

// newPart makes a part of a cell that no part writes.
func (l *Learner) newPart(d *draft, lead []byte, c *cell, row int) draftPart {
	p := draftPart{lead: bytes.Clone(lead), name: bytes.Clone(c.name), examples: []example{{row, c.raw}}, misses: new(misses)}
	if empty(c.raw) {
		p.null = append(bytes.Clone(lead), c.raw...)
		return p
	}
	if b, ok := l.fitter.fit(p.examples, c.name, l.cut.comma, l.taken(d, -1)); ok {
		p.bound = b
	}
	return p
}

func more(examples []example, e example) []example {
	examples = append([]example(nil), examples...)
	if len(examples) == maxExamples {
		examples = append(examples[:1], examples[2:]...)
	}
	return append(examples, e)
}

// keep returns what is kept of a value: all of it but what the part writes around
// it.
func keep(p *draftPart, raw []byte) ([]byte, bool) {
	open, end := p.bound.open, p.bound.close
	if len(raw) < len(open)+len(end) || !bytes.HasPrefix(raw, open) || !bytes.HasSuffix(raw, end) {
		return nil, false
	}
	return raw[len(open) : len(raw)-len(end)], true
}

// affects says whether a new part would write anything in an earlier row.
func (l *Learner) affects(p *draftPart, row int) change {
	if p.null != nil {
		return otherwise
	}
	if v, err := columnOf(p.bound.column, l.block); err == nil {
		l.effort -= row
		for i := range row {
			if !v.IsNull(i) {
				return otherwise
			}
		}
	}
	return added
}
