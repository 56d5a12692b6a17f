package sourcespane_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/sourcespane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// The table of a real case, to be looked at.
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		t.Run("", func(t *testing.T) {
			uitest.App(t, dark)
			work := uitest.Case(t)
			said := map[string]string{"collected_by": "K. Okafor", "system": "Atlas gateway, EU cluster", "export_query": "select * from requests where day >= '2026-05-20'", "expires_on": "2026-06-21"}
			for id, set := range map[uint32]map[string]string{2: said, 4: {"expires_on": "2026-06-01"}} {
				if _, err := work.Describe(t.Context(), id, set, "from the collector's letter"); err != nil {
					t.Fatal(err)
				}
			}
			b, pump := uitest.Bench(t, work)
			v := viewmodel.NewVerification(b)
			t.Cleanup(v.Close)
			vm := viewmodel.NewSources(b, v)
			t.Cleanup(vm.Close)
			p := sourcespane.New(vm)
			t.Cleanup(p.Close)
			pump.Until(t, "rows", func() bool { return vm.Len() > 0 && !v.State.Get().Running && len(v.State.Get().Sources) > 0 })
			vm.Pick(1, false, false)
			pump.Until(t, "rejects", func() bool { return vm.Rejects.Phase.Get() == viewmodel.Shown })
			t.Log(uitest.Shot(t, p.Object(), 1030, 600, dark))
		})
	}
}

// Before there is anything to show the pane teaches the next step.
func TestEmpty(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Empty(t))
	vm := viewmodel.NewSources(b, nil)
	t.Cleanup(vm.Close)
	p := sourcespane.New(vm)
	t.Cleanup(p.Close)
	pump.Until(t, "the answer", func() bool { return vm.Phase.Get() == viewmodel.Shown && vm.Rejects.Phase.Get() == viewmodel.Shown })
	p.Object().Resize(fyne.NewSize(640, 480))
	uitest.Markup(t, p.Object(), "empty")
}
