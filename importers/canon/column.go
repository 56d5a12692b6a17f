package canon

import (
	"encoding/binary"

	"casebench/casefile"
)

// column collects the values of one column of a block. Vectors are extended when
// a value is set and once more when the block is sealed, so that a row without
// the column costs nothing.
type column struct {
	form   casefile.Form
	vec    casefile.Vector
	values int      // rows that have one; not for codes
	sparse bool     // some row before the last with a value has none
	has    []uint64 // once sparse, bit i set: row i has a value

	// Codes only. Intern also knows texts that are written otherwise in Dict. Shown
	// has, beside Dict, the texts that JSON and CSV show as they are, "" for others.
	intern map[string]uint32
	shown  []string
	recent [1 << recentBits]uint32 // codes by a cheap hash of their text
	// What the row under way added, to be taken back when it is refused.
	newRow  int
	newDict int
	newKeys []string
}

// recentBits makes recent hold the accounts of a busy hour and stay in the
// processor's nearest caches.
const recentBits = 10

func newColumn(form casefile.Form) *column {
	c := &column{form: form, newRow: -1}
	if form == casefile.FormCodes {
		c.intern = map[string]uint32{}
	}
	return c
}

func formOf(k casefile.Kind) casefile.Form {
	switch k {
	case casefile.KindCode:
		return casefile.FormCodes
	case casefile.KindInt, casefile.KindTime:
		return casefile.FormInts
	case casefile.KindFloat:
		return casefile.FormFloats
	}
	return casefile.FormTexts
}

func (c *column) reset() {
	v := &c.vec
	v.Codes, v.Ints, v.Floats, v.Null = v.Codes[:0], v.Ints[:0], v.Floats[:0], nil
	v.Texts.Bytes, v.Texts.Ends = v.Texts.Bytes[:0], v.Texts.Ends[:0]
	clear(v.Dict)
	clear(c.shown)
	c.shown = c.shown[:0]
	v.Dict, c.has, c.values, c.sparse, c.newRow, c.newKeys = v.Dict[:0], c.has[:0], 0, false, -1, c.newKeys[:0]
	if len(c.intern) > 0 {
		clear(c.intern)
		clear(c.recent[:])
	}
}

// mark notes that a row has a value.
func (c *column) mark(row int) {
	if row == c.values && !c.sparse {
		c.values++
		return
	}
	c.markSparse(row)
}

func (c *column) markSparse(row int) {
	if !c.sparse {
		if row < c.values {
			return
		}
		c.thin()
	}
	for len(c.has) <= row>>6 {
		c.has = append(c.has, 0)
	}
	if bit := uint64(1) << (row & 63); c.has[row>>6]&bit == 0 {
		c.has[row>>6] |= bit
		c.values++
	}
}

// thin begins the bitmap.
func (c *column) thin() {
	c.sparse = true
	c.has = c.has[:0]
	for at := 0; at < c.values; at += 64 {
		c.has = append(c.has, ^uint64(0)>>max(64-(c.values-at), 0))
	}
}

func (c *column) setInt(row int, n int64) {
	v := &c.vec
	if len(v.Ints) != row {
		v.Ints = filled(v.Ints, row, 0)
	}
	v.Ints = append(v.Ints, n)
	c.mark(row)
}

func (c *column) setFloat(row int, f float64) {
	v := &c.vec
	if len(v.Floats) != row {
		v.Floats = filled(v.Floats, row, 0)
	}
	v.Floats = append(v.Floats, f)
	c.mark(row)
}

// filled cuts v to n elements or extends it to them with x.
func filled[T any](v []T, n int, x T) []T {
	for len(v) < n {
		v = append(v, x)
	}
	return v[:n]
}

func (c *column) setText(row int, b []byte) {
	t := &c.vec.Texts
	if len(t.Ends) != row {
		c.cutText(row)
		t.Ends = filled(t.Ends, row, uint32(len(t.Bytes)))
	}
	t.Append(b)
	c.mark(row)
}

// cutText takes away the text of a row that was set before.
func (c *column) cutText(row int) {
	t := &c.vec.Texts
	if len(t.Ends) > row {
		start := uint32(0)
		if row > 0 {
			start = t.Ends[row-1]
		}
		t.Bytes, t.Ends = t.Bytes[:start], t.Ends[:row]
	}
}

