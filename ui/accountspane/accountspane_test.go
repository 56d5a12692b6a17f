package accountspane_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/ui/accountspane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// The table of a real case, to be looked at.
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		t.Run("", func(t *testing.T) {
			uitest.App(t, dark)
			b, pump := uitest.Bench(t, uitest.Case(t))
			vm := viewmodel.NewAccounts(b)
			t.Cleanup(vm.Close)
			p := accountspane.New(vm)
			t.Cleanup(p.Close)
			pump.Until(t, "accounts", func() bool { return vm.Phase.Get() == viewmodel.Shown && vm.Len() > 0 && vm.At(0) != nil })
			b.Star(casefile.AccountRef("p1_3"))
			pump.Until(t, "a star", func() bool { return b.Said.Get().Number > 0 })
			pump.Until(t, "ties", func() bool { return vm.Row("p1_3").Marked.Star })
			vm.Pick(2, false, false)
			vm.Pick(5, true, false)
			t.Log(uitest.Shot(t, p.Object(), 1030, 600, dark))
		})
	}
}

// Before there is anything to show the pane teaches the next step.
func TestEmpty(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Empty(t))
	vm := viewmodel.NewAccounts(b)
	t.Cleanup(vm.Close)
	p := accountspane.New(vm)
	t.Cleanup(p.Close)
	pump.Until(t, "the answer", func() bool { return vm.Phase.Get() == viewmodel.Shown })
	p.Object().Resize(fyne.NewSize(640, 280))
	uitest.Markup(t, p.Object(), "empty")
}
