package jsonl

import "casebench/importers/canon"

// entry is a name, with its path, that records use.
type entry struct {
	path  string
	field *canon.Field
	seen  uint64 // number of the record that used it last
	under map[string]*entry
}

// slot is a key that is expected at its place: the bytes between two values,
// spaces, quotes and colon included.
type slot struct {
	lead  []byte
	entry *entry
}

// ahead is how many expected keys may be missing in a row before a name is looked
// up.
const ahead = 8

// predict returns the slot that b begins with, from the expected one on, or -1.
func (d *decoder) predict(b []byte, expect int) int {
	for at := expect; at < len(d.slots) && at < expect+ahead; at++ {
		if lead := d.slots[at].lead; len(b) >= len(lead) && string(b[:len(lead)]) == string(lead) {
			return at
		}
	}
	return -1
}

func (d *decoder) insert(at int, s slot) {
	d.slots = append(d.slots, slot{})
	copy(d.slots[at+1:], d.slots[at:])
	d.slots[at] = s
}

// key reads a key with its colon and returns its entry, below parent if there is
// one, and the index of the value.
func (d *decoder) key(b []byte, i int, parent *entry) (*entry, int) {
	if i = space(b, i); i >= len(b) || b[i] != '"' {
		return nil, -1
	}
	end, plain := scanString(b, i)
	if end < 0 {
		return nil, -1
	}
	name := b[i+1 : end-1]
	if !plain {
		name = d.unescape(name)
	}
	e := d.lookup(name, parent)
	if end = space(b, end); end >= len(b) || b[end] != ':' {
		return nil, -1
	}
	return e, space(b, end+1)
}

func (d *decoder) lookup(name []byte, parent *entry) *entry {
	m := &d.entries
	if parent != nil {
		m = &parent.under
	}
	if e, ok := (*m)[string(name)]; ok {
		return e
	}
	e := &entry{path: string(name)}
	if parent != nil {
		e.path = parent.path + "." + e.path
	}
	e.field = d.b.Field([]byte(e.path))
	if *m == nil {
		*m = map[string]*entry{}
	}
	(*m)[string(name)] = e
	d.count++
	return e
}

// rebind drops what is known of names when the builder has dropped its fields.
func (d *decoder) rebind() {
	if d.b.Forgot() {
		d.entries, d.count = map[string]*entry{}, 0
	}
}
