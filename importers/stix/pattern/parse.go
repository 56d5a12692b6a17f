package pattern

import (
	"strings"
)

const (
	// MaxLength is the longest pattern that is parsed, in bytes.
	MaxLength = 1 << 20
	// maxDepth is how deeply parentheses may nest.
	maxDepth = 200
)

// Parse reads a pattern. Its error is an *Error with the position.
func Parse(s string) (*Pattern, error) {
	if len(s) > MaxLength {
		return nil, &Error{MaxLength, "it is longer than 1 MiB, which is the limit"}
	}
	tokens, err := tokenize(s)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	out := p.observations(0)
	if p.err == nil && p.peek().kind != endToken {
		p.fail("the end, or AND, OR, FOLLOWEDBY or a qualifier, was expected")
	}
	if p.err != nil {
		return nil, p.err
	}
	return out, nil
}

// parser is a recursive descent over the tokens. After the first error every
// method returns soon.
type parser struct {
	tokens []token
	at     int
	depth  int
	err    *Error
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

func (p *parser) fail(reason string) {
	if p.err == nil {
		p.err = &Error{p.peek().at, reason}
	}
}

func (p *parser) word(w string) bool {
	t := p.peek()
	if t.kind != wordToken || !strings.EqualFold(t.text, w) {
		return false
	}
	p.at++
	return true
}

func (p *parser) sign(s string) bool {
	t := p.peek()
	if t.kind != signToken || t.text != s {
		return false
	}
	p.at++
	return true
}

func (p *parser) want(s string) {
	if !p.sign(s) {
		p.fail("a " + s + " was expected")
	}
}

// enter counts a parenthesis; leave takes it back.
func (p *parser) enter() bool {
	if p.depth++; p.depth > maxDepth {
		p.fail("it nests deeper than 200 levels, which is the limit")
	}
	return p.err == nil
}

func (p *parser) leave() { p.depth-- }

// levels are the joining words of observations, the loosest first.
var levels = [...]struct {
	word string
	kind Kind
}{{"FOLLOWEDBY", FollowedBy}, {"OR", Or}, {"AND", And}}

// observations reads observations joined by the words of a level and tighter.
func (p *parser) observations(level int) *Pattern {
	if level == len(levels) {
		return p.observation()
	}
	parts := []*Pattern{p.observations(level + 1)}
	for p.err == nil && p.word(levels[level].word) {
		parts = append(parts, p.observations(level+1))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &Pattern{Kind: levels[level].kind, Parts: parts}
}

func (p *parser) observation() *Pattern {
	out := &Pattern{Kind: Observation}
	switch {
	case p.sign("["):
		out.Expr = p.expr(1)
		p.want("]")
	case p.sign("("):
		if p.enter() {
			if inner := p.observations(0); p.err == nil {
				out = inner
			}
		}
		p.leave()
		p.want(")")
	default:
		p.fail("[ or ( was expected")
	}
	for p.err == nil {
		q, ok := p.qualifier()
		if !ok {
			break
		}
		out.Qualifiers = append(out.Qualifiers, q)
	}
	return out
}

func (p *parser) qualifier() (q Qualifier, ok bool) {
	switch {
	case p.word("WITHIN"):
		q = Qualifier{Word: "WITHIN", First: p.number()}
		if !p.word("SECONDS") {
			p.fail("SECONDS was expected")
		}
	case p.word("REPEATS"):
		q = Qualifier{Word: "REPEATS", First: p.number()}
		if !p.word("TIMES") {
			p.fail("TIMES was expected")
		}
	case p.word("START"):
		q = Qualifier{Word: "START", First: p.literal()}
		if !p.word("STOP") {
			p.fail("STOP was expected")
		}
		q.Stop = p.literal()
	default:
		return q, false
	}
	return q, true
}

func (p *parser) number() Literal {
	if p.peek().kind != numberToken {
		p.fail("a number was expected")
		return Literal{}
	}
	return Literal{Number, p.next().text}
}

// expr reads comparisons joined by the words of a level and tighter; brackets
// hold no FOLLOWEDBY, so it begins at level 1.
func (p *parser) expr(level int) *Expr {
	if level == len(levels) {
		return p.comparison()
	}
	parts := []*Expr{p.expr(level + 1)}
	for p.err == nil && p.word(levels[level].word) {
		parts = append(parts, p.expr(level+1))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &Expr{Kind: levels[level].kind, Parts: parts}
}

func (p *parser) comparison() *Expr {
	if p.sign("(") {
		var inner *Expr
		if p.enter() {
			inner = p.expr(1)
		}
		p.leave()
		p.want(")")
		return inner
	}
	t := &Test{}
	if p.word("NOT") { // older writers put it in front
		t.Negated = true
	}
	if p.word("EXISTS") {
		t.Op, t.Path = "EXISTS", p.path()
		return &Expr{Kind: Comparison, Test: t}
	}
	t.Path = p.path()
	if p.word("NOT") {
		t.Negated = true
	}
	p.operator(t)
	return &Expr{Kind: Comparison, Test: t}
}

func (p *parser) operator(t *Test) {
	if p.err != nil {
		return
	}
	switch op := p.next(); {
	case op.kind == signToken && strings.ContainsAny(op.text, "=<>"):
		t.Op, t.Values = op.text, []Literal{p.literal()}
	case op.kind == wordToken:
		switch t.Op = strings.ToUpper(op.text); t.Op {
		case "IN":
			t.Values = p.set()
		case "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET":
			t.Values = []Literal{p.literal()}
		default:
			p.at--
			p.fail("a comparison was expected")
		}
	default:
		if op.kind != endToken {
			p.at--
		}
		p.fail("a comparison was expected")
	}
}

func (p *parser) set() (out []Literal) {
	p.want("(")
	for p.err == nil {
		out = append(out, p.literal())
		if p.sign(")") {
			return out
		}
		p.want(",")
	}
	return out
}

func (p *parser) literal() Literal {
	t := p.peek()
	switch {
	case t.kind == literalToken:
		p.at++
		return Literal{t.lit, t.text}
	case t.kind == numberToken:
		p.at++
		return Literal{Number, t.text}
	case t.kind == wordToken && (strings.EqualFold(t.text, "true") || strings.EqualFold(t.text, "false")):
		p.at++
		return Literal{Bool, strings.ToLower(t.text)}
	}
	p.fail("a value was expected")
	return Literal{}
}

// path reads object:step.step[0]. Keys may be words, quoted strings, or numbers
// that a writer forgot to quote.
func (p *parser) path() (out Path) {
	t := p.peek()
	if t.kind != wordToken {
		p.fail("an object path was expected")
		return out
	}
	p.at++
	out.Object = t.text
	p.want(":")
	out.Steps = append(out.Steps, Step{Key: p.key()})
	for p.err == nil {
		switch {
		case p.sign("."):
			out.Steps = append(out.Steps, Step{Key: p.key()})
		case p.sign("["):
			index := p.peek()
			if index.kind != numberToken && index.text != "*" {
				p.fail("a number or * was expected")
				return out
			}
			p.at++
			out.Steps = append(out.Steps, Step{Index: index.text})
			p.want("]")
		default:
			return out
		}
	}
	return out
}

func (p *parser) key() string {
	t := p.peek()
	if t.text == "" || t.kind != wordToken && (t.kind != literalToken || t.lit != String) {
		p.fail("a name was expected")
		return ""
	}
	p.at++
	return t.text
}
