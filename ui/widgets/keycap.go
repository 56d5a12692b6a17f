package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// KeyCap shows a key or a chord, such as "Y" or "Ctrl F".
type KeyCap struct {
	widget.BaseWidget
	text string
}

// NewKeyCap makes the cap of a key.
func NewKeyCap(key string) *KeyCap {
	k := &KeyCap{text: key}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer draws the cap; Fyne calls it.
func (k *KeyCap) CreateRenderer() fyne.WidgetRenderer {
	frame, word := box(theme.BadgeRadius), text(Hint)
	d := &drawing{owner: k, objects: []fyne.CanvasObject{frame, word}}
	d.paint = func() {
		wear(word, Hint, theme.Text2)
		frame.FillColor, frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Surface), theme.Color(theme.Line), 1
	}
	d.layout = func(s fyne.Size) {
		place(frame, 0, 0, s.Width, s.Height)
		word.Text, word.Alignment = line(k.text), fyne.TextAlignCenter
		h := word.MinSize().Height
		place(word, 0, middle(s.Height, h), s.Width, h)
	}
	d.min = func() fyne.Size {
		return fyne.NewSize(max(measure(line(k.text), Hint)+px(10), px(18)), px(18))
	}
	return draw(d)
}
