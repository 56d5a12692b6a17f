package canon

import (
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// Propose chooses the table that fits the columns best and says which of them
// feeds which of the table's. Want, which may be nil, is what a person has said
// already: its table, columns, unit and zone stand. A want that names no table or
// column that there is is a fault of kind Invalid.
func Propose(stem string, s *Sample, want *casefile.Mapping) (*importers.Proposal, error) {
	if want == nil {
		want = &casefile.Mapping{}
	}
	tables := casefile.Tables()
	if want.Table != "" {
		t := casefile.TableByName(want.Table)
		if casefile.SchemaOf(t) == nil {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("There is no table %q to map to.", want.Table),
				"The tables are "+tableList()+".", nil)
		}
		tables = []casefile.Table{t}
	}
	best := (*fit)(nil)
	for _, t := range tables {
		f, err := fitTable(casefile.SchemaOf(t), stem, s, want)
		if err != nil {
			return nil, err
		}
		if best == nil || f.better(best) {
			best = f
		}
	}
	return best.proposal(want), nil
}

func tableList() string {
	names := make([]string, 0, 9)
	for _, t := range casefile.Tables() {
		names = append(names, t.String())
	}
	return strings.Join(names, ", ")
}

// fit is how a file's columns lie in one table.
type fit struct {
	schema  *casefile.Schema
	sample  *Sample
	to      []int    // by file column: canonical column, or -1
	why     []string // by file column
	taken   []int    // by canonical column: file column, or -1
	exact   int      // file columns called as the table calls them
	known   int      // file columns that are exact or synonyms
	shaped  int      // found by the look of their values
	told    int      // named by the person
	missing []string // required and unfed
	named   int      // 2: the file is called as the table; 1: it begins so
}

func fitTable(schema *casefile.Schema, stem string, s *Sample, want *casefile.Mapping) (*fit, error) {
	f := &fit{schema: schema, sample: s, to: make([]int, len(s.Columns)), why: make([]string, len(s.Columns)),
		taken: make([]int, len(schema.Columns)), named: namedLike(stem, schema.Table.String())}
	for i := range f.to {
		f.to[i] = -1
	}
	for i := range f.taken {
		f.taken[i] = -1
	}
	if err := f.fromPerson(want); err != nil {
		return nil, err
	}
	f.byName(want)
	f.byShape(want)
	for i, c := range schema.Columns {
		if c.Required && f.taken[i] < 0 && !promised(c.Name, want) {
			f.missing = append(f.missing, c.Name)
		}
	}
	return f, nil
}

// namedLike says whether a file's stem is the table's name, or begins with it.
func namedLike(stem, table string) int {
	rest, ok := strings.CutPrefix(stem, table)
	switch {
	case !ok:
		return 0
	case rest == "":
		return 2
	case strings.ContainsAny(rest[:1], "-_ 0123456789("):
		return 1
	}
	return 0
}

// promised reports whether the person or an envelope said that a field of the
// envelope feeds the canonical column. The sample, being what the envelope holds,
// does not show it.
func promised(canonical string, want *casefile.Mapping) bool {
	for name, to := range want.Columns {
		if to == canonical && strings.HasPrefix(name, Outer) {
			return true
		}
	}
	return false
}

func (f *fit) set(column, canonical int, why string) {
	f.to[column], f.taken[canonical], f.why[column] = canonical, column, why
}

