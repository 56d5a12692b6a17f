package report

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed *.tmpl report.css
var files embed.FS

// Render writes the document as one HTML file. The same document gives the same
// bytes.
func Render(w io.Writer, d *Document) error {
	css, err := files.ReadFile("report.css")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	t, err := template.New("report.tmpl").Funcs(template.FuncMap{
		// The style sheet is this package's own text; no value is put into it.
		"css":      func() template.CSS { return template.CSS(css) },
		"quoted":   quoted,
		"picture":  picture,
		"word":     word,
		"sentence": sentence,
		"short":    short,
		"anchor":   anchor,
		"tlp":      func(s string) string { return strings.ToLower(strings.NewReplacer(":", "-", "+", "-").Replace(s)) },
	}).ParseFS(files, "*.tmpl")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// quoted makes a CSS string of any text: what is not plainly harmless is written
// as a code point.
func quoted(s string) template.CSS {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(" .+-_:", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return template.CSS(b.String())
}

// picture makes a data URI of a figure. Only the two media types that figures
// have are let through; a browser runs no script of an SVG in an img element.
func picture(f Figure) (template.URL, error) {
	switch f.MediaType {
	case "image/svg+xml", "image/png":
		return template.URL("data:" + f.MediaType + ";base64," + base64.StdEncoding.EncodeToString(f.Data)), nil
	}
	return "", fmt.Errorf("a figure of type %q", f.MediaType)
}

// word makes a machine's word readable: "pool_like" is "pool-like".
func word(s string) string { return strings.ReplaceAll(s, "_", "-") }

// sentence begins a text with a capital.
func sentence(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// short prints a digest so that two can be compared by eye; the whole one stands
// in the annexes and in the manifest.
func short(s string) string {
	if len(s) < 40 {
		return s
	}
	return s[:8] + " … " + s[len(s)-8:]
}

// anchor makes an id of a label that this program made.
func anchor(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, s)
}
