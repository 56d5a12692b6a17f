package weblog

import (
	"bytes"
	"encoding/json"

	"casebench/importers/lines"
)

// unescape undoes what the server escaped, into buf. A value that is no text without
// control characters then stays as it is written.
func (e escape) unescape(buf, v []byte) []byte {
	if e == escapeNone || bytes.IndexByte(v, '\\') < 0 {
		return v
	}
	if e == escapeLog {
		return lines.Unescape(buf, v)
	}
	var s string
	if json.Unmarshal(append(append(append(buf[:0], '"'), v...), '"'), &s) != nil || !lines.Plain([]byte(s)) {
		return v
	}
	return append(buf[:0], s...)
}
