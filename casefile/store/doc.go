// Package store keeps a case in one file.
//
// The nouns are File (an open case), Tx (one moment of it) and Loader (the draft
// of one source while it is imported). Everything about bbolt, keys, bytes and
// compression is in here and in casefile/FORMAT.md, and nowhere else.
//
// What it promises:
//
//   - no change without an act: Update writes the change and its audit entry in
//     one transaction, and there is no other way to change what a case says;
//   - a source is there as a whole or not at all, whatever kills the program;
//   - what is read was what was written, or the error is a fault of kind Corrupt
//     that names the bucket and the key;
//   - memory that does not grow with the number of events, apart from the
//     dictionaries of distinct values;
//   - nothing returned points into the database file: all bytes are copies.
//
// A File may be used by several goroutines at once. There is one writer at a time,
// and an import holds the writer only for short transactions.
//
// Start with file.go (open and close), tx.go (the small things), loader.go with
// pack.go (how a batch becomes stored values), and view.go (how it comes back).
// The encoding of one column is in column.go over words.go, observations are in
// observe.go and runs.go, and check.go looks at everything again.
package store
