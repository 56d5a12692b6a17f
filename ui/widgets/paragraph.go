package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Paragraph is text of several lines, broken between words to the width it is
// given. A right click copies it.
type Paragraph struct {
	widget.BaseWidget
	MaxLines int // 0 is no bound; what does not fit ends in "…"
	Align    fyne.TextAlign

	text  string
	style Style
	token theme.Token
	width float32 // of the last breaking
	rows  []string
}

var (
	_ fyne.Accessible        = (*Paragraph)(nil)
	_ fyne.SecondaryTappable = (*Paragraph)(nil)
)

// NewParagraph makes a paragraph.
func NewParagraph(text string, style Style) *Paragraph {
	p := &Paragraph{text: text, style: style, width: px(320)}
	p.ExtendBaseWidget(p)
	return p
}

// Text returns the text.
func (p *Paragraph) Text() string { return p.text }

// SetText shows another text.
func (p *Paragraph) SetText(text string) {
	if text != p.text {
		p.text = text
		p.rows = nil
		p.Refresh()
	}
}

// SetToken gives the text a colour of its own; "" is the style's.
func (p *Paragraph) SetToken(t theme.Token) { p.token = t; p.Refresh() }

// TappedSecondary offers to copy the text.
func (p *Paragraph) TappedSecondary(e *fyne.PointEvent) {
	copied := fyne.NewMenuItem("Copy text", func() { fyne.CurrentApp().Clipboard().SetContent(p.text) })
	PopMenuAt(fyne.NewMenu("", copied), p, e.AbsolutePosition)
}

// AccessibilityLabel is the text.
func (p *Paragraph) AccessibilityLabel() string { return p.text }

// AccessibilityRole is text.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Resize breaks the text anew when the width has changed.
func (p *Paragraph) Resize(s fyne.Size) {
	if s.Width > 0 && s.Width != p.width {
		p.width, p.rows = s.Width, nil
		p.BaseWidget.Resize(s)
		p.Refresh()
		return
	}
	p.BaseWidget.Resize(s)
}

// CreateRenderer draws the paragraph; Fyne calls it.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: p}
	d.paint = func() {
		p.rows = nil // the scale of the type may have changed
		p.lay(d)
	}
	d.layout = func(fyne.Size) { p.lay(d) }
	d.min = func() fyne.Size {
		p.fold()
		return fyne.NewSize(px(60), float32(len(p.rows))*px(faceOf(p.style).line))
	}
	return draw(d)
}

func (p *Paragraph) fold() {
	if p.rows != nil {
		return
	}
	p.rows = fold(lines(p.text), p.style, p.width)
	if p.MaxLines > 0 && len(p.rows) > p.MaxLines {
		p.rows = p.rows[:p.MaxLines]
		last := p.rows[p.MaxLines-1]
		p.rows[p.MaxLines-1] = fit(last+" …", p.style, p.width)
	}
}

func (p *Paragraph) lay(d *drawing) {
	p.fold()
	for len(d.objects) < len(p.rows) {
		d.objects = append(d.objects, canvas.NewText("", color.Transparent))
	}
	d.objects = d.objects[:len(p.rows)]
	h := px(faceOf(p.style).line)
	for i, row := range p.rows {
		t := d.objects[i].(*canvas.Text)
		t.Text, t.Alignment = row, p.Align
		wear(t, p.style, p.token)
		th := t.MinSize().Height
		place(t, 0, float32(i)*h+middle(h, th), p.width, th)
	}
}

// fold breaks text into lines that fit a width: between words, and inside a word
// only where it is longer than a line.
func fold(s string, style Style, width float32) []string {
	rows := []string{}
	space := measure(" ", style)
	for _, part := range strings.Split(s, "\n") {
		row, used := "", float32(0)
		for _, word := range strings.Fields(part) {
			w := measure(word, style)
			if row != "" && used+space+w > width {
				rows, row, used = append(rows, row), "", 0
			}
			for w > width && len([]rune(word)) > 1 {
				head := headThatFits(word, style, width)
				rows = append(rows, head)
				word = word[len(head):]
				w = measure(word, style)
			}
			if row != "" {
				row, used = row+" ", used+space
			}
			row, used = row+word, used+w
		}
		rows = append(rows, row)
	}
	return rows
}

// headThatFits is the longest beginning of a word that fits, one character at least.
func headThatFits(word string, style Style, width float32) string {
	runes := []rune(word)
	lo, hi := 1, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if measure(string(runes[:mid]), style) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:lo])
}
