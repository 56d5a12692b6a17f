// Package casefile names the things in a case.
//
// It is the vocabulary that every other room speaks: what came in (Source,
// Batch, Block, Reject, Indicator), what was observed (Observation), what the
// machine concluded (Run, Link, Cluster, Assessment) and what the person said
// (Annotation, Decision, Exhibit), each change of which is an Act. A Ref points
// at any of them.
//
// Start with table.go (the canonical tables and their columns), then block.go
// (rows as typed columns) and link.go (what linkage produces). The rest can be
// read in any order.
//
// The package promises stable names and plain data. It opens no file, knows no
// database and decides nothing: storage is in casefile/store, the search
// language in casefile/query, the hash chain in casefile/audit, and judgement in
// package linkage. FORMAT.md describes how the store writes these things down.
package casefile
