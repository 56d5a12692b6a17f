package viewmodel

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
		source := graphview.Clean(e.sources[r.Origin.Source])
		if source == "" {
			source = fmt.Sprintf("source %d", r.Origin.Source)
		}
		p.Title = fmt.Sprintf("%s · row %s of %s", capital(spaced(r.Table.String())), Thousands(r.Origin.Row), source)
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
	Lines  []string // readable, broken to the width of a page; nothing in them is not seen
	Bytes  []string // the first bytes, sixteen to a line, as numbers and as letters
	Note   string   // what is not shown, "" when all is
	text   string
}

// Text is the whole of what Lines show.
func (r Revealed) Text() string { return r.text }

// maxBytes bounds how many bytes of a row are shown as numbers, maxReadable how
// many characters as text.
const (
	maxBytes    = 64 << 10
	maxReadable = 1 << 20
	pageWidth   = 92 // characters
)

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
		e.Revealed.Set(revealed(e.Revealed.Get().Number+1, "Original of "+Name(ref), got.Raw))
	})
}

func revealed(number int, title string, raw []byte) Revealed {
	r := Revealed{Number: number, Title: title, text: readable(raw)}
	if len(raw) > maxBytes || len(r.text) > maxReadable {
		r.Note = fmt.Sprintf("The row has %s; its beginning is shown.", SizeOf(int64(len(raw))))
	}
	if len(r.text) > maxReadable {
		r.text = strings.ToValidUTF8(r.text[:maxReadable], "")
	}
	for _, line := range strings.Split(r.text, "\n") {
		runes := []rune(line)
		for len(runes) > pageWidth {
			r.Lines = append(r.Lines, string(runes[:pageWidth]))
			runes = runes[pageWidth:]
		}
		r.Lines = append(r.Lines, string(runes))
	}
	r.Bytes = strings.Split(strings.TrimRight(hex.Dump(raw[:min(len(raw), maxBytes)]), "\n"), "\n")
	return r
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
