package query

import (
	"fmt"
	"slices"
	"strconv"

	"casebench/casefile"
)

// integers tests a column of integers or instants.
type integers struct {
	column   int
	want     interval
	out      bool // outside the interval, not inside
	required bool // the column has no nulls
}

func (n *integers) weight() int { return 2 }

func (n *integers) judge(b *Block) verdict {
	if n.want.Low > n.want.High && !n.out {
		return never
	}
	if n.column >= len(b.Bounds) || !b.Bounds[n.column].Known {
		return maybe
	}
	has := b.Bounds[n.column]
	apart := has.Max < n.want.Low || has.Min > n.want.High
	inside := has.Min >= n.want.Low && has.Max <= n.want.High
	switch {
	case apart && !n.out, inside && n.out:
		return never
	case n.required && (inside && !n.out || apart && n.out):
		return always
	}
	return maybe
}

func (n *integers) filter(r *reader, sel rowset) error {
	if s := r.sifts(n.column); s != nil && !n.out && n.want.Low <= n.want.High {
		if done, err := s.KeepInts(r.block, n.column, n.want.Low, n.want.High, sel); done || err != nil {
			return err
		}
	}
	c, err := r.column(n.column)
	if err != nil {
		return err
	}
	if c.Form != casefile.FormInts {
		sel.clear()
		return nil
	}
	if n.want != whole || n.out {
		sel.keepInts(c.Ints, n.want, n.out)
	}
	sel.without(c.Null)
	return nil
}

// decimals tests a column of decimal numbers.
type decimals struct {
	column int
	want   span64
	out    bool
	exists bool
}

func (n *decimals) weight() int { return 3 }

func (n *decimals) judge(*Block) verdict { return maybe }

func (n *decimals) filter(r *reader, sel rowset) error {
	c, err := r.column(n.column)
	if err != nil {
		return err
	}
	if c.Form != casefile.FormFloats {
		sel.clear()
		return nil
	}
	sel.without(c.Null)
	if !n.exists {
		sel.keep(func(i int) bool { return n.want.holds(c.Floats[i]) != n.out })
	}
	return nil
}

// codeSet is the set of codes of a case dictionary that pass a test.
type codeSet struct {
	passed []bool // by code; entry 0 is false
	none   bool
	rare   bool // so few codes that many blocks will hold none of them
}

// rarity is the share of a dictionary's codes below which it pays to look at a
// block's dictionary before its rows: half of the blocks, say, of 16,000 rows do
// not hold a given account of 25,000.
const rarity = 1.0 / 64

// codes runs the test of a column over its dictionary, once for each dictionary.
func (c *compiler) codes(col casefile.Column, t Test, test valueTest) (codeSet, error) {
	// Columns of one dictionary differ only in being prose or addresses.
	key := fmt.Sprint(col.Domain, col.Role, prose(col), (&Query{Match{Test: t}}).String())
	if s, ok := c.sets[key]; ok {
		return s, nil
	}
	dict, err := c.src.Dict(col.Domain)
	if err != nil {
		return codeSet{}, err
	}
	s := codeSet{passed: make([]bool, dict.Len()+1), none: true}
	passed := 0
	var buf []byte
	for code := 1; code < len(s.passed); code++ {
		if code&255 == 0 && c.ctx.Err() != nil {
			return codeSet{}, c.ctx.Err()
		}
		buf = append(buf[:0], dict.Value(uint32(code))...)
		if test(buf) {
			s.passed[code], s.none = true, false
			passed++
		}
	}
	s.rare = float64(passed) < rarity*float64(dict.Len())
	c.sets[key] = s
	return s, nil
}

// codeSetOf returns the set of the given codes.
func codeSetOf(codes []uint32) codeSet {
	top := uint32(0)
	for _, c := range codes {
		top = max(top, c)
	}
	s := codeSet{passed: make([]bool, top+1), none: len(codes) == 0, rare: len(codes) < 256}
	for _, c := range codes {
		s.passed[c] = c > 0
	}
	return s
}

func (s *codeSet) has(code uint32) bool { return int(code) < len(s.passed) && s.passed[code] }

