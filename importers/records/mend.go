package records

import "bytes"

// afterBroken returns where the record that begins at b[start] and has no end is
// broken off: where a line begins as the record's own line did, or len(b).
func afterBroken(b []byte, start int) int {
	line := bytes.LastIndexByte(b[:start], '\n') + 1
	indent := b[line:start]
	if len(bytes.Trim(indent, " \t")) > 0 {
		return len(b)
	}
	lead := append(append([]byte{'\n'}, indent...), b[start])
	if n := bytes.Index(b[start:], lead); n >= 0 {
		return start + n + 1
	}
	return len(b)
}
