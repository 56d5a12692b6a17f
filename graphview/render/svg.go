package render

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"casebench/graphview"
)

// SVG writes a scene as a standalone SVG 1.1 document of plain shapes and text.
func SVG(w io.Writer, s *graphview.Scene) error {
	out := &svg{w: bufio.NewWriter(w), scene: s}
	out.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" font-family="%s">`+"\n",
		num(s.Width), num(s.Height), num(s.Width), num(s.Height), sans)
	if s.Description != "" {
		out.printf("<title>%s</title>\n", escape(s.Description))
	}
	for i := 0; i < len(s.Items); {
		i = out.item(i)
	}
	out.printf("</svg>\n")
	if out.err != nil {
		return fmt.Errorf("write SVG: %w", out.err)
	}
	if err := out.w.Flush(); err != nil {
		return fmt.Errorf("write SVG: %w", err)
	}
	return nil
}

const (
	sans = "Inter, Go, &apos;Segoe UI&apos;, &apos;Helvetica Neue&apos;, Arial, sans-serif"
	mono = "&apos;JetBrains Mono&apos;, &apos;Go Mono&apos;, Menlo, Consolas, monospace"
)

type svg struct {
	w     *bufio.Writer
	scene *graphview.Scene
	err   error
}

func (o *svg) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

// item writes item i, or the run of lines alike that begins there, and returns the
// index of what follows.
func (o *svg) item(i int) int {
	switch it := o.scene.Items[i].(type) {
	case graphview.Oval:
		o.printf(`<ellipse cx="%s" cy="%s" rx="%s" ry="%s"%s/>`+"\n", num(it.X), num(it.Y), num(it.RX), num(it.RY), o.paint("fill", it.Fill))
	case graphview.Box:
		o.printf(`<rect x="%s" y="%s" width="%s" height="%s"`, num(it.X), num(it.Y), num(it.W), num(it.H))
		if it.Corner > 0 {
			o.printf(` rx="%s"`, num(it.Corner))
		}
		o.printf("%s", o.paint("fill", it.Fill))
		if it.Edge.Token != "" {
			o.printf(`%s stroke-width="%s"`, o.paint("stroke", it.Edge), num(it.EdgeWidth))
		}
		o.printf("/>\n")
	case graphview.Stroke:
		return o.strokes(i)
	case graphview.Mark:
		o.mark(it)
	case graphview.Label:
		o.label(it)
	}
	return i + 1
}

// strokes writes lines of one style as a group.
func (o *svg) strokes(i int) int {
	style := func(s graphview.Stroke) string {
		d := ""
		if s.Dashed {
			d = fmt.Sprintf(` stroke-dasharray="%s %s"`, num(dashOn), num(dashOff))
		}
		return fmt.Sprintf(`fill="none"%s stroke-width="%s"%s`, o.paint("stroke", s.Paint), num(s.Width), d)
	}
	first := style(o.scene.Items[i].(graphview.Stroke))
	o.printf("<g %s>\n", first)
	for ; i < len(o.scene.Items); i++ {
		s, ok := o.scene.Items[i].(graphview.Stroke)
		if !ok || style(s) != first {
			break
		}
		o.printf(`<path d="%s"/>`+"\n", line(s.Points))
	}
	o.printf("</g>\n")
	return i
}

func (o *svg) mark(m graphview.Mark) {
	if m.Halo.Token != "" {
		o.printf(`<circle cx="%s" cy="%s" r="%s" fill="none"%s stroke-width="2"/>`+"\n", num(m.X), num(m.Y), num(m.R+4), o.paint("stroke", m.Halo))
	}
	edge := ""
	if m.Edge.Token != "" {
		edge = o.paint("stroke", m.Edge) + ` stroke-width="1.1"`
	}
	corners, inner := outline(m)
	if corners == nil {
		o.printf(`<circle cx="%s" cy="%s" r="%s"%s%s/>`+"\n", num(m.X), num(m.Y), num(m.R), o.paint("fill", m.Fill), edge)
		return
	}
	o.printf(`<path d="%sZ"%s%s stroke-linejoin="round"/>`+"\n", line(corners), o.paint("fill", m.Fill), edge)
	if inner != nil {
		o.printf(`<path d="%s" fill="none"%s/>`+"\n", line(inner), edge)
	}
}

func (o *svg) label(l graphview.Label) {
	o.printf(`<text x="%s" y="%s" font-size="%s"`, num(l.X), num(l.Y), num(l.Size))
	if l.Mono {
		o.printf(` font-family="%s"`, mono)
	}
	if l.Weight == graphview.Bold {
		o.printf(` font-weight="600"`)
	}
	switch l.Anchor {
	case graphview.Middle:
		o.printf(` text-anchor="middle"`)
	case graphview.End:
		o.printf(` text-anchor="end"`)
	}
	o.printf("%s", o.paint("fill", l.Paint))
	if l.Outline {
		o.printf(`%s stroke-width="3" stroke-linejoin="round" paint-order="stroke"`, o.paint("stroke", graphview.Paint{Token: graphview.Ground, Alpha: 0.85}))
	}
	o.printf(">%s</text>\n", escape(graphview.Clean(l.Text)))
}

// paint writes an attribute for a colour, with its opacity when it is not full.
func (o *svg) paint(what string, p graphview.Paint) string {
	if p.Token == "" {
		return fmt.Sprintf(` %s="none"`, what)
	}
	c := o.scene.Palette[p.Token]
	s := fmt.Sprintf(` %s="#%02X%02X%02X"`, what, c.R, c.G, c.B)
	if p.Alpha < 1 {
		s += fmt.Sprintf(` %s-opacity="%s"`, what, num(p.Alpha))
	}
	return s
}

func line(points []graphview.Spot) string {
	var b strings.Builder
	for i, p := range points {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(num(p.X))
		b.WriteByte(' ')
		b.WriteString(num(p.Y))
	}
	return b.String()
}

// num prints a number with at most two decimals and no more than it needs.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// escape makes a text safe between tags and inside quotes. What XML 1.0 cannot hold
// becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&apos;")
		case r < ' ' || r == 0xFFFE || r == 0xFFFF || r == 0x7F:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
