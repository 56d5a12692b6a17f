package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/graphview"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// lookIdle is how often the window looks whether somebody is there.
const lookIdle = 10 * time.Second

// watchIdle locks an encrypted case that nobody has touched for as long as the person
// wants.
func (w *Window) watchIdle() {
	d := w.current()
	if d == nil || w.locked != nil || !d.bench.Work.Encrypted() {
		w.idle.See(nil) // nothing of the case is remembered here
		w.idle.Stir()
		w.probe.Hide()
		return
	}
	w.idle.See(w.trace(d))
	if w.idle.Due(time.Duration(w.prefs.LockAfter.Get()) * time.Minute) {
		w.probe.Hide()
		w.lock()
		return
	}
	w.probe.Show()
}

// trace is what a person at the keyboard changes. It holds no text that was typed.
type trace struct {
	focus          fyne.Focusable
	top            fyne.CanvasObject
	size           fyne.Size
	long, row, col int // of what is typed
	tab            viewmodel.Tab
	filter         string
	window         timeline.Window
	camera         graphview.Camera
	said           int
	selected       int
	last           casefile.Ref
}

func (w *Window) trace(d *desk) trace {
	c, b := w.win.Canvas(), d.bench
	t := trace{focus: c.Focused(), top: c.Overlays().Top(), size: c.Size(), tab: b.Tab.Get(), filter: b.Filter.Get(),
		window: b.Window.Get(), camera: d.graph.Camera.Get(), said: b.Said.Get().Number}
	if e, ok := t.focus.(*widgets.Entry); ok {
		t.long, t.row, t.col = len(e.Text), e.CursorRow, e.CursorColumn
	}
	if list := b.Selection.Get().Refs; len(list) > 0 {
		t.selected, t.last = len(list), list[len(list)-1]
	}
	return t
}

// probe lies over the window and notices a pointer that moves. It goes as soon as it
// has noticed one, so that the next move is the window's own; presses and the wheel
// never reach it.
type probe struct {
	widget.BaseWidget
	moved func()
}

var _ desktop.Hoverable = (*probe)(nil)

func newProbe(moved func()) *probe {
	p := &probe{moved: moved}
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// MouseIn, MouseMoved and MouseOut implement desktop.Hoverable.
func (p *probe) MouseIn(*desktop.MouseEvent)    { p.notice() }
func (p *probe) MouseMoved(*desktop.MouseEvent) { p.notice() }
func (p *probe) MouseOut()                      {}

func (p *probe) notice() {
	p.Hide()
	p.moved()
}

// CreateRenderer draws nothing; Fyne calls it.
func (p *probe) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}
