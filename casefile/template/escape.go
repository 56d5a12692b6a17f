package template

import "unicode/utf8"

// Escape says what the writer of a JSON string escapes besides the quote, the
// backslash and control characters. Its bits are part of the file format.
type Escape uint8

// The habits of JSON writers.
const (
	EscapeHTML  Escape = 1 << iota // <, > and & as \u003c, as encoding/json does
	EscapeLines                    // U+2028 and U+2029 as \u2028, as encoding/json does
	EscapeASCII                    // everything beyond ASCII, as Python does
	EscapeDEL                      // U+007F as \u007f, as Python does
	EscapeSlash                    // / as \/, as PHP does
	EscapeUpper                    // hexadecimal digits are capitals
	EscapeLong                     // backspace and form feed as \u0008 and \u000c
	escapeEnd
)

const (
	hexLower = "0123456789abcdef"
	hexUpper = "0123456789ABCDEF"
)

// calm reports whether no habit of e would change the text. It looks at eight bytes
// at a time, and closer where some byte is not an ordinary one of ASCII.
func calm[T string | []byte](s T, e Escape) bool {
	for len(s) >= 8 {
		if x := word(s); unusual(x) != 0 || e&(EscapeDEL|EscapeSlash|EscapeHTML) != 0 {
			for i := range 8 {
				if e.special(s[i]) {
					return false
				}
			}
		}
		s = s[8:]
	}
	for i := range len(s) {
		if e.special(s[i]) {
			return false
		}
	}
	return true
}

// word returns the first eight bytes of s.
func word[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// unusual is not 0 if some byte of x is a control character, a quote, a backslash or
// beyond ASCII; it may be not 0 without.
func unusual(x uint64) uint64 {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	quote, slash := x^(ones*'"'), x^(ones*'\\')
	return (x | (x - ones*0x20) | (quote - ones) | (slash - ones)) & high
}

func (e Escape) special(c byte) bool {
	switch {
	case c < 0x20, c == '"', c == '\\':
		return true
	case c >= 0x80:
		return e&(EscapeASCII|EscapeLines) != 0
	case c == 0x7f:
		return e&EscapeDEL != 0
	case c == '/':
		return e&EscapeSlash != 0
	case c == '<', c == '>', c == '&':
		return e&EscapeHTML != 0
	}
	return false
}

// append writes the text as the inside of a JSON string. Bytes that are not UTF-8
// stand as they are.
func (e Escape) append(dst, s []byte) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if !e.special(c) {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && n == 1 || e&EscapeASCII == 0 && r != '\u2028' && r != '\u2029' {
				i += n
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = e.rune(dst, r)
			i += n
			start = i
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\', '/':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		case '\b', '\f':
			short := byte('b')
			if c == '\f' {
				short = 'f'
			}
			if e&EscapeLong == 0 {
				dst = append(dst, '\\', short)
				break
			}
			dst = e.unit(dst, uint16(c))
		default:
			dst = e.unit(dst, uint16(c))
		}
		i++
		start = i
	}
	return append(dst, s[start:]...)
}

// rune writes a character in hexadecimal, in two halves if it is beyond 16 bits.
func (e Escape) rune(dst []byte, r rune) []byte {
	if r >= 0x10000 {
		r -= 0x10000
		return e.unit(e.unit(dst, uint16(0xd800+r>>10)), uint16(0xdc00+r&0x3ff))
	}
	return e.unit(dst, uint16(r))
}

func (e Escape) unit(dst []byte, u uint16) []byte {
	digits := hexLower
	if e&EscapeUpper != 0 {
		digits = hexUpper
	}
	return append(dst, '\\', 'u', digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
}

// doubled writes every quote of the text twice.
func doubled(dst, s []byte) []byte {
	for _, c := range s {
		if c == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, c)
	}
	return dst
}

// field writes the text as a CSV field.
func field(dst, s []byte, comma byte) []byte {
	for _, c := range s {
		if c == '"' || c == '\n' || c == '\r' || c == comma {
			return append(doubled(append(dst, '"'), s), '"')
		}
	}
	return append(dst, s...)
}
