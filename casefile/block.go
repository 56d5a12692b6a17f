package casefile

import "crypto/sha256"

// Form is how a Vector holds its values.
type Form uint8

// The forms of a Vector. FormNone means that the column is absent from the block.
const (
	FormNone Form = iota
	FormCodes
	FormInts
	FormFloats
	FormTexts
)

// Vector is one column of a block, one value for each row.
type Vector struct {
	Form   Form
	Codes  []uint32  // FormCodes: 1 + index into Dict; 0 is null
	Dict   []string  // FormCodes: distinct values in order of first appearance
	Ints   []int64   // FormInts: integers, or nanoseconds since the Unix epoch
	Floats []float64 // FormFloats
	Texts  Texts     // FormTexts
	Null   []uint64  // bit i set: row i is null (not used by FormCodes); nil: no nulls
}

// IsNull reports whether row i has no value.
func (v *Vector) IsNull(i int) bool {
	switch {
	case v.Form == FormNone:
		return true
	case v.Form == FormCodes:
		return v.Codes[i] == 0
	case v.Null == nil:
		return false
	}
	return v.Null[i>>6]&(1<<(i&63)) != 0
}

// SetNull marks row i as null. Rows is the number of rows that the vector will
// have in the end.
func (v *Vector) SetNull(i, rows int) {
	if v.Null == nil {
		v.Null = make([]uint64, (rows+63)/64)
	}
	for len(v.Null) <= i>>6 {
		v.Null = append(v.Null, 0)
	}
	v.Null[i>>6] |= 1 << (i & 63)
}

// Texts is a list of strings in one arena.
type Texts struct {
	Bytes []byte
	Ends  []uint32 // Ends[i] is where string i ends; it begins where i-1 ends
}

// Len returns the number of strings.
func (t *Texts) Len() int { return len(t.Ends) }

// At returns string i. The bytes belong to the arena.
func (t *Texts) At(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = t.Ends[i-1]
	}
	return t.Bytes[start:t.Ends[i]]
}

// Append adds a string.
func (t *Texts) Append(b []byte) {
	t.Bytes = append(t.Bytes, b...)
	t.Ends = append(t.Ends, uint32(len(t.Bytes)))
}

// Extra is an unmapped column that is kept under the name it came with.
type Extra struct {
	Name   string
	Vector Vector
}

// Block is a run of accepted rows of one table, as typed columns. The store finds
// out by itself, from Batch.Raw and the columns, how rows can be written again
// (package template): whoever makes a block suggests nothing.
type Block struct {
	Table   Table
	Rows    int
	Columns []Vector // by column number of SchemaOf(Table)
	Extra   []Extra  // sorted by Name

	// The address of each row, relative to the batch that holds the block.
	Row    []uint32 // rows of the batch seen before this one
	Offset []uint32 // first byte of the record in Batch.Raw
	Length []uint32 // bytes of the record, without its line end
	Hash   []uint64 // xxHash64 of the record's bytes: finds candidates for duplicates
}

// Batch is a stretch of one source's decoded bytes together with everything that
// was read from it. Rows accepted, rejected and skipped add up to Rows.
type Batch struct {
	Index  int    // 0, 1, 2 … in the order of the source
	Offset int64  // of Raw in the decoded stream
	Raw    []byte // the bytes, always whole records
	Sum    [sha256.Size]byte

	Rows       int // rows seen
	Skipped    int // blank lines, headers, comments
	Blocks     []*Block
	Rejects    []Reject    // Row and Offset relative to the batch
	Indicators []Indicator // Origin.Row and Origin.Offset relative to the batch
	Defects    []Defect    // of items that were kept all the same
}

// Accepted returns the number of rows that the batch gives to the case.
func (b *Batch) Accepted() int {
	n := IndicatorRows(b.Indicators)
	for _, bl := range b.Blocks {
		n += bl.Rows
	}
	return n
}

// Packed is a batch in the form in which a store keeps it.
type Packed interface {
	// Index returns the batch's place in its source.
	Index() int
}
