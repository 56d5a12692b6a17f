package query

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"
	"strconv"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile"
	"casebench/internal/fault"
)

const (
	// maxGroups bounds the memory of a group-by of which all groups are wanted.
	maxGroups = 1 << 20
	// groupBytes is what the values of one pass may take when only the most frequent
	// are wanted, with about groupCost bytes for each beside its own.
	groupBytes = 128 << 20
	groupCost  = 80
)

// errParts says that the values do not fit into one pass.
var errParts = errors.New("too many values for one pass")

// mine reports whether a value is counted in this pass.
func (c *counts) mine(value string) bool {
	return c.parts <= 1 || xxhash.Sum64String(value)%c.parts == c.part
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
		t.local = localCounts{slices.Clone(col.Global), countCodes(col.Codes, len(col.Global), sel)}
		t.without = t.local.counts[0]
	case col.Form == casefile.FormCodes:
		counts := countCodes(col.Codes, len(col.Dict), sel)
		t.texts, t.without = map[string]int64{}, counts[0]
		for i, v := range col.Dict {
			if n := counts[i+1]; n > 0 && c.mine(v) {
				t.texts[v] += n
			}
		}
	default:
		t.texts = map[string]int64{}
		kind := c.kind(r.block.Table)
		var buf []byte
		sel.rows(func(i int) {
			if col.IsNull(i) {
				t.without++
				return
			}
			if col.Form == casefile.FormTexts {
				buf = append(buf[:0], col.Texts.At(i)...)
			} else {
				buf = append(buf[:0], valueAt(col, i, kind, nil).String()...)
			}
			if c.parts > 1 && xxhash.Sum64(buf)%c.parts != c.part {
				return
			}
			// A value that is there already needs no memory of its own.
			if n, ok := t.texts[string(buf)]; ok {
				t.texts[string(buf)] = n + 1
			} else {
				t.texts[string(buf)] = 1
			}
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

// countCodes counts the rows of a set by code; there are n codes besides 0.
func countCodes(codes []uint32, n int, sel rowset) []int64 {
	out := make([]int64, n+1)
	for at, w := range sel {
		codes := codes[at<<6:]
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

// addGroups takes the groups of one block. With a top it gives errParts when the
// values are too many to be kept.
func (c *counts) addGroups(t *tally) error {
	c.without += t.without
	for v, n := range t.texts {
		if c.mine(v) {
			c.addValue(v, n)
		}
	}
	switch {
	case c.top == 0 && len(c.groups) > maxGroups:
		return fault.New(fault.Invalid, "There are more than a million different values to group by.",
			"Ask for the most frequent ones only, narrow the query, or group by a field with fewer values.", nil)
	case c.top > 0 && c.bytes > c.room && len(c.groups) > 1:
		return errParts
	}
	if t.local.codes == nil {
		return nil
	}
	d := c.domain(t.block.Table)
	sums := c.codes[d]
	top := 0
	for _, code := range t.local.codes {
		top = max(top, int(code))
	}
	if top >= len(sums) {
		sums = append(sums, make([]int64, top+1-len(sums))...)
	}
	for i, code := range t.local.codes {
		sums[code] += t.local.counts[i+1]
	}
	c.codes[d] = sums
	return nil
}

func (c *counts) addValue(v string, n int64) {
	was, ok := c.groups[v]
	if !ok {
		c.bytes += len(v) + groupCost
	}
	c.groups[v] = was + n
}

func (c *counts) domain(t casefile.Table) casefile.Domain {
	if n := c.by.In(t); n >= 0 {
		return casefile.SchemaOf(t).Columns[n].Domain
	}
	return casefile.DomainAccount
}

// finishGroups writes the groups into the answer, and adds to how many there are.
func (c *counts) finishGroups(res *Result) error {
	var few int64
	for d, sums := range c.codes {
		n, err := c.name(d, sums, res)
		if err != nil {
			return err
		}
		few += n
	}
	res.Without += c.without
	res.Distinct += int64(len(c.groups)) + few
	best := newBest(c.top)
	best.groups = res.Groups
	for v, n := range c.groups {
		best.add(Group{v, n})
	}
	res.Groups = best.done()
	return nil
}

// name turns counts by code into counts by value. It leaves out values that cannot
// be among the most frequent, and returns how many.
func (c *counts) name(d casefile.Domain, sums []int64, res *Result) (left int64, err error) {
	dict, err := c.s.src.Dict(d)
	if err != nil {
		return 0, err
	}
	least := int64(1)
	if len(c.codes) == 1 && len(c.groups) == 0 && c.labels == nil && d != casefile.DomainAccount && c.parts <= 1 {
		least = leastOf(sums, c.top) // no value goes by two codes
	}
	for code, n := range sums {
		if n < least {
			if n > 0 {
				left++
			}
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
		if c.mine(value) {
			c.addValue(value, n)
		}
	}
	return left, nil
}

// leastOf returns the top-th greatest count, or 1 when there are no more than top.
func leastOf(sums []int64, top int) int64 {
	if top == 0 || len(sums) <= top {
		return 1
	}
	sorted := slices.Clone(sums)
	slices.Sort(sorted)
	return max(sorted[len(sorted)-top], 1)
}

// best keeps the most frequent groups, or all.
type best struct {
	top    int // 0: all
	groups []Group
}

func newBest(top int) *best { return &best{top: top} }

func (b *best) add(g Group) {
	if b.groups = append(b.groups, g); b.top > 0 && len(b.groups) >= 4*b.top+1024 {
		b.groups = b.done()
	}
}

// done returns them in order: most frequent first, then by value.
func (b *best) done() []Group {
	slices.SortFunc(b.groups, func(x, y Group) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Value, y.Value))
	})
	if b.top > 0 && len(b.groups) > b.top {
		return b.groups[:b.top]
	}
	return b.groups
}
