// Package enrich reads what others say of addresses and domains: databases in
// MaxMind's format, MISP warninglists, and the public suffix list.
//
// A Book is one such list, opened; Look says what it holds of one value. The person
// brings the file and has its licence; nothing is fetched. What a book says is its
// own opinion at its own date: the case keeps it apart from what the logs said, under
// a run that names the file's digest.
//
// Files are read whole, up to MaxBook, and hostile ones meet an error and not a
// panic: a database whose tree or records are damaged is refused with a sentence when
// it is opened, or when the first damaged record is met.
package enrich
