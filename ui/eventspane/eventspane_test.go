package eventspane_test

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/eventspane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// opened is the pane of a case with its first rows.
func opened(t *testing.T, work *casework.Casework) (*eventspane.Pane, *viewmodel.Events, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	b.Tab.Set(viewmodel.TabEvents)
	vm := viewmodel.NewEvents(b)
	t.Cleanup(vm.Close)
	p := eventspane.New(vm)
	t.Cleanup(p.Close)
	settled(t, vm, pump)
	return p, vm, b, pump
}

func settled(t *testing.T, vm *viewmodel.Events, pump *uitest.Pump) {
	t.Helper()
	pump.Until(t, "events", func() bool {
		s := vm.Standing.Get().Phase
		return s == viewmodel.Shown || s == viewmodel.Failed
	})
}

// The rows of a real case, to be looked at: CASEBENCH_SHOTS=folder go test -run Shot
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		uitest.App(t, dark)
		p, vm, b, pump := opened(t, uitest.Case(t))
		t.Run("all", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 620, dark)) })
		b.Filter.Set("table:requests AND model:atlas-5")
		settled(t, vm, pump)
		first, _ := vm.Row(2)
		b.Star(casefile.EventRef(first.Origin.Source, first.Origin.Row))
		pump.Until(t, "a star", func() bool { c, ok := vm.Cells(2); return ok && c[0].Mark == "star" && c[1].Dot != "" })
		vm.Pick(4, false, false)
		vm.Pick(7, true, false)
		vm.TogglePreview()
		t.Run("requests", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 620, dark)) })
		vm.TogglePreview()
		vm.Type("model:atlas-5 AND status:[200 TO ")
		t.Run("wrong", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 300, dark)) })
		vm.Type("")
		w := uitest.Window(t, p.Object(), 1030, 300)
		p.Focus()
		test.Type(w.Canvas().Focused(), "NOT tok")
		t.Run("names", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 300, dark)) })
		first, _ = vm.Row(3)
		vm.Context(casefile.EventRef(first.Origin.Source, first.Origin.Row), viewmodel.Scopes()[4])
		pump.Until(t, "the context", func() bool {
			return vm.Around.Get().Title != "" && vm.Standing.Get().Phase == viewmodel.Shown && vm.Current() > 0
		})
		t.Run("context", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 420, dark)) })
		vm.LeaveContext()
		b.Filter.Set("account_id:p1_3")
		for vm.Standing.Get().Phase != viewmodel.Coming {
			pump.Step()
		}
		t.Run("coming", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 300, dark)) })
		vm.Stop()
		t.Run("stopped", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 300, dark)) })
		b.Filter.Set("account_id:nobody")
		settled(t, vm, pump)
		t.Run("nothing", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 420, dark)) })
	}
}

// find returns the first part of a kind in an object.
func find[T any](t *testing.T, o fyne.CanvasObject) T {
	t.Helper()
	for _, part := range test.LaidOutObjects(o) {
		if found, ok := part.(T); ok {
			return found
		}
	}
	var none T
	t.Fatalf("there is no %T", none)
	return none
}

func TestStates(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Empty(t))
	b.Tab.Set(viewmodel.TabEvents)
	vm := viewmodel.NewEvents(b)
	t.Cleanup(vm.Close)
	p := eventspane.New(vm)
	t.Cleanup(p.Close)
	p.Object().Resize(fyne.NewSize(520, 320))
	golden := func(name string) { t.Helper(); uitest.Markup(t, p.Object(), name) }
	golden("loading")
	settled(t, vm, pump)
	vm.Took.Set("")
	golden("empty")
	vm.Standing.Set(viewmodel.Stand{Phase: viewmodel.Shown, TooMuch: true, Blank: viewmodel.Blank{Title: "There are too many rows to sort.",
		Text: "Narrow the filter.", Button: "Leave them in file order"}})
	golden("too-much")
	vm.Standing.Set(viewmodel.Stand{Phase: viewmodel.Failed, Details: "read block 7: page damaged", Blank: viewmodel.Blank{
		Title: "The case cannot be read here.", Text: "Nothing was changed.", Button: "Try again"}})
	golden("failed")
}

func TestTheStateButtonActs(t *testing.T) {
	uitest.App(t, true)
	p, vm, b, pump := opened(t, uitest.Case(t))
	w := uitest.Window(t, p.Object(), 900, 500)
	b.Filter.Set("account_id:nobody")
	settled(t, vm, pump)
	_ = w
	for _, o := range test.LaidOutObjects(p.Object()) {
		if button, ok := o.(*widgets.Button); ok && button.Text() == "Show all events" {
			test.Tap(button)
		}
	}
	settled(t, vm, pump)
	if b.Filter.Get() != "*" || vm.Len() == 0 {
		t.Errorf("filter %q, %d rows", b.Filter.Get(), vm.Len())
	}
}

func click(g *grid.Grid, row float32, button desktop.MouseButton) {
	e := &desktop.MouseEvent{Button: button}
	e.Position = fyne.NewPos(60, grid.HeadHeight+row*grid.RowHeight+10)
	g.MouseDown(e)
	g.MouseUp(e)
}

