package iis

import (
	"bytes"
	"slices"
	"strings"

	"casebench/importers/lines"
)

// header is what the directives before a line have said. It is not changed; a
// directive makes another.
type header struct {
	text   string // of #Fields, to know it again
	day    string // of #Date, for lines that have no date
	names  []string
	agents []bool // by name: a + in the value is a space
	layout *lines.Layout
	// Where they stand among the names, or -1; moment is made of the other two.
	date, clock, moment int
	foreign             bool // the fields are those of another product
}

const (
	// maxFields is how many fields a header may name.
	maxFields = 200
	// maxDirective is how long a directive may be; what a longer one says is not read.
	maxDirective = 64 << 10
)

// fields begins a directive.
var fields, day = []byte("#Fields:"), []byte("#Date:")

// read returns the header that holds after a line that begins with #.
func (h *header) read(line []byte) *header {
	if len(line) > maxDirective {
		if bytes.HasPrefix(line, fields) {
			return nil // what it names is not read, and the header before it holds no more
		}
		return h
	}
	if rest, ok := bytes.CutPrefix(line, day); ok {
		next := header{}
		if h != nil {
			next = *h
		}
		next.day, _, _ = strings.Cut(strings.TrimSpace(string(rest)), " ")
		return &next
	}
	rest, ok := bytes.CutPrefix(line, fields)
	if !ok || h != nil && h.text == string(rest) && h.names != nil {
		return h
	}
	next := &header{text: string(rest)}
	if h != nil {
		next.day = h.day
	}
	for name := range strings.FieldsSeq(next.text) {
		if len(next.names) == maxFields {
			break
		}
		next.names = append(next.names, unique(strings.ToLower(name), next.names))
	}
	next.finish()
	return next
}

func unique(name string, names []string) string {
	for slices.Contains(names, name) {
		name += "_2"
	}
	return name
}

func (h *header) finish() {
	h.date, h.clock = slices.Index(h.names, "date"), slices.Index(h.names, "time")
	h.moment = len(h.names)
	for _, name := range h.names {
		h.agents = append(h.agents, strings.HasPrefix(name, "cs(") || strings.HasPrefix(name, "sc("))
	}
	h.foreign = slices.Contains(h.names, "x-edge-location")
	h.layout = lines.NewLayout(append(slices.Clone(h.names), "date-time"), "cs-username", "c-ip", "cs(user-agent)")
}

// after returns the header that holds behind a chunk.
func (h *header) after(chunk []byte) *header {
	for at := 0; at < len(chunk); {
		if chunk[at] == '#' {
			end := bytes.IndexByte(chunk[at:], '\n')
			line := chunk[at:]
			if end >= 0 {
				line = chunk[at : at+end]
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
