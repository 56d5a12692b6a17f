package query

import (
	"strings"
	"unicode"
)

// String prints the query. Parse reads it back as the same query.
func (q *Query) String() string {
	var w printer
	q.Expr.write(&w)
	return w.String()
}

// printer writes nodes; a node that holds others puts parentheses around those
// that would otherwise be read differently.
type printer struct{ strings.Builder }

func (All) write(w *printer) { w.WriteByte('*') }

func (e And) write(w *printer) { w.list(e.Terms, " AND ") }

func (e Or) write(w *printer) { w.list(e.Terms, " OR ") }

func (e Not) write(w *printer) {
	w.WriteString("NOT ")
	w.inner(e.Term)
}

func (e Word) write(w *printer) { w.pattern(e.Pattern) }

func (e Match) write(w *printer) {
	w.WriteString(e.Field.String())
	w.WriteString(opSigns[e.Test.Op])
	switch e.Test.Op {
	case OpExists:
	case OpHas:
		w.pattern(e.Test.Pattern)
	case OpRange:
		r := e.Test.Range
		w.WriteByte(pick(r.LowOut, '{', '['))
		w.end(r.Low)
		w.WriteString(" TO ")
		w.end(r.High)
		w.WriteByte(pick(r.HighOut, '}', ']'))
	default:
		w.literal(e.Test.Value)
	}
}

func (w *printer) list(terms []Expr, between string) {
	for i, t := range terms {
		if i > 0 {
			w.WriteString(between)
		}
		w.inner(t)
	}
}

func (w *printer) inner(e Expr) {
	switch e.(type) {
	case And, Or:
		w.WriteByte('(')
		e.write(w)
		w.WriteByte(')')
	default:
		e.write(w)
	}
}

func (w *printer) end(value string) {
	if value == "" {
		w.WriteByte('*')
		return
	}
	w.literal(value)
}

func (w *printer) pattern(p Pattern) {
	switch {
	case p.Regex != "":
		w.regex(p.Regex)
	case len(p.Parts) == 1:
		w.literal(p.Parts[0])
	default:
		for i, part := range p.Parts {
			if i > 0 {
				w.WriteByte('*')
			}
			w.escaped(part)
		}
	}
}

func (w *printer) literal(s string) {
	if bare(s) {
		w.WriteString(s)
		return
	}
	w.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			w.WriteByte('\\')
		}
		w.WriteByte(s[i])
	}
	w.WriteByte('"')
}

func (w *printer) escaped(s string) {
	for _, r := range s {
		if !bareRune(r) {
			w.WriteByte('\\')
		}
		w.WriteRune(r)
	}
}

func (w *printer) regex(source string) {
	w.WriteByte('/')
	for i := 0; i < len(source); i++ {
		switch {
		case source[i] == '\\' && i+1 < len(source):
			w.WriteString(source[i : i+2])
			i++
		case source[i] == '/':
			w.WriteString(`\/`)
		default:
			w.WriteByte(source[i])
		}
	}
	w.WriteByte('/')
}

// bare reports whether s can stand without quotes anywhere in a query.
func bare(s string) bool {
	switch s {
	case "", "AND", "OR", "NOT", "TO":
		return false
	}
	for i, r := range s {
		if !bareRune(r) && (r != '/' || i == 0) {
			return false
		}
	}
	return true
}

func bareRune(r rune) bool {
	if r < unicode.MaxASCII {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_.-@+,", r)
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func pick(yes bool, a, b byte) byte {
	if yes {
		return a
	}
	return b
}
