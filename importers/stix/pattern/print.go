package pattern

import "strings"

// String prints the pattern; Parse reads the same tree back.
func (p *Pattern) String() string {
	var b strings.Builder
	p.print(&b)
	return b.String()
}

var kindWords = map[Kind]string{And: "AND", Or: "OR", FollowedBy: "FOLLOWEDBY"}

// binds is how tightly a node holds its parts together.
func binds(k Kind) int {
	switch k {
	case FollowedBy:
		return 1
	case Or:
		return 2
	case And:
		return 3
	}
	return 4
}

func (p *Pattern) print(b *strings.Builder) {
	joined := p.Kind != Observation
	if joined && len(p.Qualifiers) > 0 {
		b.WriteByte('(')
	}
	if !joined {
		b.WriteByte('[')
		p.Expr.print(b)
		b.WriteByte(']')
	}
	for i, part := range p.Parts {
		if i > 0 {
			b.WriteString(" " + kindWords[p.Kind] + " ")
		}
		if parens := binds(part.Kind) <= binds(p.Kind) && len(part.Qualifiers) == 0; parens {
			b.WriteByte('(')
			part.print(b)
			b.WriteByte(')')
		} else {
			part.print(b)
		}
	}
	if joined && len(p.Qualifiers) > 0 {
		b.WriteByte(')')
	}
	for _, q := range p.Qualifiers {
		b.WriteString(" " + q.String())
	}
}

// String prints the qualifier.
func (q Qualifier) String() string {
	switch q.Word {
	case "WITHIN":
		return "WITHIN " + q.First.String() + " SECONDS"
	case "REPEATS":
		return "REPEATS " + q.First.String() + " TIMES"
	}
	return "START " + q.First.String() + " STOP " + q.Stop.String()
}

func (e *Expr) print(b *strings.Builder) {
	if e.Kind == Comparison {
		e.Test.print(b)
		return
	}
	for i, part := range e.Parts {
		if i > 0 {
			b.WriteString(" " + kindWords[e.Kind] + " ")
		}
		if binds(part.Kind) <= binds(e.Kind) {
			b.WriteByte('(')
			part.print(b)
			b.WriteByte(')')
		} else {
			part.print(b)
		}
	}
}

func (t *Test) print(b *strings.Builder) {
	if t.Op == "EXISTS" {
		if t.Negated {
			b.WriteString("NOT ")
		}
		b.WriteString("EXISTS " + t.Path.String())
		return
	}
	b.WriteString(t.Path.String())
	if t.Negated {
		b.WriteString(" NOT")
	}
	b.WriteString(" " + t.Op + " ")
	if t.Op != "IN" {
		b.WriteString(t.Values[0].String())
		return
	}
	for i, v := range t.Values {
		b.WriteString([]string{"(", ", "}[min(i, 1)] + v.String())
	}
	b.WriteByte(')')
}

// String prints the path.
func (p Path) String() string {
	var b strings.Builder
	b.WriteString(p.Object)
	for i, s := range p.Steps {
		switch {
		case s.Key == "":
			b.WriteString("[" + s.Index + "]")
			continue
		case i == 0:
			b.WriteByte(':')
		default:
			b.WriteByte('.')
		}
		b.WriteString(printKey(s.Key))
	}
	return b.String()
}

// printKey quotes a key that is no word.
func printKey(k string) string {
	for i := range len(k) {
		if !isLetter(k[i]) && (i == 0 || !isDigit(k[i]) && k[i] != '-') {
			return Literal{String, k}.String()
		}
	}
	return k
}

// String prints the literal.
func (l Literal) String() string {
	switch l.Kind {
	case Number, Bool:
		return l.Text
	}
	prefix := map[LiteralKind]string{Timestamp: "t", Binary: "b", Hex: "h"}[l.Kind]
	return prefix + "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(l.Text) + "'"
}
