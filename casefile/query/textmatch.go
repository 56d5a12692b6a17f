package query

import "regexp"

// finder looks for a pattern in a text. Literal parts are found in any letter
// case.
type finder struct {
	expr  *regexp.Regexp
	parts []needle // when expr is nil
	whole bool     // the parts must cover the whole text
}

// newFinder compiles a pattern. With whole set a pattern of literal parts must
// cover the text from end to end; an expression matches anywhere in it.
func newFinder(p Pattern, whole bool) (*finder, error) {
	if p.Regex != "" {
		re, err := regexp.Compile(p.Regex)
		return &finder{expr: re}, err
	}
	f := &finder{whole: whole}
	for _, part := range p.Parts {
		f.parts = append(f.parts, newNeedle(part))
	}
	return f, nil
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
	if f.expr == nil && !f.whole && len(f.parts) == 1 && f.parts[0].size() > 0 {
		return f.parts[0], true
	}
	return nil, false
}
