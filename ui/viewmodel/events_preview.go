package viewmodel

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/graphview"
)

// Preview is one row with all its fields.
type Preview struct {
	Open   bool
	Row    int64 // in the document; -1 when no row is current
	Title  string
	Fields []PreviewField
}

// PreviewField is one field of a row. Masked content is only told of.
type PreviewField struct {
	Name, Text string
	Mono       bool
	Masked     bool
}

// TogglePreview opens the preview of the current row, or closes it.
func (e *Events) TogglePreview() {
	if e.Preview.Get().Open {
		e.Preview.Set(Preview{Row: -1})
		return
	}
	e.Preview.Set(Preview{Open: true, Row: -1})
	e.preview()
}

// preview follows the current row while the preview is open.
func (e *Events) preview() {
	if !e.Preview.Get().Open {
		return
	}
	p := Preview{Open: true, Row: -1}
	if r, ok := e.Row(e.current); ok && e.current >= 0 {
		p.Row = e.current
		p.Title = fmt.Sprintf("%s, row %s of source %d", spaced(r.Table.String()), Thousands(r.Origin.Row), r.Origin.Source)
		for _, v := range r.Values {
			p.Fields = append(p.Fields, previewField(v, e.bench.Zone.Get()))
		}
	}
	e.Preview.Set(p)
}

func previewField(v query.Value, zone *time.Location) PreviewField {
	f := PreviewField{Name: graphview.Clean(strings.TrimPrefix(v.Name, "extra.")), Text: graphview.Clean(shownValue(v, zone)), Mono: true}
	if v.Name == "prompt_text" {
		f.Text, f.Masked, f.Mono = maskedText(v.Text), true, false
	}
	return f
}

// Revealed is the original of a row, as it lies in its file.
type Revealed struct {
	Number int // tells one from the next; 0 is none
	Title  string
	Text   string // readable, with nothing in it that is not shown as it is
	Hex    string // the first bytes, as they are
	More   bool   // there are more bytes than Hex shows
}

// maxHex bounds how many bytes of a row are shown as numbers.
const maxHex = 16 << 10

// Reveal asks for a reason and shows the original of a row. That it was looked at
// is recorded before it is shown.
func (e *Events) Reveal(i int64) {
	r, ok := e.Row(i)
	if !ok {
		return
	}
	ref := refOf(&r)
	e.bench.Ask(Question{Title: "Look at the original of " + Name(ref), Label: "Reason", Confirm: "Reveal",
		Explain: "The row is shown as it lies in its file, content included. Who looked, when and why goes into the audit log.",
		Then:    func(reason, _ string) { e.reveal(ref, reason) }})
}

func (e *Events) reveal(ref casefile.Ref, reason string) {
	var got casework.RevealResult
	e.bench.Do(func(ctx context.Context) (res casework.ActResult, err error) {
		got, err = e.bench.Work.Reveal(ctx, ref.String(), reason)
		return casework.ActResult{Message: "The original is shown; that is in the audit log."}, err // nothing to undo
	}, func(casework.ActResult) {
		raw := got.Raw[:min(len(got.Raw), maxHex)]
		e.Revealed.Set(Revealed{Number: e.Revealed.Get().Number + 1, Title: "Original of " + Name(ref), Text: readable(got.Raw),
			Hex: hex.Dump(raw), More: len(raw) < len(got.Raw)})
	})
}

// readable prints bytes from a log on lines: JSON is laid out, and what is no
// character, or would not be seen, is written as a number.
func readable(raw []byte) string {
	var laid bytes.Buffer
	if trimmed := bytes.TrimSpace(raw); json.Valid(trimmed) && json.Indent(&laid, trimmed, "", "  ") == nil {
		raw = laid.Bytes()
	}
	var b strings.Builder
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, raw[0])
		case r == '\n' || !unicode.Is(unicode.C, r) && r != '\u2028' && r != '\u2029':
			b.WriteRune(r)
		case r == '\t':
			b.WriteString("    ")
		case r == '\r' && len(raw) > 1 && raw[1] == '\n':
		default:
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
		raw = raw[n:]
	}
	return strings.TrimRight(b.String(), "\n")
}

// Complete returns names of fields that a query may go on with where the cursor
// stands, counted in characters, and where the word that they replace begins.
func (e *Events) Complete(text string, cursor int) (from int, names []string) {
	runes := []rune(text)
	cursor = min(max(cursor, 0), len(runes))
	from = cursor
	for from > 0 && (unicode.IsLetter(runes[from-1]) || unicode.IsDigit(runes[from-1]) || runes[from-1] == '_' || runes[from-1] == '.') {
		from--
	}
	word := strings.ToLower(string(runes[from:cursor]))
	if word == "" || from > 0 && strings.ContainsRune(`:="<>[{/`, runes[from-1]) {
		return from, nil
	}
	known := append(slices.Clone(e.fields), "source", "table", "row", "cluster", "indicator", "tag", "starred", "exhibit")
	for _, name := range known {
		if strings.HasPrefix(name, word) && name != word {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return from, slices.Compact(names)[:min(len(names), 8)]
}
