package misp

import "bytes"

// members calls f for every member of an object, in order. The object must be
// valid JSON, as what a json.Decoder has decoded is: the values are found, not
// checked again. They are parts of raw and f must not keep them.
func members(raw []byte, f func(key string, value []byte)) {
	rest := bytes.TrimLeft(raw[1:], " \t\r\n")
	for len(rest) > 0 && rest[0] == '"' {
		n := valueEnd(rest)
		key := text(rest[:n])
		rest = bytes.TrimLeft(rest[n:], " \t\r\n:")
		n = valueEnd(rest)
		f(key, rest[:n])
		rest = bytes.TrimLeft(rest[n:], " \t\r\n,")
	}
}

// valueEnd returns the length of the value that b begins with.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth > 0 || i+1 < len(b) && bytes.IndexByte([]byte(" \t\r\n,}]"), b[i+1]) < 0 {
				continue
			}
		}
		if depth <= 0 {
			return min(i+1, len(b))
		}
	}
	return len(b)
}
