package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Focusable    = (*Grid)(nil)
	_ fyne.Shortcutable = (*Grid)(nil)
	_ desktop.Keyable   = (*Grid)(nil)
)

// slide is how far Left and Right move the columns.
const slide = 60

// FocusGained shows the focus ring.
func (g *Grid) FocusGained() { g.focus(true) }

// FocusLost hides the focus ring.
func (g *Grid) FocusLost() { g.shift = false; g.focus(false) }

func (g *Grid) focus(on bool) {
	g.focused = on
	g.parts.ring.Hidden = !on
	g.parts.ring.Refresh()
}

// KeyDown notes that Shift is held.
func (g *Grid) KeyDown(e *fyne.KeyEvent) { g.held(e, true) }

// KeyUp notes that Shift is let go.
func (g *Grid) KeyUp(e *fyne.KeyEvent) { g.held(e, false) }

func (g *Grid) held(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		g.shift = down
	}
}

// TypedKey moves the current row, and signals Enter and Space. Keys of the window,
// such as F9 and Escape, go on to it: the toolkit gives them to the focus alone.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int64(g.seen())-1)
	switch e.Name {
	case fyne.KeyDown:
		g.step(1)
	case fyne.KeyUp:
		g.step(-1)
	case fyne.KeyPageDown:
		g.step(page)
	case fyne.KeyPageUp:
		g.step(-page)
	case fyne.KeyHome:
		g.step(-g.Len())
	case fyne.KeyEnd:
		g.step(g.Len())
	case fyne.KeyLeft:
		if g.OnSide == nil || !g.OnSide("Left", g.current) {
			g.slideTo(g.offset - slide)
		}
	case fyne.KeyRight:
		if g.OnSide == nil || !g.OnSide("Right", g.current) {
			g.slideTo(g.offset + slide)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.current >= 0 && g.OnOpen != nil {
			g.OnOpen(g.current)
		}
	case fyne.KeySpace:
		g.key("Space")
	case desktop.KeyMenu:
		g.key("Menu")
	case fyne.KeyEscape:
		if !g.key("Escape") {
			g.goOn(e)
		}
	default:
		g.goOn(e)
	}
}

// goOn gives a key to the window. What writes a character comes again, as one.
func (g *Grid) goOn(e *fyne.KeyEvent) {
	if c := canvasOf(g); c != nil && len(e.Name) > 1 && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// TypedRune moves by j and k and signals the other letters. The blank comes as a
// key.
func (g *Grid) TypedRune(r rune) {
	switch r {
	case 'j':
		g.step(1)
	case 'k':
		g.step(-1)
	case ' ':
	default:
		if c := canvasOf(g); !g.key(string(r)) && c != nil && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// TypedShortcut signals Copy and Select all. Others are the window's.
func (g *Grid) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if g.OnCopy != nil {
			g.OnCopy()
			return
		}
	case *fyne.ShortcutSelectAll:
		if g.key("SelectAll") {
			return
		}
	}
	if c, ok := canvasOf(g).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

func (g *Grid) key(name string) bool { return g.OnKey != nil && g.OnKey(name, g.current) }

// step moves the current row and keeps it in view. Without one, the first step
// goes to the first row in view.
func (g *Grid) step(rows int64) {
	if g.Len() == 0 {
		return
	}
	to := g.current + rows
	if g.current < 0 && rows > -g.Len() && rows < g.Len() {
		to = g.place.Row
	}
	to = max(0, min(to, g.Len()-1))
	if to == g.current {
		return
	}
	g.Reveal(to)
	g.pick(to, Modifiers{Shift: g.shift})
}
