package grid

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Mouseable      = (*Grid)(nil)
	_ desktop.Hoverable      = (*Grid)(nil)
	_ fyne.Scrollable        = (*Grid)(nil)
	_ fyne.SecondaryTappable = (*Grid)(nil)
)

// notch is how far the wheel moves for a point of the toolkit's delta: about two
// rows a notch.
const notch = 4.8

// doubleClick is how soon the second click follows the first.
const doubleClick = 400 * time.Millisecond

// clicks tells a double click from two. The toolkit's own would hold back every
// single click until it knows.
type clicks struct {
	row int64
	at  time.Time
}

func (c *clicks) again(row int64, now time.Time) bool {
	twice := c.row == row && !c.at.IsZero() && now.Sub(c.at) < doubleClick
	c.row, c.at = row, now
	if twice {
		c.at = time.Time{}
	}
	return twice
}

// RowAt returns the row at a position in the grid, or -1.
func (g *Grid) RowAt(pos fyne.Position) int64 {
	y := pos.Y - g.parts.body.Position().Y
	if y < 0 || y >= g.parts.body.Size().Height {
		return -1
	}
	row := g.place.plus(float64(y) / float64(g.rowHeight())).Row
	if row >= g.Len() {
		return -1
	}
	return row
}

// columnAt returns the column at a position, or "".
func (g *Grid) columnAt(pos fyne.Position) string {
	x := pos.X + g.offset
	for i, w := range g.widths() {
		if x < w {
			return g.columns[i].ID
		}
		x -= w
	}
	return ""
}

// MouseDown picks the row under the mouse, and opens it at the second click.
func (g *Grid) MouseDown(e *desktop.MouseEvent) {
	if c := canvasOf(g); c != nil && !g.focused {
		c.Focus(g)
	}
	row := g.RowAt(e.Position)
	if row < 0 || e.Button == desktop.MouseButtonTertiary {
		return
	}
	if e.Button == desktop.MouseButtonSecondary {
		if g.selected == nil || !g.selected(row) {
			g.pick(row, Modifiers{})
		}
		return
	}
	mod := Modifiers{Shift: e.Modifier&fyne.KeyModifierShift != 0, Ctrl: e.Modifier&fyne.KeyModifierShortcutDefault != 0}
	if g.click.again(row, time.Now()) && mod == (Modifiers{}) {
		if g.OnOpen != nil {
			g.OnOpen(row)
		}
		return
	}
	g.pick(row, mod)
}

// MouseUp does nothing: the row was picked when the button went down.
func (g *Grid) MouseUp(*desktop.MouseEvent) {}

// TappedSecondary signals the menu of the row and column under the mouse.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	if row := g.RowAt(e.Position); row >= 0 && g.OnMenu != nil {
		g.OnMenu(row, g.columnAt(e.Position), e.AbsolutePosition)
	}
}

// MouseIn marks the row under the mouse.
func (g *Grid) MouseIn(e *desktop.MouseEvent) { g.hoverAt(g.RowAt(e.Position)) }

// MouseMoved marks the row under the mouse.
func (g *Grid) MouseMoved(e *desktop.MouseEvent) { g.hoverAt(g.RowAt(e.Position)) }

// MouseOut marks no row.
func (g *Grid) MouseOut() { g.hoverAt(-1) }

func (g *Grid) hoverAt(row int64) {
	if row != g.hover {
		g.hover = row
		g.redraw()
	}
}

// Scrolled moves the view by the wheel.
func (g *Grid) Scrolled(e *fyne.ScrollEvent) {
	if dx := float64(e.Scrolled.DX); math.Abs(dx) > 0 {
		g.slideTo(g.offset - float32(dx*notch))
	}
	if dy := float64(e.Scrolled.DY); math.Abs(dy) > 0 {
		g.moveTo(g.place.plus(-dy * notch / float64(g.rowHeight())))
	}
}

// pick makes a row the current one and says so.
func (g *Grid) pick(row int64, mod Modifiers) {
	g.current = row
	g.redraw()
	if g.OnPick != nil {
		g.OnPick(row, mod)
	}
}
