package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pressable is what everything that can be pressed has in common: hover, focus,
// Enter and Space, and being off. The part that embeds it sets act and changed.
type pressable struct {
	hovered, focused, off bool
	act                   func() // what a press does; nil is nothing
	changed               func() // repaints the part
	escape                func() // what Esc does, inside a sheet
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
	if p.changed != nil {
		p.changed()
	}
}

// Tapped presses the part.
func (p *pressable) Tapped(*fyne.PointEvent) { p.press() }

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

// TypedRune changes nothing: Space comes as a key.
func (p *pressable) TypedRune(rune) {}

// TypedKey presses the part on Enter and Space.
func (p *pressable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.press()
	case fyne.KeyEscape:
		if p.escape != nil {
			p.escape()
		}
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
