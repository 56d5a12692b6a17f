package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/graphview"
	"casebench/ui/theme"
)

// Style is a kind of type: size, weight, face and usual colour.
type Style int

// The styles, one for each use in the window.
const (
	Body      Style = iota // 13, the interface
	Strong                 // 13 semi-bold
	Secondary              // 13 in the second text colour
	Small                  // 11.5 in the second text colour
	Hint                   // 11.5 in the third: nothing may depend on it
	Head                   // 11 capitals, spaced
	Title                  // 15 semi-bold
	Mono                   // 12.5, identifiers and hashes
	MonoSmall              // 11.5 in the second text colour
	Display                // 30 semi-bold, the program's name
)

type face struct {
	size  float32
	style fyne.TextStyle
	token theme.Token
	line  float32
}

func faceOf(s Style) face {
	bold, mono := fyne.TextStyle{Bold: true}, fyne.TextStyle{Monospace: true}
	switch s {
	case Strong:
		return face{theme.BodySize, bold, theme.Text, 18}
	case Secondary:
		return face{theme.BodySize, fyne.TextStyle{}, theme.Text2, 18}
	case Small:
		return face{theme.SmallSize, fyne.TextStyle{}, theme.Text2, 16}
	case Hint:
		return face{theme.SmallSize, fyne.TextStyle{}, theme.Text3, 16}
	case Head:
		return face{theme.HeadSize, bold, theme.Text2, 16}
	case Title:
		return face{theme.TitleSize, bold, theme.Text, 20}
	case Display:
		return face{30, bold, theme.Text, 40}
	case Mono:
		return face{theme.MonoSize, mono, theme.Text, 18}
	case MonoSmall:
		return face{theme.MonoSmall, mono, theme.Text2, 16}
	}
	return face{theme.BodySize, fyne.TextStyle{}, theme.Text, 18}
}

// text is a canvas text in a style, to be coloured by paint.
func text(s Style) *canvas.Text {
	f := faceOf(s)
	t := canvas.NewText("", nil)
	t.TextStyle = f.style
	t.TextSize = px(f.size)
	return t
}

// wear gives a text a style and a colour of the theme in force.
func wear(t *canvas.Text, s Style, token theme.Token) {
	f := faceOf(s)
	t.TextSize, t.TextStyle = px(f.size), f.style
	switch {
	case token != "":
		t.Color = theme.Ink(token)
	case s == Head: // quieter than what it stands over, and still readable
		t.Color = theme.Mix(theme.Text2, theme.Text3, 0.4)
	default:
		t.Color = theme.Ink(f.token)
	}
}

func measure(s string, style Style) float32 {
	f := faceOf(style)
	return fyne.MeasureText(s, px(f.size), f.style).Width
}

// spaced sets capitals apart by a hair, as small capitals ask for.
func spaced(s string) string {
	return strings.Join(strings.Split(strings.ToUpper(s), ""), "\u200a")
}

// shown is how a style writes a line.
func shown(s string, style Style) string {
	s = line(s)
	if style == Head {
		return spaced(s)
	}
	return s
}

// fit cuts a line to a width with "…", in whole characters.
func fit(s string, style Style, width float32) string {
	// No more than one sign in two pixels is worth measuring: a line of thousands
	// must not hold up the window.
	runes, most := []rune(s), max(int(width/px(2)), 0)+32
	if len(runes) <= most && measure(s, style) <= width {
		return s
	}
	runes = runes[:min(len(runes), most)]
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if measure(string(runes[:mid])+"…", style) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 && measure("…", style) > width {
		return ""
	}
	return strings.TrimRight(string(runes[:lo]), " \u200a") + "…"
}

// maxLine bounds what one line measures: longer text is cut before it is shaped.
const maxLine = 2000

// line makes one line of any text: line ends and tabs become spaces, and what
// graphview.Clean holds unfit is shown as such.
func line(s string) string {
	if len(s) > maxLine {
		s = strings.ToValidUTF8(s[:maxLine], "")
	}
	return graphview.Clean(blanks.Replace(s))
}

// lines keeps the line ends and cleans the lines.
func lines(s string) string {
	all := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range all {
		all[i] = graphview.Clean(strings.ReplaceAll(l, "\t", "    "))
	}
	return strings.Join(all, "\n")
}

var blanks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")
