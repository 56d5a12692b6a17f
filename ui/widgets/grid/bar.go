package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

var (
	_ fyne.Draggable    = (*bar)(nil)
	_ fyne.Tappable     = (*bar)(nil)
	_ desktop.Hoverable = (*bar)(nil)
)

// shortest is the least length of a thumb.
const shortest = 28

// bar is a scroll bar that counts in shares of the whole, as float64: the
// toolkit's own counts in points.
type bar struct {
	widget.BaseWidget
	upright bool
	toShare func(float64)
	page    func(float64) // -1 back, 1 on

	at, part float64
	drag     float64 // where the thumb's beginning is being dragged to
	dragging bool
	over     bool
	thumb    *canvas.Rectangle
}

func newBar(upright bool, toShare, page func(float64)) *bar {
	b := &bar{upright: upright, toShare: toShare, page: page, part: 1, thumb: canvas.NewRectangle(color.Transparent)}
	b.ExtendBaseWidget(b)
	return b
}

// show puts the thumb at a share of the way; part is how much of the whole is in
// view. A bar that has nothing to move is hidden.
func (b *bar) show(at, part float64) {
	b.at, b.part = at, part
	if hidden := part >= 1; hidden != b.Hidden {
		if hidden {
			b.Hide()
		} else {
			b.Show()
		}
	}
	b.lay()
}

func (b *bar) length() float64 {
	if b.upright {
		return float64(b.Size().Height)
	}
	return float64(b.Size().Width)
}

// span returns where the thumb begins and how long it is.
func (b *bar) span() (from, long float64) {
	l := b.length()
	long = min(l, max(shortest, b.part*l))
	return b.at * (l - long), long
}

func (b *bar) lay() {
	from, long := b.span()
	const inset = 3
	if b.upright {
		b.thumb.Move(fyne.NewPos(inset, float32(from)+1))
		b.thumb.Resize(fyne.NewSize(b.Size().Width-2*inset, float32(long)-2))
		return
	}
	b.thumb.Move(fyne.NewPos(float32(from)+1, inset))
	b.thumb.Resize(fyne.NewSize(float32(long)-2, b.Size().Height-2*inset))
}

func (b *bar) along(pos fyne.Position) float64 {
	if b.upright {
		return float64(pos.Y)
	}
	return float64(pos.X)
}

// Dragged moves the view as the thumb moves.
func (b *bar) Dragged(e *fyne.DragEvent) {
	from, long := b.span()
	if !b.dragging {
		b.dragging, b.drag = true, from
	}
	if b.upright {
		b.drag += float64(e.Dragged.DY)
	} else {
		b.drag += float64(e.Dragged.DX)
	}
	if room := b.length() - long; room > 0 {
		b.toShare(min(1, max(0, b.drag/room)))
	}
}

// DragEnd implements fyne.Draggable.
func (b *bar) DragEnd() { b.dragging = false; b.Refresh() }

// Tapped turns a page towards the click.
func (b *bar) Tapped(e *fyne.PointEvent) {
	from, long := b.span()
	switch at := b.along(e.Position); {
	case at < from:
		b.page(-1)
	case at >= from+long:
		b.page(1)
	}
}

// MouseIn makes the thumb stand out.
func (b *bar) MouseIn(*desktop.MouseEvent) { b.over = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *bar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the thumb quiet.
func (b *bar) MouseOut() { b.over = false; b.Refresh() }

// Refresh takes the colours of the theme.
func (b *bar) Refresh() {
	b.thumb.FillColor = theme.Color(theme.Line)
	if b.over || b.dragging {
		b.thumb.FillColor = theme.Color(theme.Text3)
	}
	b.thumb.CornerRadius = 3
	b.thumb.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	b.Refresh()
	return &barRenderer{b}
}

type barRenderer struct{ b *bar }

func (r *barRenderer) Layout(fyne.Size)             { r.b.lay() }
func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(thick, thick) }
func (r *barRenderer) Refresh()                     { r.b.lay() }
func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.thumb} }
