// Package chipbar is the row of chips under the toolbar: what narrows the view,
// condition by condition, each with a cross that takes it away, and at the right
// the marking of the case.
//
// Which chips there are and what removing one leaves is decided by
// viewmodel.Chips.
package chipbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the row as it is shown.
type Pane struct {
	vm      *viewmodel.Chips
	chips   *fyne.Container
	scroll  *container.Scroll
	marking *widgets.Badge
	object  *fyne.Container
	stops   viewmodel.Stops
}

// New makes the row.
func New(vm *viewmodel.Chips) *Pane {
	p := &Pane{vm: vm, chips: widgets.NewRow(6), marking: widgets.NewTLP("")}
	p.scroll = container.NewHScroll(widgets.NewMiddle(p.chips))
	p.object = widgets.NewOn(theme.Surface, widgets.NewDock(nil, widgets.NewRule(), nil, nil,
		widgets.NewSized(0, theme.ChipRow, widgets.NewPadded(0, 12, 0, 12,
			widgets.NewDock(nil, nil, nil, widgets.NewPadded(0, 0, 0, 12, widgets.NewMiddle(p.marking)), p.scroll)))))
	p.stops.Add(vm.Shown.Observe(p.show), vm.Marking.Observe(func(m casefile.Marking) {
		p.marking.SetTLP(string(m))
		p.marking.Hidden = m == ""
		p.object.Refresh()
	}))
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends the row.
func (p *Pane) Close() { p.stops.Stop() }

func (p *Pane) show(chips []viewmodel.Chip) {
	p.chips.Objects = nil
	for _, c := range chips {
		tap := func() { p.vm.Edit(c) }
		if c.Term < 0 {
			tap = nil
		}
		p.chips.Add(widgets.NewMiddle(widgets.NewChip(c.Text, tap, func() { p.vm.Remove(c) })))
	}
	p.chips.Add(widgets.NewMiddle(widgets.NewChip("+ filter", p.vm.Add, nil)))
	if len(chips) > 1 {
		p.chips.Add(widgets.NewButton("Clear all", widgets.Link, p.vm.Clear))
	}
	if len(chips) > 0 {
		p.chips.Add(widgets.NewButton("Save view", widgets.Link, p.vm.SaveView))
	}
	p.scroll.Refresh()
	p.object.Refresh()
}
