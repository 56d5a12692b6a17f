package casework

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/internal/fault"
)

// Join is what came of bringing two logs of the same requests together. Both sources
// stay as they are: a joined request is a pair of rows, each with its own address,
// and nothing of one is written into the other.
type Join struct {
	Format      string       `json:"format"` // whose rows lack something
	With        string       `json:"with"`   // whose rows have it
	On          string       `json:"on"`     // column that is the same in both
	Sources     []uint32     `json:"sources"`
	WithSources []uint32     `json:"with_sources"`
	Rows        int64        `json:"rows"`      // that lack something
	Joined      int64        `json:"joined"`    // found one row
	Unmatched   int64        `json:"unmatched"` // found none
	Ambiguous   int64        `json:"ambiguous"` // found several, and were not joined
	WithoutKey  int64        `json:"without_key"`
	WithRows    int64        `json:"with_rows"`
	Unused      int64        `json:"unused"`    // rows of the other log that nothing found
	Differing   int64        `json:"differing"` // joined pairs whose two rows name different accounts
	Columns     []JoinColumn `json:"columns"`   // of the joined, in the table's order
}

// JoinColumn says how many joined requests have a column from which log.
type JoinColumn struct {
	Name string `json:"name"`
	From string `json:"from"` // format, or "both"
	Rows int64  `json:"rows"`
}

// Sentence says what came of it, in one sentence.
func (j *Join) Sentence() string {
	s := fmt.Sprintf("%d of %d rows of %s found their row of %s by %s", j.Joined, j.Rows, j.Format, j.With, j.On)
	if j.Unmatched > 0 {
		s += fmt.Sprintf(", %d did not", j.Unmatched)
	}
	if j.Ambiguous > 0 {
		s += fmt.Sprintf(", %d found several and were left apart", j.Ambiguous)
	}
	if j.WithoutKey > 0 {
		s += fmt.Sprintf(", %d have no %s", j.WithoutKey, j.On)
	}
	return s + "."
}

// JoinedRow is one request out of two logs.
type JoinedRow struct {
	Ref   string       `json:"ref"`  // the row that lacked something
	With  string       `json:"with"` // the row that has it
	On    string       `json:"on"`
	Key   string       `json:"key"`
	Facts []JoinedFact `json:"facts"`
}

// JoinedFact is one column of a joined request with the log that it came from. Where
// both have it, the value is that of the row that lacked something, and Other the
// other's when it differs.
type JoinedFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"` // REF of the row, or "both"
	Other string `json:"other,omitempty"`
}

// JoinResult is what a recorded join did.
type JoinResult struct {
	Joins []Join `json:"joins"`
	Act   uint64 `json:"act,omitempty"`
}

// maxJoinRows is how many rows of the log that completes another are held in memory.
const maxJoinRows = 4 << 20

// Joinable says what joining would give for the formats that the sources of an import
// have; with no formats, for all of the case. It records nothing. A case without two
// logs of the same requests gives none.
func (c *Casework) Joinable(ctx context.Context, formats []string) ([]Join, error) {
	return c.joins(ctx, formats, nil)
}

// Join brings together what can be, gives each joined request to each, which may be
// nil, and records the counts.
func (c *Casework) Join(ctx context.Context, each func(JoinedRow) error) (JoinResult, error) {
	list, err := c.joins(ctx, nil, each)
	r := JoinResult{Joins: list}
	if err != nil {
		return r, err
	}
	if len(list) == 0 {
		return r, fault.New(fault.NotFound, "No two logs of the same requests are in the case.",
			"Import the log that knows the other half: `workbench formats` says which formats are joined.", nil)
	}
	act := casefile.Act{Verb: "join", By: c.config.By, Details: map[string]string{}}
	var said []string
	for i, j := range list {
		said = append(said, j.Sentence())
		at := strconv.Itoa(i + 1)
		act.Details["formats "+at] = j.Format + " with " + j.With + " on " + j.On
		act.Details["sources "+at] = fmt.Sprint(j.Sources) + " with " + fmt.Sprint(j.WithSources)
		act.Details["rows "+at] = fmt.Sprintf("%d joined, %d unmatched, %d ambiguous, %d without key", j.Joined, j.Unmatched, j.Ambiguous, j.WithoutKey)
	}
	act.Message = "Joined logs of the same requests. " + strings.Join(said, " ")
	r.Act, err = c.file.Record(act)
	return r, err
}

