package listing_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
	"casebench/ui/widgets/listing"
)

type opened struct {
	*listing.Listing
	vm   *viewmodel.Accounts
	b    *viewmodel.Bench
	pump *uitest.Pump
	win  fyne.Window
}

// open shows the accounts of a case in a window.
func open(t *testing.T, work *casework.Casework) opened {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, work)
	b.Tab.Set(viewmodel.TabAccounts)
	vm := viewmodel.NewAccounts(b)
	t.Cleanup(vm.Close)
	l := listing.New(vm.Listing)
	t.Cleanup(l.Close)
	win := uitest.Window(t, l.Object(), 1030, 400)
	pump.Until(t, "accounts", func() bool { return vm.Phase.Get() == viewmodel.Shown })
	return opened{l, vm, b, pump, win}
}

func find[T any](o fyne.CanvasObject) (none T) {
	for _, part := range test.LaidOutObjects(o) {
		if found, ok := part.(T); ok && part.Visible() {
			return found
		}
	}
	return none
}

// row is a place in the middle of a row in view, in the grid.
func row(n int) fyne.Position {
	return fyne.NewPos(30, grid.HeadHeight+float32(n)*grid.RowHeight+grid.RowHeight/2)
}

func (o opened) click(n int, mod fyne.KeyModifier) {
	o.Grid.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: row(n)}, Button: desktop.MouseButtonPrimary, Modifier: mod})
	o.Grid.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: row(n)}, Button: desktop.MouseButtonPrimary})
}

// A click, one with Shift and one with Ctrl select in the case what they select
// in the table; what is selected elsewhere is brought into view.
func TestClicksSelect(t *testing.T) {
	o := open(t, uitest.Case(t))
	o.vm.SortBy("account")
	o.click(1, 0)
	o.click(3, fyne.KeyModifierShift)
	o.click(6, fyne.KeyModifierShortcutDefault)
	got := o.b.Selection.Get().Accounts()
	if len(got) != 4 || got[0] != "honest_02" || got[3] != "honest_07" {
		t.Errorf("selected %v", got)
	}
	o.b.Selection.Set(viewmodel.Select(casefile.AccountRef("p3_8")))
	at := o.Grid.Current()
	if from, to := o.Grid.InView(); o.vm.At(int(at)).ID != "p3_8" || at < from || at >= to {
		t.Errorf("row %d is not in view between %d and %d", at, from, to)
	}
}

// Keys in the table do what the menu offers: j and k move, s stars, / goes to the
// search and Enter back.
func TestKeys(t *testing.T) {
	o := open(t, uitest.Case(t))
	o.vm.SortBy("account")
	o.Focus()
	for _, r := range "jjks" {
		o.Grid.TypedRune(r)
	}
	o.pump.Until(t, "a star", func() bool { return o.vm.Row("honest_01").Marked.Star })
	var shown viewmodel.Intention
	o.b.Show = func(i viewmodel.Intention) { shown = i }
	o.Grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if shown.Name != viewmodel.IntendInspect {
		t.Errorf("Enter opens %q", shown.Name)
	}
	o.Grid.TypedRune('/')
	if o.win.Canvas().Focused() != fyne.Focusable(o.Search.Entry) {
		t.Fatal("/ does not go to the search")
	}
	test.Type(o.Search.Entry, "p2_")
	if o.vm.Len() != uitest.PoolSize || o.Grid.Len() != uitest.PoolSize {
		t.Errorf("%d rows found, %d shown", o.vm.Len(), o.Grid.Len())
	}
	o.Search.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if o.win.Canvas().Focused() != fyne.Focusable(o.Grid) {
		t.Error("Enter does not go back to the table")
	}
	o.Grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	if n := len(o.b.Selection.Get().Refs); n != uitest.PoolSize {
		t.Errorf("%d selected", n)
	}
	copied := ""
	o.b.Copy = func(s string) { copied = s }
	o.Grid.TypedShortcut(&fyne.ShortcutCopy{})
	if copied == "" {
		t.Error("nothing was copied")
	}
}

// A right click opens the menu of the row, with keys beside the items.
func TestMenu(t *testing.T) {
	o := open(t, uitest.Case(t))
	o.Grid.TappedSecondary(&fyne.PointEvent{Position: row(2), AbsolutePosition: fyne.NewPos(60, 160)})
	if o.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	if !o.vm.Selected(2) {
		t.Error("the menu is of a row that is not selected")
	}
	m := listing.Menu(o.vm.Menu(2))
	if m.Items[0].Label != "Inspect  (Enter)" {
		t.Errorf("the menu begins with %q", m.Items[0].Label)
	}
	if listing.Menu(nil) != nil {
		t.Error("a menu without items")
	}
}

// Each state has its face: what is on its way, what went wrong, nothing, nothing
// found.
func TestStates(t *testing.T) {
	t.Run("loading", func(t *testing.T) {
		uitest.App(t, true)
		b, pump := uitest.Bench(t, uitest.Empty(t))
		vm := viewmodel.NewAccounts(b)
		t.Cleanup(func() { vm.Close(); pump.Turn() })
		l := listing.New(vm.Listing)
		t.Cleanup(l.Close)
		l.Object().Resize(fyne.NewSize(600, 260))
		uitest.Markup(t, l.Object(), "loading")
	})
	t.Run("empty", func(t *testing.T) {
		o := open(t, uitest.Empty(t))
		var shown viewmodel.Intention
		o.b.Show = func(i viewmodel.Intention) { shown = i }
		o.Object().Resize(fyne.NewSize(600, 260))
		uitest.Markup(t, o.Object(), "empty")
		find[*widgets.State](o.Object()).OnAction()
		if shown.Name != viewmodel.IntendImport {
			t.Errorf("the button opens %q", shown.Name)
		}
	})
	t.Run("failed", func(t *testing.T) {
		o := open(t, uitest.Case(t))
		o.b.Filter.Set("colour:blue")
		o.pump.Until(t, "the failure", func() bool { return o.vm.Phase.Get() == viewmodel.Failed })
		state := find[*widgets.State](o.Object())
		if state == nil || state.Look().Kind != widgets.Failed || state.Look().Action == "" {
			t.Fatal("a failure is not shown as one")
		}
		o.Object().Resize(fyne.NewSize(600, 260))
		uitest.Markup(t, o.Object(), "failed")
	})
	t.Run("nothing found", func(t *testing.T) {
		o := open(t, uitest.Case(t))
		o.vm.Find("no such account")
		state := find[*widgets.State](o.Object())
		if state == nil || state.Look().Action != "Clear the search" {
			t.Fatal("nothing leads back")
		}
		state.OnAction()
		if o.Search.Text() != "" || find[*widgets.State](o.Object()) != nil || o.Grid.Len() != 64 {
			t.Error("the way back does not lead back")
		}
	})
}
