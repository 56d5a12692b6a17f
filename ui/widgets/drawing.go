package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/ui/theme"
)

// drawing is the renderer of our parts. paint reads the tokens and the part's
// state; it runs before the first layout and at every refresh.
type drawing struct {
	owner   fyne.Widget
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	paint   func()
}

var _ fyne.WidgetRenderer = (*drawing)(nil)

func draw(d *drawing) *drawing {
	d.paint()
	return d
}

func (d *drawing) Layout(size fyne.Size)        { d.layout(size) }
func (d *drawing) MinSize() fyne.Size           { return d.min() }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawing) Destroy()                     {}

func (d *drawing) Refresh() {
	d.paint()
	d.layout(d.owner.Size())
	for _, o := range d.objects {
		o.Refresh()
	}
	canvas.Refresh(d.owner)
}

// box is a rectangle with the house's corners, to be coloured by paint.
func box(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.CornerRadius = theme.Scaled(radius)
	return r
}

// place puts an object at a rectangle. Whole pixels keep lines and glyphs sharp.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// middle is where something of a height starts so that it stands in the middle.
func middle(height, of float32) float32 {
	return float32(int((height-of)/2 + 0.5))
}

// px is a measure at the person's scale.
func px(v float32) float32 { return theme.Scaled(v) }

// icon is an image of one of our icons, to be coloured by paint.
func icon() *canvas.Image {
	i := canvas.NewImageFromResource(nil)
	i.FillMode = canvas.ImageFillContain
	return i
}

func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
