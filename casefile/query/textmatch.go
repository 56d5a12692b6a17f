package query

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// finder looks for a pattern in a text. Literal parts are found in any letter
// case.
type finder struct {
	expr  *regexp.Regexp
	parts []needle // when expr is nil
	whole bool     // the parts must cover the whole text

	// hints are texts of which at least one stands in whatever the pattern is found
	// in; none: nothing is known. They are quicker to look for than the pattern.
	hints []needle
	slow  int // what a byte costs, beside a byte of literal search
}

// newFinder compiles a pattern. With whole set a pattern of literal parts must
// cover the text from end to end; an expression matches anywhere in it.
func newFinder(p Pattern, whole bool) (*finder, error) {
	if p.Regex != "" {
		re, err := regexp.Compile(p.Regex)
		return &finder{expr: re, hints: hintsOf(required(p.Regex)), slow: 1 + programSize(p.Regex)/8}, err
	}
	f := &finder{whole: whole, slow: 1}
	longest := 0
	for i, part := range p.Parts {
		f.parts = append(f.parts, newNeedle(part))
		if len(part) > len(p.Parts[longest]) {
			longest = i
		}
	}
	if part := p.Parts[longest]; len(part) > 1 {
		// Letters outside of ASCII are rarer in most texts than what stands before them.
		from := max(strings.IndexFunc(part, func(r rune) bool { return r >= utf8.RuneSelf && r != utf8.RuneError }), 0)
		f.hints = []needle{newNeedle(part[from:])}
	}
	return f, nil
}

// maxHints is how many texts are worth looking for before an expression is tried.
const maxHints = 6

// hintsOf makes needles of the clause that says most.
func hintsOf(some []clause) []needle {
	best := bestClause(some)
	if len(best) == 0 || len(best) > maxHints || best.shortest() < 2 {
		return nil
	}
	var out []needle
	for _, literal := range best {
		if bytes.ContainsRune(literal, utf8.RuneError) {
			return nil // which stands for any byte that is no text
		}
		out = append(out, hint(literal))
	}
	return out
}

// hint is a needle that is found wherever a text has the plain form inside. Where
// the plain form has k or s, a text may have the Kelvin sign or the long s, which
// only wide needles know.
func hint(plain []byte) needle {
	best := ""
	for run := range strings.FieldsFuncSeq(string(plain), func(r rune) bool { return r == 'k' || r == 's' || r >= 0x80 }) {
		if len(run) > len(best) {
			best = run
		}
	}
	if len(best) >= 3 || len(best) == len(plain) {
		return newASCIINeedle(best)
	}
	return newWideNeedle(string(plain))
}

// in reports whether the pattern is found in text.
func (f *finder) in(text []byte) bool {
	if f.expr != nil {
		return f.expr.Match(text)
	}
	middle := f.parts
	if f.whole {
		// The first part stands at the beginning and the last at the end; what
		// is between them is sought from left to right.
		n := f.parts[0].at(text, 0)
		if n < 0 || len(f.parts) == 1 {
			return n == len(text)
		}
		text = text[n:]
		last := f.parts[len(f.parts)-1]
		if n = last.atEnd(text); n < 0 {
			return false
		}
		text = text[:len(text)-n]
		middle = f.parts[1 : len(f.parts)-1]
	}
	for i := range middle {
		at, n := middle[i].index(text)
		if at < 0 {
			return false
		}
		text = text[at+n:]
	}
	return true
}

// single returns the one part that may stand anywhere, when that is all there is
// to look for: then many texts can be searched as one.
func (f *finder) single() (needle, bool) {
	if f.expr != nil || f.whole || len(f.parts) != 1 {
		return nil, false
	}
	_, simple := f.parts[0].(*asciiNeedle)
	return f.parts[0], simple && f.parts[0].size() > 0
}

// long reports whether a text is so long that an expression may take more than a
// moment over it.
func (f *finder) long(text []byte) bool {
	return f.expr != nil && len(text) > glance/f.slow
}

// inLong is in for a long text. It gives up soon after ctx is cancelled: the answer
// then means nothing.
func (f *finder) inLong(ctx context.Context, text []byte) bool {
	return f.expr.MatchReader(&interruptible{Reader: *bytes.NewReader(text), ctx: ctx})
}

// interruptible is a text that ends when a search is cancelled.
type interruptible struct {
	bytes.Reader
	ctx  context.Context
	read int
}

// ReadRune implements io.RuneReader.
func (r *interruptible) ReadRune() (rune, int, error) {
	if r.read++; r.read%1024 == 0 && r.ctx.Err() != nil {
		return 0, 0, io.EOF
	}
	return r.Reader.ReadRune()
}
