package graphpane

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
)

// The overview's size in points.
const (
	mapWidth  = 151
	mapHeight = 95
)

// overview is the little map: everything, with a frame around what the window sees,
// which can be dragged.
type overview struct {
	widget.BaseWidget
	vm    *viewmodel.Graph
	card  *canvas.Rectangle
	img   *canvas.Image
	frame *canvas.Rectangle
	chart *graphview.Chart
}

var (
	_ fyne.Draggable    = (*overview)(nil)
	_ desktop.Mouseable = (*overview)(nil)
	_ fyne.Scrollable   = (*overview)(nil)
)

func newOverview(vm *viewmodel.Graph) *overview {
	o := &overview{vm: vm, card: canvas.NewRectangle(color.Transparent), img: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}, frame: canvas.NewRectangle(color.Transparent)}
	o.frame.Hide()
	o.ExtendBaseWidget(o)
	return o
}

// inner is the size of the map inside its card's edge.
func (o *overview) inner() fyne.Size {
	return fyne.NewSize(theme.Scaled(mapWidth)-2, theme.Scaled(mapHeight)-2)
}

// pixels is how large the map is to be drawn.
func (o *overview) pixels() (image.Point, float64) {
	scale := pixelScale(o)
	s := o.inner()
	return image.Pt(int(math.Round(float64(s.Width)*scale)), int(math.Round(float64(s.Height)*scale))), scale
}

// put shows a finished map of a chart.
func (o *overview) put(img *image.RGBA, chart *graphview.Chart) {
	o.img.Image, o.chart = img, chart
	o.img.Refresh()
}

// camera is how the map sees the chart.
func (o *overview) camera() graphview.Camera {
	s := o.inner()
	return render.OverviewCamera(o.chart, float64(s.Width), float64(s.Height))
}

// aim draws the frame around what the window sees.
func (o *overview) aim(cam graphview.Camera) {
	if o.chart == nil || cam.W <= 0 || cam.Zoom <= 0 {
		return
	}
	small, v, s := o.camera(), cam.View(), o.inner()
	x0, y0 := small.ToScreen(v.X0, v.Y0)
	x1, y1 := small.ToScreen(v.X1, v.Y1)
	inside := func(at float64, most float32) float32 { return min(max(float32(at), 2), most-2) }
	a := fyne.NewPos(1+inside(x0, s.Width), 1+inside(y0, s.Height))
	b := fyne.NewPos(1+inside(x1, s.Width), 1+inside(y1, s.Height))
	o.frame.StrokeColor, o.frame.StrokeWidth, o.frame.CornerRadius = theme.Color(theme.Selection), 1.2, 1
	o.frame.Move(a)
	o.frame.Resize(fyne.NewSize(max(b.X-a.X, 4), max(b.Y-a.Y, 4)))
	o.frame.Show()
	o.frame.Refresh()
}

// centre moves the window's camera to a point of the map.
func (o *overview) centre(p fyne.Position) {
	if o.chart != nil {
		o.vm.Centre(o.camera().ToWorld(float64(p.X-1), float64(p.Y-1)))
	}
}

// MouseDown goes there; a drag goes on.
func (o *overview) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		o.centre(e.Position)
	}
}

// MouseUp does nothing more.
func (o *overview) MouseUp(*desktop.MouseEvent) {}

// Dragged follows the hand.
func (o *overview) Dragged(e *fyne.DragEvent) { o.centre(e.Position) }

// DragEnd does nothing more.
func (o *overview) DragEnd() {}

// Scrolled zooms about the middle of the window.
func (o *overview) Scrolled(e *fyne.ScrollEvent) { o.vm.Zoom(float64(e.Scrolled.DY) / notch) }

// AccessibilityLabel says what it is.
func (o *overview) AccessibilityLabel() string { return "Overview map" }

// AccessibilityRole is text: the keys of the picture do the same.
func (o *overview) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the card; Fyne calls it.
func (o *overview) CreateRenderer() fyne.WidgetRenderer { return &overviewParts{o} }

type overviewParts struct{ o *overview }

func (r *overviewParts) Layout(s fyne.Size) {
	r.o.card.Resize(s)
	r.o.img.Move(fyne.NewPos(1, 1))
	r.o.img.Resize(s.SubtractWidthHeight(2, 2))
}

func (r *overviewParts) MinSize() fyne.Size { return r.o.inner().AddWidthHeight(2, 2) }

func (r *overviewParts) Refresh() {
	c := r.o.card
	c.FillColor, c.StrokeColor, c.StrokeWidth, c.CornerRadius = theme.Color(theme.Surface), theme.Color(theme.Line), 1, theme.Scaled(theme.Radius)
	c.Refresh()
}

func (r *overviewParts) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.card, r.o.img, r.o.frame}
}

func (r *overviewParts) Destroy() {}
