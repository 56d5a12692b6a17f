package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Badge is a short word in a frame: a strength, a grade, a state.
type Badge struct {
	widget.BaseWidget
	text   string
	token  theme.Token
	filled bool
	strong bool
	ink    *color.NRGBA // overrides the tokens: markings have colours of their own
	ground *color.NRGBA
}

var _ fyne.Accessible = (*Badge)(nil)

// NewBadge makes a badge with a frame in a token's colour; "" is a quiet one.
func NewBadge(text string, token theme.Token) *Badge {
	b := &Badge{text: text, token: token}
	b.ExtendBaseWidget(b)
	return b
}

// NewFilledBadge makes a badge on a wash of a token's colour.
func NewFilledBadge(text string, token theme.Token) *Badge {
	b := NewBadge(text, token)
	b.filled = true
	return b
}

// NewTLP makes the marking of a label of the Traffic Light Protocol, in the
// colours that FIRST's standard (TLP 2.0) gives, on black, in capitals. A label
// that the standard does not know is shown in white.
func NewTLP(label string) *Badge {
	b := &Badge{strong: true, ground: &color.NRGBA{A: 0xff}}
	b.SetTLP(label)
	b.ExtendBaseWidget(b)
	return b
}

// SetTLP changes the marking.
func (b *Badge) SetTLP(label string) {
	name := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(label)), "TLP:")
	if name == "" {
		name = "CLEAR"
	}
	b.text = "TLP:" + name
	ink := tlpColor(name)
	b.ink = &ink
	b.Refresh()
}

// tlpColor is FIRST's colour of a label, FIRST Standards Definitions, TLP 2.0.
func tlpColor(name string) color.NRGBA {
	switch name {
	case "RED":
		return color.NRGBA{R: 0xFF, G: 0x2B, B: 0x2B, A: 0xff}
	case "AMBER", "AMBER+STRICT":
		return color.NRGBA{R: 0xFF, G: 0xC0, B: 0x00, A: 0xff}
	case "GREEN":
		return color.NRGBA{R: 0x33, G: 0xFF, B: 0x00, A: 0xff}
	}
	return color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xff}
}

// SetText changes the word.
func (b *Badge) SetText(text string) {
	if text != b.text {
		b.text = text
		b.Refresh()
	}
}

// Text returns the word.
func (b *Badge) Text() string { return b.text }

// SetToken changes the colour.
func (b *Badge) SetToken(t theme.Token) {
	if t != b.token {
		b.token = t
		b.Refresh()
	}
}

// AccessibilityLabel is the word.
func (b *Badge) AccessibilityLabel() string { return b.text }

// AccessibilityRole is text.
func (b *Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the badge; Fyne calls it.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	frame, word := box(theme.BadgeRadius), text(Small)
	d := &drawing{owner: b, objects: []fyne.CanvasObject{frame, word}}
	style := func() Style {
		if b.strong {
			return Head
		}
		return Small
	}
	caption := func() string { return line(b.text) } // a marking is set tight, though in capitals
	d.paint = func() {
		wear(word, style(), theme.Text2)
		frame.FillColor, frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Raised), theme.Color(theme.Line), 1
		if b.token != "" {
			frame.FillColor, frame.StrokeColor, word.Color = color.Transparent, theme.Color(b.token), theme.Ink(b.token)
		}
		if b.token != "" && b.filled {
			frame.FillColor, frame.StrokeColor = theme.Mix(theme.Surface, b.token, 0.16), color.Transparent
		}
		if b.ground != nil {
			frame.FillColor, frame.StrokeColor, word.Color = *b.ground, color.Transparent, *b.ink
		}
	}
	d.layout = func(s fyne.Size) {
		place(frame, 0, 0, s.Width, s.Height)
		word.Text = fit(caption(), style(), s.Width-px(8))
		word.Alignment = fyne.TextAlignCenter
		h := word.MinSize().Height
		place(word, 0, middle(s.Height, h), s.Width, h)
	}
	d.min = func() fyne.Size {
		return fyne.NewSize(min(measure(caption(), style()), px(220))+px(14), px(20))
	}
	return draw(d)
}
