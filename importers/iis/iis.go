package iis

import (
	"bytes"
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/lines"
	"casebench/internal/fault"
)

// Importer reads W3C logs of IIS.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ lines.Parser        = (*parser)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "iis", Title: "W3C extended log of Microsoft IIS", Version: 1,
		Extensions:  []string{".log", ".txt"},
		Proves:      "That the server answered a request from this address at this time with this status, and which user it had signed in.",
		CannotProve: "Who sent it where no user is named: the address may be a proxy's, the user agent is a claim, and bodies are not logged.",
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	head := (*header)(nil).after(h.Bytes[len(importers.BOM(h.Bytes)):])
	switch {
	case head == nil || head.names == nil:
		return importers.Match{Why: "no #Fields line at its beginning"}
	case head.foreign:
		return importers.Match{Why: "a #Fields line, but with the fields of another product, CloudFront"}
	case head.clock < 0 && head.date < 0:
		return importers.Match{Why: "a #Fields line, but with no date and no time"}
	}
	t := lines.Try(h, &parser{}, nil)
	why := fmt.Sprintf("a #Fields line of %d fields, and %d of the first %d lines have as many values", len(head.names), t.Good, t.Good+t.Bad)
	switch {
	case t.Good+t.Bad > 0 && (t.Good < t.Bad || t.Good == 0):
		return importers.Match{Why: why}
	case bytes.Contains(h.Bytes, []byte("#Software: Microsoft")):
		return importers.Match{Fit: importers.FitCertain, Why: "it names Microsoft's software; " + why}
	}
	return importers.Match{Fit: importers.FitByShape, Why: why}
}

// logOf is how the file of a head is read.
func logOf(h importers.Head, m *casefile.Mapping) (*lines.Log, error) {
	log := &lines.Log{Prefix: "web-", Sentence: "each pair of address and user agent among them",
		Columns: map[string]string{"date-time": "ts", "c-ip": "ip", "cs(user-agent)": "user_agent", "sc-status": "status",
			"cs-uri-stem": "endpoint", "time-taken": "latency_ms"}}
	var first *header
	if m != nil && m.Layout != "" {
		if first = first.read([]byte(m.Layout)); first == nil || first.names == nil {
			return nil, fault.New(fault.Invalid, "The layout cannot be read: it is no #Fields line.", "Write it as the log does: #Fields: date time …", nil)
		}
	}
	log.Parser = func() lines.Parser { return &parser{first: first} }
	log.Carry = func() func([]byte) any {
		now, begun := first, false
		return func(chunk []byte) any {
			before := now
			if !begun {
				chunk, begun = chunk[len(importers.BOM(chunk)):], true
			}
			now = now.after(chunk)
			if before == nil {
				return nil
			}
			return before
		}
	}
	head := first.after(h.Bytes[len(importers.BOM(h.Bytes)):])
	if head != nil && head.names != nil && head.date < 0 {
		log.Assumed = append(log.Assumed, "Lines name no date; each is of the day of the #Date line before it.")
	}
	if t := lines.Try(h, log.Parser(), nil); t.Good == 0 && t.Bad > 0 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s can be read as a W3C log. %s", h.Name, t.Why),
			`If its #Fields line is lost, state it as "layout" in a mapping file, and give it with --map.`, nil)
	}
	return log, nil
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	log, err := logOf(h, m)
	if err != nil {
		return nil, err
	}
	return log.Open(h, m)
}

// Propose implements importers.Mapper.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	log, err := logOf(h, want)
	if err != nil {
		return nil, err
	}
	return log.Propose(h, want)
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	log, err := logOf(h, nil)
	if err != nil {
		return importers.Preview{}, err
	}
	return log.Preview(h, n)
}
