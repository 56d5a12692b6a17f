// Package canon turns the named values of a row into the typed columns of a
// canonical table.
//
// Three nouns: a Sample is the columns of a file with some of their values, from
// which Propose chooses a table and says which column feeds which; a Plan is
// that choice, fixed for one input; a Builder, one for each decoder, takes the
// values of row after row and gives blocks. Importers of records (jsonl, csvlog
// and the provider formats) share it.
//
// It promises that nothing is guessed row by row: units and zones are decided
// once for a column, and said in Plan.Assumed. A value that does not fit its
// column is kept as an extra field under the name it came with, and counted; a
// row without a required column is refused with a reason that carries no value.
// It does not read files and knows no format.
package canon
