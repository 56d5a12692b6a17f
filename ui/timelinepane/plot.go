package timelinepane

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
)

// plot is the bars with the brush over them, and what a hand and the keys do there.
type plot struct {
	widget.BaseWidget
	vm       *viewmodel.Timeline
	dragging bool
	focused  bool
	shift    bool
	cursor   desktop.StandardCursor
	render   *plotRenderer
}

var (
	_ fyne.Draggable      = (*plot)(nil)
	_ fyne.Focusable      = (*plot)(nil)
	_ fyne.Scrollable     = (*plot)(nil)
	_ fyne.DoubleTappable = (*plot)(nil)
	_ fyne.Accessible     = (*plot)(nil)
	_ desktop.Mouseable   = (*plot)(nil)
	_ desktop.Hoverable   = (*plot)(nil)
	_ desktop.Cursorable  = (*plot)(nil)
	_ desktop.Keyable     = (*plot)(nil)
)

func newPlot(vm *viewmodel.Timeline) *plot {
	p := &plot{vm: vm, cursor: desktop.DefaultCursor}
	p.ExtendBaseWidget(p)
	return p
}

// Space around the bars, and how far from an edge of the brush still holds it.
const (
	side   = 14
	below  = 22
	grasp  = 5
	perBin = 5 // pixels that a bar wants
)

func (p *plot) width() float32 { return max(p.Size().Width-2*theme.Scaled(side), 1) }

// at is the share of the axis at which a position lies.
func (p *plot) at(pos fyne.Position) float64 {
	return float64((pos.X - theme.Scaled(side)) / p.width())
}

func (p *plot) near() float64 { return float64(theme.Scaled(grasp) / p.width()) }

// MouseDown takes hold of the brush.
func (p *plot) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p)
	}
	p.dragging = false
	p.vm.Press(p.at(e.Position), p.near())
}

// MouseUp lets go of what was not dragged.
func (p *plot) MouseUp(*desktop.MouseEvent) {
	if !p.dragging {
		p.vm.Drop()
	}
}

// Dragged moves what is held.
func (p *plot) Dragged(e *fyne.DragEvent) {
	if !p.vm.Holding() { // the press came another way, as by touch
		p.vm.Press(p.at(e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY)), p.near())
	}
	p.dragging = true
	p.vm.Drag(p.at(e.Position))
}

// DragEnd lets go.
func (p *plot) DragEnd() {
	p.dragging = false
	p.vm.Release()
}

// DoubleTapped looks at all of time again.
func (p *plot) DoubleTapped(*fyne.PointEvent) { p.vm.Clear() }

// Scrolled narrows the axis around the pointer, or moves it.
func (p *plot) Scrolled(e *fyne.ScrollEvent) {
	if dx := float64(e.Scrolled.DX); math.Abs(dx) > math.Abs(float64(e.Scrolled.DY)) {
		p.vm.Pan(-dx / float64(p.width()))
		return
	}
	p.vm.Zoom(min(max(p.at(e.Position), 0), 1), math.Exp(min(max(float64(e.Scrolled.DY), -60), 60)/80))
}

// MouseIn reads out what is under the pointer.
func (p *plot) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved reads out what is under the pointer.
func (p *plot) MouseMoved(e *desktop.MouseEvent) {
	at := p.at(e.Position)
	p.cursor = desktop.DefaultCursor
	switch p.vm.GripAt(at, p.near()) {
	case viewmodel.GripFrom, viewmodel.GripUntil:
		p.cursor = desktop.HResizeCursor
	case viewmodel.GripNew:
		p.cursor = desktop.CrosshairCursor
	case viewmodel.GripMove:
		p.cursor = desktop.PointerCursor
	}
	p.vm.Point(at)
}

// MouseOut forgets the pointer.
func (p *plot) MouseOut() { p.vm.Leave() }

// Cursor says what a press would do.
func (p *plot) Cursor() desktop.Cursor { return p.cursor }

// FocusGained shows that keys move the window.
func (p *plot) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost takes that away.
func (p *plot) FocusLost() { p.focused, p.shift = false, false; p.Refresh() }

// TypedRune zooms on + and -.
func (p *plot) TypedRune(r rune) {
	switch r {
	case '+':
		p.vm.Zoom(0.5, 1.5)
	case '-':
		p.vm.Zoom(0.5, 1/1.5)
	}
}

// KeyDown remembers Shift, which arrows ask for.
func (p *plot) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		p.shift = true
	}
}

// KeyUp forgets Shift.
func (p *plot) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		p.shift = false
	}
}

// TypedKey moves the window with the arrows, widens it with Shift and an arrow,
// looks at the window alone with Enter, at everything with Home, and takes the window away with Delete.
func (p *plot) TypedKey(e *fyne.KeyEvent) {
	by := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[e.Name]
	switch {
	case by != 0 && p.shift:
		p.vm.Widen(by)
	case by != 0:
		p.vm.Step(by)
	case e.Name == fyne.KeyUp:
		p.vm.Zoom(0.5, 1.5)
	case e.Name == fyne.KeyDown:
		p.vm.Zoom(0.5, 1/1.5)
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		p.vm.ShowWindow()
	case e.Name == fyne.KeyHome:
		p.vm.ShowAll()
	case e.Name == fyne.KeyDelete, e.Name == fyne.KeyBackspace:
		p.vm.Clear()
	case e.Name == fyne.KeyEscape && p.vm.Holding():
		p.vm.Drop()
	}
}

// AccessibilityLabel says what the plot shows.
func (p *plot) AccessibilityLabel() string { return p.vm.Title() + ", " + p.vm.Note() }

// AccessibilityRole is text: the numbers are in the tables too.
func (p *plot) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// pointed shows which bin the pointer is on.
func (p *plot) pointed() {
	if p.render != nil {
		p.render.pointed()
	}
}
