package graphpane

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/graphview"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets/listing"
)

// surface is the ground that the picture is shown on and that the hand works on. It
// turns gestures into what the view model understands, and decides nothing.
type surface struct {
	widget.BaseWidget
	vm      *viewmodel.Graph
	screen  screen
	resized func()
	themed  func()
	pointed func(fyne.Position)      // where the pointer is now
	covered func(fyne.Position) bool // by a card

	press   press
	space   bool // held: a drag pans
	focused bool
	ground  *canvas.Rectangle
	box     *canvas.Rectangle
	line    []*canvas.Line // of the lasso
}

// press is what the button that is down began.
type press struct {
	what gesture
	mods viewmodel.GraphMods
	hit  graphview.Hit
	from fyne.Position
	last fyne.Position
	path []graphview.Spot
	far  bool // it has become a drag
}

// gesture is what a drag does.
type gesture int

const (
	idle gesture = iota
	boxing
	lassoing
	panning
	moving // a node
)

var (
	_ desktop.Mouseable      = (*surface)(nil)
	_ desktop.Hoverable      = (*surface)(nil)
	_ desktop.Keyable        = (*surface)(nil)
	_ desktop.Cursorable     = (*surface)(nil)
	_ fyne.Draggable         = (*surface)(nil)
	_ fyne.Scrollable        = (*surface)(nil)
	_ fyne.DoubleTappable    = (*surface)(nil)
	_ fyne.SecondaryTappable = (*surface)(nil)
	_ fyne.Accessible        = (*surface)(nil)
)

func newSurface(vm *viewmodel.Graph, s screen) *surface {
	f := &surface{vm: vm, screen: s, ground: canvas.NewRectangle(color.Transparent), box: canvas.NewRectangle(color.Transparent)}
	f.box.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// mods reads which keys are held.
func mods(m fyne.KeyModifier) viewmodel.GraphMods {
	return viewmodel.GraphMods{Add: m&fyne.KeyModifierShift != 0, Toggle: m&fyne.KeyModifierShortcutDefault != 0}
}

func at(p fyne.Position) (x, y float64) { return float64(p.X), float64(p.Y) }

// MouseDown begins a click or a drag.
func (f *surface) MouseDown(e *desktop.MouseEvent) {
	f.focus()
	x, y := at(e.Position)
	p := press{mods: mods(e.Modifier), hit: f.vm.Pick(x, y), from: e.Position, last: e.Position}
	tool := f.vm.Tool.Get()
	switch {
	case e.Button == desktop.MouseButtonSecondary:
		return
	case e.Button == desktop.MouseButtonTertiary, f.space, tool == viewmodel.GraphPan:
		p.what = panning
	case e.Modifier&fyne.KeyModifierAlt != 0, tool == viewmodel.GraphLasso:
		p.what = lassoing
	case p.hit.Kind == graphview.HitNode && tool != viewmodel.GraphPath:
		p.what = moving
	default:
		p.what = boxing
	}
	f.press = p
}

// MouseUp ends it: without a drag it was a click.
func (f *surface) MouseUp(e *desktop.MouseEvent) {
	p := f.press
	if p.what != idle && !p.far && e.Button == desktop.MouseButtonPrimary {
		f.press = press{}
		if p.what != panning || f.vm.Tool.Get() == viewmodel.GraphPan && !f.space {
			f.vm.Click(p.hit, p.mods)
		}
	}
	if !p.far {
		f.press = press{}
	}
}

// Dragged goes on with a drag.
func (f *surface) Dragged(e *fyne.DragEvent) {
	p := &f.press
	if p.what == idle { // begun without a button, as tests and touch do
		f.press = press{what: boxing, from: e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY), last: e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY)}
	}
	if !p.far {
		p.far = true
		f.vm.Leave()
		if p.what == moving {
			x, y := at(p.from)
			f.vm.DragNode(p.hit.Node, x, y)
		}
		if p.what == lassoing {
			p.path = []graphview.Spot{{X: float64(p.from.X), Y: float64(p.from.Y)}}
		}
	}
	x, y := at(e.Position)
	switch p.what {
	case panning:
		f.vm.Pan(float64(e.Position.X-p.last.X), float64(e.Position.Y-p.last.Y))
	case moving:
		f.vm.MoveDrag(x, y)
	case boxing:
		f.drawBox(p.from, e.Position)
	case lassoing:
		f.extendLasso(e.Position)
	}
	p.last = e.Position
}

// DragEnd lets go.
func (f *surface) DragEnd() {
	p := f.press
	f.press = press{}
	if !p.far {
		return
	}
	switch p.what {
	case moving:
		f.vm.EndDrag()
	case boxing:
		x0, y0 := at(p.from)
		x1, y1 := at(p.last)
		f.vm.BoxSelect(x0, y0, x1, y1, p.mods)
	case lassoing:
		f.vm.LassoSelect(p.path, p.mods)
	}
	f.clearMarks()
}

