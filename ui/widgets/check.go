package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Check is a box to be ticked, with its sentence.
type Check struct {
	widget.BaseWidget
	pressable
	OnChange func(on bool)

	text string
	on   bool
}

var _ fyne.Accessible = (*Check)(nil)

// NewCheck makes a box that is not ticked.
func NewCheck(text string, onChange func(on bool)) *Check {
	c := &Check{text: text, OnChange: onChange}
	c.act = func() {
		c.SetOn(!c.on)
		if c.OnChange != nil {
			c.OnChange(c.on)
		}
	}
	c.owner = c
	c.ExtendBaseWidget(c)
	return c
}

// SetOn ticks the box or not. It does not call OnChange.
func (c *Check) SetOn(on bool) {
	if on != c.on {
		c.on = on
		c.Refresh()
	}
}

// On reports whether the box is ticked.
func (c *Check) On() bool { return c.on }

// AccessibilityLabel is the sentence, and whether it is ticked.
func (c *Check) AccessibilityLabel() string {
	if c.on {
		return c.text + ", ticked"
	}
	return c.text + ", not ticked"
}

// AccessibilityRole is button.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the box; Fyne calls it.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	frame, tick, word := box(theme.BadgeRadius), icon(), text(Body)
	return draw(&drawing{
		owner: c, objects: []fyne.CanvasObject{frame, tick, word},
		paint: func() {
			wear(word, Body, "")
			frame.FillColor, frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Raised), theme.Mix(theme.Line, theme.Text3, 0.6), 1
			if c.hovered && !c.off {
				frame.StrokeColor = theme.Color(theme.Text2)
			}
			if c.on {
				frame.FillColor, frame.StrokeColor = theme.Color(theme.Accent), theme.Color(theme.Accent)
			}
			if c.focused && !c.off {
				frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Accent), 2
			}
			tick.Resource = theme.IconIn("check", theme.On(theme.Accent))
			show(tick, c.on)
			if c.off {
				word.Color = theme.Color(theme.Text3)
				frame.FillColor, frame.StrokeColor = theme.Color(theme.Pressed), theme.Color(theme.Line)
			}
		},
		layout: func(s fyne.Size) {
			side := px(16)
			// Two pixels in: its line must not be cut at the edge of a list that scrolls.
			place(frame, 2, middle(s.Height, side-2), side-2, side-2)
			place(tick, 2+(side-2-px(12))/2, middle(s.Height, px(12)), px(12), px(12))
			word.Text = fit(line(c.text), Body, s.Width-side-px(8)+0.5)
			h := word.MinSize().Height
			place(word, side+px(8), middle(s.Height, h), s.Width-side-px(8), h)
		},
		min: func() fyne.Size {
			return fyne.NewSize(px(24)+min(measure(line(c.text), Body), px(400)), px(theme.Row))
		},
	})
}
