// Package indicatorspane is the document that lists partners' indicators and what
// the case shows of them.
//
// It shows a viewmodel.Indicators, which decides what stands here and what a
// click does; the pane is looks alone. Values are shown defanged until a person
// asks for them as they are.
package indicatorspane

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// Pane shows the indicators.
type Pane struct {
	list  *listing.Listing
	stops viewmodel.Stops
}

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Indicators) *Pane {
	defanged := widgets.NewButton("Defanged", widgets.Toggle, func() { vm.Defanged.Set(!vm.Defanged.Get()) })
	p := &Pane{list: listing.New(vm.Listing, defanged)}
	p.stops.Add(vm.Defanged.Observe(defanged.SetOn))
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.list.Object() }

// Close ends what the pane watches.
func (p *Pane) Close() {
	p.stops.Stop()
	p.list.Close()
}
