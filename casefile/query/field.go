package query

import (
	"slices"
	"strings"

	"casebench/casefile"
)

// Field names what a Match looks at, in the spelling that prints.
type Field struct {
	Table casefile.Table // set when the field was written as table.column
	Extra bool           // an unmapped column, extra.NAME
	Name  string
}

// The fields that are no columns.
const (
	fieldSource    = "source"
	fieldTable     = "table"
	fieldRow       = "row"
	fieldCluster   = "cluster"
	fieldIndicator = "indicator"
	fieldTag       = "tag"
	fieldStarred   = "starred"
	fieldExhibit   = "exhibit"
	fieldLogTag    = "log_tag" // the column tags, under the name that tells it from tag
)

// enrichedPrefix begins the names of what datasets say of a row's values.
const enrichedPrefix = "enriched."

var knownFields = []string{fieldSource, fieldTable, fieldRow, fieldCluster, fieldIndicator, fieldTag,
	fieldStarred, fieldExhibit}

const extraPrefix = "extra."

// Known reports whether the field is one that the case knows and no column.
func (f Field) Known() bool {
	return !f.Extra && f.Table == casefile.TableNone && (slices.Contains(knownFields, f.Name) || enriched(f.Name))
}

// enriched reports whether a name is of a part of what datasets say.
func enriched(name string) bool {
	part, ok := strings.CutPrefix(name, enrichedPrefix)
	return ok && slices.Contains(casefile.FactParts(), part)
}

// String prints the field as Parse reads it.
func (f Field) String() string {
	name := f.Name
	if f.Extra {
		name = extraPrefix + f.Name
	}
	if f.Table != casefile.TableNone {
		name = f.Table.String() + "." + name
	}
	var w printer
	for _, r := range name {
		if !bareRune(r) && r != '/' {
			w.WriteByte('\\')
		}
		w.WriteRune(r)
	}
	return w.String()
}

// FieldByName finds a field by its name or a synonym, in any letter case; ok is
// false when no table has such a column. A name that is the canonical name of a
// column somewhere means only columns of that name; a synonym means, in each
// table, the column that goes by it there.
func FieldByName(name string) (f Field, ok bool) {
	if len(name) > len(extraPrefix) && strings.EqualFold(name[:len(extraPrefix)], extraPrefix) {
		return Field{Extra: true, Name: name[len(extraPrefix):]}, true
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if slices.Contains(knownFields, name) || enriched(name) {
		return Field{Name: name}, true
	}
	if name == fieldLogTag || name == "tags" {
		return Field{Name: fieldLogTag}, true
	}
	if f, ok := findColumn(name); ok {
		return f, true
	}
	// table.column, for a column that a shorter name does not reach.
	if table, column, cut := strings.Cut(name, "."); cut {
		if s := casefile.SchemaOf(casefile.TableByName(table)); s != nil {
			if i := s.Find(column); i >= 0 {
				return Field{Table: s.Table, Name: s.Columns[i].Name}, true
			}
		}
	}
	return Field{}, false
}

func findColumn(name string) (Field, bool) {
	canonical, several := "", false
	for _, t := range casefile.Tables() {
		s := casefile.SchemaOf(t)
		if s.Index(name) >= 0 {
			return Field{Name: name}, true
		}
		if i := s.Find(name); i >= 0 {
			several = several || canonical != "" && canonical != s.Columns[i].Name
			canonical = s.Columns[i].Name
		}
	}
	switch {
	case canonical == "":
		return Field{}, false
	case several || slices.Contains(knownFields, canonical) || canonical == "tags":
		return Field{Name: name}, true
	case !sameReach(name, canonical):
		return Field{Name: name}, true
	}
	return Field{Name: canonical}, true
}

// sameReach reports whether a synonym names the canonical column in every table
// that has the column. Only then may one be printed for the other.
func sameReach(synonym, canonical string) bool {
	for _, t := range casefile.Tables() {
		s := casefile.SchemaOf(t)
		if i := s.Index(canonical); i >= 0 && s.Find(synonym) != i {
			return false
		}
	}
	return true
}

// In returns the number of the field's column in table t, or -1: the table does
// not have it, or the field is no column.
func (f Field) In(t casefile.Table) int {
	s := casefile.SchemaOf(t)
	switch {
	case s == nil || f.Extra || f.Known() || f.Table != casefile.TableNone && f.Table != t:
		return -1
	case f.Name == fieldLogTag:
		return s.Index("tags")
	case f.canonical():
		return s.Index(f.Name)
	}
	return s.Find(f.Name)
}

func (f Field) canonical() bool {
	for _, t := range casefile.Tables() {
		if casefile.SchemaOf(t).Index(f.Name) >= 0 {
			return true
		}
	}
	return false
}

// columns returns the columns that the field stands for, one for each table that
// has it.
func (f Field) columns() []casefile.Column {
	var out []casefile.Column
	for _, t := range casefile.Tables() {
		if i := f.In(t); i >= 0 {
			out = append(out, casefile.SchemaOf(t).Columns[i])
		}
	}
	return out
}
