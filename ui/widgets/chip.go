package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Chip is one condition of the filter: pressed it is changed, its cross removes it.
type Chip struct {
	widget.BaseWidget
	pressable
	OnTap    func()
	OnRemove func() // nil: no cross

	text string
}

var _ fyne.Accessible = (*Chip)(nil)

// NewChip makes a chip; either function may be nil.
func NewChip(text string, onTap, onRemove func()) *Chip {
	c := &Chip{text: text, OnTap: onTap, OnRemove: onRemove}
	c.act = func() {
		if c.OnTap != nil {
			c.OnTap()
		}
	}
	c.owner = c
	c.ExtendBaseWidget(c)
	return c
}

// SetText changes the condition shown.
func (c *Chip) SetText(text string) {
	if text != c.text {
		c.text = text
		c.Refresh()
	}
}

// Tapped removes the chip where the cross is, and presses it elsewhere.
func (c *Chip) Tapped(e *fyne.PointEvent) {
	if c.OnRemove != nil && e.Position.X >= c.Size().Width-px(24) {
		if !c.off {
			c.takeCursor()
			c.OnRemove()
		}
		return
	}
	c.pressable.Tapped(e)
}

// TypedKey also removes the chip on Delete and Backspace.
func (c *Chip) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyDelete || e.Name == fyne.KeyBackspace) && c.OnRemove != nil && !c.off {
		c.OnRemove()
		return
	}
	c.pressable.TypedKey(e)
}

// AccessibilityLabel is the condition.
func (c *Chip) AccessibilityLabel() string { return c.text }

// AccessibilityRole is button.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is enough for the condition, up to a bound.
func (c *Chip) MinSize() fyne.Size { return c.BaseWidget.MinSize() }

// CreateRenderer draws the chip; Fyne calls it.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	frame, word, cross := canvas.NewRectangle(color.Transparent), text(Small), icon()
	d := &drawing{owner: c, objects: []fyne.CanvasObject{frame, word, cross}}
	d.paint = func() {
		wear(word, Small, "")
		frame.FillColor, frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Raised), theme.Color(theme.Line), 1
		ink := theme.Text3
		if c.hovered && !c.off {
			frame.FillColor, word.Color, ink = theme.Color(theme.Pressed), theme.Color(theme.Text), theme.Text
		}
		if c.focused && !c.off {
			frame.StrokeColor = theme.Color(theme.Accent)
		}
		cross.Resource = theme.Icon("close", ink)
		show(cross, c.OnRemove != nil)
	}
	tail := func() float32 {
		if c.OnRemove != nil {
			return px(25)
		}
		return px(11)
	}
	d.layout = func(s fyne.Size) {
		place(frame, 0, 0, s.Width, s.Height)
		frame.CornerRadius = s.Height / 2
		word.Text = fit(line(c.text), Small, s.Width-px(11)-tail()+0.5)
		h := word.MinSize().Height
		place(word, px(11), middle(s.Height, h), s.Width-px(11)-tail(), h)
		side := px(11)
		place(cross, s.Width-px(9)-side, middle(s.Height, side), side, side)
	}
	d.min = func() fyne.Size {
		return fyne.NewSize(min(measure(line(c.text), Small), px(320))+px(11)+tail(), px(24))
	}
	return draw(d)
}
