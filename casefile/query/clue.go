package query

import "unicode/utf8"

// clue is what must stand in a text for a pattern to be found in it: from each of
// the clauses at least one of the literals. The zero clue asks for nothing. A text
// that satisfies it need not match.
type clue struct {
	clauses []clause
	whole   []byte // plain form of the whole text, when it is known
	wide    bool   // some literal is not ASCII
}

// clause is a list of literals in their plain form.
type clause [][]byte

// newClue finds what a test of a text column needs. With whole set the pattern must
// cover the text from end to end. It is nil when that says nothing to a filter.
func newClue(t Test, whole bool) *clue {
	c := &clue{}
	var f plainForm
	switch {
	case t.Op == OpEqual:
		c.whole = f.append(nil, []byte(t.Value))
	case t.Op != OpHas:
		return nil
	case t.Pattern.Regex != "":
		c.clauses = required(t.Pattern.Regex)
	case whole && len(t.Pattern.Parts) == 1:
		c.whole = f.append(nil, []byte(t.Pattern.Parts[0]))
	default:
		for _, part := range t.Pattern.Parts {
			c.clauses = append(c.clauses, clause{f.append(nil, []byte(part))})
		}
	}
	c.wide = !ascii(c.whole)
	for _, some := range c.clauses {
		for _, literal := range some {
			c.wide = c.wide || !ascii(literal)
		}
	}
	if c.empty() {
		return nil
	}
	return c
}

// fits reports whether a column with that filter may hold a text with the clue.
func (c *clue) fits(f *Filter) bool {
	if c.wide && f.Unicode != unicodeMajor() {
		return true
	}
	if c.whole != nil && !f.mayBe(c.whole) {
		return false
	}
	for _, some := range c.clauses {
		if !some.fits(f) {
			return false
		}
	}
	return true
}

func (c clause) fits(f *Filter) bool {
	for _, literal := range c {
		if f.mayHold(literal) {
			return true
		}
	}
	return false
}

// empty reports whether the clue says nothing to a filter.
func (c *clue) empty() bool {
	for _, some := range c.clauses {
		if some.shortest() >= gramLength {
			return false
		}
	}
	return len(c.whole) == 0
}

// shortest returns the length of the shortest literal.
func (c clause) shortest() int {
	n := len(c[0])
	for _, literal := range c[1:] {
		n = min(n, len(literal))
	}
	return n
}

func ascii(p []byte) bool {
	for _, b := range p {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
