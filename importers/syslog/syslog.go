// Package syslog reads files of syslog messages with lines of another format inside:
// the traditional form of RFC 3164 as daemons write it to files, the same with ISO
// times, and RFC 5424.
//
// Two nouns: a message is a line of the file; its text, behind host and program, goes
// to an importer that can be inside; see package envelope. Traditional times name no
// year. It is stated once, for the whole file; without it they are kept as written.
package syslog

import (
	"bytes"
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/envelope"
	"casebench/internal/fault"
)

// Importer reads syslog files. Inside are the importers that lines can go to.
type Importer struct{ Inside []importers.Importer }

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Listener  = Importer{}
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "syslog", Title: "Syslog files (RFC 3164, RFC 5424), with lines of another format inside", Version: 1,
		Extensions:  []string{".log", ".txt"},
		Proves:      "That a message came under this host and program name when the collector wrote it down; and what the lines inside prove.",
		CannotProve: "That the host sent it: syslog over the network names hosts unverified. Traditional times name neither year nor zone.",
	}
}

func (i Importer) envelope() *envelope.Format {
	return &envelope.Format{Format: i.Format(), Names: []string{"time", "host", "program", "pid", "priority", "msgid", "data"}, Word: "syslog messages",
		Peeler: func(m *casefile.Mapping) envelope.Peeler {
			p := &peeler{}
			if m != nil {
				p.year = m.Year
			}
			return p
		},
		Time: dated, Say: said, Inside: i.Inside}
}

// dated refuses to take times as the rows' that name no year while none is stated.
func dated(h importers.Head, m *casefile.Mapping) error {
	if m != nil && m.Year != 0 {
		return nil
	}
	for line := range bytes.Lines(h.Bytes) {
		if _, rest, ok := priorityOf(line); ok {
			line = rest
		}
		if traditional(line) {
			return fault.New(fault.Invalid, fmt.Sprintf("The times of %s name no year, and its lines no other time.", h.Name),
				`State the year of the file as "year" in a mapping file, and give it with --map.`, nil)
		}
	}
	return nil
}

// checked refuses years that none can be.
func checked(m *casefile.Mapping) error {
	if m != nil && m.Year != 0 && (m.Year < 1980 || m.Year > 2200) {
		return fault.New(fault.Invalid, fmt.Sprintf("%d is no year of a log.", m.Year), `State the year of its first line as "year".`, nil)
	}
	return nil
}

// said tells of years that were stated and of times that have none.
func said(peelers []envelope.Peeler) (out []string) {
	var stated, bare int64
	var months uint16
	year := 0
	for _, p := range peelers {
		p := p.(*peeler)
		months |= p.months
		stated += p.stated
		bare += p.bare
		year = max(year, p.year)
	}
	if stated > 0 {
		out = append(out, fmt.Sprintf("%d envelopes name no year and were read in %d, which the mapping states for the whole file.", stated, year))
	}
	if stated > 0 && months&(1<<1) != 0 && months&(1<<12) != 0 {
		out = append(out, fmt.Sprintf("There are times of January and of December, all read in %d. If the file goes over New Year, split it there.", year))
	}
	if bare > 0 {
		out = append(out, fmt.Sprintf("%d envelopes name no year, and none is stated; their times are kept as written.", bare))
	}
	return out
}

// Sniff implements importers.Importer.
func (i Importer) Sniff(h importers.Head) importers.Match { return i.envelope().Sniff(h) }

// SniffSaid implements importers.Listener.
func (i Importer) SniffSaid(h importers.Head, m *casefile.Mapping) importers.Match {
	return i.envelope().SniffSaid(h, m)
}

// Open implements importers.Importer.
func (i Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	if err := checked(m); err != nil {
		return nil, err
	}
	return i.envelope().Open(h, m)
}

// Propose implements importers.Mapper.
func (i Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	if err := checked(want); err != nil {
		return nil, err
	}
	return i.envelope().Propose(h, want)
}

// Preview implements importers.Previewer.
func (i Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	return i.envelope().Preview(h, n)
}
