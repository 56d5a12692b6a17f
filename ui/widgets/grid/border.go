package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

var (
	_ fyne.Draggable      = (*border)(nil)
	_ fyne.DoubleTappable = (*border)(nil)
	_ desktop.Cursorable  = (*border)(nil)
)

// borderWidth is how near to the edge of a column it can be taken hold of.
const borderWidth = 9

// border is the edge between two heads: dragged, it makes the column at its left
// wider; a double click makes the column as wide as what it shows.
type border struct {
	widget.BaseWidget
	g    *Grid
	n    int
	line *canvas.Rectangle
}

func newBorder(g *Grid, n int) *border {
	b := &border{g: g, n: n, line: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// Dragged makes the column wider or narrower.
func (b *border) Dragged(e *fyne.DragEvent) {
	if b.n < len(b.g.columns) {
		b.g.resize(b.n, b.g.columns[b.n].width()+e.Dragged.DX)
	}
}

// DragEnd says how wide the column is now.
func (b *border) DragEnd() { b.g.resized(b.n) }

// DoubleTapped fits the column to the rows in view.
func (b *border) DoubleTapped(*fyne.PointEvent) {
	b.g.Fit(b.n)
}

// Cursor shows that the border can be dragged.
func (b *border) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer implements fyne.Widget.
func (b *border) CreateRenderer() fyne.WidgetRenderer { return &borderRenderer{b} }

type borderRenderer struct{ b *border }

func (r *borderRenderer) Layout(size fyne.Size) {
	r.b.line.FillColor = theme.Color(theme.Line)
	r.b.line.Move(fyne.NewPos(borderWidth/2, 7))
	r.b.line.Resize(fyne.NewSize(1, max(0, size.Height-14)))
	r.b.line.Refresh()
}

func (r *borderRenderer) MinSize() fyne.Size           { return fyne.NewSize(borderWidth, HeadHeight-1) }
func (r *borderRenderer) Refresh()                     { r.Layout(r.b.Size()) }
func (r *borderRenderer) Destroy()                     {}
func (r *borderRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.line} }

// resize makes a column that wide on the screen.
func (g *Grid) resize(n int, width float32) {
	g.columns[n].Width = max(narrowest, width/theme.Scaled(1))
	g.Refresh()
}

func (g *Grid) resized(n int) {
	if n < len(g.columns) && g.OnWidth != nil {
		g.OnWidth(g.columns[n].ID, g.columns[n].Width)
	}
}

// widest bounds what Fit makes of one very long text.
const widest = 640

// Fit makes a column as wide as its title and the rows in view need.
func (g *Grid) Fit(n int) {
	if n < 0 || n >= len(g.columns) {
		return
	}
	c, scale := g.columns[n], g.scale()
	g.paint.fonts.at(scale * theme.Scaled(1))
	// The title with room for the arrow.
	width := fyne.MeasureText(c.Title, theme.Scaled(headSize), fyne.TextStyle{}).Width + theme.Scaled(16)
	from, to := g.InView()
	for i := from; i < to; i++ {
		cells, ok := g.rows.Row(i)
		if !ok || n >= len(cells) {
			continue
		}
		w := g.paint.face(c, cells[n]).Measure(cells[n].Text) / scale
		if cells[n].Dot != "" {
			w += theme.Scaled(14)
		}
		if cells[n].Mark != NoMark {
			w += theme.Scaled(16)
		}
		width = max(width, w)
	}
	g.resize(n, min(theme.Scaled(widest), width+theme.Scaled(2*pad)+1))
	g.resized(n)
}
