package canon

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"

	_ "time/tzdata" // zones by name on machines without a zone database
)

// Plan is how one input's columns become a table's, fixed before its first row
// is read. It may be used by several goroutines at once.
type Plan struct {
	schema   *casefile.Schema
	proposal *importers.Proposal
	fixed    bool           // fields by name feed no column
	named    map[string]int // file column in lower case: canonical column, or -1 for an extra field
	fed      []bool         // by canonical column: a column of the sample feeds it
	units    []Unit         // by canonical column
	assumed  []bool         // by canonical column: the unit was proposed
	zone     *time.Location
	stated   bool // the zone was
	notes    []notes
	secrets  atomic.Int64
	rare     atomic.Int64
}

// notes counts what a column's values needed, over all decoders.
type notes struct {
	zoneless, unread, masked atomic.Int64
}

// NewPlan proposes a mapping for the sample and fixes it. That no table fits, or
// that the mapping names a zone or unit that there is not, is a fault of kind
// Invalid.
func NewPlan(name, stem string, s *Sample, want *casefile.Mapping) (*Plan, error) {
	proposal, err := Propose(stem, s, want)
	if err != nil {
		return nil, err
	}
	told := want != nil && want.Table != ""
	if len(s.Columns) > 0 && (len(proposal.Missing) > 0 || !told && !proposal.Fits) {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("The columns of %s cannot be read: %s.", name, proposal.Why),
			"Say which column is which with --map FILE, or see what `import --dry-run` proposes.", nil)
	}
	m := &proposal.Mapping
	schema := casefile.SchemaOf(casefile.TableByName(m.Table))
	n := len(schema.Columns)
	p := &Plan{schema: schema, proposal: proposal, named: map[string]int{}, fed: make([]bool, n),
		units: make([]Unit, n), assumed: make([]bool, n), notes: make([]notes, n), zone: time.UTC}
	for _, c := range proposal.Columns {
		to := schema.Index(c.To)
		p.named[strings.ToLower(strings.TrimSpace(c.Column))] = to
		if to >= 0 {
			p.fed[to] = true
		}
	}
	if want != nil {
		for _, column := range sortedKeys(want.Columns) {
			p.named[strings.ToLower(strings.TrimSpace(column))] = schema.Index(want.Columns[column])
		}
	}
	if m.Zone != "" {
		if p.zone, err = ParseZone(m.Zone); err != nil {
			return nil, err
		}
		p.stated = true
	}
	return p, p.setUnits(s)
}

// NewFixedPlan returns the plan of a format that says itself what its values mean:
// a builder's fields by name are all extra fields, and its columns are reached with
// Into. Zone may be empty; times that name none are then read as UTC.
func NewFixedPlan(table casefile.Table, zone string) (*Plan, error) {
	schema := casefile.SchemaOf(table)
	n := len(schema.Columns)
	p := &Plan{schema: schema, fixed: true, named: map[string]int{}, fed: make([]bool, n),
		units: make([]Unit, n), assumed: make([]bool, n), notes: make([]notes, n), zone: time.UTC,
		proposal: &importers.Proposal{Fits: true, Canonical: true,
			Mapping: casefile.Mapping{Table: table.String(), Zone: zone, Version: 1}}}
	if zone != "" {
		var err error
		if p.zone, err = ParseZone(zone); err != nil {
			return nil, err
		}
		p.stated = true
	}
	return p, nil
}

// setUnits decides what numbers in each time column count.
func (p *Plan) setUnits(s *Sample) error {
	if name := p.proposal.Mapping.TimeUnit; name != "" {
		u, ok := UnitByName(name)
		if !ok {
			return fault.New(fault.Invalid, fmt.Sprintf("%q is not a unit of time.", name), "The units are s, ms, us and ns.", nil)
		}
		for i := range p.units {
			p.units[i] = u
		}
		return nil
	}
	for _, c := range s.Columns {
		to := p.Column(c.Name)
		if to < 0 || p.schema.Columns[to].Kind != casefile.KindTime || len(c.Numbers) == 0 {
			continue
		}
		if u := ProposeUnit(c.Numbers); u != 0 && p.units[to] == 0 {
			p.units[to], p.assumed[to] = u, true
		}
	}
	return nil
}

