package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	maxLength = 64 << 10 // bytes of a query
	maxDepth  = 100      // parentheses and NOTs inside one another
)

// Parse reads a query. Its error is a *fault.Error of kind Invalid that wraps a
// *SyntaxError. The empty text is not a query; "*" is everything.
func Parse(text string) (*Query, error) {
	if len(text) > maxLength {
		return nil, stop(text[:maxLength], maxLength, "the end of the query", "A query is at most 64 KiB long.")
	}
	if !utf8.ValidString(text) {
		return nil, stop(text, invalidAt(text), "text in UTF-8", "")
	}
	p := parser{scanner: scanner{text: text}}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.spaces(); !p.end() {
		return nil, stop(text, p.pos, "AND, OR or the end of the query", "A closing parenthesis needs an opening one.")
	}
	return &Query{Expr: e}, nil
}

type parser struct {
	scanner
	depth int
	field *place // set inside field:( … )
}

// place is a field and where it was written.
type place struct {
	Field
	pos int
}

func (p *parser) or() (Expr, error) {
	e, err := p.and()
	if err != nil {
		return nil, err
	}
	terms := []Expr{e}
	for p.spaces(); p.keyword("OR"); p.spaces() {
		if e, err = p.and(); err != nil {
			return nil, err
		}
		terms = append(terms, e)
	}
	if len(terms) == 1 {
		return terms[0], nil
	}
	return Or{terms}, nil
}

func (p *parser) and() (Expr, error) {
	e, err := p.not()
	if err != nil {
		return nil, err
	}
	terms := []Expr{e}
	for {
		p.spaces()
		if !p.keyword("AND") && (p.end() || p.next() == ')' || p.ahead("OR")) {
			break
		}
		if e, err = p.not(); err != nil {
			return nil, err
		}
		terms = append(terms, e)
	}
	if len(terms) == 1 {
		return terms[0], nil
	}
	return And{terms}, nil
}

func (p *parser) ahead(word string) bool {
	was := p.pos
	found := p.keyword(word)
	p.pos = was
	return found
}

func (p *parser) not() (Expr, error) {
	p.spaces()
	start := p.pos
	if p.depth++; p.depth > maxDepth {
		return nil, stop(p.text, start, fmt.Sprintf("at most %d levels of parentheses and NOT", maxDepth), "")
	}
	defer func() { p.depth-- }()
	if !p.keyword("NOT") {
		return p.primary()
	}
	e, err := p.not()
	if err != nil {
		return nil, err
	}
	return Not{e}, nil
}

// wanted says what may stand where a term begins.
const wanted = "a field, a word, a phrase or an opening parenthesis"

func (p *parser) primary() (Expr, error) {
	switch {
	case p.end():
		return nil, stop(p.text, p.pos, wanted, `Write * for everything, or a condition such as model:atlas-5.`)
	case p.next() == '(':
		return p.group()
	case p.ahead("AND") || p.ahead("OR"):
		return nil, stop(p.text, p.pos, wanted, `Put a word that is AND, OR or NOT in quotation marks to search for it.`)
	case p.field != nil:
		return p.value(*p.field)
	case p.next() == '"' || p.next() == '/':
		pat, err := p.pattern()
		return Word{pat}, err
	}
	start := p.pos
	word := p.run(`()":=<>`)
	after := p.pos
	p.spaces()
	if strings.IndexByte(":=<>", p.next()) >= 0 && !p.end() || strings.HasPrefix(p.text[p.pos:], "!=") {
		return p.condition(start, word)
	}
	p.pos = after
	switch {
	case after == start:
		return nil, stop(p.text, p.pos, wanted, "")
	case everything(word):
		return All{}, nil
	}
	return Word{Pattern{Parts: word}}, nil
}

// everything reports whether the parts are those of a lone asterisk.
func everything(parts []string) bool { return len(parts) == 2 && parts[0]+parts[1] == "" }

func (p *parser) group() (Expr, error) {
	start := p.pos
	p.pos++
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.spaces(); !p.take(")") {
		return nil, stop(p.text, p.pos, "a closing parenthesis", "The opening one is at "+at(p.text, start)+".")
	}
	return e, nil
}

// condition reads the operator and the operand after a field.
func (p *parser) condition(start int, word []string) (Expr, error) {
	f, ok := FieldByName(strings.Join(word, "*"))
	if !ok || len(word) > 1 {
		return nil, stop(p.text, start, "the name of a field", fieldHint(strings.Join(word, "*")))
	}
	field := place{f, start}
	colon := p.take(":")
	op, signed := p.operator()
	p.spaces()
	switch {
	case signed:
		return p.compare(field, op)
	case colon && p.next() == '(':
		outer := p.field
		p.field = &field
		e, err := p.group()
		p.field = outer
		return e, err
	}
	return p.value(field)
}

