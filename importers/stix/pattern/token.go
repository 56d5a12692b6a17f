package pattern

import (
	"fmt"
	"strings"
)

type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	numberToken
	literalToken // strings and t'', b'', h''
	signToken
)

type token struct {
	kind tokenKind
	text string // of literals: the value
	lit  LiteralKind
	at   int // byte offset, for errors
}

// Error says where a pattern stops being one.
type Error struct {
	Offset int // in bytes
	Reason string
}

// Error returns the reason with the position, without anything of the pattern.
func (e *Error) Error() string {
	return fmt.Sprintf("the pattern cannot be read at byte %d: %s", e.Offset+1, e.Reason)
}

// tokenize splits a pattern into tokens, the last of which is an endToken.
func tokenize(s string) ([]token, error) {
	var out []token
	for i := 0; i < len(s); {
		c := s[i]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			i++
			continue
		}
		t := token{at: i}
		var err error
		switch {
		case c == '\'' || (c == 't' || c == 'b' || c == 'h') && i+1 < len(s) && s[i+1] == '\'':
			t, i, err = quoted(s, i, t)
		case strings.HasPrefix(s[i:], "/*"):
			n := strings.Index(s[i+2:], "*/")
			if n < 0 {
				return nil, &Error{i, "a comment is not closed"}
			}
			i += n + 4
			continue
		case strings.HasPrefix(s[i:], "//"):
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				n = len(s) - i
			}
			i += n
			continue
		case isDigit(c) || (c == '-' || c == '+') && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '.'):
			t, i = numberAt(s, i, t)
		case isLetter(c):
			start := i
			for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] == '-') {
				i++
			}
			t.kind, t.text = wordToken, s[start:i]
		default:
			t, i, err = sign(s, i, t)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return append(out, token{kind: endToken, at: len(s)}), nil
}

func isDigit(c byte) bool { return c-'0' < 10 }

func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// quoted reads '…', with \' and \\, and the typed forms t'…', b'…' and h'…'.
func quoted(s string, i int, t token) (token, int, error) {
	t.kind = literalToken
	switch s[i] {
	case 't':
		t.lit, i = Timestamp, i+1
	case 'b':
		t.lit, i = Binary, i+1
	case 'h':
		t.lit, i = Hex, i+1
	}
	var b strings.Builder
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\'':
			t.text = b.String()
			return t, i + 1, nil
		case '\\':
			if i++; i < len(s) {
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return t, i, &Error{t.at, "a string is not closed"}
}

func numberAt(s string, i int, t token) (token, int) {
	start := i
	if s[i] == '-' || s[i] == '+' {
		i++
	}
	for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
		i++
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if j < len(s) && (s[j] == '-' || s[j] == '+') {
			j++
		}
		if j < len(s) && isDigit(s[j]) {
			for i = j; i < len(s) && isDigit(s[i]); i++ {
			}
		}
	}
	t.kind, t.text = numberToken, s[start:i]
	return t, i
}

// signs are tried in this order: the longer ones first.
var signs = [...]string{"!=", "<>", "<=", ">=", "==", "=", "<", ">", "[", "]", "(", ")", ":", ".", ",", "*"}

func sign(s string, i int, t token) (token, int, error) {
	for _, g := range signs {
		if strings.HasPrefix(s[i:], g) {
			t.kind, t.text = signToken, g
			switch g {
			case "<>":
				t.text = "!="
			case "==":
				t.text = "="
			}
			return t, i + len(g), nil
		}
	}
	return t, i, &Error{i, "a sign that patterns do not have"}
}
