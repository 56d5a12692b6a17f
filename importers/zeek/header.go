package zeek

import (
	"bytes"
	"slices"
	"strings"

	"casebench/importers/lines"
)

// header is what the lines that begin with # have said. It is not changed; a line
// makes another.
type header struct {
	separator    byte
	unset, empty string
	path         string
	text         string // of #fields, to know it again
	names        []string
	fed          []bool // by name: it feeds a column
	layout       *lines.Layout
	// Where they stand among the names, or -1; the last three are made.
	uri, endpoint, query, log int
}

const (
	// maxFields is how many fields a header may name; Zeek's longest log has some 60.
	maxFields = 400
	// maxHeader is how long a line of the header may be; what a longer one says is not read.
	maxHeader = 64 << 10
)

// read returns the header that holds after a line that begins with #.
func (h *header) read(line []byte) *header {
	if len(line) > maxHeader {
		if bytes.HasPrefix(line, []byte("#fields")) {
			return nil // what it names is not read, and the header before it holds no more
		}
		return h
	}
	now := header{separator: '\t', unset: "-", empty: "(empty)"}
	if h != nil {
		now = *h
	}
	if rest, ok := bytes.CutPrefix(line, []byte("#separator ")); ok {
		sep := lines.UnescapeAll(nil, bytes.TrimSpace(rest))
		if len(sep) == 1 && sep[0] != '\n' && sep[0] != '#' {
			return &header{separator: sep[0], unset: "-", empty: "(empty)"}
		}
		return h
	}
	name, value, ok := strings.Cut(string(line), string(rune(now.separator)))
	if !ok {
		return h
	}
	switch name {
	case "#unset_field":
		now.unset = value
	case "#empty_field":
		now.empty = value
	case "#path":
		now.path = value
	case "#fields":
		if h != nil && h.text == value && h.names != nil {
			return h
		}
		now.text, now.names = value, nil
	default:
		return h
	}
	if now.text != "" {
		now.finish()
	}
	return &now
}

func (h *header) finish() {
	h.names, h.fed = nil, nil
	for name := range strings.SplitSeq(h.text, string(rune(h.separator))) {
		if len(h.names) == maxFields {
			break
		}
		for slices.Contains(h.names, name) {
			name += "_2"
		}
		h.names = append(h.names, name)
	}
	to := columns()
	for _, name := range h.names {
		h.fed = append(h.fed, to[name] != "")
	}
	h.uri = slices.Index(h.names, "uri")
	h.endpoint, h.query, h.log = len(h.names), len(h.names)+1, len(h.names)+2
	h.layout = lines.NewLayout(append(slices.Clone(h.names), "endpoint", "query", "_path"), "", "id.orig_h", "")
}

// after returns the header that holds behind a chunk.
func (h *header) after(chunk []byte) *header {
	for at := 0; at < len(chunk); {
		if chunk[at] == '#' {
			line := chunk[at:]
			if end := bytes.IndexByte(line, '\n'); end >= 0 {
				line = line[:end]
			}
			h = h.read(bytes.TrimRight(line, "\r"))
		}
		n := bytes.Index(chunk[at:], []byte("\n#"))
		if n < 0 {
			return h
		}
		at += n + 1
	}
	return h
}
