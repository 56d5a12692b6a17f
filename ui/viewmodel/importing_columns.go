package viewmodel

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
)

// KeepAsExtra is the choice for a column that the table does not have.
const KeepAsExtra = "keep as extra field"

// MappedColumn is one column of a file with where it goes.
type MappedColumn struct {
	From    string
	Example string // a value of the file, as it came
	To      string // canonical column; "" keeps it as an extra field
	Why     string
	Said    bool // by the person
	Bad     int  // values of the sample that do not parse
}

// Columns returns the columns of a file in its order.
func (f *ImportFile) Columns() []MappedColumn {
	out := make([]MappedColumn, 0, len(f.Look.Columns))
	for _, c := range f.Look.Columns {
		m := MappedColumn{From: c.From, To: c.To, Why: c.Why, Example: f.example(c.From)}
		if _, m.Said = f.said.Columns[c.From]; m.Said {
			m.Why = map[bool]string{true: "chosen by you", false: "kept as an extra field: chosen by you"}[c.To != ""]
		}
		if f.Look.Trial != nil && c.To != "" {
			m.Bad = f.Look.Trial.Bad[c.To]
		}
		out = append(out, m)
	}
	return out
}

// example returns the first value of a column that is not empty.
func (f *ImportFile) example(column string) string {
	p := f.Look.Preview
	if p == nil {
		return ""
	}
	i := slices.Index(p.Columns, column)
	for _, row := range p.Rows {
		if i >= 0 && i < len(row) && row[i] != "" {
			return row[i]
		}
	}
	return ""
}

// Targets returns where a column of the file may go: KeepAsExtra, then the columns
// of its table.
func (f *ImportFile) Targets() []string {
	out := []string{KeepAsExtra}
	if s := casefile.SchemaOf(casefile.TableByName(f.Look.Table)); s != nil {
		for _, c := range s.Columns {
			out = append(out, c.Name)
		}
	}
	return out
}

// ImportTables are the tables that a file may be mapped to.
func ImportTables() []string {
	var out []string
	for _, t := range casefile.Tables() {
		out = append(out, t.String())
	}
	return out
}

// Zone returns the zone that the person stated for the file's times, or "".
func (f *ImportFile) Zone() string { return f.said.Zone }

// TimeUnit returns the unit that the person stated for numeric times, or "".
func (f *ImportFile) TimeUnit() string { return f.said.TimeUnit }

// Lacks says which columns the table requires and nothing feeds, in a sentence, or
// "".
func (f *ImportFile) Lacks() string {
	if len(f.Look.Missing) == 0 {
		return ""
	}
	return fmt.Sprintf("The table %s needs %s: choose which column holds it.", f.Look.Table, strings.Join(f.Look.Missing, " and "))
}

// SetColumn says where a column of the i-th file goes; "" or KeepAsExtra keeps it as
// an extra field. A column that fed the same target before is kept as extra.
func (m *Importing) SetColumn(i int, from, to string) {
	if to == KeepAsExtra {
		to = ""
	}
	m.say(i, func(f *ImportFile, said *casefile.Mapping) {
		if to != "" {
			for _, c := range f.Look.Columns {
				goes, told := said.Columns[c.From]
				if !told {
					goes = c.To
				}
				if goes == to && c.From != from {
					said.Columns[c.From] = ""
				}
			}
		}
		said.Columns[from] = to
		// What was shown stays: a choice for one column does not move another table in.
		said.Table = f.Look.Table
	})
}

// SetTable maps the i-th file to a table; what was said of its columns is forgotten.
func (m *Importing) SetTable(i int, table string) {
	m.say(i, func(_ *ImportFile, said *casefile.Mapping) {
		said.Table, said.Columns = table, map[string]string{}
	})
}

// SetZone states the zone of times of the i-th file that name none.
func (m *Importing) SetZone(i int, zone string) {
	m.say(i, func(_ *ImportFile, said *casefile.Mapping) { said.Zone = strings.TrimSpace(zone) })
}

// SetUnit states what numbers in time columns count: "s", "ms", "us", "ns", or ""
// for what the values look like.
func (m *Importing) SetUnit(i int, unit string) {
	m.say(i, func(_ *ImportFile, said *casefile.Mapping) { said.TimeUnit = unit })
}

// say changes what the person said of a file and looks at it again.
func (m *Importing) say(i int, change func(f *ImportFile, said *casefile.Mapping)) {
	f := m.file(i)
	if f == nil {
		return
	}
	said := f.said
	if said.Columns = maps.Clone(f.said.Columns); said.Columns == nil {
		said.Columns = map[string]string{}
	}
	change(f, &said)
	f.said = said
	m.again(f)
}

// Alike returns how many other files have the same columns as the i-th.
func (m *Importing) Alike(i int) (n int) {
	for j := range m.Files.Get() {
		if m.alike(i, j) {
			n++
		}
	}
	return n
}

func (m *Importing) alike(i, j int) bool {
	a, b := m.file(i), m.file(j)
	return i != j && a != nil && b != nil && a.Mappable() && slices.EqualFunc(a.Look.Columns, b.Look.Columns,
		func(x, y casework.PlannedColumn) bool { return x.From == y.From })
}

// UseForAlike says of the files with the same columns what was said of the i-th.
func (m *Importing) UseForAlike(i int) {
	f := m.file(i)
	for j, g := range m.Files.Get() {
		if m.alike(i, j) {
			g.said = f.said
			g.said.Columns = maps.Clone(f.said.Columns)
			m.again(g)
		}
	}
}

// Mapping returns the whole mapping of the file as it is shown, every column named.
func (f *ImportFile) Mapping() casefile.Mapping {
	out := casefile.Mapping{Table: f.Look.Table, Columns: map[string]string{}, TimeUnit: f.said.TimeUnit, Zone: f.said.Zone, Version: 1}
	if m := f.Look.Mapping; m != nil {
		out.Layout, out.Year, out.Inside = m.Layout, m.Year, m.Inside
	}
	for _, c := range f.Look.Columns {
		out.Columns[c.From] = c.To
	}
	return out
}

// SaveMapping asks for a place and keeps the mapping of the i-th file as a file.
func (m *Importing) SaveMapping(i int) {
	f := m.file(i)
	if f == nil || !f.Mappable() {
		return
	}
	start := filepath.Join(filepath.Dir(f.Path), strings.TrimSuffix(f.Look.Name, filepath.Ext(f.Look.Name))+".mapping.json")
	m.bench.Pick(FilePick{Title: "Save mapping", Kind: PickSave, Extensions: []string{".json"}, Start: start, Confirm: "Save", Then: func(paths []string) {
		mapping := f.Mapping()
		f.look.Run(func(context.Context) func() {
			err := casework.WriteMapping(paths[0], mapping)
			return func() {
				if err != nil {
					m.bench.Fail(err)
					return
				}
				m.bench.Say("Mapping saved: "+filepath.Base(paths[0]), false)
			}
		})
	}})
}

// LoadMapping asks for a mapping file and reads the i-th file by it.
func (m *Importing) LoadMapping(i int) {
	f := m.file(i)
	if f == nil {
		return
	}
	m.bench.Pick(FilePick{Title: "Load mapping", Kind: PickFile, Extensions: []string{".json"}, Start: filepath.Dir(f.Path), Confirm: "Use this mapping", Then: func(paths []string) {
		f.look.Run(func(context.Context) func() {
			mapping, err := casework.ReadMapping(paths[0])
			return func() {
				if err != nil {
					m.bench.Fail(err)
					return
				}
				f.said = *mapping
				m.again(f)
			}
		})
	}})
}
