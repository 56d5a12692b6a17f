// Package importers turns exported files into batches of typed rows.
//
// Three nouns: an Importer knows one format; a Reading is one input that an
// Importer has agreed to read; a Sink takes what comes out. A Registry holds the
// importers and says which one fits a file, and why the others do not. Run joins
// them: it hashes the bytes as received, inflates, cuts the stream at record
// ends, lets several workers decode and pack, and hands the packed batches to
// the Sink in the order of the file.
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
package importers
