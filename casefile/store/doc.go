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
// Start with file.go (open and close), tx.go and small.go (the small things), and
// begin.go, pack.go, loader.go and commit.go (how a source comes in). How it comes
// back is in view.go (columns), original.go (bytes) and merge.go (observations). How
// originals are had from columns is in recipe.go and recipe_read.go.
//
// An encrypted case has a key of package vault behind the envelope of every value
// (envelope.go); keyring.go finds the key when the case is opened, keys.go changes
// who may open it, and rewrite.go writes a case anew, under another key or without
// the space that is free in it. Sealing costs the import one or two hundredths,
// because it works on what is left after compression; a search opens a column once for each block
// and finds it open the third time, within bounds (warm.go). BenchmarkSeal,
// BenchmarkSealedImport and BenchmarkSealedSearch measure it beside the plain case.
//
// The encoding of one column is in column.go over words.go, ints.go and texts.go;
// observations are made in observe.go and gather.go; duplicates.go finds rows that
// earlier sources hold, and check.go looks at everything again.
//
// Of the processor's time of an import (see package importers for which and how) 20 %
// writes rows again from their columns and compares them with the original, 10 %
// encodes columns, 3 % observes rows and 3 % makes text filters, all in Pack; 7 % is
// Put, half of it gathering observations, and 3 % the transactions.
//
// On two cores both have work from the first batch to the last: of 5.4 seconds on a
// busy machine, fewer than two threads were at work or waiting for a core in 0.14,
// half of that at the end; in 0.26 before the last runs were sorted beside each other
// (runs.go). Transactions are written beside the next batches, and nothing waits for
// the disk but the last. The times when threads sleep are in what is recorded by
//
//	perf sched record workbench import FILE.case FILE.jsonl && perf sched timehist
package store