func (c *column) setCode(row int, code uint32) {
	v := &c.vec
	if len(v.Codes) != row {
		v.Codes = filled(v.Codes, row, 0)
	}
	v.Codes = append(v.Codes, code)
}

// slot is where recent looks for a text: by length and last bytes, which is where
// identifiers differ.
func slot(b []byte) uint32 {
	var h uint32
	switch n := len(b); {
	case n >= 4:
		h = binary.LittleEndian.Uint32(b[n-4:]) ^ uint32(n)<<24
	case n >= 2:
		h = uint32(b[0]) | uint32(b[n-1])<<8
	default:
		h = uint32(b[0])
	}
	return h * 0x9e3779b1 >> (32 - recentBits)
}

// find returns the code of a text that the block has met already.
func (c *column) find(b []byte) (code uint32, ok bool) {
	if code = c.recent[slot(b)]; code != 0 && c.vec.Dict[code-1] == string(b) {
		return code, true
	}
	if code, ok = c.intern[string(b)]; ok {
		c.recent[slot(b)] = code
	}
	return code, ok
}

// add gives a text that find did not know the code of the dictionary entry that
// it stands for.
func (c *column) add(row int, written, entry string) uint32 {
	if c.newRow != row {
		c.newRow, c.newDict, c.newKeys = row, len(c.vec.Dict), c.newKeys[:0]
	}
	code, ok := c.intern[entry]
	if !ok {
		c.vec.Dict = append(c.vec.Dict, entry)
		c.shown = append(c.shown, shown(entry))
		code = uint32(len(c.vec.Dict))
		c.intern[entry] = code
		c.newKeys = append(c.newKeys, entry)
	}
	if written != entry {
		c.intern[written] = code
		c.newKeys = append(c.newKeys, written)
	}
	return code
}

// undo takes back whatever the row set.
func (c *column) undo(row int) {
	v := &c.vec
	v.Codes = v.Codes[:min(len(v.Codes), row)]
	v.Ints = v.Ints[:min(len(v.Ints), row)]
	v.Floats = v.Floats[:min(len(v.Floats), row)]
	c.cutText(row)
	if !c.sparse {
		c.values = min(c.values, row) // the row is the last
	} else if bit := uint64(1) << (row & 63); len(c.has) > row>>6 && c.has[row>>6]&bit != 0 {
		c.has[row>>6] &^= bit
		c.values--
	}
	if c.newRow == row {
		for _, key := range c.newKeys {
			delete(c.intern, key)
			c.recent[slot([]byte(key))] = 0
		}
		c.vec.Dict, c.shown = v.Dict[:c.newDict], c.shown[:c.newDict]
		c.newRow, c.newKeys = -1, c.newKeys[:0]
	}
}

// seal gives the vector rows values and a Null bitmap. An empty column is absent.
func (c *column) seal(rows int) casefile.Vector {
	v := &c.vec
	switch c.form {
	case casefile.FormCodes:
		if len(v.Dict) == 0 {
			return casefile.Vector{}
		}
		for len(v.Codes) < rows {
			v.Codes = append(v.Codes, 0)
		}
		return casefile.Vector{Form: c.form, Codes: v.Codes, Dict: v.Dict}
	case casefile.FormInts:
		for len(v.Ints) < rows {
			v.Ints = append(v.Ints, 0)
		}
	case casefile.FormFloats:
		for len(v.Floats) < rows {
			v.Floats = append(v.Floats, 0)
		}
	case casefile.FormTexts:
		for len(v.Texts.Ends) < rows {
			v.Texts.Ends = append(v.Texts.Ends, uint32(len(v.Texts.Bytes)))
		}
	}
	if c.values == 0 {
		return casefile.Vector{}
	}
	out := casefile.Vector{Form: c.form, Ints: v.Ints, Floats: v.Floats, Texts: v.Texts}
	if c.values < rows {
		if !c.sparse {
			c.thin()
		}
		for len(c.has) < (rows+63)/64 {
			c.has = append(c.has, 0)
		}
		for i := range c.has {
			c.has[i] = ^c.has[i]
		}
		if tail := rows & 63; tail != 0 {
			c.has[len(c.has)-1] &= 1<<tail - 1
		}
		out.Null = c.has
	}
	return out
}
