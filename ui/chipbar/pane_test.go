package chipbar_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/ui/chipbar"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

const (
	width  = 1400
	height = 37
)

func opened(t *testing.T) (*viewmodel.Bench, *viewmodel.Chips, *chipbar.Pane) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	views := viewmodel.NewViews(b, nil)
	vm := viewmodel.NewChips(b, views)
	pane := chipbar.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); views.Close() })
	uitest.Window(t, pane.Object(), width, height)
	b.Window.Set(timeline.Window{From: time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)})
	b.Filter.Set("cluster:3 AND model:atlas-5 AND NOT status:200")
	pump.Turn()
	vm.Marking.Set(casefile.Marking("amber+strict"))
	return b, vm, pane
}

// chip finds the chip that says so.
func chip(t *testing.T, o fyne.CanvasObject, text string) *widgets.Chip {
	t.Helper()
	var found *widgets.Chip
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Chip:
			if o.AccessibilityLabel() == text {
				found = o
			}
		case *fyne.Container:
			for _, part := range o.Objects {
				walk(part)
			}
		case fyne.Widget:
			for _, part := range test.WidgetRenderer(o).Objects() {
				walk(part)
			}
		}
	}
	walk(o)
	if found == nil {
		t.Fatalf("there is no chip %q", text)
	}
	return found
}

func TestTheCrossRemovesAndTheTextChanges(t *testing.T) {
	b, _, pane := opened(t)
	c := chip(t, pane.Object(), "model:atlas-5")
	test.TapAt(c, fyne.NewPos(c.Size().Width-10, 10))
	if f := b.Filter.Get(); f != "cluster:3 AND NOT status:200" {
		t.Errorf("%q", f)
	}
	b.Ask = func(q viewmodel.Question) { q.Then("status:429", "") }
	test.TapAt(chip(t, pane.Object(), "NOT status:200"), fyne.NewPos(10, 10))
	if f := b.Filter.Get(); f != "cluster:3 AND status:429" {
		t.Errorf("%q", f)
	}
	test.Tap(chip(t, pane.Object(), "+ filter"))
	if f := b.Filter.Get(); f != "cluster:3 AND status:429 AND status:429" {
		t.Errorf("%q", f)
	}
	w := chip(t, pane.Object(), "time 22 Apr – 5 Jun 2026")
	test.TapAt(w, fyne.NewPos(w.Size().Width-10, 10))
	if !b.Window.Get().Empty() {
		t.Errorf("%v", b.Window.Get())
	}
}

func TestGoldens(t *testing.T) {
	b, vm, pane := opened(t)
	uitest.Markup(t, pane.Object(), "narrowed")
	vm.Clear()
	vm.Marking.Set("")
	if b.Filter.Get() != "*" {
		t.Errorf("%q", b.Filter.Get())
	}
	uitest.Markup(t, pane.Object(), "everything")
}

// The looks, to be seen beside the drawings.
func TestShots(t *testing.T) {
	_, _, pane := opened(t)
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), width, height, dark))
	}
}
