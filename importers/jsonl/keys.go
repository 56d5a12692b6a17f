package jsonl

import (
	"bytes"
	"encoding/binary"

	"casebench/importers/canon"
	"casebench/importers/records"
)

// entry is a name, with its path, that records use.
type entry struct {
	path  string
	field *canon.Field
	seen  uint64 // number of the record that used it last
	under map[string]*entry
}

// slot is a key that is expected at its place: the bytes between two values,
// comma, spaces, quotes and colon included.
type slot struct {
	lead  []byte
	words [leadWords]uint64 // the lead's first bytes, zero behind its end
	masks [leadWords]uint64
	entry *entry
}

const (
	// ahead is how many expected keys may be missing in a row before a name is
	// looked up.
	ahead = 8
	// leadWords is how many words of a lead are compared as words.
	leadWords = 3
)

func newSlot(lead []byte, e *entry) slot {
	s := slot{lead: bytes.Clone(lead), entry: e}
	var padded, ones [8 * leadWords]byte
	for i := range copy(padded[:], lead) {
		ones[i] = 0xff
	}
	for k := range leadWords {
		s.words[k] = binary.LittleEndian.Uint64(padded[8*k:])
		s.masks[k] = binary.LittleEndian.Uint64(ones[8*k:])
	}
	return s
}

// predict returns the slot that b begins with, from the expected one on, or -1. It
// may look at what stands behind b in its memory, but only b decides.
func predict(slots []slot, b []byte, expect int) int {
	slots = slots[expect:min(expect+ahead, len(slots))]
	if cap(b) < 8*leadWords {
		for at := range slots {
			if bytes.HasPrefix(b, slots[at].lead) {
				return expect + at
			}
		}
		return -1
	}
	wide := b[:8*leadWords]
	first, second, third := binary.LittleEndian.Uint64(wide), binary.LittleEndian.Uint64(wide[8:]), binary.LittleEndian.Uint64(wide[16:])
	for at := range slots {
		s := &slots[at]
		if (first^s.words[0])&s.masks[0]|(second^s.words[1])&s.masks[1]|(third^s.words[2])&s.masks[2] != 0 || len(b) < len(s.lead) {
			continue
		}
		if len(s.lead) <= 8*leadWords || string(b[8*leadWords:len(s.lead)]) == string(s.lead[8*leadWords:]) {
			return expect + at
		}
	}
	return -1
}

// key reads a key with its colon and returns its entry, below parent if there is
// one, and the index of the value.
func (d *decoder) key(b []byte, i int, parent *entry) (*entry, int) {
	if i = records.Space(b, i); i >= len(b) || b[i] != '"' {
		return nil, -1
	}
	end, plain := records.ScanString(b, i)
	if end < 0 {
		return nil, -1
	}
	name := b[i+1 : end-1]
	if !plain {
		name = d.unescape(name)
	}
	e := d.lookup(name, parent)
	if end = records.Space(b, end); end >= len(b) || b[end] != ':' {
		return nil, -1
	}
	return e, records.Space(b, end+1)
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
