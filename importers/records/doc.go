// Package records reads exports that are JSON records, in whatever way the
// records are packed, and turns them into rows of the canonical tables.
//
// Three nouns: a Stream says where records begin and end; a Value is a record or
// a part of one, addressed by the names on the way to it; a Row is where a
// format says which value is which column. A Format of a vendor is a Spec, which
// is data and one or two functions, and an Importer made of it.
//
// Records may be one a line, one after another, the elements of a list, or the
// elements of a list inside an envelope ({"Records":[…]}), also when there are
// several such lists in one file. A Stream needs the bytes at hand alone, so that
// chunks of a file are cut and decoded on all cores, and a row's offset points
// into the file as it came.
//
// It promises that a record leaves by one door; that a broken record takes no
// other with it where its end can still be told (by its brackets, or by the line
// on which the next one begins); that whatever a format did not name is kept as
// an extra field under its path with dots; that nesting, the size of a record and
// the number of its values meet limits that the reason names. It does not know
// any format, and it does not judge values: units, zones, addresses and live
// credentials are treated by package canon as everywhere.
package records