// joins carries out every join that the case's formats know of.
func (c *Casework) joins(ctx context.Context, touched []string, each func(JoinedRow) error) ([]Join, error) {
	sources := map[string][]uint32{}
	err := c.file.View(func(tx *store.Tx) error {
		list, err := tx.Sources()
		for _, s := range list {
			if s.State == casefile.SourceReady {
				sources[s.Format] = append(sources[s.Format], s.ID)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := []Join{}
	for _, f := range c.registry.Formats() {
		for _, rule := range f.Joins {
			here, there := sources[f.ID], sources[rule.With]
			if len(here) == 0 || len(there) == 0 ||
				touched != nil && !slices.Contains(touched, f.ID) && !slices.Contains(touched, rule.With) {
				continue
			}
			j := &joining{Join: Join{Format: f.ID, With: rule.With, On: rule.On, Sources: here, WithSources: there, Columns: []JoinColumn{}},
				rule: rule, each: each, found: map[string]*partner{}}
			if err := j.run(ctx, c); err != nil {
				return out, err
			}
			if j.Rows > 0 && j.WithRows > 0 {
				out = append(out, j.Join)
			}
		}
	}
	return out, nil
}

// joining is one join under way.
type joining struct {
	Join
	rule  importers.Join
	each  func(JoinedRow) error
	found map[string]*partner // by the value of the key
	mine  map[string]int64    // joined requests that have a column from the row that lacked something
	other map[string]int64
	both  map[string]int64
}

// partner is what the other log knows of a request. Its values are held only where
// joined requests are given to somebody; to count them it is enough which there are.
type partner struct {
	origin  casefile.Origin
	has     uint64 // bit i: the row has column i of requests
	account string
	values  []query.Value
	rows    int // that have the key
	used    bool
}

// value returns a column's value, if it is held, and whether the row has it.
func (p *partner) value(i int, name string) (text string, has bool) {
	for k := range p.values {
		if p.values[k].Name == name {
			text = p.values[k].String()
		}
	}
	return text, p.has&(1<<i) != 0
}

func (j *joining) run(ctx context.Context, c *Casework) error {
	j.mine, j.other, j.both = map[string]int64{}, map[string]int64{}, map[string]int64{}
	// Where nobody lacks anything there is nothing to look up, and nothing to hold.
	lacking := false
	err := j.scan(ctx, c, j.Sources, false, func(query.Row, string) (bool, error) {
		lacking = true
		return false, nil
	})
	if err != nil || !lacking {
		return err
	}
	if err := j.scan(ctx, c, j.WithSources, true, j.keep); err != nil {
		return err
	}
	if err := j.scan(ctx, c, j.Sources, false, j.match); err != nil {
		return err
	}
	for _, p := range j.found {
		if !p.used {
			j.Unused += int64(p.rows)
		}
	}
	for _, col := range casefile.SchemaOf(casefile.TableRequests).Columns {
		for _, from := range [...]struct {
			name string
			rows map[string]int64
		}{{j.Format, j.mine}, {j.With, j.other}, {"both", j.both}} {
			name := from.name
			if name == j.With && j.Format == j.With {
				name = j.With + " (the other log)"
			}
			if n := from.rows[col.Name]; n > 0 {
				j.Columns = append(j.Columns, JoinColumn{col.Name, name, n})
			}
		}
	}
	return nil
}

// scan calls do for the rows of requests in the sources that have one of the columns
// that the join is for, or for those that have none, until it says that it has enough.
func (j *joining) scan(ctx context.Context, c *Casework, sources []uint32, has bool, do func(query.Row, string) (more bool, err error)) error {
	terms := make([]string, len(sources))
	for i, id := range sources {
		terms[i] = "source:" + strconv.Itoa(int(id))
	}
	q, err := query.Parse("table:requests AND (" + strings.Join(terms, " OR ") + ")")
	if err != nil {
		return err
	}
	return query.Each(ctx, c.searchSource(), q, c.searchOptions(ctx), nil, func(r query.Row) (bool, error) {
		knows := slices.ContainsFunc(j.rule.Takes, func(name string) bool { _, ok := r.Value(name); return ok })
		if knows != has {
			return true, nil
		}
		mask(&r)
		key, _ := r.Value(j.rule.On)
		return do(r, key.String())
	})
}

// keep remembers a row of the log that knows more.
func (j *joining) keep(r query.Row, key string) (more bool, err error) {
	j.WithRows++
	if key == "" {
		return true, nil
	}
	if p := j.found[key]; p != nil {
		p.rows++
		return true, nil
	}
	if len(j.found) == maxJoinRows {
		return false, fault.New(fault.Invalid, fmt.Sprintf("More than %d rows of %s would have to be held to join them, which is the limit.", maxJoinRows, j.With),
			"Withdraw the sources that are not needed for it.", nil)
	}
	p := &partner{origin: r.Origin, rows: 1}
	for i, col := range casefile.SchemaOf(casefile.TableRequests).Columns {
		if v, ok := r.Value(col.Name); ok {
			p.has |= 1 << i
			if col.Role == casefile.RoleAccount {
				p.account = v.String()
			}
		}
	}
	if j.each != nil {
		p.values = slices.Clone(r.Values)
	}
	j.found[strings.Clone(key)] = p
	return true, nil
}

// match sends a row that lacks something through one of its doors.
func (j *joining) match(r query.Row, key string) (more bool, err error) {
	j.Rows++
	p := j.found[key]
	switch {
	case key == "":
		j.WithoutKey++
		return true, nil
	case p == nil:
		j.Unmatched++
		return true, nil
	case p.rows > 1:
		p.used = true
		j.Ambiguous++
		return true, nil
	}
	p.used = true
	j.Joined++
	joined := JoinedRow{Ref: casefile.EventRef(r.Origin.Source, r.Origin.Row).String(),
		With: casefile.EventRef(p.origin.Source, p.origin.Row).String(), On: j.rule.On, Key: key}
	for i, col := range casefile.SchemaOf(casefile.TableRequests).Columns {
		a, mine := r.Value(col.Name)
		b, theirs := p.value(i, col.Name)
		switch {
		case mine && theirs:
			j.both[col.Name]++
			fact := JoinedFact{Name: col.Name, Value: a.String(), From: "both"}
			if b != fact.Value {
				fact.Other = b
			}
			if col.Role == casefile.RoleAccount && p.account != fact.Value {
				j.Differing++
			}
			joined.Facts = append(joined.Facts, fact)
		case mine:
			j.mine[col.Name]++
			joined.Facts = append(joined.Facts, JoinedFact{Name: col.Name, Value: a.String(), From: joined.Ref})
		case theirs:
			j.other[col.Name]++
			joined.Facts = append(joined.Facts, JoinedFact{Name: col.Name, Value: b, From: joined.With})
		}
	}
	if j.each == nil {
		return true, nil
	}
	return true, j.each(joined)
}
