package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Label is one line of text. It asks for the width of its text, up to MaxWidth;
// given less it cuts the text with "…".
type Label struct {
	widget.BaseWidget
	Align    fyne.TextAlign
	MaxWidth float32 // asked for at most; 0 is no bound

	text  string
	style Style
	token theme.Token
	cut   bool
}

var _ fyne.Accessible = (*Label)(nil)

// NewLabel makes a label that asks for the width of its text.
func NewLabel(text string, style Style) *Label {
	l := &Label{text: text, style: style}
	l.ExtendBaseWidget(l)
	return l
}

// NewCut makes a label that asks for next to nothing and shows what fits: for
// text of any length in a place of a given width.
func NewCut(text string, style Style) *Label {
	l := NewLabel(text, style)
	l.cut = true
	return l
}

// NewRight makes a label whose text ends at the right edge, for numbers.
func NewRight(text string, style Style) *Label {
	l := NewLabel(text, style)
	l.Align = fyne.TextAlignTrailing
	return l
}

// Text returns the whole text, cut or not.
func (l *Label) Text() string { return l.text }

// SetText shows another text.
func (l *Label) SetText(text string) {
	if text == l.text {
		return
	}
	l.text = text
	l.Refresh()
}

// SetStyle shows the text in another style.
func (l *Label) SetStyle(s Style) { l.style = s; l.Refresh() }

// SetToken gives the text a colour of its own; "" is the style's.
func (l *Label) SetToken(t theme.Token) {
	if t == l.token {
		return
	}
	l.token = t
	l.Refresh()
}

// AccessibilityLabel is the whole text.
func (l *Label) AccessibilityLabel() string { return l.text }

// AccessibilityRole is text.
func (l *Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the label; Fyne calls it.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	t := text(l.style)
	d := &drawing{owner: l, objects: []fyne.CanvasObject{t}}
	d.paint = func() { wear(t, l.style, l.token) }
	d.layout = func(s fyne.Size) { l.lay(t, s) }
	d.min = func() fyne.Size {
		h := px(faceOf(l.style).line)
		if l.cut {
			return fyne.NewSize(px(24), h)
		}
		w := measure(shown(l.text, l.style), l.style)
		if l.MaxWidth > 0 {
			w = min(w, l.MaxWidth)
		}
		return fyne.NewSize(w, h)
	}
	return draw(d)
}

func (l *Label) lay(t *canvas.Text, s fyne.Size) {
	// Half a pixel of grace: a container may hand out what it asked for, rounded.
	t.Text = fit(shown(l.text, l.style), l.style, s.Width+0.5)
	t.Alignment = l.Align
	h := t.MinSize().Height
	place(t, 0, middle(s.Height, h), s.Width, h)
}
