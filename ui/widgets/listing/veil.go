package listing

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// veil dims rows of which newer ones are on their way, with a thin line in the
// accent at the top. What is below it can be clicked all the same.
type veil struct{ widget.BaseWidget }

func newVeil() *veil {
	v := &veil{}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer draws the veil; Fyne calls it.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	r := &veilParts{veil: v, shade: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type veilParts struct {
	veil        *veil
	shade, line *canvas.Rectangle
}

func (r *veilParts) paint() {
	r.shade.FillColor, r.line.FillColor = theme.Fade(theme.Surface, 0.5), theme.Color(theme.Accent)
}

// Layout fills the place.
func (r *veilParts) Layout(s fyne.Size) {
	r.shade.Resize(s)
	r.line.Resize(fyne.NewSize(s.Width, 2))
}

// MinSize is nothing.
func (r *veilParts) MinSize() fyne.Size { return fyne.Size{} }

// Objects are the shade and the line.
func (r *veilParts) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.shade, r.line} }

// Refresh takes the colours of the theme in use.
func (r *veilParts) Refresh() {
	r.paint()
	r.shade.Refresh()
	r.line.Refresh()
}

// Destroy does nothing.
func (r *veilParts) Destroy() {}
