package viewmodel

import (
	"slices"
	"strings"
	"unicode"

	"casebench/casefile"
)

// Complete returns names of fields that a query may go on with where the cursor
// stands, counted in characters, and where the word that they replace begins.
func (e *Events) Complete(text string, cursor int) (from int, names []string) {
	runes := []rune(text)
	cursor = min(max(cursor, 0), len(runes))
	from = cursor
	for from > 0 && (unicode.IsLetter(runes[from-1]) || unicode.IsDigit(runes[from-1]) || runes[from-1] == '_' || runes[from-1] == '.') {
		from--
	}
	word := strings.ToLower(string(runes[from:cursor]))
	if word == "" || from > 0 && strings.ContainsRune(`:="<>[{/`, runes[from-1]) {
		return from, nil
	}
	known := append(slices.Clone(e.fields), "source", "table", "row", "cluster", "indicator", "tag", "starred", "exhibit")
	for _, name := range known {
		if strings.HasPrefix(name, word) && name != word {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return from, slices.Compact(names)[:min(len(names), 8)]
}

// tableTerm begins the condition that narrows the filter to one table.
const tableTerm = columnTable + ":"

// Table is the table that the filter narrows the rows to, in words.
func (e *Events) Table() string {
	for _, t := range Terms(e.bench.Filter.Get()) {
		if name, ok := strings.CutPrefix(t, tableTerm); ok && casefile.TableByName(name) != casefile.TableNone {
			return capital(spaced(name))
		}
	}
	return "All tables"
}

// TableMenu offers to narrow the filter to one of the tables that the rows are of.
func (e *Events) TableMenu() []MenuItem {
	var rest []string
	for _, t := range Terms(e.bench.Filter.Get()) {
		if !strings.HasPrefix(t, tableTerm) {
			rest = append(rest, t)
		}
	}
	narrowed := e.Table()
	out := []MenuItem{{Text: "All tables", On: narrowed == "All tables", Do: func() { e.bench.Filter.Set(JoinTerms(rest)) }}, {}}
	for _, t := range casefile.Tables() {
		n := e.tables[t]
		if n == 0 {
			continue
		}
		name := capital(spaced(t.String()))
		out = append(out, MenuItem{Text: name + "  " + Thousands(n), On: narrowed == name, Do: func() {
			e.bench.Filter.Set(JoinTerms(append(slices.Clone(rest), tableTerm+t.String())))
		}})
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
