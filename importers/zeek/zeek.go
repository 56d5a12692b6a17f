package zeek

import (
	"bytes"
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/lines"
	"casebench/importers/records"
	"casebench/internal/fault"
)

// Importer reads logs of Zeek.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ lines.Parser        = (*parser)(nil)
)

// prefix begins the stand-ins.
const prefix = "host-"

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "zeek", Title: "Zeek logs of connections, TLS and HTTP: tab-separated or JSON", Version: 1,
		Extensions:  []string{".log", ".json"},
		Proves:      "That the monitor saw this host open this connection at this time, with the TLS fingerprint and names that it showed.",
		CannotProve: "Who used the host, what was inside TLS, or what the monitor missed; behind a NAT a host is many.",
	}
}

// json reports whether a head begins with JSON.
func json(h importers.Head) bool {
	i := records.Space(h.Bytes, len(importers.BOM(h.Bytes)))
	return i < len(h.Bytes) && (h.Bytes[i] == '{' || h.Bytes[i] == '[')
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	if json(h) {
		return spec(unitOf(h, nil)).Sniff(h)
	}
	head := (*header)(nil).after(h.Bytes[len(importers.BOM(h.Bytes)):])
	switch {
	case head == nil || head.names == nil:
		return importers.Match{Why: "neither JSON nor a #fields line at its beginning"}
	case !bytes.Contains(h.Bytes, []byte("#separator ")):
		return importers.Match{Why: "a #fields line, but no #separator line"}
	case head.layout.Address < 0:
		return importers.Match{Why: "a log of Zeek, but one without the hosts of connections"}
	}
	t := lines.Try(h, &parser{}, nil)
	why := fmt.Sprintf("the headers of Zeek, and %d of the first %d lines have as many values as they name", t.Good, t.Good+t.Bad)
	if t.Good+t.Bad > 0 && !t.Mostly() {
		return importers.Match{Fit: importers.FitByShape, Why: why}
	}
	return importers.Match{Fit: importers.FitCertain, Why: why}
}

// columns says which value feeds which column. A username in http.log is what a
// client claimed in clear text, and stays an extra field.
func columns() map[string]string {
	return map[string]string{"ts": "ts", "uid": "request_id", "id.orig_h": "ip", "user_agent": "user_agent", "ja4": "ja4",
		"endpoint": "endpoint", "status_code": "status"}
}

// log is how every tab-separated file is read.
func log() *lines.Log {
	return &lines.Log{Columns: columns(), TimeUnit: "s", Prefix: prefix, Sentence: "each host that opened a connection",
		Parser: func() lines.Parser { return &parser{} },
		Carry: func() func([]byte) any {
			var now *header
			begun := false
			return func(chunk []byte) any {
				before := now
				if !begun {
					chunk, begun = chunk[len(importers.BOM(chunk)):], true
				}
				if now = now.after(chunk); before == nil {
					return nil
				}
				return before
			}
		}}
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	if json(h) {
		return spec(unitOf(h, m)).Open(h, m)
	}
	if t := lines.Try(h, &parser{}, nil); t.Good == 0 && t.Bad > 0 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s can be read as a log of Zeek. %s", h.Name, t.Why),
			"Its headers (#separator, #fields) must stand before its lines.", nil)
	}
	return log().Open(h, m)
}

// Propose implements importers.Mapper, for tab-separated logs.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	if json(h) {
		return nil, fault.New(fault.Unsupported, "JSON logs of Zeek need no mapping.", "", nil)
	}
	return log().Propose(h, want)
}

// Preview implements importers.Previewer, for tab-separated logs.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	if json(h) {
		return importers.Preview{}, fault.New(fault.Unsupported, "JSON logs of Zeek are shown as rows.", "", nil)
	}
	return log().Preview(h, n)
}
