// Package importers turns exported files into batches of typed rows.
//
// Three nouns: an Importer knows one format; a Reading is one input that an
// Importer has agreed to read; a Sink takes what comes out. A Registry holds the
// importers and says which one fits a file, and why the others do not. Run joins
// them: it hashes the bytes as received, inflates, cuts the stream at record
// ends, lets several workers decode and pack, and hands the packed batches to
// the Sink in the order of the file.
//
// A Parquet file has its table of contents at the end. It is received and hashed to
// the end first; then its pages are read where they stand, each piece compared with
// what was hashed, and its rows go on as lines of JSON (package parquetfile).
//
// Start with importers.go, then reading.go and run.go. The formats are in the
// folders beside this file; what rows become in the canonical tables is in
// importers/canon. ADDING.md says in eight steps how a format is added.
//
// The package promises that every row leaves by exactly one door, accepted,
// rejected or skipped; that the batches depend on the bytes and the mapping
// alone, never on timing or the number of workers; that memory stays bounded
// whatever the input is; and that a parser that fails takes no more with it
// than the input it was reading. It knows no database and shows nothing.
//
// Where the time of an import goes, of a million requests of 430 bytes as JSON
// lines into a case that is not encrypted, as shares of the processor's time of all
// cores: 29 % decode, 14 % SHA-256 (half of it the file's, most of the rest the
// batches'), 4 % receive and cut, and all else is the sink's (see package store).
// Decoding takes 0.85 of what it took before values were guessed from the account's
// last row; what is left of it waits for memory more than it computes, so that to
// compare several members at once, or to read digits eight at a time, was tried and
// gained nothing. BenchmarkImport in package casework measures every stage on one
// file; on a busy machine compare shares of one run and not times of two:
//
//	go test -run '^$' -bench 'Import$' -cpu 1 ./casework
package importers