// fromWant returns what the person said of a file column.
func fromWant(want *casefile.Mapping, column string) (to string, said bool) {
	if to, said = want.Columns[column]; said {
		return to, true
	}
	for _, name := range sortedKeys(want.Columns) {
		if strings.EqualFold(name, column) {
			return want.Columns[name], true
		}
	}
	return "", false
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (f *fit) fromPerson(want *casefile.Mapping) error {
	for _, name := range sortedKeys(want.Columns) {
		if to := want.Columns[name]; to != "" && f.schema.Index(to) < 0 && want.Table != "" {
			return fault.New(fault.Invalid, fmt.Sprintf("The table %s has no column %q to map to.", f.schema.Table, to),
				"An empty name keeps a column as an extra field.", nil)
		}
	}
	for i, c := range f.sample.Columns {
		to, said := fromWant(want, c.Name)
		if col := f.schema.Index(to); said && col >= 0 && f.taken[col] < 0 {
			f.set(i, col, "the mapping says so")
			f.told++
		}
	}
	return nil
}

// byName gives each canonical column the file column whose name ranks best: the
// canonical name, then the synonyms in their order.
func (f *fit) byName(want *casefile.Mapping) {
	for i := range f.schema.Columns {
		if f.taken[i] >= 0 {
			continue
		}
		names := append([]string{f.schema.Columns[i].Name}, f.schema.Columns[i].Synonyms...)
		for rank, name := range names {
			if j := f.free(name, want); j >= 0 && f.schema.Find(f.sample.Columns[j].Name) == i {
				if rank == 0 {
					f.set(j, i, "it has the column's name")
					f.exact++
				} else {
					f.set(j, i, "it is a usual name for "+f.schema.Columns[i].Name)
				}
				f.known++
				break
			}
		}
	}
}

// free returns the first file column of that name that feeds nothing yet and of
// which the person said nothing.
func (f *fit) free(name string, want *casefile.Mapping) int {
	for j, c := range f.sample.Columns {
		if f.to[j] < 0 && strings.EqualFold(strings.TrimSpace(c.Name), name) {
			if _, said := fromWant(want, c.Name); !said {
				return j
			}
		}
	}
	return -1
}

// byShape looks for the time, the address and the account among the columns that
// no name explains.
func (f *fit) byShape(want *casefile.Mapping) {
	for i, c := range f.schema.Columns {
		var is func(*SampleColumn) bool
		var why string
		switch {
		case f.taken[i] >= 0:
			continue
		case c.Role == casefile.RoleTime && c.Required:
			is, why = (*SampleColumn).looksTimed, "its values are times"
		case c.Role == casefile.RoleAddress:
			is, why = (*SampleColumn).looksAddressed, "its values are addresses"
		case c.Role == casefile.RoleAccount && c.Required:
			is, why = (*SampleColumn).looksAccounted, "its name speaks of accounts"
		default:
			continue
		}
		for j := range f.sample.Columns {
			if _, said := fromWant(want, f.sample.Columns[j].Name); f.to[j] < 0 && !said && is(&f.sample.Columns[j]) {
				f.set(j, i, why)
				f.shaped++
				break
			}
		}
	}
}

// matched is the number of canonical columns that are fed.
func (f *fit) matched() int { return f.known + f.shaped + f.told }

// feasible reports whether the table can be read from the file at all, and is
// more than a chance likeness.
func (f *fit) feasible() bool {
	least := 3
	switch {
	case f.told > 0 || f.named > 0:
		least = 1
	case len(f.schema.Columns) <= 3, f.schema.Table == casefile.TableAccounts:
		least = 2
	}
	return len(f.missing) == 0 && f.matched() >= least
}

func (f *fit) score() int {
	n := 4*f.exact + 3*(f.known-f.exact) + 2*f.shaped + 8*f.told + 40*f.named
	if f.feasible() {
		n += 1000
	}
	return n - 4*len(f.missing)
}

func (f *fit) better(g *fit) bool { return f.score() > g.score() }

// canonical reports whether the file speaks the table's language, so that nobody
// need be asked: nothing was found by looks, and either the file is called as the
// table or most of its columns are. A table that requires nothing must be named.
func (f *fit) canonical() bool {
	required := slices.ContainsFunc(f.schema.Columns, func(c casefile.Column) bool { return c.Required })
	return f.feasible() && f.shaped == 0 && f.told == 0 &&
		(f.named > 0 || required && 5*f.known >= 3*len(f.sample.Columns) && 2*f.exact >= f.known)
}

func (f *fit) proposal(want *casefile.Mapping) *importers.Proposal {
	p := &importers.Proposal{Fits: f.feasible(), Canonical: f.canonical(), Missing: f.missing}
	p.Mapping = casefile.Mapping{Table: f.schema.Table.String(), Columns: map[string]string{},
		TimeUnit: want.TimeUnit, Zone: want.Zone, Layout: want.Layout, Year: want.Year, Inside: want.Inside, Version: 1}
	p.Why = fmt.Sprintf("%d of the %d columns of the table %s are there", f.matched(), len(f.schema.Columns), f.schema.Table)
	if f.named == 2 {
		p.Why = "the file bears the table's name; " + p.Why
	}
	if !f.feasible() {
		p.Why = fmt.Sprintf("no table fits; the nearest is %s, of which %s", f.schema.Table, lacking(f.missing, f.matched()))
	}
	for i, c := range f.sample.Columns {
		r := importers.ColumnReason{Column: c.Name, Why: f.why[i]}
		if f.to[i] >= 0 {
			r.To = f.schema.Columns[f.to[i]].Name
			p.Mapping.Columns[c.Name] = r.To
		} else if r.Why = "the table has no such column: kept as an extra field"; len(want.Columns) > 0 {
			if _, said := fromWant(want, c.Name); said {
				r.Why = "the mapping says so: kept as an extra field"
				p.Mapping.Columns[c.Name] = ""
			}
		}
		p.Columns = append(p.Columns, r)
	}
	return p
}

func lacking(missing []string, matched int) string {
	if len(missing) > 0 {
		return "nothing feeds " + strings.Join(missing, " or ")
	}
	switch matched {
	case 0:
		return "no column is there"
	case 1:
		return "only 1 column is there"
	}
	return fmt.Sprintf("only %d columns are there", matched)
}
