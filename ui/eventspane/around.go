package eventspane

import (
	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// around is the line above the rows that says of which event the context is shown, and
// leads back.
type around struct {
	title  *widgets.Label
	object *fyne.Container
}

func newAround(vm *viewmodel.Events) *around {
	a := &around{title: widgets.NewCut("", widgets.Body)}
	a.title.SetToken(theme.Selection)
	find := widgets.NewButton("Show the event", widgets.Link, vm.ShowAround)
	back := widgets.NewButton("Back to where you were", widgets.Link, vm.LeaveContext)
	line := widgets.NewDock(nil, nil, nil, widgets.NewRow(12, find, back), widgets.NewMiddle(a.title))
	a.object = widgets.NewOn(theme.Raised, widgets.NewDock(nil, widgets.NewRule(), nil, nil, widgets.NewPadded(2, 10, 2, 10, line)))
	a.object.Hide()
	return a
}

func (a *around) set(v viewmodel.Around) {
	a.title.SetText(v.Title)
	show(a.object, v.Title != "")
}
