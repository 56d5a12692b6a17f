package query

import (
	"net/netip"
	"slices"
	"strings"

	"casebench/casefile"
)

// valueTest decides on one value of a text or dictionary column.
type valueTest func(value []byte) bool

// proseColumns are searched inside; every other text is an identifier and is
// compared as a whole.
var proseColumns = []string{"prompt_text", "tag_scores", "reason"}

func prose(c casefile.Column) bool { return slices.Contains(proseColumns, c.Name) }

// newValueTest makes the test of a column that holds texts. c is the zero Column
// for extra fields and for what the case knows.
func newValueTest(c casefile.Column, t Test) (valueTest, error) {
	test, err := plainTest(c, t)
	if err != nil || c.Domain != casefile.DomainAccount {
		return test, err
	}
	return func(v []byte) bool { return test([]byte(casefile.AccountName(string(v)))) }, nil
}

func plainTest(c casefile.Column, t Test) (valueTest, error) {
	switch {
	case t.Op == OpExists, t.Op == OpRange && t.Range.Low == "" && t.Range.High == "":
		return func([]byte) bool { return true }, nil
	case t.Op == OpHas:
		return hasTest(c, t.Pattern)
	case t.Op == OpEqual, t.Op == OpDiffers:
		equal := equalTest(c, t.Value)
		return func(v []byte) bool { return equal(v) == (t.Op == OpEqual) }, nil
	}
	return orderTest(c, t), nil
}

func hasTest(c casefile.Column, p Pattern) (valueTest, error) {
	f, err := newFinder(p, !prose(c))
	if err != nil {
		return nil, err
	}
	text, plain := p.plain()
	switch {
	case plain && c.Role == casefile.RoleAddress:
		if prefix, ok := parsePrefix(text); ok {
			return func(v []byte) bool { return within(prefix, string(v)) }, nil
		}
	case plain && c.Domain == casefile.DomainASN:
		number := bareASN(text)
		return func(v []byte) bool { return strings.EqualFold(bareASN(string(v)), number) }, nil
	case c.Domain == casefile.DomainTags:
		return func(v []byte) bool { return f.in(v) || slices.ContainsFunc(labels(string(v)), f.inString) }, nil
	}
	return f.in, nil
}

func (f *finder) inString(s string) bool { return f.in([]byte(s)) }

// labels takes a list of labels apart, however the log wrote it.
func labels(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",;| []\"", r) })
}

func bareASN(s string) string {
	if len(s) > 2 && strings.EqualFold(s[:2], "AS") {
		return s[2:]
	}
	return s
}

// parsePrefix reads a prefix, or an address as the prefix that holds it alone.
func parsePrefix(s string) (netip.Prefix, bool) {
	// A dictionary of addresses has hardly any prefix, and an error costs memory.
	if strings.IndexByte(s, '/') >= 0 {
		if p, err := netip.ParsePrefix(s); err == nil {
			return p.Masked(), true
		}
	}
	if a, err := netip.ParseAddr(s); err == nil {
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	return netip.Prefix{}, false
}

// within reports whether value, an address or a prefix, lies inside p.
func within(p netip.Prefix, value string) bool {
	v, ok := parsePrefix(value)
	return ok && v.Bits() >= p.Bits() && p.Contains(v.Addr())
}

func equalTest(c casefile.Column, want string) valueTest {
	if prefix, ok := parsePrefix(want); ok && c.Role == casefile.RoleAddress {
		return func(v []byte) bool {
			got, ok := parsePrefix(string(v))
			return ok && got == prefix
		}
	}
	return func(v []byte) bool { return string(v) == want }
}

// orderTest compares values: as numbers when the operands are numbers, as
// addresses when they are addresses of an address column, else byte by byte.
// Values of another kind do not match.
func orderTest(c casefile.Column, t Test) valueTest {
	if r, p := numberRange(t); p == nil && c.Role != casefile.RoleAddress {
		return func(v []byte) bool {
			n, ok := parseNumber(string(v))
			return ok && r.holds(n)
		}
	}
	r := rangeOf(t)
	if c.Role == casefile.RoleAddress && isAddress(r.Low) && isAddress(r.High) {
		return func(v []byte) bool {
			a, ok := parsePrefix(string(v))
			return ok && r.holds(func(end string) int {
				e, _ := parsePrefix(end)
				return a.Addr().Compare(e.Addr())
			})
		}
	}
	return func(v []byte) bool {
		return r.holds(func(end string) int { return strings.Compare(string(v), end) })
	}
}

func isAddress(end string) bool {
	_, ok := parsePrefix(end)
	return ok || end == ""
}

// rangeOf writes a comparison as a range.
func rangeOf(t Test) Range {
	switch t.Op {
	case OpLess:
		return Range{High: t.Value, HighOut: true}
	case OpAtMost:
		return Range{High: t.Value}
	case OpMore:
		return Range{Low: t.Value, LowOut: true}
	case OpAtLeast:
		return Range{Low: t.Value}
	}
	return t.Range
}

// holds reports whether a value lies in the range; compare gives its order
// against one end.
func (r Range) holds(compare func(end string) int) bool {
	if r.Low != "" {
		if d := compare(r.Low); d < 0 || d == 0 && r.LowOut {
			return false
		}
	}
	if r.High != "" {
		if d := compare(r.High); d > 0 || d == 0 && r.HighOut {
			return false
		}
	}
	return true
}
