package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

// An entry that a sheet hides does not get the cursor, and the button of a state
// that a sheet shows leaves it on Esc.
func TestSheetWithHiddenEntryAndState(t *testing.T) {
	win := uitest.Over(t, true)
	hidden, shown := widgets.NewEntry("", nil), widgets.NewEntry("", nil)
	around := container.NewStack(hidden)
	around.Hide()
	state := widgets.NewState(widgets.StateLook{Title: "Nothing yet", Action: "Choose…"}, nil)
	cancelled := false
	widgets.ShowSheet(win.Canvas(), widgets.Sheet{Title: "A sheet", Body: widgets.NewColumn(4, around, shown, state), OnCancel: func() { cancelled = true }})
	if got := win.Canvas().Focused(); got != fyne.Focusable(shown) {
		t.Errorf("the cursor is in %T %p", got, got)
	}
	win.Canvas().Focus(state.Button())
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !cancelled {
		t.Error("Esc on the button of a state does not leave the sheet")
	}
}
