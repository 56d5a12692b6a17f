// Package template writes rows again from the columns that hold their values, so
// that the bytes of a log need not be kept a second time.
//
// Four nouns. A Template is the fixed text of a row with a Part for each value. A
// Writer is templates joined with the columns of one block: it writes any row. A
// Learner looks at a block and the bytes that it was read from, finds templates by
// itself, and says of every row whether writing it gives its bytes; what it says
// has been compared, byte for byte. A Plan is what it found.
//
// Importers have nothing to do for it: a Learner needs the bytes of the rows and
// the finished columns, and trusts neither. It knows rows that are JSON objects
// and rows of fields with a separator; every other row is kept as it is.
//
// The package keeps nothing and reads no case. A Learner belongs to one goroutine,
// and finds the same in the same block.
package template
