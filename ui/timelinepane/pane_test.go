package timelinepane_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/ui/timelinepane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

const (
	width  = 1010
	height = 138
)

// opened shows the timeline of a case in a window and waits for its counts.
func opened(t *testing.T, work *casework.Casework) (*viewmodel.Bench, *viewmodel.Timeline, *timelinepane.Pane, *uitest.Pump) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, work)
	vm := viewmodel.NewTimeline(b)
	pane := timelinepane.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close() })
	uitest.Window(t, pane.Object(), width, height)
	settled := func() bool {
		v := vm.Shown.Get()
		return v.State == viewmodel.TimelineEmpty || v.State == viewmodel.TimelineReady && v.Activity.Width == 3*time.Hour
	}
	pump.Until(t, "counts", settled)
	return b, vm, pane, pump
}

// bars is the part that a hand works on.
type bars interface {
	fyne.Focusable
	fyne.Draggable
	fyne.Scrollable
	fyne.DoubleTappable
	desktop.Mouseable
	desktop.Hoverable
	desktop.Cursorable
	desktop.Keyable
}

func barsOf(t *testing.T, pane *timelinepane.Pane) bars {
	t.Helper()
	var find func(o fyne.CanvasObject) bars
	find = func(o fyne.CanvasObject) bars {
		if b, ok := o.(bars); ok {
			return b
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, part := range c.Objects {
				if b := find(part); b != nil {
					return b
				}
			}
		}
		return nil
	}
	b := find(pane.Object())
	if b == nil {
		t.Fatal("there are no bars")
	}
	return b
}

func at(x float32) fyne.PointEvent {
	return fyne.PointEvent{Position: fyne.NewPos(x, 40), AbsolutePosition: fyne.NewPos(x, 66)}
}

func mouse(x float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: at(x), Button: desktop.MouseButtonPrimary}
}

// drag presses, moves in two steps and lets go.
func drag(b bars, from, to float32) {
	b.MouseDown(mouse(from))
	for _, x := range []float32{(from + to) / 2, to} {
		b.Dragged(&fyne.DragEvent{PointEvent: at(x), Dragged: fyne.NewDelta((to-from)/2, 0)})
	}
	b.MouseUp(mouse(to))
	b.DragEnd()
}

func TestAHandDrawsAWindow(t *testing.T) {
	bench, vm, pane, _ := opened(t, uitest.Case(t))
	b := barsOf(t, pane)
	drag(b, 300, 600)
	w, axis := bench.Window.Get(), vm.Shown.Get().Axis
	if from := float64(w.From.Sub(axis.From)) / float64(axis.Span()); from < 0.28 || from > 0.30 {
		t.Errorf("300 of %d pixels is the share %.3f", width, from)
	}
	b.MouseMoved(mouse(450))
	if b.Cursor() != desktop.PointerCursor {
		t.Errorf("within the window the cursor is %v", b.Cursor())
	}
	b.DoubleTapped(&fyne.PointEvent{})
	if !bench.Window.Get().Empty() {
		t.Error("after a double click there is still a window")
	}
	b.MouseDown(mouse(500))
	b.MouseUp(mouse(500))
	if !bench.Window.Get().Empty() || vm.Holding() {
		t.Error("a click alone made a window")
	}
}

func TestKeysWork(t *testing.T) {
	bench, vm, pane, _ := opened(t, uitest.Case(t))
	b := barsOf(t, pane)
	press := func(k fyne.KeyName) { b.TypedKey(&fyne.KeyEvent{Name: k}) }
	b.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(fyne.KeyRight)
	press(fyne.KeyRight)
	b.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(fyne.KeyLeft)
	w := bench.Window.Get()
	if w.Span() != 2*vm.Shown.Get().Activity.Width {
		t.Errorf("%v", w)
	}
	press(fyne.KeyUp)
	if a := vm.Shown.Get().Axis; a == vm.Shown.Get().Activity.Whole {
		t.Error("the axis is still everything")
	}
	press(fyne.KeyHome)
	press(fyne.KeyDelete)
	if a := vm.Shown.Get().Axis; a != vm.Shown.Get().Activity.Whole || !bench.Window.Get().Empty() {
		t.Errorf("%v, %v", a, bench.Window.Get())
	}
}

