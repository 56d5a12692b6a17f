// Package timelinepane shows requests over time, stacked by cluster, with a brush
// that is the time window of the case.
//
// A Pane is the head line and a plot; the plot is one picture, drawn when its data,
// its brush or its size change (paint.go), and what a hand does on it (plot.go).
// What the counts are, what a drag snaps to and every word are decided by
// viewmodel.Timeline.
package timelinepane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile/timeline"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the timeline as it is shown.
type Pane struct {
	vm     *viewmodel.Timeline
	plot   *plot
	title  *widgets.Label
	note   *widgets.Label
	words  *widgets.Label // in place of the plot
	action *widgets.Button
	instead,
	object *fyne.Container
	stops viewmodel.Stops
}

// New makes the pane.
func New(vm *viewmodel.Timeline) *Pane {
	p := &Pane{vm: vm, plot: newPlot(vm)}
	p.title = widgets.NewCut("", widgets.Hint)
	p.title.SetToken(theme.Text2)
	p.note = widgets.NewCut("", widgets.Hint)
	p.note.SetToken(theme.Text2)
	p.note.Align = fyne.TextAlignTrailing
	p.words = widgets.NewLabel("", widgets.Secondary)
	p.action = widgets.NewButton("", widgets.Plain, p.act)
	p.instead = container.NewCenter(widgets.NewRow(12, p.words, p.action))
	head := container.New(&headLine{}, p.title, p.note)
	p.object = widgets.NewOn(theme.Surface, container.NewStack(
		widgets.NewDock(widgets.NewPadded(8, 14, 2, 14, head), nil, nil, nil, p.plot), p.instead))
	p.stops.Add(
		vm.Shown.Observe(func(viewmodel.TimelineView) { p.show() }),
		vm.Brush.Follow(func(timeline.Window) { p.plot.Refresh(); p.say() }),
		vm.Hover.Follow(func(viewmodel.Readout) { p.plot.pointed(); p.say() }),
	)
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends the pane.
func (p *Pane) Close() { p.stops.Stop() }

func (p *Pane) show() {
	v := p.vm.Shown.Get()
	if v.State == viewmodel.TimelineReady {
		p.plot.Show()
		p.instead.Hide()
		if words := p.vm.Silence(); words != "" {
			p.words.SetText(words)
			p.action.Hide()
			p.instead.Show()
		}
	} else {
		title, text, action := p.vm.Explain()
		if text != "" {
			title += " " + text
		}
		p.words.SetText(title)
		p.action.SetText(action)
		p.action.Hidden = action == ""
		p.plot.Hide()
		p.instead.Show()
	}
	p.say()
	p.object.Refresh() // also lays out what was hidden
}

// say writes the head line; what the pointer is on goes before the range.
func (p *Pane) say() {
	p.title.SetText(p.vm.Title())
	if at := p.vm.Hover.Get(); at.Text != "" && !p.vm.Holding() {
		p.note.SetToken(theme.Text)
		p.note.SetText(at.Text)
		return
	}
	p.note.SetToken(theme.Text2)
	p.note.SetText(p.vm.Note())
}

func (p *Pane) act() {
	if p.vm.Shown.Get().State == viewmodel.TimelineEmpty {
		p.vm.Import()
		return
	}
	p.vm.Retry()
}

// headLine gives the title what it needs, at most half, and the note the rest.
type headLine struct{}

func (*headLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(s.Width*0.4, theme.Scaled(260))
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[1].Move(fyne.NewPos(w+theme.Scaled(12), 0))
	o[1].Resize(fyne.NewSize(max(s.Width-w-theme.Scaled(12), 0), s.Height))
}

func (*headLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(120), max(o[0].MinSize().Height, o[1].MinSize().Height))
}
