package lines

import (
	"bytes"
	"unicode/utf8"
)

// Unescape undoes \xhh, \" and \\ in a value, into buf. A value that is then no plain
// text stays as it is written.
func Unescape(buf, v []byte) []byte {
	if bytes.IndexByte(v, '\\') < 0 {
		return v
	}
	if buf = UnescapeAll(buf[:0], v); !Plain(buf) {
		return v
	}
	return buf
}

// Plain reports whether v is text without control characters.
func Plain(v []byte) bool {
	return utf8.Valid(v) && !bytes.ContainsFunc(v, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// UnescapeAll appends v to dst with \xhh, \" and \\ undone. The letters of C stand
// for control characters, which no value is given back with: they stay.
func UnescapeAll(dst, v []byte) []byte {
	for i := 0; i < len(v); i++ {
		if v[i] != '\\' || i+1 == len(v) {
			dst = append(dst, v[i])
			continue
		}
		switch c := v[i+1]; {
		case c == '"' || c == '\\':
			dst = append(dst, c)
			i++
		case c == 'x' && i+3 < len(v) && hexValue(v[i+2]) < 16 && hexValue(v[i+3]) < 16:
			dst = append(dst, hexValue(v[i+2])<<4|hexValue(v[i+3]))
			i += 3
		default:
			dst = append(dst, '\\')
		}
	}
	return dst
}

func hexValue(c byte) byte {
	switch {
	case c-'0' < 10:
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}
