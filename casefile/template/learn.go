package template

import (
	"bytes"
	"slices"

	"casebench/casefile"
)

// Plan says how the rows of a block are written again.
type Plan struct {
	Templates []Template
	Rows      []uint32 // by row: 0: its bytes are kept; k: Templates[k-1] writes them
	Kept      []Kept   // by row and part
	Written   int      // bytes of all rows that are written, less kept texts
}

// Learner finds plans. It belongs to one goroutine; what it gives out is good until
// it is asked again, and reads the block and its bytes.
type Learner struct {
	block  *casefile.Block
	raw    []byte
	fitter fitter
	cut    cells
	drafts []*draft
	comma  byte
	guess  bool // comma was chosen
	draft  int  // that a row is brought together with
	last   int  // draft that wrote the row before

	effort  int  // that may still be spent on rows which are not written at once
	tries   int  // failing rows that may still be learned from
	changes int  // changes that may still be made
	redo    bool // the row under way changed how earlier rows are written

	plan   Plan
	kept   []Kept
	before []Kept
	buf    []byte
	texts  []Kept
}

const (
	// maxTries is how many rows of a block may be learned from in vain.
	maxTries = 48
	// maxChanges is how often templates are changed, so that rows which contradict
	// each other come to an end.
	maxChanges = 512
	// maxMisses is how many values of a part are looked for in vain.
	maxMisses = 12
	// effortEach and effortByte bound what is done for rows that fit no template, in
	// steps of a few nanoseconds, so that no input makes this slow.
	effortEach = 1 << 21
	effortByte = 8
	// giveUp is after how many rows a block is left when most are not written.
	giveUp = 512
)

// Learn returns how the rows of a block, whose offsets are those in raw, are
// written again. A plan that is nil: they are not. Every row that the plan does
// not keep was written, with its kept texts, and compared.
func (l *Learner) Learn(b *casefile.Block, raw []byte) *Plan {
	l.block, l.raw, l.fitter.block = b, raw, b
	l.drafts, l.comma, l.guess, l.last = l.drafts[:0], 0, false, 0
	l.tries, l.changes = maxTries, maxChanges
	l.effort = effortEach + effortByte*len(raw)
	l.fitter.effort = &l.effort
	l.kept = l.kept[:0]
	l.plan = Plan{Rows: l.plan.Rows[:0]}
	changedAt, lost := 0, 0
	for i := range b.Rows {
		l.redo = false
		which := l.row(i, true)
		if l.redo {
			changedAt = i
		}
		l.plan.Rows = append(l.plan.Rows, which)
		if which == 0 {
			if lost++; i >= giveUp && 2*lost > i {
				return nil
			}
		}
	}
	l.tries = 0
	if changedAt > 0 {
		since, _ := slices.BinarySearchFunc(l.kept, changedAt, func(k Kept, row int) int { return k.Row - row })
		later := append(l.before[:0], l.kept[since:]...)
		l.kept, l.before = l.kept[:0], later
		for i := range changedAt {
			l.plan.Rows[i] = l.row(i, false)
		}
		l.kept = append(l.kept, later...)
	}
	return l.result()
}

func (l *Learner) result() *Plan {
	p := &l.plan
	for i, which := range p.Rows {
		if which > 0 {
			p.Written += int(l.block.Length[i])
		}
	}
	for _, k := range l.kept {
		p.Written -= len(k.Text)
	}
	if p.Written <= 0 || len(l.kept) > MaxKept*l.block.Rows {
		return nil
	}
	p.Kept = l.kept
	for _, d := range l.drafts {
		p.Templates = append(p.Templates, d.template())
	}
	return p
}

// record returns the bytes of a row.
func (l *Learner) record(row int) []byte {
	from, to := uint64(l.block.Offset[row]), uint64(l.block.Offset[row])+uint64(l.block.Length[row])
	if to > uint64(len(l.raw)) {
		return nil
	}
	return l.raw[from:to]
}

// row says how a row is written, and learns from it if it may.
func (l *Learner) row(row int, learn bool) uint32 {
	rec := l.record(row)
	if len(rec) == 0 {
		return 0
	}
	if l.last < len(l.drafts) && l.writes(l.last, row, rec) {
		return uint32(l.last + 1)
	}
	for k := range l.drafts {
		if k != l.last && l.writes(k, row, rec) {
			l.last = k
			return uint32(k + 1)
		}
	}
	which := l.slow(row, rec, learn)
	if which > 0 {
		*l.drafts[which-1].rows++
	}
	return which
}

