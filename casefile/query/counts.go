package query

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// tally is what one block gives to the answer. Only the parts asked for are set.
type tally struct {
	block   Block
	count   int64
	at      []int32 // matching rows, when rows are wanted
	bins    []bin
	untimed int64

	local   localCounts      // groups by code of the case
	texts   map[string]int64 // groups by value
	without int64
}

// counts adds up blocks. The worker's side, block, is safe for several
// goroutines; the rest belongs to one.
type counts struct {
	s       *search
	by      *Field
	labels  map[uint32]string // by account code, when grouping by cluster
	width   int64
	bins    map[int64]int64
	untimed int64
	codes   map[casefile.Domain][]int64
	groups  map[string]int64
	without int64
}

func newCounts(s *search, req Request) (*counts, error) {
	c := &counts{s: s, width: int64(req.Width), bins: map[int64]int64{},
		codes: map[casefile.Domain][]int64{}, groups: map[string]int64{}}
	if req.Width < 0 || req.Width > maxWidth {
		return nil, fault.New(fault.Invalid, "The bins of a histogram are wider than nothing and at most ten years wide.",
			"Write the width as 15m, 1h or 1d.", nil)
	}
	if req.By == "" {
		return c, nil
	}
	f, ok := FieldByName(req.By)
	if !ok {
		return nil, fault.New(fault.Invalid, "There is no such field to group by.", fieldHint(req.By), nil)
	}
	if f.Known() && f.Name != fieldSource && f.Name != fieldTable && f.Name != fieldCluster {
		return nil, fault.New(fault.Invalid, "Rows cannot be grouped by "+f.Name+".",
			"Group by a column, or by source, table or cluster.", nil)
	}
	c.by = &f
	if f.Known() && f.Name == fieldCluster {
		var err error
		if c.labels, err = s.opt.Known.Labels(fieldCluster); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// block counts the rows sel of the reader's block.
func (c *counts) block(r *reader, sel rowset, rows bool) (*tally, error) {
	t := &tally{block: r.block, count: int64(sel.count())}
	if t.count == 0 {
		return t, nil
	}
	if rows {
		t.at = positions(sel, c.s.opt.Reverse)
	}
	if c.width > 0 {
		if err := c.histogram(r, sel, t); err != nil {
			return nil, err
		}
	}
	if c.by == nil {
		return t, nil
	}
	return t, c.group(r, sel, t)
}

func positions(sel rowset, reverse bool) []int32 {
	at := make([]int32, 0, sel.count())
	sel.rows(func(i int) { at = append(at, int32(i)) })
	if reverse {
		slices.Reverse(at)
	}
	return at
}

func (c *counts) group(r *reader, sel rowset, t *tally) error {
	switch {
	case c.by.Known() && c.by.Name == fieldSource:
		t.texts = map[string]int64{strconv.FormatUint(uint64(r.block.Source), 10): t.count}
		return nil
	case c.by.Known() && c.by.Name == fieldTable:
		t.texts = map[string]int64{r.block.Table.String(): t.count}
		return nil
	}
	if s := r.sifts(c.groupNumber(r.block.Table)); s != nil {
		codes, counts, done, err := s.CountCodes(r.block, c.groupNumber(r.block.Table), sel)
		if err != nil {
			return err
		}
		if done {
			t.local, t.without = localCounts{codes, counts}, counts[0]
			return nil
		}
	}
	col, err := c.groupColumn(r)
	if err != nil {
		return err
	}
	switch {
	case col == nil || col.Form == casefile.FormNone:
		t.without = t.count
	case col.Form == casefile.FormCodes && col.Global != nil:
		t.local = localCounts{slices.Clone(col.Global), countCodes(col, sel)}
		t.without = t.local.counts[0]
	default:
		t.texts = map[string]int64{}
		kind := c.kind(r.block.Table)
		sel.rows(func(i int) {
			if col.IsNull(i) {
				t.without++
				return
			}
			t.texts[valueAt(col, i, kind, nil).String()]++
		})
	}
	return nil
}

// groupColumn returns the column to group by, or nil when the table has none.
func (c *counts) groupColumn(r *reader) (*Column, error) {
	if c.by.Extra {
		return r.extraField(c.by.Name)
	}
	n := c.groupNumber(r.block.Table)
	if n < 0 {
		return nil, nil
	}
	return r.column(n)
}

// groupNumber returns the number of the table's column to group by, or -1.
func (c *counts) groupNumber(t casefile.Table) int {
	switch {
	case c.by.Extra:
		return -1
	case c.labels != nil:
		return casefile.SchemaOf(t).Role(casefile.RoleAccount)
	}
	return c.by.In(t)
}

func (c *counts) kind(t casefile.Table) casefile.Kind {
	if n := c.by.In(t); n >= 0 {
		return casefile.SchemaOf(t).Columns[n].Kind
	}
	return casefile.KindText
}

func countCodes(c *Column, sel rowset) []int64 {
	out := make([]int64, len(c.Global)+1)
	for at, w := range sel {
		codes := c.Codes[at<<6:]
		if w == ^uint64(0) {
			for _, code := range codes[:64] {
				out[code]++
			}
			continue
		}
		for ; w != 0; w &= w - 1 {
			out[codes[bits.TrailingZeros64(w)]]++
		}
	}
	return out
}

// add takes one block's tally into the sums.
func (c *counts) add(t *tally) error {
	c.untimed += t.untimed
	for _, b := range t.bins {
		c.bins[b.start] += b.count
	}
	c.without += t.without
	for v, n := range t.texts {
		c.groups[v] += n
	}
	if len(c.groups) > maxGroups {
		return fault.New(fault.Invalid, "There are too many different values to group by.",
			"Narrow the query, or group by a field with fewer values.", nil)
	}
	if t.local.codes == nil {
		return nil
	}
	d := c.domain(t.block.Table)
	sums := c.codes[d]
	top := int(slices.Max(append(t.local.codes[:len(t.local.codes):len(t.local.codes)], 0)))
	if top >= len(sums) {
		sums = append(sums, make([]int64, top+1-len(sums))...)
	}
	for i, code := range t.local.codes {
		sums[code] += t.local.counts[i+1]
	}
	c.codes[d] = sums
	return nil
}

// maxGroups bounds the memory of a group-by over identifiers.
const maxGroups = 1 << 22

func (c *counts) domain(t casefile.Table) casefile.Domain {
	if n := c.by.In(t); n >= 0 {
		return casefile.SchemaOf(t).Columns[n].Domain
	}
	return casefile.DomainAccount
}

// finish writes the sums into the answer.
func (c *counts) finish(res *Result) error {
	for start, n := range c.bins {
		res.Buckets = append(res.Buckets, Bucket{time.Unix(0, start).UTC(), n})
	}
	slices.SortFunc(res.Buckets, func(a, b Bucket) int { return a.Start.Compare(b.Start) })
	res.Untimed = c.untimed
	res.Without = c.without
	for d, sums := range c.codes {
		if err := c.name(d, sums, res); err != nil {
			return err
		}
	}
	for v, n := range c.groups {
		res.Groups = append(res.Groups, Group{v, n})
	}
	slices.SortFunc(res.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return nil
}

// name turns counts by code into counts by value.
func (c *counts) name(d casefile.Domain, sums []int64, res *Result) error {
	dict, err := c.s.src.Dict(d)
	if err != nil {
		return err
	}
	for code, n := range sums {
		if n == 0 {
			continue
		}
		value, ok := c.labels[uint32(code)]
		switch {
		case c.labels != nil && !ok:
			res.Without += n
			continue
		case c.labels == nil && d == casefile.DomainAccount:
			value = casefile.AccountName(dict.Value(uint32(code)))
		case c.labels == nil:
			value = dict.Value(uint32(code))
		}
		c.groups[value] += n
	}
	return nil
}
