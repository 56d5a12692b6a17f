package query

import (
	"encoding/binary"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// machine is a pattern as a program that reads texts of ASCII character by
// character. It is only read.
type machine struct {
	prog     *syntax.Prog
	anchored bool // what it finds begins where the text begins
	looks    bool // it asks what stands before and behind a place
}

// newMachine compiles a pattern, of which literal parts are found in any letter case,
// as newFinder does. It is nil where the pattern has letters outside of ASCII.
func newMachine(p Pattern, whole bool) *machine {
	source := p.Regex
	if source == "" {
		var b strings.Builder
		b.WriteString("(?is)")
		if whole {
			b.WriteString(`\A`)
		}
		for i, part := range p.Parts {
			if !ascii([]byte(part)) {
				return nil
			}
			if i > 0 {
				b.WriteString(".*")
			}
			b.WriteString(regexp.QuoteMeta(part))
		}
		if whole {
			b.WriteString(`\z`)
		}
		source = b.String()
	}
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	m := &machine{prog: prog, anchored: prog.StartCond()&syntax.EmptyBeginText != 0}
	for i := range prog.Inst {
		m.looks = m.looks || prog.Inst[i].Op == syntax.InstEmptyWidth
	}
	return m
}

// The states that every automaton has.
const (
	unknown = 0 // not looked into yet
	dead    = 1 // nothing can be found any more
	matched = 2 // it was found, whatever follows
	begin   = 3
)

// Characters that stand for all of their kind in what a place is asked for.
const (
	beforeText  = -1
	afterLine   = '\n'
	afterWord   = 'a'
	afterOthers = ' '
	endOfText   = -1
)

// standing is what a state stands for: where the program may be, and after what.
type standing struct {
	at     []uint32 // instructions, in order
	before rune
}

// automaton makes the states of a machine as texts lead to them, and remembers the
// steps between them. It belongs to one goroutine.
//
// The idea is that of RE2: R. Cox, "Regular Expression Matching in the Wild", 2010.
type automaton struct {
	*machine
	standings []standing // by state
	numbers   map[string]uint16
	digits    []uint16 // by state and digit: the next state
	pairs     []uint16 // by state and byte: the state after two digits
	ends      []uint16 // by state: matched or dead, when the text ends here
	full      bool     // it needs more states than are kept: it says nothing any more
	most      int
	other     uint32 // the last source that keeps the column in another way: it is not asked again

	parts  []Spelling
	texts  [][]uint16 // by part and state: the state after the part's text
	marked []bool     // scratch of step, by instruction
	stack  []uint32
	next   []uint32
	key    []byte
}

const (
	maxStates = 1024
	// stateWork bounds the states of a long program, of which each costs more.
	stateWork = 1 << 18
)

func newAutomaton(m *machine) *automaton {
	a := &automaton{machine: m, numbers: map[string]uint16{}, marked: make([]bool, len(m.prog.Inst)),
		most: max(min(maxStates, stateWork/len(m.prog.Inst)), 16)}
	for range begin {
		a.add(standing{})
	}
	for _, s := range []uint16{dead, matched} {
		a.ends[s] = s
		for i := range 16 {
			a.digits[int(s)<<4|i] = s
		}
		for i := range 256 {
			a.pairs[int(s)<<8|i] = s
		}
	}
	a.state([]uint32{uint32(m.prog.Start)}, beforeText)
	return a
}

// add makes a state.
func (a *automaton) add(m standing) uint16 {
	a.standings = append(a.standings, m)
	a.digits = append(a.digits, make([]uint16, 16)...)
	a.pairs = append(a.pairs, make([]uint16, 256)...)
	a.ends = append(a.ends, unknown)
	for i := range a.texts {
		a.texts[i] = append(a.texts[i], unknown)
	}
	return uint16(len(a.standings) - 1)
}

// state returns the state of being at some instructions, in order; unknown when there
// are too many states.
func (a *automaton) state(at []uint32, before rune) uint16 {
	a.key = binary.LittleEndian.AppendUint32(a.key[:0], uint32(before))
	for _, pc := range at {
		a.key = binary.LittleEndian.AppendUint32(a.key, pc)
	}
	if s, ok := a.numbers[string(a.key)]; ok {
		return s
	}
	if len(a.standings) >= a.most {
		a.full = true
		return unknown
	}
	s := a.add(standing{slices.Clone(at), before})
	a.numbers[string(a.key)] = s
	return s
}

// step returns the state after a character, or after the end of the text.
func (a *automaton) step(s uint16, c rune) uint16 {
	if s <= matched {
		return s
	}
	from := a.standings[s]
	given := syntax.EmptyOpContext(from.before, c)
	clear(a.marked)
	a.stack, a.next = a.stack[:0], a.next[:0]
	a.stack = append(a.stack, from.at...)
	for len(a.stack) > 0 {
		pc := a.stack[len(a.stack)-1]
		a.stack = a.stack[:len(a.stack)-1]
		if a.marked[pc] {
			continue
		}
		a.marked[pc] = true
		switch inst := &a.prog.Inst[pc]; inst.Op {
		case syntax.InstMatch:
			return matched
		case syntax.InstAlt, syntax.InstAltMatch:
			a.stack = append(a.stack, inst.Out, inst.Arg)
		case syntax.InstCapture, syntax.InstNop:
			a.stack = append(a.stack, inst.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(inst.Arg)&^given == 0 {
				a.stack = append(a.stack, inst.Out)
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if c >= 0 && inst.MatchRune(c) {
				a.next = append(a.next, inst.Out)
			}
		}
	}
	if c == endOfText {
		return dead
	}
	if !a.anchored {
		a.next = append(a.next, uint32(a.prog.Start))
	}
	if len(a.next) == 0 {
		return dead
	}
	slices.Sort(a.next)
	return a.state(slices.Compact(a.next), a.kind(c))
}

// kind is the character that a state remembers of c.
func (a *automaton) kind(c rune) rune {
	switch {
	case !a.looks:
		return afterOthers
	case c == '\n':
		return afterLine
	case syntax.IsWordChar(c):
		return afterWord
	}
	return afterOthers
}

// digit, pair, text and end are steps that are remembered.
func (a *automaton) digit(s uint16, d byte) uint16 {
	to := a.digits[int(s)<<4|int(d)]
	if to == unknown {
		to = a.step(s, rune("0123456789abcdef"[d]))
		a.digits[int(s)<<4|int(d)] = to
	}
	return to
}

func (a *automaton) pair(s uint16, b byte) uint16 {
	to := a.pairs[int(s)<<8|int(b)]
	if to == unknown {
		to = a.digit(a.digit(s, b>>4), b&15)
		a.pairs[int(s)<<8|int(b)] = to
	}
	return to
}

func (a *automaton) text(s uint16, part int) uint16 {
	to := a.texts[part][s]
	if to == unknown {
		to = s
		for _, c := range a.parts[part].Text {
			to = a.step(to, c)
		}
		a.texts[part][s] = to
	}
	return to
}

func (a *automaton) end(s uint16) uint16 {
	if a.ends[s] == unknown && s != unknown {
		a.ends[s] = a.step(s, endOfText)
	}
	return a.ends[s]
}
