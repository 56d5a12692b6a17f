package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"image/color"

	"casebench/ui/theme"
)

// StatusItem is one fact in the status bar; with OnTap it leads to what it tells
// of.
type StatusItem struct {
	widget.BaseWidget
	pressable
	OnTap func()

	text  string
	dot   theme.Token
	token theme.Token
}

// NewStatusItem makes a fact; dot may be "".
func NewStatusItem(text string, dot theme.Token, onTap func()) *StatusItem {
	s := &StatusItem{text: text, dot: dot, OnTap: onTap}
	s.act = func() {
		if s.OnTap != nil {
			s.OnTap()
		}
	}
	s.owner = s
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the fact. token colours the text; "" is the second text colour.
func (s *StatusItem) Set(text string, dot, token theme.Token) {
	if text != s.text || dot != s.dot || token != s.token {
		s.text, s.dot, s.token = text, dot, token
		s.Refresh()
	}
}

// AccessibilityLabel is the fact.
func (s *StatusItem) AccessibilityLabel() string { return s.text }

// AccessibilityRole is text, or a button where it leads somewhere.
func (s *StatusItem) AccessibilityRole() fyne.AccessibleRole {
	if s.OnTap != nil {
		return fyne.AccessibleRoleButton
	}
	return fyne.AccessibleRoleText
}

// CreateRenderer draws the fact; Fyne calls it.
func (s *StatusItem) CreateRenderer() fyne.WidgetRenderer {
	dot, word, ground := canvas.NewCircle(color.Transparent), text(Small), box(theme.BadgeRadius)
	before := func() float32 {
		if s.dot == "" {
			return 0
		}
		return px(15)
	}
	return draw(&drawing{
		owner: s, objects: []fyne.CanvasObject{ground, dot, word},
		paint: func() {
			wear(word, Small, s.token)
			ground.FillColor = color.Transparent
			if s.OnTap != nil && (s.hovered || s.focused) {
				ground.FillColor = theme.Color(theme.Pressed)
			}
			show(dot, s.dot != "")
			if s.dot != "" {
				dot.FillColor = theme.Color(s.dot)
			}
		},
		layout: func(size fyne.Size) {
			place(ground, -px(6), middle(size.Height, px(20)), size.Width+px(12), px(20))
			place(dot, 0, middle(size.Height, px(9)), px(9), px(9))
			word.Text = fit(line(s.text), Small, size.Width-before()+0.5)
			h := word.MinSize().Height
			place(word, before(), middle(size.Height, h), size.Width-before(), h)
		},
		min: func() fyne.Size { return fyne.NewSize(before()+measure(line(s.text), Small), px(theme.StatusRow)) },
	})
}
