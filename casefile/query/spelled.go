package query

import "math/bits"

// Digits is a Source that keeps some texts, such as identifiers and hashes, as the
// bytes that their hexadecimal digits stand for. They are searched as they are: to
// write out the digits takes longer than to look through them.
type Digits interface {
	// Digits calls do with a column of the block, or with the extra field of that name
	// when column is below 0. Done is false, and do is not called, where the column is
	// kept in another way: the search then reads it. Do is not called either where the
	// block does not hold the column. What do gets is lent for the call.
	Digits(b Block, column int, extra string, do func(*Spelled) error) (done bool, err error)
}

// Spelled are texts that differ in their digits only.
type Spelled struct {
	Parts []Spelling // of each text, one after another
	Size  int        // bytes of each text: the sum of what the parts take
	Bytes []byte     // Size bytes for each row that is not null
	Null  []uint64   // a bit for each row; nil: none is null
}

// Spelling is some characters that are the same in all texts, and after them the
// digits, in lower case and the high one first, of so many bytes.
type Spelling struct {
	Text  string
	Bytes int
}

// spelled is look for a column that need not be written out.
func (n *texts) spelled(r *reader, sel rowset) (done bool, err error) {
	if r.digits == nil || n.machine == nil || r.has(n) || r.ctx.Err() != nil {
		return false, r.ctx.Err()
	}
	a := r.machines[n]
	if a == nil {
		a = newAutomaton(n.machine)
		r.machines[n] = a
	}
	if a.full || a.other == r.block.Source {
		return false, nil
	}
	kept := append(r.spare(), sel...)
	defer r.giveBack(kept)
	held, found := false, false
	done, err = r.digits.Digits(r.block, n.column, n.extra, func(s *Spelled) error {
		var err error
		held = true
		found, err = a.keep(r.ctx, s, kept)
		return err
	})
	switch {
	case err != nil:
		return false, err
	case !done:
		a.other = r.block.Source
		return false, nil
	case !held:
		sel.clear()
		return true, nil
	case !found:
		return false, nil
	}
	copy(sel, kept)
	return true, nil
}

// has reports whether a column was read for the block at hand.
func (r *reader) has(n *texts) bool {
	if n.column < 0 {
		return r.extra[n.extra] != nil
	}
	return r.columns[n.column] != nil
}

// places finds where the texts of rows stand, since rows that are null have none. It
// goes through the words of a set in order.
type places struct {
	null   []uint64
	before int // rows that are not null in the words before
}

// of returns which rows of the at-th word are asked for and not null, and writes
// their places.
func (p *places) of(at int, asked uint64, out *[64]int) (uint64, []int) {
	there := ^uint64(0)
	if p.null != nil {
		there = ^p.null[at]
	}
	asked &= there
	list := out[:0]
	for w := asked; w != 0; w &= w - 1 {
		list = append(list, p.before+bits.OnesCount64(there&(w&-w-1)))
	}
	p.before += bits.OnesCount64(there)
	return asked, list
}
