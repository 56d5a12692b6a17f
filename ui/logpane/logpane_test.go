package logpane_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"casebench/ui/logpane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// The table of a real case, to be looked at.
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		t.Run("", func(t *testing.T) {
			uitest.App(t, dark)
			b, pump := uitest.Bench(t, uitest.Case(t))
			vm := viewmodel.NewLog(b)
			t.Cleanup(vm.Close)
			p := logpane.New(vm)
			t.Cleanup(p.Close)
			pump.Until(t, "rows", func() bool { return vm.Len() > 0 })
			pump.Until(t, "the chain", func() bool { return vm.Chain.Get().Entries > 0 })
			vm.Pick(1, false, false)
			pump.Turn()
			t.Log(uitest.Shot(t, p.Object(), 1030, 600, dark))
		})
	}
}

// Below the table stands the entry chosen with its whole hash; without one the
// table has the room.
func TestTheEntryChosenStandsInFull(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	vm := viewmodel.NewLog(b)
	t.Cleanup(vm.Close)
	p := logpane.New(vm)
	t.Cleanup(p.Close)
	uitest.Window(t, p.Object(), 900, 500)
	pump.Until(t, "the chain", func() bool { return vm.Chain.Get().Entries > 0 })
	shown := func(text string) bool {
		for _, o := range test.LaidOutObjects(p.Object()) {
			switch l := o.(type) {
			case *widgets.Paragraph:
				if l.Text() == text && l.Visible() {
					return true
				}
			case *widgets.Badge:
				if l.Text() == text {
					return true
				}
			}
		}
		return false
	}
	hash := vm.At(3).Hash
	if shown(hash) {
		t.Error("an entry stands in full before one is chosen")
	}
	vm.Pick(3, false, false)
	if !shown(hash) || !shown(vm.At(4).Hash) {
		t.Error("the hashes of the entry chosen are not shown in full")
	}
	if !shown("chain holds") {
		t.Error("it is not said that the chain holds")
	}
}
