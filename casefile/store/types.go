package store

import (
	"time"

	"casebench/casefile"
	"casebench/casefile/vault"
)

// Options are the parameters of Create and Open. The zero value opens for writing,
// waits one second for a lock, and takes the time from the clock.
type Options struct {
	By       string           // who acts, when an act does not say
	Program  string           // name and version of the program, for the act of a migration
	Now      func() time.Time // time.Now when nil
	ReadOnly bool
	Wait     time.Duration // for the lock; one second when zero

	// Holders are who may open a case that Create makes. Without any it is plain.
	Holders []vault.Holder
	// Secret is called by Open, once, when the case is encrypted; the caller keeps
	// what it returns. Nil: there is none.
	Secret func() (vault.Secret, error)
}

// BlockInfo says what one stored block holds, without reading its rows.
type BlockInfo struct {
	Source   uint32
	Block    uint32 // number of the block in its source, from 0
	Table    casefile.Table
	Rows     int
	FirstRow int64 // row numbers of the first and the last row in the source
	LastRow  int64
	Timed    bool     // some row has a time
	Gaps     bool     // some row has none
	Min, Max int64    // first and last instant when Timed
	Columns  []int    // numbers of the columns that are there, ascending
	Spans    []Span   // of Columns
	Extra    []string // names of the extra columns that are there, sorted

	batch  uint32
	offset int64    // of the batch in the decoded stream
	extra  []uint16 // numbers of Extra
}

// Span is the least and the greatest value of a column of integers or instants in
// a block, nulls left aside. It is not Known for other columns.
type Span struct {
	Min, Max int64
	Known    bool
}

// BlockView is some columns of one block, decoded. It is a copy and belongs to
// the caller.
type BlockView struct {
	Info    BlockInfo
	Columns []ColumnView // in the order asked for
	Extra   []ColumnView // in the order asked for

	rows []int64 // nil: without gaps from FirstRow
}

// Row returns the row number of row i of the block in its source.
func (v *BlockView) Row(i int) int64 {
	if v.rows == nil {
		return v.Info.FirstRow + int64(i)
	}
	return v.rows[i]
}

// ColumnView is one column of a block. Form says which fields are used; FormNone
// means that no row of the block has a value.
type ColumnView struct {
	Form   casefile.Form
	Local  []uint32 // FormCodes: for each row 0 for null, else 1 + index into Global or Dict
	Global []uint32 // FormCodes of a table column: codes of the column's dictionary
	Dict   []string // FormCodes of an extra column: the values themselves
	Ints   []int64
	Floats []float64
	Texts  casefile.Texts
	Null   []uint64 // bit i set: row i is null; nil: none is

	ascending bool // Ints are known to be in order
}

// IsNull reports whether row i has no value.
func (c *ColumnView) IsNull(i int) bool {
	switch {
	case c.Form == casefile.FormNone:
		return true
	case c.Form == casefile.FormCodes:
		return c.Local[i] == 0
	case c.Null == nil:
		return false
	}
	return c.Null[i>>6]&(1<<(i&63)) != 0
}

// Code returns the dictionary code of row i, or 0 for null. It is for columns of
// FormCodes with a dictionary.
func (c *ColumnView) Code(i int) uint32 {
	if l := c.Local[i]; l > 0 {
		return c.Global[l-1]
	}
	return 0
}

// Defect is one inconsistency that Check found.
type Defect struct {
	Bucket  string
	Key     string // numbers of the key, as "3/0/12"; empty for the whole bucket
	Message string
	Note    bool // worth knowing, not wrong: a draft, for example
}

// String prints where the defect is and what it is.
func (d Defect) String() string {
	where := d.Bucket
	if d.Key != "" {
		where += " " + d.Key
	}
	return where + ": " + d.Message
}
