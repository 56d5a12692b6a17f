package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// NewMenuButton makes a button that opens a menu below itself. menu is asked each
// time, so that it says what is true then.
func NewMenuButton(text string, menu func() *fyne.Menu) *Button {
	b := NewButton(text, Plain, nil)
	b.drop = text != ""
	b.OnTap = func() { PopMenu(menu(), b) }
	return b
}

// NewMoreButton makes the quiet button of three dots that opens a menu.
func NewMoreButton(label string, menu func() *fyne.Menu) *Button {
	b := NewIconButton("more", label, nil)
	b.OnTap = func() { PopMenu(menu(), b) }
	return b
}

// PopMenu opens a menu below a part. An object that is on no canvas opens none.
func PopMenu(menu *fyne.Menu, below fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(below)
	if menu == nil || c == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(below)
	widget.ShowPopUpMenuAtPosition(menu, c, at.AddXY(0, below.Size().Height+px(4)))
}

// PopMenuAt opens a menu at an absolute position on the canvas of an object.
func PopMenuAt(menu *fyne.Menu, on fyne.CanvasObject, at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(on); menu != nil && c != nil {
		widget.ShowPopUpMenuAtPosition(menu, c, at)
	}
}

// Choice is a closed list of which one is picked.
type Choice struct {
	Button
	OnPick func(index int)

	options []string
	picked  int
}

// NewChoice makes a list with the first option picked.
func NewChoice(options []string, onPick func(index int)) *Choice {
	c := &Choice{OnPick: onPick}
	c.kind, c.drop = Plain, true
	c.act = func() { PopMenu(c.menu(), c) }
	c.owner = c
	c.ExtendBaseWidget(c)
	c.SetOptions(options)
	return c
}

// SetOptions replaces the options and picks the first.
func (c *Choice) SetOptions(options []string) {
	c.options = options
	c.Pick(0)
}

// Pick shows an option as picked; out of range is none. It does not call OnPick.
func (c *Choice) Pick(index int) {
	c.picked = index
	if index < 0 || index >= len(c.options) {
		c.picked = -1
		c.SetText("")
		return
	}
	c.SetText(c.options[index])
}

// Picked returns the index of the picked option, -1 if there is none.
func (c *Choice) Picked() int { return c.picked }

func (c *Choice) menu() *fyne.Menu {
	m := fyne.NewMenu("")
	for i, o := range c.options {
		item := fyne.NewMenuItem(line(o), func() {
			c.Pick(i)
			if c.OnPick != nil {
				c.OnPick(i)
			}
		})
		item.Checked = i == c.picked
		m.Items = append(m.Items, item)
	}
	return m
}

// CreateRenderer draws the choice as a button with an arrow; Fyne calls it.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	d := c.Button.CreateRenderer().(*drawing)
	d.owner = c
	return d
}