// ParseZone reads an IANA name or an offset such as "+02:00".
func ParseZone(name string) (*time.Location, error) {
	if name != "" && (name[0] == '+' || name[0] == '-') {
		if seconds, _, ok := parseOffset([]byte(name)); ok {
			return time.FixedZone(name, int(seconds)), nil
		}
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || strings.EqualFold(name, "local") {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("%q is not a time zone.", name),
			`Write an IANA name such as Europe/Vilnius, or an offset such as +02:00.`, nil)
	}
	return loc, nil
}

// Table returns the table that rows become.
func (p *Plan) Table() casefile.Table { return p.schema.Table }

// Proposal returns what was chosen and why.
func (p *Plan) Proposal() *importers.Proposal { return p.proposal }

// Column returns the canonical column that a file column feeds, or -1 when it is
// kept as an extra field.
func (p *Plan) Column(name string) int {
	if p.fixed {
		return -1
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if to, ok := p.named[name]; ok {
		return to
	}
	// A name that the sample did not show feeds a column that nothing else does.
	if to := p.schema.Find(name); to >= 0 && !p.fed[to] {
		return to
	}
	return -1
}

// Under reports whether any name below prefix and a dot feeds a column, so that
// an object of that name must be opened.
func (p *Plan) Under(prefix string) bool {
	if p.fixed {
		return false
	}
	prefix = strings.ToLower(prefix) + "."
	for _, c := range p.proposal.Columns {
		if c.To != "" && strings.HasPrefix(strings.ToLower(c.Column), prefix) {
			return true
		}
	}
	for i, c := range p.schema.Columns {
		for _, syn := range c.Synonyms {
			if !p.fed[i] && strings.HasPrefix(syn, prefix) {
				return true
			}
		}
	}
	return false
}

// About returns what there is to say of the input. The counts in it are whole
// once every builder has been sealed for the last time.
func (p *Plan) About() importers.About {
	a := importers.About{Table: p.schema.Table.String(), Assumed: p.sentences()}
	m := p.proposal.Mapping
	if !p.proposal.Canonical || m.Zone != "" || m.TimeUnit != "" {
		a.Mapping = &m
	}
	return a
}

func (p *Plan) sentences() (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for i, c := range p.schema.Columns {
		if p.assumed[i] {
			say("Numbers in %s are %s since 1970-01-01 UTC.", c.Name, p.units[i].Word())
		}
		n := &p.notes[i]
		if k := n.zoneless.Load(); k > 0 && p.stated {
			say("%d times in %s name no zone and were read in the zone %s that the mapping states.", k, c.Name, p.proposal.Mapping.Zone)
		} else if k > 0 {
			say("%d times in %s name no zone and were read as UTC.", k, c.Name)
		}
		if k := n.masked.Load(); k > 0 {
			say("%d addresses in %s have their last part masked and were read as prefixes of 24 bits.", k, c.Name)
		}
		if k := n.unread.Load(); k > 0 {
			say("%d values of %s are not %s; they were kept as extra fields.", k, c.Name, kindWords(c))
		}
	}
	if k := p.secrets.Load(); k > 0 {
		say("%d values look like live credentials; columns hold their SHA-256 and last four characters.", k)
	}
	if k := p.rare.Load(); k > 0 {
		say("%d values stand under more names than are kept as extra fields; they are in the original alone.", k)
	}
	return out
}

func kindWords(c casefile.Column) string {
	switch {
	case c.Role == casefile.RoleAddress:
		return "addresses"
	case c.Kind == casefile.KindTime:
		return "times that can be read"
	case c.Kind == casefile.KindInt:
		return "whole numbers"
	}
	return "numbers"
}
