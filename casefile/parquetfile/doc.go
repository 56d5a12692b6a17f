// Package parquetfile reads Parquet files as lines of JSON.
//
// Two nouns: a File is an opened Parquet file, Lines is the stream of its rows, each
// written as one JSON object and a line feed. A Parquet row has no bytes of its own:
// its values lie in the pages of as many columns. The line is what stands for it
// wherever the bytes of a row are wanted, and FORMAT.md says how it is written.
//
// It promises that the same file gives the same lines for ever; that only what the
// file declares is read, in memory that is bounded by the limits in limits.go and
// not by what the file says of itself; and that a damaged or hostile file is a fault
// that says so, never a panic. It does not say what the columns mean.
package parquetfile
