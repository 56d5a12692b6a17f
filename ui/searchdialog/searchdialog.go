// Package searchdialog is the sheet of the search history: every question that was
// asked, under the one that it was refined from, to be asked again, named, starred or
// kept as a view.
//
// It shows a viewmodel.SearchList, which decides what stands here and what a key does.
package searchdialog

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// Dialog is the sheet.
type Dialog struct {
	vm    *viewmodel.SearchList
	list  *listing.Listing
	body  fyne.CanvasObject
	sheet *widgets.OpenSheet
}

// New makes the sheet of a list, which it closes when it is closed itself.
func New(vm *viewmodel.SearchList) *Dialog {
	d := &Dialog{vm: vm, list: listing.New(vm.Listing)}
	d.body = widgets.NewSized(884, 430, d.list.Object())
	vm.Done = d.Close
	return d
}

// Object is the sheet's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas, with the keyboard in the list.
func (d *Dialog) Show(c fyne.Canvas) {
	hint := widgets.NewButton("Enter searches again · S star · N name · C note · V save as view · ← → fold", widgets.Link, nil)
	hint.Disable()
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Search history", Body: d.body, Width: 920, Others: []*widgets.Button{hint}, OnCancel: d.end})
	d.list.Focus()
}

// Close takes the sheet away.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
	d.end()
}

func (d *Dialog) end() {
	d.list.Close()
	d.vm.Close()
}
