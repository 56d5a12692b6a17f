package viewmodel

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/graphview"
)

// tableNumber prints a number with its thousands apart.
func tableNumber(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// tableCount is a number in a column; nothing is a quiet dash.
func tableCount(n int64) ListCell {
	if n == 0 {
		return quiet("–")
	}
	return ListCell{Text: tableNumber(n)}
}

// quiet is a text on which nothing depends.
func quiet(s string) ListCell { return ListCell{Text: s, Token: graphview.Text3} }

// tableTime prints an instant in a zone, to the minute.
func tableTime(at time.Time, zone *time.Location) ListCell {
	if at.IsZero() {
		return quiet("–")
	}
	return ListCell{Text: at.In(zone).Format("2006-01-02 15:04")}
}

// tableShare prints a share with one decimal; a little is not nothing.
func tableShare(share float64) ListCell {
	switch {
	case share <= 0:
		return quiet("–")
	case share < 0.0005:
		return ListCell{Text: "<0.1 %"}
	}
	return ListCell{Text: fmt.Sprintf("%.1f %%", share*100)}
}

// counted prints a number with its noun: "1 row", "3 rows".
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return tableNumber(n) + " " + plural(noun)
}

// plural is a noun for several: "accounts", "entries".
func plural(noun string) string {
	if strings.HasSuffix(noun, "y") {
		return strings.TrimSuffix(noun, "y") + "ies"
	}
	if strings.HasSuffix(noun, "ch") {
		return noun + "es"
	}
	return noun + "s"
}

// outOf says how many of all rows are shown.
func outOf(shown, all int, noun string) string {
	if shown == all {
		return counted(int64(all), noun)
	}
	return tableNumber(int64(shown)) + " of " + counted(int64(all), noun)
}

// shortHash is as much of a hash as tells it from others at a glance.
func shortHash(h string) string {
	if len(h) > 12 {
		return h[:12]
	}
	return h
}

// ClusterRef points at a cluster of the newest run.
func ClusterRef(id int) casefile.Ref {
	return casefile.Ref{Kind: casefile.RefCluster, ID: strconv.Itoa(id)}
}

// FieldIs returns the expression for rows of which a field is a value.
func FieldIs(field, value string) string {
	q := query.Query{Expr: query.Match{Field: query.Field{Name: field}, Test: query.Test{Op: query.OpHas, Pattern: query.Literal(value)}}}
	return q.String()
}

// words prints a name of the engine as people write it: "operator_like" is
// "operator-like".
func words(s string) string { return strings.ReplaceAll(s, "_", "-") }

// oneLine makes a text from logs fit for a cell: line ends and tabs are blanks,
// and what cannot be drawn is seen to be there.
func oneLine(s string) string {
	return graphview.Clean(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s))
}
