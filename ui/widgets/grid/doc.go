// Package grid is a table of up to thousands of millions of rows.
//
// A Grid shows Rows in Columns. It asks its Rows for the few that are in view and
// draws them with internal/glyph into one picture, so a row costs the same in a
// table of ten and of 10^9. Where it stands is a Place: a whole row, as int64, and
// a part of one. The toolkit's own Table adds row heights up as float32 and misses
// its row from about 9,000 rows on, which is why this package exists.
//
// The Grid signals (OnPick, OnOpen, OnSort, …) and decides nothing: it moves its
// view and its current row by itself, and that is all. Everything happens on the
// UI goroutine; Rows must answer at once, with false for a row that is not there
// yet, and have Refresh called when it has come.
package grid