func TestTheWheelZooms(t *testing.T) {
	_, vm, pane, _ := opened(t, uitest.Case(t))
	b := barsOf(t, pane)
	b.Scrolled(&fyne.ScrollEvent{PointEvent: at(500), Scrolled: fyne.NewDelta(0, 40)})
	near := vm.Shown.Get().Axis.Span()
	if near >= vm.Shown.Get().Activity.Whole.Span() {
		t.Error("the wheel did not narrow the axis")
	}
	before := vm.Shown.Get().Axis.From
	b.Scrolled(&fyne.ScrollEvent{PointEvent: at(500), Scrolled: fyne.NewDelta(-60, 0)})
	if !vm.Shown.Get().Axis.From.After(before) || vm.Shown.Get().Axis.Span() != near {
		t.Errorf("moved to %v", vm.Shown.Get().Axis)
	}
	b.Scrolled(&fyne.ScrollEvent{PointEvent: at(500), Scrolled: fyne.NewDelta(0, -400)})
	if vm.Shown.Get().Axis != vm.Shown.Get().Activity.Whole {
		t.Errorf("widened to %v", vm.Shown.Get().Axis)
	}
}

// What is shown, in each state.
func TestGoldens(t *testing.T) {
	bench, vm, pane, pump := opened(t, uitest.Case(t))
	golden := func(name string) {
		t.Helper()
		uitest.Markup(t, pane.Object(), name)
	}
	golden("all")
	drag(barsOf(t, pane), 300, 600)
	vm.Point(0.45)
	golden("window")
	bench.Filter.Set("account:nobody")
	pump.Until(t, "nothing", func() bool { return vm.Silence() != "" })
	golden("no-match")
	bench.Filter.Set("status:(")
	pump.Until(t, "the failure", func() bool { return vm.Shown.Get().State == viewmodel.TimelineFailed })
	golden("failed")
}

func TestGoldenOfAnEmptyCase(t *testing.T) {
	_, _, pane, _ := opened(t, uitest.Empty(t))
	uitest.Markup(t, pane.Object(), "empty")
}

func TestTheButtonOfAnEmptyCaseImports(t *testing.T) {
	bench, _, pane, _ := opened(t, uitest.Empty(t))
	var asked viewmodel.Intention
	bench.Show = func(i viewmodel.Intention) { asked = i }
	c := fyne.CurrentApp().Driver().CanvasForObject(pane.Object())
	test.TapCanvas(c, fyne.NewPos(width-250, height/2))
	for x := float32(100); x < width && asked.Name == ""; x += 20 {
		test.TapCanvas(c, fyne.NewPos(x, height/2))
	}
	if asked.Name != viewmodel.IntendImport {
		t.Errorf("%+v", asked)
	}
}

// The looks, to be seen beside the drawings.
func TestShots(t *testing.T) {
	bench, vm, pane, pump := opened(t, uitest.Case(t))
	w := vm.Shown.Get().Activity.Whole
	bench.Window.Set(timeline.Window{From: w.From.AddDate(0, 0, 5), Until: w.From.AddDate(0, 0, 15)})
	vm.Point(0.63)
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), width, height, dark))
	}
	pump.Turn()
}

func BenchmarkDrag(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	bench, pump := uitest.Bench(b, uitest.Case(b))
	vm := viewmodel.NewTimeline(bench)
	pane := timelinepane.New(vm)
	defer vm.Close()
	uitest.Window(b, pane.Object(), 1600, height)
	pump.Until(b, "counts", func() bool { return vm.Shown.Get().State == viewmodel.TimelineReady })
	vm.Press(0.2, 0.005)
	for i := 0; b.Loop(); i++ {
		vm.Drag(0.3 + 0.5*float64(i%100)/100)
	}
	vm.Drop()
}
