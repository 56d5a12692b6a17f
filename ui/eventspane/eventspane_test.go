package eventspane_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
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
		b.Filter.Set("account_id:nobody")
		settled(t, vm, pump)
		t.Run("nothing", func(t *testing.T) { t.Log(uitest.Shot(t, p.Object(), 1030, 420, dark)) })
	}
}

var _ = []any{strings.Contains, test.Tap, (*widgets.State)(nil), (*grid.Grid)(nil), fyne.NewPos}