func (l *Learner) writes(k, row int, rec []byte) bool {
	d := l.drafts[k]
	l.buf = d.form.append(l.buf[:0], row)
	if !bytes.Equal(l.buf, rec) {
		return false
	}
	*d.rows++
	*d.easy++
	return true
}

// slow cuts a row that no template writes as it is, and learns from it or keeps
// some of its values.
func (l *Learner) slow(row int, rec []byte, learn bool) uint32 {
	if !l.guess {
		if i := blank(rec, 0); i < len(rec) && rec[i] != '{' {
			l.comma = commaOf(rec)
		}
		l.guess = true
	}
	if l.effort -= len(rec); l.effort < 0 {
		return 0
	}
	learn = learn && l.tries > 0 && l.changes > 0
	if !l.cut.cut(rec, l.comma, func(raw []byte) bool { return l.holds(row, raw) }) {
		l.tries--
		return 0
	}
	for k := range l.drafts {
		if l.take(k, row, rec, learn, false) {
			return uint32(k + 1)
		}
	}
	if !learn {
		return 0
	}
	k := l.vacant()
	if k < 0 {
		l.tries--
		return 0
	}
	old := l.drafts[k]
	l.drafts[k] = newDraft(&l.cut)
	switch {
	case l.take(k, row, rec, true, true):
		l.evict(k)
		l.last = k
		return uint32(k + 1)
	case old != nil:
		l.drafts[k] = old
	default:
		l.drafts = l.drafts[:k]
	}
	l.tries--
	return 0
}

// vacant returns a place for another draft: a new one, or that of a draft which
// writes one row alone; -1: there is none.
func (l *Learner) vacant() int {
	if len(l.drafts) < MaxTemplates {
		l.drafts = append(l.drafts, nil)
		return len(l.drafts) - 1
	}
	for k, d := range l.drafts {
		if *d.rows <= 1 {
			return k
		}
	}
	return -1
}

// evict takes the rows of a draft whose place is another's now: their bytes are
// kept.
func (l *Learner) evict(k int) {
	for i, which := range l.plan.Rows {
		if which == uint32(k+1) {
			l.plan.Rows[i] = 0
			l.kept = slices.DeleteFunc(l.kept, func(kept Kept) bool { return kept.Row == i })
		}
	}
}

// holds reports whether some text column of a row is the text as it stands.
func (l *Learner) holds(row int, raw []byte) bool {
	is := func(v *casefile.Vector) bool {
		switch {
		case v.IsNull(row):
		case v.Form == casefile.FormTexts:
			return bytes.Equal(v.Texts.At(row), raw)
		case v.Form == casefile.FormCodes:
			return v.Dict[v.Codes[row]-1] == string(raw)
		}
		return false
	}
	for i := range l.block.Columns {
		if is(&l.block.Columns[i]) {
			return true
		}
	}
	for i := range l.block.Extra {
		if is(&l.block.Extra[i].Vector) {
			return true
		}
	}
	return false
}

// take tries to bring a cut row and a draft together: parts are bound, added or
// bound anew if it may learn, and values that do not fit are kept. The draft is
// changed only if the row is written in the end. A draft that is fresh has no rows
// yet.
func (l *Learner) take(k, row int, rec []byte, learn, fresh bool) bool {
	d := l.drafts[k]
	l.draft = k
	if !d.suits(&l.cut) {
		return false
	}
	next, changed, ok := l.align(d, row, learn)
	if !ok {
		return false
	}
	if changed != unchanged {
		cost, ok := next.compile(l.block)
		if l.effort -= cost; !ok {
			return false
		}
	}
	if len(l.texts) > 0 && 4*size(l.texts) > 3*len(rec) {
		return false
	}
	l.buf = next.form.write(l.buf[:0], row, l.texts)
	if !bytes.Equal(l.buf, rec) {
		return false
	}
	if changed != unchanged {
		l.drafts[k] = next
		l.redo = l.redo || changed == otherwise && !fresh
		l.changes--
		l.renumber(k, next)
	}
	l.kept = append(l.kept, l.texts...)
	return true
}

// renumber gives the kept texts of earlier rows the numbers that the parts of a
// draft have now.
func (l *Learner) renumber(k int, next *draft) {
	for i := range l.kept {
		if l.plan.Rows[l.kept[i].Row] == uint32(k+1) {
			l.kept[i].Part = next.moved[l.kept[i].Part]
		}
	}
}

func size(kept []Kept) int {
	n := 0
	for _, k := range kept {
		n += len(k.Text)
	}
	return n
}
