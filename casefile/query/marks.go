package query

import (
	"slices"
	"strconv"
	"strings"

	"casebench/casefile"
)

// marks makes the node for a field that the case knows.
func (c *compiler) marks(m Match, t casefile.Table) (node, error) {
	switch m.Field.Name {
	case fieldTable:
		test, err := newValueTest(casefile.Column{}, m.Test)
		if err != nil || !test([]byte(t.String())) {
			return constant(never), err
		}
		return constant(always), nil
	case fieldRow:
		want, out := whole, m.Test.Op == OpDiffers
		if m.Test.Op != OpExists {
			want, _ = numberInterval(m.Test)
		}
		return &rowNumbers{want, out}, nil
	case fieldSource:
		return c.source(m, t)
	}
	test := m.Test
	no := false
	if text, ok := operand(test); ok && m.Field.Name == fieldStarred {
		// "Not starred" is the absence of a mark.
		no = strings.EqualFold(text, "false") != (test.Op == OpDiffers)
		test = Test{Op: OpExists}
	}
	n, err := c.marked(m.Field.Name, test, t)
	if no && err == nil {
		n = negation(n)
	}
	return n, err
}

// source matches the number of a source; what is no number is asked of the case,
// which knows the sources' names.
func (c *compiler) source(m Match, t casefile.Table) (node, error) {
	test, err := newValueTest(casefile.Column{}, m.Test)
	if err != nil {
		return nil, err
	}
	byNumber := ofSources(func(s uint32) bool { return test([]byte(strconv.FormatUint(uint64(s), 10))) })
	text, plain := operand(m.Test)
	if _, number := parseNumber(text); plain && number || m.Test.Op == OpRange || m.Test.Op == OpExists || m.Test.Op == OpDiffers {
		return byNumber, nil
	}
	named, err := c.marked(fieldSource, m.Test, t)
	return disjunction([]node{byNumber, named}), err
}

// marked asks the case what a mark stands for, once for each search.
func (c *compiler) marked(field string, test Test, t casefile.Table) (node, error) {
	key := (&Query{Match{Field{Name: field}, test}}).String()
	m, ok := c.found[key]
	if !ok {
		match, err := newValueTest(casefile.Column{}, test)
		if err != nil {
			return nil, err
		}
		if m, err = c.known.Find(field, func(v string) bool { return match([]byte(v)) }); err != nil {
			return nil, err
		}
		c.found[key] = m
	}
	return marking(m, casefile.SchemaOf(t)), nil
}

func marking(m Marked, s *casefile.Schema) node {
	var nodes []node
	if len(m.Sources) > 0 {
		nodes = append(nodes, ofSources(func(s uint32) bool { return slices.Contains(m.Sources, s) }))
	}
	account := s.Role(casefile.RoleAccount)
	if account >= 0 && len(m.Accounts) > 0 {
		nodes = append(nodes, &coded{account, codeSetOf(m.Accounts)})
	}
	for i, col := range s.Columns {
		if codes := m.Values[col.Domain]; col.Kind == casefile.KindCode && len(codes) > 0 {
			nodes = append(nodes, &coded{i, codeSetOf(codes)})
		}
	}
	if len(m.Rows) > 0 {
		rows := map[uint32][]int64{}
		for _, o := range m.Rows {
			rows[o.Source] = append(rows[o.Source], o.Row)
		}
		for _, numbers := range rows {
			slices.Sort(numbers)
		}
		nodes = append(nodes, singleRows(rows))
	}
	return disjunction(nodes)
}

// ofSources tests the source of a block.
type ofSources func(source uint32) bool

func (n ofSources) weight() int { return 0 }

func (n ofSources) judge(b *Block) verdict {
	if n(b.Source) {
		return always
	}
	return never
}

func (n ofSources) filter(r *reader, sel rowset) error {
	if !n(r.block.Source) {
		sel.clear()
	}
	return nil
}

// coded keeps the rows that hold one of some codes in a column.
type coded struct {
	column int
	codes  codeSet
}

func (n *coded) weight() int { return 1 }

func (n *coded) judge(*Block) verdict { return maybe }

func (n *coded) filter(r *reader, sel rowset) error {
	if done, err := n.codes.sift(r, n.column, sel); done {
		return err
	}
	c, err := r.column(n.column)
	switch {
	case err != nil:
		return err
	case c.Form != casefile.FormCodes || c.Global == nil:
		sel.clear()
	default:
		n.codes.keep(r, c, sel)
	}
	return nil
}

// rowNumbers tests the number of a row in its source.
type rowNumbers struct {
	want interval
	out  bool
}

func (n *rowNumbers) weight() int { return 2 }

func (n *rowNumbers) judge(b *Block) verdict {
	switch {
	case b.Last == 0:
	case n.want.High < b.First || n.want.Low > b.Last:
		return when(n.out)
	case n.want.Low <= b.First && n.want.High >= b.Last:
		return when(!n.out)
	}
	return maybe
}

func when(holds bool) verdict {
	if holds {
		return always
	}
	return never
}

func (n *rowNumbers) filter(r *reader, sel rowset) error {
	rows, err := r.rows()
	if err == nil {
		sel.keepInts(rows, n.want, n.out)
	}
	return err
}

// singleRows holds sorted row numbers by source.
type singleRows map[uint32][]int64

func (n singleRows) weight() int { return 2 }

func (n singleRows) judge(b *Block) verdict {
	numbers := n[b.Source]
	if b.Last > 0 {
		from, _ := slices.BinarySearch(numbers, b.First)
		if numbers = numbers[from:]; len(numbers) > 0 && numbers[0] > b.Last {
			return never
		}
	}
	if len(numbers) == 0 {
		return never
	}
	return maybe
}

func (n singleRows) filter(r *reader, sel rowset) error {
	rows, err := r.rows()
	if err != nil {
		return err
	}
	numbers := n[r.block.Source]
	sel.keep(func(i int) bool {
		_, found := slices.BinarySearch(numbers, rows[i])
		return found
	})
	return nil
}
