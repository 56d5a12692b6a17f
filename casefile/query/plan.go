package query

import (
	"context"
	"strings"
	"unicode"

	"casebench/casefile"
)

// verdict is what a block's description alone says about a condition.
type verdict uint8

const (
	maybe  verdict = iota // the rows must be looked at
	never                 // no row matches
	always                // every row matches
)

// node is a condition compiled for the columns of one table.
type node interface {
	judge(b *Block) verdict
	// filter takes the rows that do not match out of sel.
	filter(r *reader, sel rowset) error
	// weight orders conditions from cheap to dear.
	weight() int
}

// compiler makes the nodes of one search. Tests on a dictionary are run once on
// its values, whatever the number of tables and blocks.
type compiler struct {
	ctx   context.Context
	src   Source
	known Known
	sets  map[string]codeSet
	found map[string]Marked
	keeps *Memory
}

// compile returns the node of e for table t.
func (c *compiler) compile(e Expr, t casefile.Table) (node, error) {
	switch e := e.(type) {
	case All:
		return constant(always), nil
	case And:
		terms, err := c.terms(e.Terms, t)
		return conjunction(terms), err
	case Or:
		terms, err := c.terms(e.Terms, t)
		return disjunction(terms), err
	case Not:
		n, err := c.compile(e.Term, t)
		return negation(n), err
	case Word:
		return c.word(e.Pattern, t)
	case Match:
		return c.match(e, t)
	}
	return constant(never), nil
}

func (c *compiler) terms(exprs []Expr, t casefile.Table) ([]node, error) {
	nodes := make([]node, len(exprs))
	for i, e := range exprs {
		var err error
		if nodes[i], err = c.compile(e, t); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func (c *compiler) match(m Match, t casefile.Table) (node, error) {
	switch {
	case m.Field.Extra:
		if m.Field.Table != casefile.TableNone && m.Field.Table != t {
			return constant(never), nil
		}
		test, err := newValueTest(casefile.Column{}, m.Test)
		if err != nil {
			return nil, err
		}
		n := &texts{extra: m.Field.Name, column: -1, test: test, clue: newClue(m.Test, true),
			known: c.keeps.of(t, -1, m.Field.Name, m.Test)}
		if m.Test.Op == OpHas {
			n.find, err = newFinder(m.Test.Pattern, true)
			n.machine = newMachine(m.Test.Pattern, true)
		}
		return n, err
	case m.Field.Known():
		return c.marks(m, t)
	}
	column := m.Field.In(t)
	if column < 0 {
		return constant(never), nil
	}
	return c.column(t, column, m.Test)
}

// column makes the node for a test on one column. A test that does not fit the
// column's kind (it fits another table's column of the name) matches nothing.
func (c *compiler) column(t casefile.Table, column int, test Test) (node, error) {
	col := casefile.SchemaOf(t).Columns[column]
	exists := test.Op == OpExists
	if !exists && checkColumn(col, test) != nil {
		return constant(never), nil
	}
	out := test.Op == OpDiffers
	switch col.Kind {
	case casefile.KindInt, casefile.KindTime:
		n := &integers{column: column, want: whole, out: out, required: col.Required}
		switch {
		case exists:
		case col.Kind == casefile.KindInt:
			n.want, _ = numberInterval(test)
		default:
			n.want, _ = timeInterval(test)
		}
		return n, nil
	case casefile.KindFloat:
		n := &decimals{column: column, out: out, exists: exists}
		if !exists {
			n.want, _ = numberRange(test)
		}
		return n, nil
	}
	if exists && col.Required {
		return constant(always), nil
	}
	decide, err := newValueTest(col, test)
	if err != nil {
		return nil, err
	}
	n := &texts{column: column, test: decide, prose: prose(col)}
	if col.Kind == casefile.KindText {
		n.clue, n.known = newClue(test, !n.prose), c.keeps.of(t, column, "", test)
		if test.Op == OpHas {
			if n.find, err = newFinder(test.Pattern, !n.prose); err != nil {
				return nil, err
			}
			if col.Role != casefile.RoleAddress && col.Domain == casefile.DomainNone { // these have more to say than the pattern
				n.machine = newMachine(test.Pattern, !n.prose)
			}
		}
	}
	if col.Kind == casefile.KindCode {
		n.codes, err = c.codes(col, test, decide)
		if err != nil || n.codes.none {
			return constant(never), err
		}
	}
	return n, err
}

// word looks for a bare word: inside the prose of a table, and, when it has a
// digit as identifiers do, as the whole of an identifier.
func (c *compiler) word(p Pattern, t casefile.Table) (node, error) {
	text, plain := p.plain()
	id := plain && strings.ContainsFunc(text, unicode.IsDigit)
	var nodes []node
	for i, col := range casefile.SchemaOf(t).Columns {
		if !prose(col) && (col.Kind != casefile.KindText || !id) {
			continue
		}
		n, err := c.column(t, i, Test{Op: OpHas, Pattern: p})
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return disjunction(nodes), nil
}