// absent reports whether the block is known to hold none of the codes in a column
// that was not read yet.
func (s *codeSet) absent(r *reader, column int) (bool, error) {
	p, ok := r.own.(Peeker)
	if !ok || !s.rare || column < 0 || r.columns[column] != nil {
		return false, nil
	}
	codes, err := p.Codes(r.block, column)
	return err == nil && !slices.ContainsFunc(codes, s.has), err
}

// sift leaves the rows of sel whose code is in the set, when that can be told
// without reading the column.
func (s *codeSet) sift(r *reader, column int, sel rowset) (done bool, err error) {
	if sieve := r.sifts(column); sieve != nil {
		if done, err = sieve.KeepCodes(r.block, column, s.has, sel); done || err != nil {
			return true, err
		}
	}
	if none, err := s.absent(r, column); none || err != nil {
		sel.clear()
		return true, err
	}
	return false, nil
}

// keep leaves the rows of sel whose code is in the set.
func (s *codeSet) keep(r *reader, c *Column, sel rowset) {
	ok := r.decisions(len(c.Global))
	some := uint64(0)
	for local, code := range c.Global {
		ok[local+1] = 0
		if s.has(code) {
			ok[local+1] = 1
		}
		some |= ok[local+1]
	}
	if some == 0 {
		sel.clear()
		return
	}
	sel.keepCodes(c.Codes, ok)
}

// texts tests a column of texts, in whatever form the block holds it.
type texts struct {
	column  int    // -1 for an extra field
	extra   string // its name
	codes   codeSet
	test    valueTest
	find    *finder  // what the test looks for, where that is a pattern and no more
	machine *machine // the same for texts that are kept as bytes; nil: they are written out
	clue    *clue    // for columns that may have a text filter; nil: it would say nothing
	prose   bool
	known   *remembering // what was found before; nil: nothing is remembered
}

func (n *texts) weight() int {
	switch {
	case n.codes.passed != nil:
		return 1
	case n.prose:
		return 100
	}
	return 10
}

func (n *texts) judge(*Block) verdict { return maybe }

func (n *texts) filter(r *reader, sel rowset) error {
	if n.codes.passed != nil {
		if done, err := n.codes.sift(r, n.column, sel); done {
			return err
		}
	}
	if none, err := n.screened(r); none || err != nil {
		sel.clear()
		return err
	}
	if n.known == nil {
		return n.look(r, sel)
	}
	if n.known.narrow(&r.block, sel) {
		return nil
	}
	asked := append(r.spare(), sel...)
	defer r.giveBack(asked)
	err := n.look(r, sel)
	if err == nil && r.ctx.Err() == nil { // a search that was cancelled gives up within a text
		n.known.keep(&r.block, asked, sel)
	}
	return err
}

// look reads the column and takes the rows that do not match out of sel.
func (n *texts) look(r *reader, sel rowset) error {
	if done, err := n.spelled(r, sel); done || err != nil {
		return err
	}
	c, err := r.textColumn(n)
	if err != nil {
		return err
	}
	switch {
	case c.Form == casefile.FormCodes && c.Global != nil && n.codes.passed != nil:
		n.codes.keep(r, c, sel)
	case c.Form == casefile.FormCodes && c.Global == nil:
		ok := r.decisions(len(c.Dict))
		for i, v := range c.Dict {
			if i&255 == 255 && r.ctx.Err() != nil {
				return r.ctx.Err()
			}
			ok[i+1] = 0
			if n.passes(r, []byte(v)) {
				ok[i+1] = 1
			}
		}
		sel.keepCodes(c.Codes, ok)
	case c.Form == casefile.FormTexts:
		sel.without(c.Null)
		return n.search(r, c, sel)
	case c.Form == casefile.FormInts:
		sel.without(c.Null)
		sel.keep(func(i int) bool { return n.test(strconv.AppendInt(nil, c.Ints[i], 10)) })
	case c.Form == casefile.FormFloats:
		sel.without(c.Null)
		sel.keep(func(i int) bool { return n.test(strconv.AppendFloat(nil, c.Floats[i], 'g', -1, 64)) })
	default:
		sel.clear()
	}
	return nil
}

func (r *reader) textColumn(n *texts) (*Column, error) {
	if n.column < 0 {
		return r.extraField(n.extra)
	}
	return r.column(n.column)
}