// DoubleTapped opens what lies there.
func (f *surface) DoubleTapped(e *fyne.PointEvent) {
	f.vm.DoubleClick(f.vm.Pick(at(e.Position)))
}

// TappedSecondary opens the menu of what lies there.
func (f *surface) TappedSecondary(e *fyne.PointEvent) {
	m := listing.Menu(f.vm.Menu(f.vm.Pick(at(e.Position))))
	f.vm.Leave() // the menu says what it is about
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && m != nil {
		widget.ShowPopUpMenuAtPosition(m, c, e.AbsolutePosition)
	}
}

// notch is how far one notch of a wheel scrolls, as Fyne counts it.
const notch = 25

// Scrolled zooms to the pointer; sideways it pans.
func (f *surface) Scrolled(e *fyne.ScrollEvent) {
	if e.Scrolled.DX != 0 {
		f.vm.Pan(float64(e.Scrolled.DX), 0)
	}
	if e.Scrolled.DY != 0 {
		x, y := at(e.Position)
		f.vm.ZoomAt(x, y, float64(e.Scrolled.DY)/notch)
	}
}

// MouseIn, MouseMoved and MouseOut tell where the pointer is.
func (f *surface) MouseIn(e *desktop.MouseEvent) { f.MouseMoved(e) }

// MouseMoved highlights what lies under the pointer.
func (f *surface) MouseMoved(e *desktop.MouseEvent) {
	if f.covered(e.Position) {
		f.vm.Leave()
		return
	}
	f.pointed(e.Position)
	f.vm.Point(at(e.Position))
}

// MouseOut ends the highlight.
func (f *surface) MouseOut() { f.vm.Leave() }

// Cursor is a hand over what can be clicked.
func (f *surface) Cursor() desktop.Cursor {
	switch {
	case f.press.what == panning, f.vm.Tool.Get() == viewmodel.GraphLasso, f.vm.Tool.Get() == viewmodel.GraphPath:
		return desktop.CrosshairCursor
	case f.vm.Hover.Get().Kind != graphview.HitNothing && f.vm.Hover.Get().Kind != graphview.HitHull:
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Scripts of the lasso are no longer than this many lines; between them lie at
// least so many points.
const (
	lassoLines = 600
	lassoStep  = 4
)

func (f *surface) extendLasso(to fyne.Position) {
	p := &f.press
	last := p.path[len(p.path)-1]
	x, y := at(to)
	if dx, dy := x-last.X, y-last.Y; dx*dx+dy*dy < lassoStep*lassoStep || len(p.path) > lassoLines {
		return
	}
	p.path = append(p.path, graphview.Spot{X: x, Y: y})
	l := canvas.NewLine(theme.Color(theme.Selection))
	l.StrokeWidth = 1.4
	l.Position1, l.Position2 = fyne.NewPos(float32(last.X), float32(last.Y)), to
	f.line = append(f.line, l)
	canvas.Refresh(f)
}

func (f *surface) drawBox(a, b fyne.Position) {
	f.box.FillColor, f.box.StrokeColor, f.box.StrokeWidth = theme.Fade(theme.Selection, 0.08), theme.Color(theme.Selection), 1
	f.box.Move(fyne.NewPos(min(a.X, b.X), min(a.Y, b.Y)))
	f.box.Resize(fyne.NewSize(max(a.X, b.X)-min(a.X, b.X), max(a.Y, b.Y)-min(a.Y, b.Y)))
	f.box.Show()
	canvas.Refresh(f) // the box itself is on no canvas before it was seen
}

func (f *surface) clearMarks() {
	f.line = nil
	f.box.Hide()
	canvas.Refresh(f)
}

// AccessibilityLabel says what is shown, in words.
func (f *surface) AccessibilityLabel() string { return "Graph: " + f.vm.Note.Get() }

// AccessibilityRole is a picture's nearest: a text that describes it.
func (f *surface) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the surface; Fyne calls it.
func (f *surface) CreateRenderer() fyne.WidgetRenderer { return &surfaceParts{f} }

type surfaceParts struct{ f *surface }

func (r *surfaceParts) Layout(s fyne.Size) {
	r.f.ground.Resize(s)
	if o := r.f.screen.object(); o.Size() != s {
		o.Resize(s)
	}
	r.f.resized()
}

func (r *surfaceParts) MinSize() fyne.Size { return fyne.NewSize(120, 90) }

func (r *surfaceParts) Refresh() {
	r.f.ground.FillColor = theme.Color(theme.Ground)
	r.f.ground.Refresh()
	r.f.themed()
}

func (r *surfaceParts) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.f.screen.object(), r.f.box}
	// A shader that is seen paints every pixel, also beside the frame: a ground under
	// it would cost a frame a fifth of its time, where the processor draws.
	if _, ok := r.f.screen.(*shaded); !ok || !r.f.screen.object().Visible() {
		out = append([]fyne.CanvasObject{r.f.ground}, out...)
	}
	for _, l := range r.f.line {
		out = append(out, l)
	}
	return out
}

func (r *surfaceParts) Destroy() {}