func (p *parser) operator() (Op, bool) {
	for _, op := range []Op{OpDiffers, OpAtMost, OpAtLeast, OpLess, OpMore, OpEqual} {
		if p.take(opSigns[op]) {
			return op, true
		}
	}
	return OpHas, false
}

// value reads what follows a colon.
func (p *parser) value(field place) (Expr, error) {
	start := p.pos
	if p.next() == '[' || p.next() == '{' {
		return p.between(field)
	}
	pat, err := p.pattern()
	if err != nil {
		return nil, err
	}
	t := Test{Op: OpHas, Pattern: pat}
	if everything(pat.Parts) {
		t = Test{Op: OpExists}
	}
	return p.match(field, t, start, start)
}

// compare reads the operand of a sign.
func (p *parser) compare(field place, op Op) (Expr, error) {
	start := p.pos
	pat, err := p.pattern()
	if err != nil {
		return nil, err
	}
	text, ok := pat.plain()
	if !ok || text == "" {
		return nil, stop(p.text, start, "a plain value", "Wildcards and expressions go with a colon, as in account:acct_12*.")
	}
	return p.match(field, Test{Op: op, Value: text}, start, start)
}

// pattern reads a quoted text, an expression, or a run with wildcards.
func (p *parser) pattern() (Pattern, error) {
	start := p.pos
	switch p.next() {
	case '"':
		s, err := p.quoted()
		if err == nil && s == "" {
			err = stop(p.text, start, "a text that is not empty", "Write NOT field:* for rows without a value.")
		}
		return Literal(s), err
	case '/':
		s, err := p.regex()
		return Pattern{Regex: s}, err
	}
	parts := p.run(`()"`)
	if p.pos == start {
		return Pattern{}, stop(p.text, start, "a value", "Put a value with spaces, quotation marks or parentheses in quotation marks.")
	}
	return Pattern{Parts: parts}, nil
}

// between reads [low TO high].
func (p *parser) between(field place) (Expr, error) {
	r := Range{LowOut: p.next() == '{'}
	p.pos++
	p.spaces()
	low := p.pos
	var err error
	if r.Low, err = p.limit("TO"); err != nil {
		return nil, err
	}
	if !p.keyword("TO") {
		return nil, stop(p.text, p.pos, "TO", rangeHint)
	}
	p.spaces()
	high := p.pos
	if r.High, err = p.limit(""); err != nil {
		return nil, err
	}
	if r.HighOut = p.next() == '}'; !r.HighOut && p.next() != ']' {
		return nil, stop(p.text, p.pos, "a closing bracket", rangeHint)
	}
	p.pos++
	return p.match(field, Test{Op: OpRange, Range: r}, low, high)
}

const rangeHint = "Write a range as [2026-04-22 TO 2026-04-24]; * leaves an end open."

// limit reads one end of a range, which may be several words, up to the keyword
// or the bracket. It returns "" for an asterisk.
func (p *parser) limit(keyword string) (string, error) {
	start := p.pos
	if p.next() == '"' {
		s, err := p.quoted()
		if err == nil && s == "" {
			err = stop(p.text, start, "a value", rangeHint)
		}
		p.spaces()
		return s, err
	}
	var words []string
	for p.spaces(); !p.end() && p.next() != ']' && p.next() != '}'; p.spaces() {
		if keyword != "" && p.ahead(keyword) {
			break
		}
		was := p.pos
		parts := p.run(`]}()"`)
		if p.pos == was {
			break
		}
		if everything(parts) && len(words) == 0 {
			p.spaces()
			return "", nil
		}
		if len(parts) > 1 {
			return "", stop(p.text, was, "a plain value", rangeHint)
		}
		words = append(words, parts[0])
	}
	if len(words) == 0 {
		return "", stop(p.text, start, "a value or *", rangeHint)
	}
	return strings.Join(words, " "), nil
}

// match makes the node once the operands fit the field. Low and high are where
// they begin.
func (p *parser) match(field place, t Test, low, high int) (Expr, error) {
	if b := check(field.Field, t); b != nil {
		pos := low
		if b.high {
			pos = high
		}
		return nil, stop(p.text, pos, b.expected, b.hint)
	}
	return Match{field.Field, t}, nil
}

func at(text string, pos int) string {
	return fmt.Sprintf("column %d", utf8.RuneCountInString(text[:pos])+1)
}

func invalidAt(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return len(text)
}
