// Package cri reads the logs that container runtimes write for Kubernetes: before each
// line its time, its stream and F, or P for a part of a line.
//
// The line goes to an importer that can be inside; see package envelope.
package cri

import (
	"bytes"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/envelope"
)

// Importer reads CRI logs. Inside are the importers that lines can go to.
type Importer struct{ Inside []importers.Importer }

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Listener  = Importer{}
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "cri", Title: "Kubernetes' container logs (CRI), with lines of another format inside", Version: 1,
		Extensions:  []string{".log"},
		Proves:      "What a container wrote, line by line, with the stream and the time at which the runtime took it; and what the lines inside prove.",
		CannotProve: "Which container or host it was, unless the file's name or custody says so; and what the lines inside cannot prove.",
	}
}

func (i Importer) envelope() *envelope.Format {
	return &envelope.Format{Format: i.Format(), Names: []string{"time", "stream", "tags"}, Word: "lines of a container runtime (CRI)",
		Peeler: func(*casefile.Mapping) envelope.Peeler { return peeler{} },
		Inside: i.Inside}
}

// Sniff implements importers.Importer.
func (i Importer) Sniff(h importers.Head) importers.Match { return i.envelope().Sniff(h) }

// SniffSaid implements importers.Listener.
func (i Importer) SniffSaid(h importers.Head, m *casefile.Mapping) importers.Match {
	return i.envelope().SniffSaid(h, m)
}

// Open implements importers.Importer.
func (i Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return i.envelope().Open(h, m)
}

// Propose implements importers.Mapper.
func (i Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	return i.envelope().Propose(h, want)
}

// Preview implements importers.Previewer.
func (i Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	return i.envelope().Preview(h, n)
}

type peeler struct{}

const notEntry = "The line does not begin with a time, a stream and F or P."

// Peel implements envelope.Peeler.
func (peeler) Peel(line []byte, p *envelope.Piece) (why string) {
	time, rest, ok := bytes.Cut(line, []byte{' '})
	if !ok || len(time) < 20 || time[4] != '-' || time[10] != 'T' || time[13] != ':' {
		return notEntry
	}
	stream, rest, ok := bytes.Cut(rest, []byte{' '})
	switch {
	case !ok:
		return notEntry
	case string(stream) == "stderr":
		p.Stream = 1
	case string(stream) != "stdout":
		return notEntry
	}
	tags, body, ok := bytes.Cut(rest, []byte{' '})
	first, more, _ := bytes.Cut(tags, []byte{':'})
	switch {
	case !ok && len(rest) > 2: // an empty line may end behind its tag
		return notEntry
	case string(first) == "P":
		p.Part = true
	case string(first) != "F":
		return notEntry
	}
	p.Body = body
	p.Values[0], p.Values[1] = time, stream
	if len(more) > 0 {
		p.Values[2] = more
	}
	return ""
}

// Parted implements envelope.Peeler.
func (peeler) Parted(chunk []byte) bool {
	return bytes.Contains(chunk, []byte(" P ")) || bytes.Contains(chunk, []byte(" P:")) || bytes.Contains(chunk, []byte(" P\n"))
}
