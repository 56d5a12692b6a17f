// Package clusterspane is the document that lists the clusters of the newest run:
// how sure it is that their accounts act together and, kept apart from that, what
// their use looks like and which honest explanation fits.
//
// It shows a viewmodel.Clusters, which decides what stands here and what a click
// does; the pane is looks alone.
package clusterspane

import (
	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// Pane shows the clusters.
type Pane struct {
	list  *listing.Listing
	stops viewmodel.Stops
}

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Clusters) *Pane {
	again := widgets.NewButton("Link again…", widgets.Plain, vm.LinkAgain)
	again.Hide()
	p := &Pane{list: listing.New(vm.Listing, again)}
	p.stops.Add(vm.Run.Observe(func(r casefile.Run) {
		if r.ID != 0 {
			again.Show()
		} else {
			again.Hide()
		}
		p.list.Object().Refresh()
	}))
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.list.Object() }

// Close ends what the pane watches.
func (p *Pane) Close() {
	p.stops.Stop()
	p.list.Close()
}
