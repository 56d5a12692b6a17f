package linkdialog_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/linkdialog"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestLooks(t *testing.T) {
	b, _ := uitest.Bench(t, uitest.Empty(t))
	for _, dark := range []bool{true, false} {
		win := uitest.Over(t, dark)
		linkdialog.New(viewmodel.NewLinking(b)).Show(win.Canvas())
		uitest.ShotOver(t, win, "link")
	}
}

// Enter in the seed begins the run, and the sheet is gone.
func TestARunBeginsByEnter(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	win := uitest.Over(t, true)
	linkdialog.New(viewmodel.NewLinking(b)).Show(win.Canvas())
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(win.Canvas().Overlays().List()) != 0 {
		t.Fatal("the sheet stays")
	}
	pump.Until(t, "the run", func() bool { return b.Said.Get().Number > 0 })
}
