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
	"strconv"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/envelope"
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
		hold(p, body)
		return ""
	}
	var e entry
	if line[0] != '{' || json.Unmarshal(line, &e) != nil || e.Log == nil {
		return notEntry
	}
	if e.Time == "" {
		return notEntry
	}
	hold(p, p.Keep([]byte(*e.Log)))
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

// hold puts the text of an entry into a piece, without its line end.
func hold(p *envelope.Piece, body []byte) {
	text := bytes.TrimSuffix(body, []byte{'\n'})
	p.Part = len(text) == len(body) && len(body) >= pieceBytes
	p.Body = bytes.TrimSuffix(text, []byte{'\r'})
}

// quick reads an entry as Docker writes it, of which the text holds no half of a
// surrogate pair, and sets its stream. Any other entry is left to encoding/json.
func quick(line []byte, p *envelope.Piece) (body, time []byte, ok bool) {
	line, ok = bytes.CutPrefix(line, []byte(`{"log":"`))
	end := closing(line)
	if !ok || end < 0 {
		return nil, nil, false
	}
	body, line = line[:end], line[end:]
	for stream, lead := range [...]string{`","stream":"stdout","time":"`, `","stream":"stderr","time":"`} {
		rest, found := bytes.CutPrefix(line, []byte(lead))
		if !found {
			continue
		}
		if time, found = bytes.CutSuffix(rest, []byte(`"}`)); !found || len(time) == 0 || bytes.ContainsAny(time, `"\\`) {
			return nil, nil, false
		}
		p.Stream, p.Values[1] = stream, p.Keep([]byte(lead[len(`","stream":"`):][:len("stdout")]))
		if bytes.IndexByte(body, '\\') < 0 {
			return body, time, text(body)
		}
		body, ok = unescape(p.Keep(body), body)
		return body, time, ok
	}
	return nil, nil, false
}

// closing returns the index of the quote that ends a JSON string, or -1.
func closing(b []byte) int {
	for at := 0; ; {
		n := bytes.IndexByte(b[at:], '"')
		if n < 0 {
			return -1
		}
		at += n
		slashes := 0
		for slashes < at && b[at-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return at
		}
		at++
	}
}

// plain are the escapes of one letter in JSON.
var plain = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape undoes the escapes of a JSON string in place of dst, which is as long.
func unescape(dst, in []byte) ([]byte, bool) {
	dst = dst[:0]
	for len(in) > 0 {
		n := bytes.IndexByte(in, '\\')
		if n < 0 {
			n = len(in)
		}
		if !text(in[:n]) {
			return nil, false
		}
		dst, in = append(dst, in[:n]...), in[n:]
		switch {
		case len(in) == 0:
			return dst, true
		case len(in) > 1 && plain[in[1]] != 0:
			dst, in = append(dst, plain[in[1]]), in[2:]
		case len(in) > 5 && in[1] == 'u':
			r, err := strconv.ParseUint(string(in[2:6]), 16, 16)
			if err != nil || r >= 0xd800 && r < 0xe000 {
				return nil, false
			}
			dst, in = utf8.AppendRune(dst, rune(r)), in[6:]
		default:
			return nil, false
		}
	}
	return dst, true
}

// text reports whether b can stand in a JSON string as it is.
func text(b []byte) bool {
	for _, c := range b {
		if c < 0x20 {
			return false
		}
	}
	return true
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
