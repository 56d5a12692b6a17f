// Package sourcespane is the document of what was imported: each file with its
// hash, how many of its rows were read, whether its bytes are still those that
// came, and below it the rows that could not be read.
//
// It shows a viewmodel.Sources, which decides what stands here and what a click
// does; the pane is looks alone.
package sourcespane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
	"casebench/ui/widgets/listing"
)

// factsLeast is the least height of the strip about the source chosen.
const factsLeast = 147

// Pane shows the sources over their rejects.
type Pane struct {
	list, rejects *listing.Listing
	facts         *listing.Facts
	upper         *fyne.Container
	object        *fyne.Container
	stops         viewmodel.Stops
}

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Sources) *Pane {
	again := widgets.NewButton("Verify again", widgets.Plain, vm.VerifyAgain)
	more := widgets.NewButton("", widgets.Plain, vm.Rejects.ReadMore)
	save := widgets.NewButton(viewmodel.SaveTitle, widgets.Plain, vm.Save)
	p := &Pane{list: listing.New(vm.Listing, save, again), rejects: listing.New(vm.Rejects.Listing, more), facts: listing.NewFacts()}
	p.upper = container.New(&tableOverFacts{vm: vm}, p.list.Object(), p.facts.Object())
	p.object = container.New(&splitLayout{vm: vm}, p.upper, widgets.NewRule(), p.rejects.Object())
	p.stops.Add(vm.Damaged.Observe(func(damaged bool) {
		if damaged {
			save.Show()
		} else {
			save.Hide()
		}
		p.list.Object().Refresh()
	}), vm.Detail.Observe(p.detail), vm.Rows.Observe(func(int) { p.object.Refresh() }), vm.Rejects.Rows.Observe(func(int) { p.object.Refresh() }), vm.Rejects.More.Observe(func(caption string) {
		more.SetText(caption)
		if caption == "" {
			more.Hide()
		} else {
			more.Show()
		}
		p.rejects.Object().Refresh()
	}))
	return p
}

// detail shows the source chosen in full; without one the table has the room.
func (p *Pane) detail(d viewmodel.SourceDetail) {
	if d.Title == "" {
		p.facts.Object().Hide()
	} else {
		p.facts.Set(d.Title, d.Notes, d.Pairs)
		p.facts.Object().Show()
	}
	p.upper.Refresh()
	p.object.Refresh()
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends what the pane watches.
func (p *Pane) Close() {
	p.stops.Stop()
	p.list.Close()
	p.rejects.Close()
}

// tableHeight is what the table needs for all its rows.
func tableHeight(vm *viewmodel.Sources) float32 {
	return theme.Scaled(46 + grid.HeadHeight + grid.RowHeight*float32(max(2, vm.Len())+1))
}

// tableOverFacts gives the table what its rows need and the strip about the source
// chosen the rest, which is never less than a few lines. Without a source chosen the
// table has all.
type tableOverFacts struct{ vm *viewmodel.Sources }

// Layout places the two.
func (l *tableOverFacts) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := s.Height
	if o[1].Visible() {
		h = min(tableHeight(l.vm), s.Height-min(theme.Scaled(factsLeast), s.Height/2))
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, h))
	o[1].Move(fyne.NewPos(0, h))
	o[1].Resize(fyne.NewSize(s.Width, s.Height-h))
}

// MinSize leaves room for both.
func (l *tableOverFacts) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, m.Height+theme.Scaled(80))
}

// splitLayout gives the sources as much room as their rows need, up to three
// fifths, and the rejects the rest; without rejects the sources have the most.
type splitLayout struct{ vm *viewmodel.Sources }

// Layout places table, line and rejects.
func (l *splitLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	low := min(s.Height*2/5, theme.Scaled(188))
	if l.vm.Rejects.Len() > 0 {
		need := tableHeight(l.vm)
		if l.vm.Detail.Get().Title != "" {
			need += theme.Scaled(factsLeast)
		}
		low = s.Height - min(need, s.Height*3/5)
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, s.Height-low-1))
	o[1].Move(fyne.NewPos(0, s.Height-low-1))
	o[1].Resize(fyne.NewSize(s.Width, 1))
	o[2].Move(fyne.NewPos(0, s.Height-low))
	o[2].Resize(fyne.NewSize(s.Width, low))
}

// MinSize leaves room for both.
func (l *splitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[2].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height)
}
