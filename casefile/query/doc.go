// Package query is the search language of a case: it parses, prints and matches.
//
// A Query is made by Parse from one line such as
//
//	model:atlas-5 AND ip:203.0.113.0/24 AND NOT status:200
//
// and prints back as the same query. Run counts, groups and lists the rows of a
// Source (blocks of typed columns; casefile/store has one) that match it. What
// the case knows beyond the columns, such as clusters and tags, comes through
// Known. LANGUAGE.md says what every form of the language means.
//
// The package promises that parsing ends, never panics, and names the column at
// which it stopped; that the answer is the same with any number of workers; that
// only the columns a query needs are read; and that a cancelled search returns
// within a tenth of a second. It opens no file, knows no index and no widget,
// and changes nothing.
package query
