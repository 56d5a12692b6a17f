// Package docker reads the files of Docker's json-file logging driver: an object for
// each line that a container wrote, with the line, the stream and the time.
//
// The line goes to an importer that can be inside; see package envelope. Docker cuts
// lines at 16 KiB: a piece of that size without a line end goes on in the next of its
// stream. A shorter one without a line end is what a container wrote last.
package docker

import (
	"bytes"
	"encoding/json"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/envelope"
	"casebench/importers/lines"
)

// Importer reads json-file logs. Inside are the importers that lines can go to, none
// of which is the only one if the file does not say.
type Importer struct{ Inside []importers.Importer }

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Listener  = Importer{}
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "docker", Title: "Docker's json-file logs, with lines of another format inside", Version: 1,
		Extensions:  []string{".log", ".json"},
		Proves:      "What a container wrote, line by line, with the stream and the time at which the runtime took it; and what the lines inside prove.",
		CannotProve: "Which container or host it was, unless the file's name or custody says so; and what the lines inside cannot prove.",
	}
}

func (i Importer) envelope() *envelope.Format {
	return &envelope.Format{Format: i.Format(), Names: []string{"time", "stream", "attrs"}, Word: "lines of Docker's json-file driver",
		Peeler: func(*casefile.Mapping) envelope.Peeler { return &peeler{} },
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

// pieceBytes is where Docker cuts lines: the buffer of its copier.
const pieceBytes = 16 << 10

// entry is an envelope.
type entry struct {
	Log    *string         `json:"log"`
	Stream string          `json:"stream"`
	Time   string          `json:"time"`
	Attrs  json.RawMessage `json:"attrs"`
}

type peeler struct{}

const notEntry = "The line is not an object with log, stream and time."

// Peel implements envelope.Peeler.
func (*peeler) Peel(line []byte, p *envelope.Piece) (why string) {
	if body, time, ok := quick(line, p); ok {
		p.Values[0] = time
		text := bytes.TrimSuffix(body, []byte(`\n`))
		p.Part = len(text) == len(body) && len(body) >= pieceBytes
		p.Body = text
		return ""
	}
	var e entry
	if line[0] != '{' || json.Unmarshal(line, &e) != nil || e.Log == nil {
		return notEntry
	}
	if e.Time == "" {
		return notEntry
	}
	body := p.Keep([]byte(*e.Log))
	text := bytes.TrimSuffix(body, []byte{'\n'})
	p.Part = len(text) == len(body) && len(body) >= pieceBytes
	p.Body = bytes.TrimSuffix(text, []byte{'\r'})
	switch e.Stream {
	case "stdout":
	case "stderr":
		p.Stream = 1
	default:
		return "The stream is neither stdout nor stderr."
	}
	p.Values[0], p.Values[1] = p.Keep([]byte(e.Time)), p.Keep([]byte(e.Stream))
	if len(e.Attrs) > 0 && !bytes.Equal(e.Attrs, []byte("null")) {
		p.Values[2] = p.Keep(e.Attrs)
	}
	return ""
}

// quick cuts an entry as Docker writes it, of which the text holds no escape but the
// line end, and sets its stream.
func quick(line []byte, p *envelope.Piece) (body, time []byte, ok bool) {
	line, ok = bytes.CutPrefix(line, []byte(`{"log":"`))
	end := bytes.IndexByte(line, '"')
	if !ok || end < 0 {
		return nil, nil, false
	}
	body, line = line[:end], line[end:]
	if i := bytes.IndexByte(body, '\\'); i >= 0 && (i != end-2 || body[i+1] != 'n') || !lines.Plain(body) {
		return nil, nil, false
	}
	for stream, lead := range [...]string{`","stream":"stdout","time":"`, `","stream":"stderr","time":"`} {
		rest, found := bytes.CutPrefix(line, []byte(lead))
		if time, found = bytes.CutSuffix(rest, []byte(`"}`)); found && len(rest) < len(line) && len(time) > 0 && bytes.IndexAny(time, `"\`) < 0 {
			p.Stream, p.Values[1] = stream, p.Keep([]byte(lead[len(`","stream":"`):][:len("stdout")]))
			return body, time, true
		}
	}
	return nil, nil, false
}

// Parted implements envelope.Peeler: only lines that are long enough can be parts.
func (*peeler) Parted(chunk []byte) bool {
	for len(chunk) > pieceBytes {
		n := bytes.LastIndexByte(chunk[:pieceBytes], '\n')
		if n < 0 {
			return true
		}
		chunk = chunk[n+1:]
	}
	return false
}
