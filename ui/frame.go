package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/graphview"
	"casebench/ui/theme"
)

// Sizes are the widths and heights of the frame's parts in points, as a person left
// them; they are kept with the case.
type Sizes struct {
	Navigator  float32 `json:"navigator"`
	Inspector  float32 `json:"inspector"`
	Timeline   float32 `json:"timeline"`
	HideLeft   bool    `json:"hide_navigator"`
	HideRight  bool    `json:"hide_inspector"`
	HideBottom bool    `json:"hide_timeline"`
}

// defaultSizes are those of a case that was never opened.
func defaultSizes() Sizes {
	return Sizes{Navigator: theme.Navigator, Inspector: theme.Inspector, Timeline: 138}
}

// The least that a part keeps when a divider is dragged.
const (
	leastSide   = 160
	leastCentre = 480
	leastBottom = 84
	leastTop    = 200
)

// frame lays out the parts of an open case: navigator, document over timeline,
// inspector. Dividers between them are one point wide and can be dragged.
type frame struct {
	left, top, bottom, right fyne.CanvasObject
	one, two, three          *divider // left of the centre, right of it, above the timeline
	sizes                    Sizes
	changed                  func(Sizes) // a divider was let go
	box                      *fyne.Container
}

func newFrame(left, top, bottom, right fyne.CanvasObject, sizes Sizes, changed func(Sizes)) *frame {
	f := &frame{left: left, top: top, bottom: bottom, right: right, sizes: sizes, changed: changed}
	done := func() { f.changed(f.sizes) }
	f.one = newDivider(true, func(d float32) { f.sizes.Navigator += d; f.layout() }, done)
	f.two = newDivider(true, func(d float32) { f.sizes.Inspector -= d; f.layout() }, done)
	f.three = newDivider(false, func(d float32) { f.sizes.Timeline -= d; f.layout() }, done)
	f.box = &fyne.Container{Layout: f, Objects: []fyne.CanvasObject{left, top, bottom, right, f.one, f.two, f.three}}
	return f
}

func (f *frame) layout() { f.Layout(f.box.Objects, f.box.Size()) }

// Layout implements fyne.Layout.
func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := &f.sizes
	setVisible(!s.HideLeft, f.left, f.one)
	setVisible(!s.HideRight, f.right, f.two)
	setVisible(!s.HideBottom, f.bottom, f.three)
	most := max(leastSide, (size.Width-leastCentre)/2)
	s.Navigator = min(max(s.Navigator, leastSide), most)
	s.Inspector = min(max(s.Inspector, leastSide), max(most, min(theme.Inspector, size.Width-leastCentre-s.Navigator)))
	s.Timeline = min(max(s.Timeline, leastBottom), max(leastBottom, size.Height-leastTop))
	x, until := float32(0), size.Width
	if !s.HideLeft {
		place(f.left, 0, 0, s.Navigator, size.Height)
		place(f.one, s.Navigator-dividerGrip/2, 0, dividerGrip, size.Height)
		x = s.Navigator + 1
	}
	if !s.HideRight {
		until = size.Width - s.Inspector
		place(f.right, until, 0, s.Inspector, size.Height)
		until--
		place(f.two, until-dividerGrip/2, 0, dividerGrip, size.Height)
	}
	height := size.Height
	if !s.HideBottom {
		height -= s.Timeline
		place(f.bottom, x, height, until-x, s.Timeline)
		height--
		place(f.three, x, height-dividerGrip/2, until-x, dividerGrip)
	}
	place(f.top, x, 0, until-x, height)
}

// MinSize implements fyne.Layout: small enough for the least window.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(2*leastSide+leastCentre, leastTop+leastBottom)
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

func setVisible(visible bool, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if visible && !o.Visible() {
			o.Show()
		} else if !visible && o.Visible() {
			o.Hide()
		}
	}
}

// dividerGrip is how wide a divider is for the pointer; the eye sees one point.
const dividerGrip = 7

// divider is a line that can be dragged.
type divider struct {
	widget.BaseWidget
	upright bool
	moved   func(by float32)
	done    func()
	line    *canvas.Rectangle
	hover   bool
}

func newDivider(upright bool, moved func(float32), done func()) *divider {
	d := &divider{upright: upright, moved: moved, done: done, line: canvas.NewRectangle(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer implements fyne.Widget.
func (d *divider) CreateRenderer() fyne.WidgetRenderer { return &dividerRenderer{d} }

// Dragged implements fyne.Draggable.
func (d *divider) Dragged(e *fyne.DragEvent) {
	if d.upright {
		d.moved(e.Dragged.DX)
	} else {
		d.moved(e.Dragged.DY)
	}
}

// DragEnd implements fyne.Draggable.
func (d *divider) DragEnd() { d.done() }

// Cursor implements desktop.Cursorable.
func (d *divider) Cursor() desktop.Cursor {
	if d.upright {
		return desktop.HResizeCursor
	}
	return desktop.VResizeCursor
}

// MouseIn, MouseMoved and MouseOut implement desktop.Hoverable.
func (d *divider) MouseIn(*desktop.MouseEvent)    { d.hover = true; d.Refresh() }
func (d *divider) MouseMoved(*desktop.MouseEvent) {}
func (d *divider) MouseOut()                      { d.hover = false; d.Refresh() }

type dividerRenderer struct{ d *divider }

func (r *dividerRenderer) Layout(size fyne.Size) {
	if r.d.upright {
		place(r.d.line, dividerGrip/2, 0, 1, size.Height)
	} else {
		place(r.d.line, 0, dividerGrip/2, size.Width, 1)
	}
}
func (r *dividerRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }
func (r *dividerRenderer) Refresh() {
	token := graphview.Line
	if r.d.hover {
		token = graphview.Accent
	}
	r.d.line.FillColor = theme.Color(token)
	r.d.line.Refresh()
}
func (r *dividerRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.d.line} }
func (r *dividerRenderer) Destroy()                     {}
