package records

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"casebench/importers"
)

// The functions of this file read one JSON value at b[i] and return the index
// after it, or -1 when it is not what RFC 8259 allows. They look at nothing but
// the bytes and never go past the end. Importers that decode by themselves use
// them too.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// stop finds the first byte of b at or after i that a plain string cannot hold: a
// quote, a backslash or a control character. It returns len(b) when there is none.
func stop(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		quote, slash := x^('"'*ones), x^('\\'*ones)
		// The lowest set bit of each term is exact; a borrow only disturbs higher ones.
		hit := ((x-0x20*ones)&^x | (quote-ones)&^quote | (slash-ones)&^slash) & highs
		if hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c < 0x20 {
			return i
		}
	}
	return i
}

// ScanString reads a string that begins at b[i], which is its quote. Plain says
// that its bytes are its value.
func ScanString(b []byte, i int) (end int, plain bool) {
	plain = true
	for i++; ; {
		if i = stop(b, i); i >= len(b) {
			return -1, false
		}
		switch b[i] {
		case '"':
			return i + 1, plain
		case '\\':
			plain = false
			if i = scanEscape(b, i); i < 0 {
				return -1, false
			}
		default:
			return -1, false
		}
	}
}

func scanEscape(b []byte, i int) int {
	if i+1 >= len(b) {
		return -1
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if _, ok := hex4(b, i+2); ok {
			return i + 6
		}
	}
	return -1
}

func hex4(b []byte, i int) (r rune, ok bool) {
	if i+4 > len(b) {
		return 0, false
	}
	for _, c := range b[i : i+4] {
		switch {
		case c-'0' < 10:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// Unescape appends the value of a string's inside, which ScanString has passed.
// Whole is false when half a surrogate pair was replaced by U+FFFD.
func Unescape(dst, in []byte) (out []byte, whole bool) {
	whole = true
	for i := 0; i < len(in); {
		if in[i] != '\\' {
			end := stop(in, i)
			dst = append(dst, in[i:end]...)
			i = end
			continue
		}
		if i+1 == len(in) {
			return dst, whole // of a head that broke off at an escaped quote
		}
		c := in[i+1]
		i += 2
		switch c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r, _ := hex4(in, i)
			i += 4
			if r >= 0xd800 && r < 0xe000 {
				var ok bool
				if r, i, ok = pair(in, i, r); !ok {
					whole = false
				}
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, c)
		}
	}
	return dst, whole
}

// pair reads the second half of a surrogate pair at in[i].
func pair(in []byte, i int, high rune) (r rune, next int, ok bool) {
	if high < 0xdc00 && i+6 <= len(in) && in[i] == '\\' && in[i+1] == 'u' {
		if low, ok := hex4(in, i+2); ok && low >= 0xdc00 && low < 0xe000 {
			return (high-0xd800)<<10 + (low - 0xdc00) + 0x10000, i + 6, true
		}
	}
	return utf8.RuneError, i, false
}

// ScanNumber reads a number at b[i].
func ScanNumber(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	switch {
	case i >= len(b) || b[i]-'0' > 9:
		return -1
	case b[i] == '0':
		i++
	default:
		i = digits(b, i)
	}
	if i < len(b) && b[i] == '.' {
		end := digits(b, i+1)
		if end == i+1 {
			return -1
		}
		i = end
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		end := digits(b, i)
		if end == i {
			return -1
		}
		i = end
	}
	return i
}

func digits(b []byte, i int) int {
	for i < len(b) && b[i]-'0' < 10 {
		i++
	}
	return i
}

// ScanWord reads true, false or null at b[i].
func ScanWord(b []byte, i int) int {
	for _, w := range [...]string{"true", "false", "null"} {
		if len(b)-i >= len(w) && string(b[i:i+len(w)]) == w {
			return i + len(w)
		}
	}
	return -1
}

// Space returns the index of the first byte at or after i that is no whitespace.
func Space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// TooDeep is what ScanValue returns for a value that nests past the limit.
const TooDeep = -2

// ScanValue reads any value at b[i], which lies depth levels deep already.
func ScanValue(b []byte, i, depth int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		end, _ := ScanString(b, i)
		return end
	case '{', '[':
		return ScanNested(b, i, depth)
	case 't', 'f', 'n':
		return ScanWord(b, i)
	}
	return ScanNumber(b, i)
}

// ScanNested reads an object or array at b[i], which lies depth levels deep already.
func ScanNested(b []byte, i, depth int) int {
	if depth++; depth > importers.MaxDepth {
		return TooDeep
	}
	object, closing := b[i] == '{', b[i]+2 // '}' and ']' stand two after '{' and '['
	if i = Space(b, i+1); i < len(b) && b[i] == closing {
		return i + 1
	}
	for {
		if object {
			if i >= len(b) || b[i] != '"' {
				return -1
			}
			if i, _ = ScanString(b, i); i < 0 {
				return -1
			}
			if i = Space(b, i); i >= len(b) || b[i] != ':' {
				return -1
			}
			i = Space(b, i+1)
		}
		if i = ScanValue(b, i, depth); i < 0 {
			return i
		}
		i = Space(b, i)
		switch {
		case i >= len(b):
			return -1
		case b[i] == closing:
			return i + 1
		case b[i] != ',':
			return -1
		}
		i = Space(b, i+1)
	}
}
