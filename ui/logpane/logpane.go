// Package logpane is the document of the audit log: who did what, when, and how
// far the chain of hashes holds.
//
// It shows a viewmodel.Log, which decides what stands here and what a click does;
// the pane is looks alone. Below the table stands the entry chosen, in full.
package logpane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casework"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// Pane shows the log.
type Pane struct {
	list   *listing.Listing
	facts  *listing.Facts
	object *fyne.Container
	stops  viewmodel.Stops
}

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Log) *Pane {
	state := widgets.NewBadge("", theme.Text2)
	p := &Pane{list: listing.New(vm.Listing, state), facts: listing.NewFacts()}
	p.object = container.New(listing.Below{Height: 148}, p.list.Object(), p.facts.Object())
	p.stops.Add(vm.Chain.Observe(func(casework.ChainState) {
		word, token := vm.ChainWord()
		state.SetText(word)
		state.SetToken(token)
		p.list.Object().Refresh()
	}), vm.Detail.Observe(p.detail))
	return p
}

// detail shows the entry chosen; without one the table has the room.
func (p *Pane) detail(d viewmodel.LogDetail) {
	if d.Title == "" {
		p.facts.Object().Hide()
		p.object.Refresh()
		return
	}
	lines := []string{d.Message}
	if d.Reason != "" {
		lines = append(lines, "Reason: "+d.Reason)
	}
	p.facts.Set(d.Title, lines, append([][2]string{{"hash", d.Hash}, {"previous", d.Previous}}, d.Pairs...))
	p.facts.Object().Show()
	p.object.Refresh()
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends what the pane watches.
func (p *Pane) Close() {
	p.stops.Stop()
	p.list.Close()
}
