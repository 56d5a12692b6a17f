package weblog

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// unescape undoes what the server escaped, into buf. A value that is no text without
// control characters then stays as it is written.
func (e escape) unescape(buf, v []byte) []byte {
	if e == escapeNone || bytes.IndexByte(v, '\\') < 0 {
		return v
	}
	if e == escapeJSON {
		var s string
		if json.Unmarshal(append(append(append(buf[:0], '"'), v...), '"'), &s) != nil {
			return v
		}
		buf = append(buf[:0], s...)
	} else {
		buf = unescapeLog(buf[:0], v)
	}
	if !utf8.Valid(buf) || bytes.ContainsFunc(buf, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
		return v
	}
	return buf
}

// unescapeLog appends v to dst with \xhh, \" and \\ undone. The letters of C stand
// for control characters, which no value is given back with: they stay.
func unescapeLog(dst, v []byte) []byte {
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
