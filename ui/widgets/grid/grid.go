package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// RowHeight and HeadHeight are the heights of a row and of the column heads, before
// the person's scale.
const (
	RowHeight  = theme.GridRow
	HeadHeight = 28
)

// Modifiers are the keys held while a row was picked.
type Modifiers struct{ Shift, Ctrl bool }

// Grid is the table. Set its signals before it is shown; nil ones are not sent.
type Grid struct {
	widget.BaseWidget

	// Name is read to those who do not see the table.
	Name string

	OnVisible func(from, to int64)                             // the rows in view changed
	OnPick    func(row int64, mod Modifiers)                   // a row was clicked or moved to
	OnOpen    func(row int64)                                  // double click, Enter
	OnMenu    func(row int64, column string, at fyne.Position) // right click; row -1 is the head
	OnSort    func(column string)                              // a head was clicked
	OnWidth   func(column string, width float32)               // a column was resized
	OnKey     func(name string, row int64) bool                // a letter, "Space", "Menu" or "SelectAll"; true if it meant something
	OnSide    func(name string, row int64) bool                // Left and Right; false: they move the columns
	OnCopy    func()                                           // Ctrl+C

	rows     Rows
	columns  []Column
	sorted   string
	desc     bool
	selected func(int64) bool
	current  int64 // -1 is none
	hover    int64 // -1 is none
	focused  bool
	shift    bool

	place    Place
	offset   float32 // of the columns, in points
	from, to int64   // as last signalled

	click clicks
	paint painter
	parts *parts
}

// New returns a grid without rows.
func New() *Grid {
	g := &Grid{current: -1, hover: -1, from: -1}
	g.ExtendBaseWidget(g)
	g.parts = newParts(g)
	return g
}

// SetRows shows other rows, from the first on when their number is another.
func (g *Grid) SetRows(rows Rows) {
	before := g.Len()
	g.rows = rows
	if g.Len() != before {
		g.hover = -1
		if g.current >= g.Len() {
			g.current = -1
		}
	}
	g.Refresh()
}

// SetColumns shows other columns, and in their order.
func (g *Grid) SetColumns(columns []Column) {
	g.columns = append([]Column(nil), columns...)
	g.parts.heads.rebuild()
	g.Refresh()
}

// Columns returns the columns with their widths of now.
func (g *Grid) Columns() []Column { return append([]Column(nil), g.columns...) }

// SetSort draws the arrow of the order in which the rows are.
func (g *Grid) SetSort(column string, desc bool) {
	g.sorted, g.desc = column, desc
	g.parts.heads.Refresh()
}

// SetSelected says which rows are selected; it is asked for those in view.
func (g *Grid) SetSelected(selected func(row int64) bool) {
	g.selected = selected
	g.Refresh()
}

// SetCurrent moves the current row without signalling; -1 is none.
func (g *Grid) SetCurrent(row int64) {
	g.current = max(-1, min(row, g.Len()-1))
	g.Refresh()
}

// Current returns the current row, or -1.
func (g *Grid) Current() int64 { return g.current }

// Len returns the number of rows.
func (g *Grid) Len() int64 {
	if g.rows == nil {
		return 0
	}
	return g.rows.Len()
}

// ScrollTo brings a row to the top of the view, or as near as the last row allows.
func (g *Grid) ScrollTo(row int64) { g.moveTo(Place{Row: row}) }

// Reveal scrolls no further than it must for the whole row to be in view.
func (g *Grid) Reveal(row int64) {
	seen := g.seen()
	low := Place{Row: row + 1}.plus(-seen) // from here on the whole row is in view at the bottom
	switch {
	case seen < 1 || row < g.place.Row || row == g.place.Row && g.place.Part > 0:
		g.ScrollTo(row)
	case g.place.before(low):
		g.moveTo(low)
	}
}

// Place returns where the view begins, so that it can be gone back to.
func (g *Grid) Place() Place { return g.place }

// GoTo returns to a Place.
func (g *Grid) GoTo(p Place) { g.moveTo(p) }

// InView returns the rows in view, from the first to before to, those that are
// partly in view included.
func (g *Grid) InView() (from, to int64) {
	end := g.place.plus(g.seen())
	to = end.Row
	if end.Part > 0 {
		to++
	}
	return g.place.Row, min(to, g.Len())
}

// seen is how many rows the view is high, and a part of one.
func (g *Grid) seen() float64 {
	return float64(max(0, g.parts.body.Size().Height)) / float64(g.rowHeight())
}

// rowHeight is RowHeight in whole pixels of the screen, back in points: what is
// drawn and what is clicked are the same at every scale.
func (g *Grid) rowHeight() float32 {
	scale := g.scale()
	return float32(max(1, math.Round(float64(theme.Scaled(RowHeight)*scale)))) / scale
}

// scale is how many pixels of the screen a point is wide.
func (g *Grid) scale() float32 {
	if g.paint.scale > 0 {
		return g.paint.scale
	}
	if c := canvasOf(g); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil || app.Driver() == nil {
		return nil
	}
	return app.Driver().CanvasForObject(o)
}

// moveTo begins the view at p.
func (g *Grid) moveTo(p Place) {
	p = p.clamped(g.Len(), g.seen())
	if p == g.place {
		return
	}
	g.place = p
	g.moved()
}

// slideTo begins the columns at that many points from the left.
func (g *Grid) slideTo(offset float32) {
	offset = max(0, min(offset, g.width()-g.parts.body.Size().Width))
	if offset == g.offset {
		return
	}
	g.offset = offset
	g.parts.heads.place()
	g.moved()
}

// width is that of all columns.
func (g *Grid) width() float32 {
	var w float32
	for _, c := range g.columns {
		w += c.width()
	}
	return w
}

// widths returns the columns' widths; the last one takes what is left of the view.
func (g *Grid) widths() []float32 {
	out := make([]float32, len(g.columns))
	left := g.parts.body.Size().Width
	for i, c := range g.columns {
		out[i] = c.width()
		left -= out[i]
	}
	if left > 0 && len(out) > 0 {
		out[len(out)-1] += left
	}
	return out
}

// moved draws again what depends on the place and tells who listens.
func (g *Grid) moved() {
	g.redraw()
	g.parts.placeBars()
	from, to := g.InView()
	if from == g.from && to == g.to {
		return
	}
	g.from, g.to = from, to
	if g.OnVisible != nil && to > from {
		g.OnVisible(from, to)
	}
}

// redraw asks for one new frame, however often it is called before that.
func (g *Grid) redraw() {
	g.paint.stale = true
	g.parts.body.Refresh()
}

// Refresh draws everything anew.
func (g *Grid) Refresh() {
	g.place = g.place.clamped(g.Len(), g.seen())
	g.offset = max(0, min(g.offset, g.width()-g.parts.body.Size().Width))
	g.paint.forget()
	g.parts.refresh()
	g.moved()
	g.BaseWidget.Refresh()
}

// AccessibilityLabel returns the name and the size of the table.
func (g *Grid) AccessibilityLabel() string { return g.Name }

// AccessibilityRole says that the grid holds others.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
