package query

import "casebench/casefile"

// Source is a case as the search sees it: blocks of typed columns, and the
// dictionaries that their codes belong to. casefile/store gives one; so does any
// test that has a slice of blocks. All methods are called from several
// goroutines at once.
type Source interface {
	// Blocks lists the blocks of the given tables that count: those of sources
	// that are ready, neither drafts nor withdrawn. Their order (by source, then
	// by place in the source) is the order in which rows are delivered, and it
	// must be the same at every call.
	Blocks(tables ...casefile.Table) ([]Block, error)

	// Read returns columns of one block, in the order asked for: first those
	// with the given column numbers of the table's schema, then the extra fields
	// with the given names. A column that the block does not hold has FormNone.
	// The caller does not change what it gets; it may keep it until its next
	// Read of another block returns, so the slices must not be reused before.
	Read(b Block, columns []int, extra []string) ([]Column, error)

	// Rows returns the number of each row of the block within its source,
	// counted from 1.
	Rows(b Block) ([]int64, error)

	// Duplicates returns a bitmap of the rows that an earlier source holds byte
	// for byte, or nil when there are none.
	Duplicates(b Block) ([]uint64, error)

	// Dict returns a dictionary of the case.
	Dict(d casefile.Domain) (Dict, error)
}

// Peeker is a Source that can say which codes a dictionary column of a block
// holds for less than it costs to read the column. A search for rare values asks
// that first.
type Peeker interface {
	// Codes returns the distinct codes of the case in the column, in any order;
	// none when the block does not hold the column.
	Codes(b Block, column int) ([]uint32, error)
}

// Sieve is a Source that can work on columns as it stores them, for less than it
// costs to read them. Done is false, and nothing changed, where it cannot: the
// search then reads the column. Rows has a bit for each row of the block.
type Sieve interface {
	// KeepInts takes out of rows those whose integer or instant is below low,
	// above high, or null.
	KeepInts(b Block, column int, low, high int64, rows []uint64) (done bool, err error)

	// KeepCodes takes out of rows those that are null, or whose code of the case
	// does not pass.
	KeepCodes(b Block, column int, pass func(code uint32) bool, rows []uint64) (done bool, err error)

	// CountCodes counts rows by code: counts[i+1] of them have codes[i], and
	// counts[0] are null. Both lists belong to the caller.
	CountCodes(b Block, column int, rows []uint64) (codes []uint32, counts []int64, done bool, err error)

	// Stretches divides the block at the rows where a column of integers or instants
	// in ascending order, none of them null, passes what last says of the value at
	// which a stretch begins. The i-th begins with the value firsts[i] and ends before
	// row ends[i].
	Stretches(b Block, column int, last func(first int64) int64) (firsts []int64, ends []int, done bool, err error)
}

// Lender is a Source that gives each goroutine one of its own, which may use its
// memory again: what its Read returns is good until its next Read of another block.
type Lender interface {
	Lend() Source
}

// Block describes a run of rows of one table without reading them.
type Block struct {
	ID     uint64 // whatever the Source finds the block by
	Table  casefile.Table
	Source uint32
	Rows   int
	First  int64    // number of its first row in the source
	Last   int64    // number of its last row; 0: neither is known
	Extra  []string // names of the extra fields that some row holds, sorted
	Holds  []int    // numbers of the columns that some row holds; nil: not known

	// Bounds of the integer and time columns, by column number. It may be
	// shorter than the schema, or nil: what is not Known is not used.
	Bounds []Bounds
}

// Bounds are the least and the greatest value of a column in a block, nulls left
// aside.
type Bounds struct {
	Min, Max int64
	Known    bool
}

// Column is one column of a block, one value for each row.
//
// A dictionary column has FormCodes and Global: the value of row i is the case
// dictionary's code Global[Codes[i]-1], and null when Codes[i] is 0. A column
// with a dictionary of its own has FormCodes, no Global, and the values in Dict.
type Column struct {
	casefile.Vector
	Global    []uint32
	Ascending bool // Ints are known to be in order, and none is null
}

// Dict is a dictionary of the case: codes run from 1 to Len.
type Dict interface {
	Len() int
	Value(code uint32) string
}

// Known answers for what the case knows about rows beyond their columns. The
// fields are those that Field.Known names, except source, table and log_tag,
// which need nobody's help.
type Known interface {
	// Find returns what the things whose value matches stand for. The value is
	// the printed one: a cluster's id, an indicator's id and also its value, a
	// tag, an exhibit's number; for starred it is "true".
	Find(field string, match func(value string) bool) (Marked, error)

	// Labels returns, for each account code that has one, the field's value. It
	// is asked only for cluster, when hits are grouped by it.
	Labels(field string) (map[uint32]string, error)
}

// Marked is a set of rows in the four ways in which a case can mark them. A row
// is in the set when any of the four holds. The zero value is the empty set.
type Marked struct {
	Accounts []uint32                     // every row about one of these accounts (codes of DomainAccount)
	Sources  []uint32                     // every row of these sources
	Rows     []casefile.Origin            // single rows; only Source and Row are looked at
	Values   map[casefile.Domain][]uint32 // every row that holds one of these codes in a column of that domain
}

// Nothing is a Known for a case, or a test, in which nothing is marked.
type Nothing struct{}

// Find implements Known.
func (Nothing) Find(string, func(string) bool) (Marked, error) { return Marked{}, nil }

// Labels implements Known.
func (Nothing) Labels(string) (map[uint32]string, error) { return nil, nil }
