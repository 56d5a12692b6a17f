package delimited

import (
	"fmt"
	"strconv"
	"strings"

	"casebench/internal/fault"
)

// Layout is what a person, or the mapping of an earlier file, says of how a file is
// written. What is not said is found out.
//
// As text it is words such as
//
//	delimiter=dc4 quote=thorn
//	delimiter=semicolon escape=backslash preamble=2
//
// The delimiter is comma, semicolon, tab, bar, dc4 or a sign of its own; the quote
// double, single, thorn, caret, none or a sign; escape is double or backslash; ends
// is lf (CRLF too) or cr; preamble is how many lines stand before the header; spaces
// is skip when a space follows every delimiter, or keep.
type Layout struct {
	Dialect  Dialect
	Preamble int // lines before the header

	said map[string]bool
}

// names of signs, as the text of a layout has them.
func signs() [][2]string {
	return [][2]string{{"comma", ","}, {"semicolon", ";"}, {"tab", "\t"}, {"bar", "|"}, {"dc4", "\x14"},
		{"double", `"`}, {"single", "'"}, {"thorn", "þ"}, {"caret", "^"}, {"space", " "}}
}

func signOf(name string) string {
	for _, s := range signs() {
		if s[0] == strings.ToLower(name) {
			return s[1]
		}
	}
	return name
}

func nameOf(sign string) string {
	for _, s := range signs() {
		if s[1] == sign {
			return s[0]
		}
	}
	return sign
}

// ParseLayout reads the text of a layout; the empty one says nothing.
func ParseLayout(text string) (Layout, error) {
	l := Layout{Dialect: Dialect{Comma: ','}, said: map[string]bool{}}
	for _, word := range strings.Fields(text) {
		name, value, _ := strings.Cut(word, "=")
		if err := l.say(strings.ToLower(name), value); err != nil {
			return l, err
		}
		l.said[strings.ToLower(name)] = true
	}
	if l.said["quote"] && !l.Dialect.Unquoted && l.Dialect.Quote == string(l.Dialect.Comma) {
		return l, layoutFault("Delimiter and quote cannot be the same sign.")
	}
	return l, nil
}

func (l *Layout) say(name, value string) error {
	d := &l.Dialect
	switch sign := signOf(value); name {
	case "delimiter":
		if len(sign) != 1 || strings.ContainsAny(sign, "\r\n\\") {
			return layoutFault(fmt.Sprintf("%q is no delimiter.", value))
		}
		d.Comma = sign[0]
	case "quote":
		switch {
		case sign == "none":
			d.Unquoted = true
		case sign == `"`:
		case len(sign) == 0 || len(sign) > 2 || len([]rune(sign)) != 1 || strings.ContainsAny(sign, "\r\n\\ "):
			return layoutFault(fmt.Sprintf("%q is no quote.", value))
		default:
			d.Quote = sign
		}
	case "escape":
		if d.Backslash = value == "backslash"; !d.Backslash && value != "double" {
			return layoutFault(fmt.Sprintf("%q is no way to escape a quote.", value))
		}
	case "ends":
		if d.Return = value == "cr"; !d.Return && value != "lf" {
			return layoutFault(fmt.Sprintf("%q is no end of lines.", value))
		}
	case "spaces":
		if d.Spaced = value == "skip"; !d.Spaced && value != "keep" {
			return layoutFault(fmt.Sprintf("%q is nothing to do with spaces.", value))
		}
	case "preamble":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > maxPreamble {
			return layoutFault(fmt.Sprintf("The preamble is a number of lines, at most %d.", maxPreamble))
		}
		l.Preamble = n
	default:
		return layoutFault(fmt.Sprintf("A layout of delimited text says nothing of %q.", name))
	}
	return nil
}

func layoutFault(message string) error {
	return fault.New(fault.Invalid, message,
		"Write for example: delimiter=semicolon quote=double escape=backslash ends=cr spaces=skip preamble=2. "+
			"Delimiters are comma, semicolon, tab, bar, dc4 or a sign; quotes double, single, thorn, caret, none or a sign.", nil)
}

// String returns the text of a layout: what differs from a plain CSV, "" for one.
func (l Layout) String() string {
	var out []string
	add := func(differs bool, word string) {
		if differs {
			out = append(out, word)
		}
	}
	d := l.Dialect
	add(d.Comma != ',', "delimiter="+nameOf(string(rune(d.Comma))))
	add(d.Unquoted, "quote=none")
	add(d.Quote != "", "quote="+nameOf(d.Quote))
	add(d.Backslash, "escape=backslash")
	add(d.Return, "ends=cr")
	add(d.Spaced, "spaces=skip")
	add(l.Preamble > 0, "preamble="+strconv.Itoa(l.Preamble))
	return strings.Join(out, " ")
}