func TestClicksKeysAndScrolling(t *testing.T) {
	uitest.App(t, true)
	p, vm, b, pump := opened(t, uitest.Case(t))
	w := uitest.Window(t, p.Object(), 1000, 600)
	g := find[*grid.Grid](t, p.Object())
	click(g, 3, desktop.MouseButtonPrimary)
	if vm.Current() != 3 || b.Selection.Get().Lead().Kind != casefile.RefEvent {
		t.Fatalf("a click selects %v, current %d", b.Selection.Get(), vm.Current())
	}
	if w.Canvas().Focused() != g {
		t.Error("a click does not give the rows the keyboard")
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if v := vm.Preview.Get(); !v.Open || v.Row != 4 {
		t.Errorf("Space opens %+v", v)
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	last := vm.Len() - 1
	pump.Until(t, "the last row", func() bool { _, ok := vm.Row(last); return ok })
	if _, to := g.InView(); to != vm.Len() || vm.Current() != last {
		t.Errorf("End shows rows to %d of %d", to, vm.Len())
	}
	g.TypedRune('/')
	typed := w.Canvas().Focused()
	if typed == g || typed == nil {
		t.Fatal("the slash does not lead to the query bar")
	}
	test.Type(typed, "table:requests AND model:atlas-5")
	typed.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	settled(t, vm, pump)
	if b.Filter.Get() != "table:requests AND model:atlas-5" || w.Canvas().Focused() != g {
		t.Errorf("Enter makes the filter %q; the rows have the keyboard: %v", b.Filter.Get(), w.Canvas().Focused() == g)
	}
	if from, _ := g.InView(); from != 0 {
		t.Errorf("another query begins at row %d", from)
	}
}

func TestABrokenQueryIsMarkedWhereItBreaks(t *testing.T) {
	uitest.App(t, true)
	p, vm, b, _ := opened(t, uitest.Case(t))
	w := uitest.Window(t, p.Object(), 1000, 500)
	p.Focus()
	test.Type(w.Canvas().Focused(), "status:200 AND )")
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if vm.Wrong.Get().Column != 16 || b.Filter.Get() != "*" {
		t.Fatalf("wrong %+v, filter %q", vm.Wrong.Get(), b.Filter.Get())
	}
	shown := false
	for _, o := range test.LaidOutObjects(p.Object()) {
		if l, ok := o.(*widgets.Label); ok && l.Visible() && strings.Contains(l.Text(), "column 16") {
			shown = true
		}
	}
	if !shown {
		t.Error("nothing says where")
	}
}

func TestTheOriginalIsShownOnASheet(t *testing.T) {
	uitest.App(t, true)
	p, vm, b, pump := opened(t, uitest.Case(t))
	w := uitest.Window(t, p.Object(), 1000, 700)
	b.Ask = func(q viewmodel.Question) { q.Then("to check the template", "") }
	vm.Reveal(vm.Len() / 2)
	vm.Look(vm.Len()/2, vm.Len()/2+1)
	pump.Until(t, "the row", func() bool { _, ok := vm.Row(vm.Len() / 2); return ok })
	vm.Reveal(vm.Len() / 2)
	pump.Until(t, "the sheet", func() bool { return w.Canvas().Overlays().Top() != nil })
	if dir := os.Getenv("CASEBENCH_SHOTS"); dir != "" {
		f, err := os.Create(filepath.Join(dir, "reveal.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, w.Canvas().Capture()); err != nil {
			t.Fatal(err)
		}
	}
}

// Esc in the query bar stops a search that goes on before it empties the bar; the
// button does the same, and goes on with it.
func TestASearchIsStoppedFromTheBar(t *testing.T) {
	uitest.App(t, true)
	p, vm, b, pump := opened(t, uitest.Case(t))
	w := uitest.Window(t, p.Object(), 1030, 400)
	button := func(text string) *widgets.Button {
		for _, o := range test.LaidOutObjects(p.Object()) {
			if x, ok := o.(*widgets.Button); ok && x.Text() == text && x.Visible() {
				return x
			}
		}
		return nil
	}
	begin := func() {
		vm.Submit("account_id:p1_3")
		for vm.Standing.Get().Phase != viewmodel.Coming {
			pump.Step()
		}
	}
	begin()
	p.Focus()
	escape := func() { w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	escape()
	if s := vm.Standing.Get(); !s.Stopped || vm.Query.Get() != "account_id:p1_3" {
		t.Fatalf("%+v, the bar holds %q", s, vm.Query.Get())
	}
	escape()
	if vm.Query.Get() != "" {
		t.Errorf("a second Esc left %q", vm.Query.Get())
	}
	on := button("Search on")
	if on == nil {
		t.Fatal("there is no button to go on")
	}
	test.Tap(on)
	settled(t, vm, pump)
	if button("Search on") != nil || button("Stop") != nil || vm.Len() == 0 {
		t.Errorf("gone on, %d rows, and the button stands", vm.Len())
	}
	b.Filter.Set("*")
	settled(t, vm, pump)
	begin()
	test.Tap(button("Stop"))
	if !vm.Standing.Get().Stopped {
		t.Error("the button did not stop it")
	}
}
