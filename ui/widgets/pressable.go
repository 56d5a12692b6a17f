package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pressable is what everything that can be pressed has in common: hover, focus,
// Enter and Space, and being off. The part that embeds it sets owner and act.
//
// Keys that mean nothing to the part go on to the window, so that its shortcuts
// work wherever the focus stands. A press by the pointer takes the cursor out of
// an entry: the next key is meant for the window, not for a search typed before.
type pressable struct {
	hovered, focused, off bool
	owner                 part
	act                   func() // what a press does; nil is nothing
	escape                func() // what Esc does, inside a sheet
}

// part is what embeds a pressable.
type part interface {
	fyne.CanvasObject
	fyne.Focusable
}

var (
	_ fyne.Tappable     = (*pressable)(nil)
	_ fyne.Focusable    = (*pressable)(nil)
	_ fyne.Disableable  = (*pressable)(nil)
	_ desktop.Hoverable = (*pressable)(nil)
)

func (p *pressable) press() {
	if !p.off && p.act != nil {
		p.act()
	}
}

func (p *pressable) repaint() {
	if p.owner != nil {
		p.owner.Refresh()
	}
}

// Tapped presses the part.
func (p *pressable) Tapped(*fyne.PointEvent) {
	p.takeCursor()
	p.press()
}

// takeCursor takes the cursor out of an entry: to nobody in the window, to the
// part itself in a sheet, where Esc must be heard.
func (p *pressable) takeCursor() {
	c := p.canvas()
	switch {
	case c == nil || p.off || c.Focused() == nil:
	case p.escape != nil:
		c.Focus(p.owner)
	case c.Focused() != fyne.Focusable(p.owner):
		c.Unfocus()
	}
}

func (p *pressable) canvas() fyne.Canvas {
	if p.owner == nil {
		return nil
	}
	return fyne.CurrentApp().Driver().CanvasForObject(p.owner)
}

// MouseIn shows that the part can be pressed.
func (p *pressable) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.repaint() }

// MouseMoved changes nothing.
func (p *pressable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the hover away.
func (p *pressable) MouseOut() { p.hovered = false; p.repaint() }

// FocusGained draws the focus ring.
func (p *pressable) FocusGained() { p.focused = true; p.repaint() }

// FocusLost takes the focus ring away.
func (p *pressable) FocusLost() { p.focused = false; p.repaint() }

// TypedRune goes on to the window; Space comes as a key.
func (p *pressable) TypedRune(r rune) {
	if c := p.canvas(); c != nil && r != ' ' && p.escape == nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey presses the part on Enter and Space. In a sheet Esc leaves it; other
// keys go on to the window.
func (p *pressable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.press()
		return
	case fyne.KeyEscape:
		if p.escape != nil {
			p.escape()
			return
		}
	}
	if c := p.canvas(); c != nil && p.escape == nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

func (p *pressable) setEscape(f func()) { p.escape = f }

// Enable makes the part answer again.
func (p *pressable) Enable() { p.setOff(false) }

// Disable makes the part deaf and pale.
func (p *pressable) Disable() { p.setOff(true) }

// Disabled reports whether the part is deaf.
func (p *pressable) Disabled() bool { return p.off }

func (p *pressable) setOff(off bool) {
	if p.off == off {
		return
	}
	p.off = off
	p.repaint()
}
