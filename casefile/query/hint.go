package query

import (
	"strings"

	"casebench/casefile"
)

// fieldHint names the field that was perhaps meant.
func fieldHint(name string) string {
	const plain = "Put a text with a colon in quotation marks; columns that were not mapped are extra.NAME."
	best, distance := "", 3
	try := func(candidate string) {
		if d := edits(strings.ToLower(name), candidate, distance); d < distance {
			best, distance = candidate, d
		}
	}
	for _, known := range append(knownFields[:len(knownFields):len(knownFields)], fieldLogTag) {
		try(known)
	}
	for _, t := range casefile.Tables() {
		for _, c := range casefile.SchemaOf(t).Columns {
			try(c.Name)
		}
	}
	if best == "" {
		return plain
	}
	return "Did you mean " + best + "? " + plain
}

// edits returns the Levenshtein distance of a and b, or limit when it is at least
// that.
func edits(a, b string, limit int) int {
	if len(a) > len(b)+limit || len(b) > len(a)+limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return min(row[len(b)], limit)
}
