package clusterspane_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/clusterspane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// The table of a real case, to be looked at.
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		t.Run("", func(t *testing.T) {
			uitest.App(t, dark)
			b, pump := uitest.Bench(t, uitest.Case(t))
			vm := viewmodel.NewClusters(b)
			t.Cleanup(vm.Close)
			p := clusterspane.New(vm)
			t.Cleanup(p.Close)
			pump.Until(t, "rows", func() bool { return vm.Len() > 0 })
			vm.Pick(0, false, false)
			pump.Turn()
			t.Log(uitest.Shot(t, p.Object(), 1030, 600, dark))
		})
	}
}

// Before there is anything to show the pane teaches the next step.
func TestEmpty(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Empty(t))
	vm := viewmodel.NewClusters(b)
	t.Cleanup(vm.Close)
	p := clusterspane.New(vm)
	t.Cleanup(p.Close)
	pump.Until(t, "the answer", func() bool { return vm.Phase.Get() == viewmodel.Shown })
	p.Object().Resize(fyne.NewSize(640, 280))
	uitest.Markup(t, p.Object(), "empty")
}
