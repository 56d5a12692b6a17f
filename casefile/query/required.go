package query

import (
	"regexp/syntax"
	"slices"
	"strings"
)

const (
	maxExact   = 24  // texts that a part of an expression may stand for before they are no longer counted
	maxLiteral = 256 // bytes of one such text
)

// required returns clauses that every match of an expression satisfies, in plain
// form, such as ["step"] and ["one", "two"] for /step\s+(one|two)/. The idea is R.
// Cox, "Regular Expression Matching with a Trigram Index", 2012.
func required(source string) []clause {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil
	}
	l := literals{}
	known := l.of(re.Simplify())
	if known.exact != nil {
		known.clauses = withClause(known.clauses, known.exact)
	}
	return known.clauses
}

// inside is what is known of the texts that a part of an expression matches: all of
// them, or what each of them has inside.
type inside struct {
	exact   []string // all of them in plain form; nil: too many, or not known
	clauses []clause
}

// literals looks through expressions.
type literals struct {
	plain plainForm
	depth int
}

func (l *literals) of(re *syntax.Regexp) inside {
	if l.depth++; l.depth > 200 {
		return inside{}
	}
	defer func() { l.depth-- }()
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return inside{exact: []string{""}}
	case syntax.OpLiteral:
		if len(re.Rune) > maxLiteral {
			return inside{clauses: []clause{{l.text(re.Rune[:maxLiteral])}}}
		}
		return inside{exact: []string{string(l.text(re.Rune))}}
	case syntax.OpCharClass:
		return inside{exact: l.class(re.Rune)}
	case syntax.OpCapture:
		return l.of(re.Sub[0])
	case syntax.OpQuest:
		if k := l.of(re.Sub[0]); k.exact != nil && len(k.exact) < maxExact {
			return inside{exact: distinct(append(k.exact, ""))}
		}
	case syntax.OpPlus:
		k := l.of(re.Sub[0])
		return inside{clauses: withClause(k.clauses, k.exact)}
	case syntax.OpRepeat:
		if k := l.of(re.Sub[0]); re.Min > 0 {
			return inside{clauses: withClause(k.clauses, k.exact)}
		}
	case syntax.OpConcat:
		return l.concat(re.Sub)
	case syntax.OpAlternate:
		return l.alternate(re.Sub)
	}
	return inside{}
}

func (l *literals) text(runes []rune) []byte { return l.plain.append(nil, []byte(string(runes))) }

// class returns the characters of a small class.
func (l *literals) class(ranges []rune) []string {
	var out []string
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > 2*maxExact {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, string(l.text([]rune{r})))
		}
		if len(out) > 4*maxExact {
			return nil
		}
	}
	if out = distinct(out); len(out) == 0 || len(out) > maxExact {
		return nil
	}
	return out
}

func (l *literals) concat(parts []*syntax.Regexp) inside {
	out := inside{}
	run := []string{""} // what the parts since the last unknown one stand for
	all := true
	for _, part := range parts {
		k := l.of(part)
		if k.exact != nil {
			if next := crossed(run, k.exact); next != nil {
				run = next
				continue
			}
			// Too many together: each is a clause of its own.
			out.clauses = withClause(out.clauses, run)
			run, all = k.exact, false
			continue
		}
		out.clauses = append(withClause(out.clauses, run), k.clauses...)
		run, all = []string{""}, false
	}
	if all {
		return inside{exact: run}
	}
	out.clauses = withClause(out.clauses, run)
	return out
}

func (l *literals) alternate(parts []*syntax.Regexp) inside {
	exact, joined := []string{}, clause{}
	for _, part := range parts {
		k := l.of(part)
		if exact != nil && k.exact != nil {
			exact = append(exact, k.exact...)
		} else {
			exact = nil
		}
		best := bestClause(withClause(k.clauses, k.exact))
		if joined != nil && best != nil {
			joined = append(joined, best...)
		} else {
			joined = nil
		}
	}
	if exact = distinct(exact); exact != nil && len(exact) <= maxExact {
		return inside{exact: exact}
	}
	if joined == nil || len(joined) > 4*maxExact {
		return inside{}
	}
	return inside{clauses: []clause{joined}}
}

// crossed returns every text of a followed by every text of b, or nil when these
// are too many.
func crossed(a, b []string) []string {
	if len(a)*len(b) > maxExact {
		return nil
	}
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			if len(x)+len(y) > maxLiteral {
				return nil
			}
			out = append(out, x+y)
		}
	}
	return out
}

// withClause adds the clause that one of some texts is there, unless it says nothing.
func withClause(to []clause, texts []string) []clause {
	if len(texts) == 0 || slices.Contains(texts, "") {
		return to
	}
	var c clause
	for _, s := range distinct(texts) {
		// What holds a shorter one of them needs no place of its own.
		if !slices.ContainsFunc(texts, func(o string) bool { return o != s && strings.Contains(s, o) }) {
			c = append(c, []byte(s))
		}
	}
	return append(slices.Clip(to), c)
}

// bestClause is the one with the longest literals.
func bestClause(some []clause) clause {
	var best clause
	for _, c := range some {
		if best == nil || c.shortest() > best.shortest() || c.shortest() == best.shortest() && len(c) < len(best) {
			best = c
		}
	}
	return best
}

func distinct(s []string) []string {
	if s == nil {
		return nil
	}
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}
