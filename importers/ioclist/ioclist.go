// Package ioclist reads plain lists of indicators: one value a line, as blocklists and
// mails between analysts have them.
//
// What a value is, its form alone says: an address or prefix, a domain, a URL, a mail
// address, "AS" and a number, or a file's digest. Defanged values ("hxxp", "[.]") are
// read as what they stand for. A line may be empty, or a remark that begins with "#",
// ";" or "//"; what follows the value after a space is kept as its comment. A line
// whose value has no such form is rejected alone.
//
// A list says nothing of marking, confidence or time: whoever imports it says how it
// is marked (--tlp), and a person reviews what is in it before any of it is matched.
package ioclist

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/internal/fault"
)

// Importer reads plain lists.
type Importer struct{}

var (
	_ importers.Previewer = Importer{}
	_ importers.Rows      = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "ioc-list", Title: "Plain list of indicators, one a line, defanged or not", Version: 1,
		Extensions:  []string{".txt", ".lst", ".list", ".ioc", ".netset", ".ipset"},
		Proves:      "That somebody put the value on a list.",
		CannotProve: "Why, when, by whom, and how sure they were: a plain list does not say.",
	}
}

// Sniff implements importers.Importer. A list never says that it is one: at best it
// has the shape.
func (Importer) Sniff(h importers.Head) importers.Match {
	good, bad, more := tried(h)
	switch {
	case structured(h):
		return importers.Match{Why: "it is JSON, and no list of lines"}
	case good+bad == 0:
		return importers.Match{Why: "it holds no line with a value"}
	case good < 1 || bad*4 > good:
		return importers.Match{Why: fmt.Sprintf("%d of its first %d lines are a single indicator", good, good+bad)}
	case 2*more > good:
		return importers.Match{Fit: importers.FitByName, Why: fmt.Sprintf("%d of its first %d lines begin with an indicator, but most go on as the lines of a log do", good, good+bad)}
	case good < 3 && !h.HasExtension(Importer{}.Format().Extensions...):
		return importers.Match{Fit: importers.FitByName, Why: fmt.Sprintf("its %d lines are a single indicator each", good)}
	}
	return importers.Match{Fit: importers.FitByShape, Why: fmt.Sprintf("%d of its first %d lines are a single indicator", good, good+bad)}
}

// structured reports whether the text begins as JSON does: with a brace, or with a
// bracket that nothing but JSON follows.
func structured(h importers.Head) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)))
	if bytes.HasPrefix(text, []byte("[")) {
		rest := bytes.TrimSpace(text[1:])
		return len(rest) == 0 || bytes.IndexByte([]byte(`{["]`), rest[0]) >= 0
	}
	return bytes.HasPrefix(text, []byte("{"))
}

// tried counts the lines of the Head that are an indicator and those that are not, and
// of the former those on which more follows that is not marked as a remark.
func tried(h importers.Head) (good, bad, more int) {
	text := bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes))
	for len(text) > 0 && good+bad < 1000 {
		line, rest, ended := bytes.Cut(text, []byte{'\n'})
		if !ended && !h.Whole {
			break
		}
		text = rest
		switch _, _, what := read(line); what {
		case isValue:
			good++
			if _, rest, ok := bytes.Cut(bytes.TrimSpace(line), []byte{' '}); ok && !bytes.ContainsAny(rest[:1], "#;/") {
				more++
			}
		case isNone:
			bad++
		}
	}
	return good, bad, more
}

// Open implements importers.Importer. A list needs no mapping.
func (Importer) Open(h importers.Head, _ *casefile.Mapping) (importers.Reading, error) {
	if good, bad, _ := tried(h); good == 0 && bad > 0 {
		return nil, fault.New(fault.Invalid, h.Name+" is no list of indicators: none of its first lines is a value of a known form.",
			"Choose another --format, or give a CSV with type and value.", nil)
	}
	return &reading{}, nil
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	p := importers.Preview{Columns: []string{"type", "value", "comment"}}
	for _, line := range bytes.Split(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)), []byte{'\n'}) {
		if len(p.Rows) == n {
			break
		}
		if in, comment, what := read(line); what == isValue {
			p.Rows = append(p.Rows, []string{string(in.Type), in.Value, comment})
		}
	}
	return p, nil
}

type reading struct{}

// About implements importers.Reading.
func (*reading) About() importers.About {
	return importers.About{Table: casefile.TableIndicators.String(), Assumed: []string{"What each value is was told by its form; the list does not say."}}
}

// Cut implements importers.Rows.
func (*reading) Cut(chunk []byte, last bool) int {
	if last {
		return len(chunk)
	}
	return bytes.LastIndexByte(chunk, '\n') + 1
}

// NewDecoder implements importers.Rows.
func (*reading) NewDecoder() importers.Decoder { return &decoder{} }

type decoder struct{ batch casefile.Batch }

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0], Indicators: d.batch.Indicators[:0]}
	for start := 0; start < len(c.Raw); {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		end, next := len(c.Raw), len(c.Raw)
		if i := bytes.IndexByte(c.Raw[start:], '\n'); i >= 0 {
			end, next = start+i, start+i+1
		}
		line := bytes.TrimSuffix(c.Raw[start:end], []byte{'\r'})
		text := line
		if c.Offset == 0 && start == 0 {
			text = bytes.TrimPrefix(line, importers.BOM(line))
		}
		origin := casefile.Origin{Row: int64(d.batch.Rows), Offset: int64(start), Length: int64(len(line))}
		d.batch.Rows++
		start = next
		in, comment, what := read(text)
		switch what {
		case isRemark:
			d.batch.Skipped++
		case isNone:
			d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: origin.Row, Offset: origin.Offset, Length: origin.Length, Reason: "The line is not a value of a known form."})
		default:
			in.Comment, in.ID, in.Origin = comment, idOf(in), origin
			d.batch.Indicators = append(d.batch.Indicators, in)
		}
	}
	return &d.batch, nil
}

// lineKind is what a line is.
type lineKind int

const (
	isValue lineKind = iota
	isRemark
	isNone
)

// longest is how long a line may be: a URL at its longest, and a remark.
const longest = 8 << 10

// read reads one line.
func read(line []byte) (in casefile.Indicator, comment string, what lineKind) {
	line = bytes.TrimSpace(line)
	switch {
	case len(line) == 0, line[0] == '#', line[0] == ';', bytes.HasPrefix(line, []byte("//")):
		return in, "", isRemark
	case len(line) > longest, !utf8.Valid(line), bytes.IndexByte(line, 0) >= 0:
		return in, "", isNone
	}
	value, comment := string(line), ""
	if i := strings.IndexAny(value, " \t"); i >= 0 {
		value, comment = value[:i], strings.TrimSpace(value[i:])
		comment = strings.TrimSpace(strings.TrimLeft(comment, "#;/-|"))
	}
	value = canon.Refang(strings.Trim(value, `"',;`))
	kind, ok := canon.KindOf(value)
	if !ok {
		return in, "", isNone
	}
	if kind, value, ok = canon.Normalise(kind, value); !ok {
		return in, "", isNone
	}
	in = casefile.Indicator{Type: kind, Value: value, Usage: casefile.UsageMatch}
	if kind == casefile.IndicatorFile {
		in.Usage, in.Why = casefile.UsageContext, "It is of a file, and a case holds no files to match."
	}
	return in, comment, isValue
}

// idOf makes an id: the same value has the same in every list.
func idOf(in casefile.Indicator) string {
	sum := sha256.Sum256([]byte(string(in.Type) + "\x00" + in.Value))
	return "list-" + hex.EncodeToString(sum[:8])
}
