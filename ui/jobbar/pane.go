// Package jobbar is the status bar at the foot of the window: the case, whether its
// sources hold, what is selected and in view, and the work under way with its bar,
// the time it still takes and the way to stop it.
//
// The facts and their words are those of viewmodel.Status; the bar only shows them,
// and leaves out the last ones where the window is narrow.
package jobbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the status bar as it is shown.
type Pane struct {
	vm     *viewmodel.Status
	items  []*widgets.StatusItem
	facts  *fyne.Container
	name   *widgets.Label
	bar    *widgets.Bar
	detail *widgets.StatusItem
	job    *fyne.Container
	tail   *widgets.Label
	object *fyne.Container
	stops  viewmodel.Stops
}

// barWidth is how long the bar of a job is.
const barWidth = 120

// New makes the bar.
func New(vm *viewmodel.Status) *Pane {
	p := &Pane{vm: vm, facts: container.New(&factRow{}), name: widgets.NewLabel("", widgets.Small), bar: widgets.NewProgress(),
		detail: widgets.NewStatusItem("", "", vm.Cancel), tail: widgets.NewLabel("", widgets.Hint)}
	p.name.MaxWidth = theme.Scaled(220)
	p.job = widgets.NewRow(12, widgets.NewMiddle(p.name), widgets.NewSized(barWidth, 0, widgets.NewMiddle(p.bar)), p.detail)
	right := widgets.NewRow(18, p.job, widgets.NewMiddle(p.tail))
	p.object = widgets.NewOn(theme.Surface, widgets.NewDock(widgets.NewRule(), nil, nil, nil,
		widgets.NewSized(0, theme.StatusRow, widgets.NewPadded(0, 14, 0, 14, container.New(&barRow{}, p.facts, right)))))
	p.stops.Add(
		vm.Facts.Observe(p.showFacts),
		vm.Job.Observe(p.showJob),
		vm.Tail.Observe(func(text string) { p.tail.SetText(text); p.object.Refresh() }),
	)
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends the bar.
func (p *Pane) Close() { p.stops.Stop() }

func (p *Pane) showFacts(facts []viewmodel.Fact) {
	for len(p.items) < len(facts) {
		p.items = append(p.items, widgets.NewStatusItem("", "", nil))
	}
	p.facts.Objects = nil
	for i, f := range facts {
		p.items[i].OnTap = f.Do
		p.items[i].Set(f.Text, f.Dot, f.Ink)
		p.facts.Objects = append(p.facts.Objects, p.items[i])
	}
	p.facts.Refresh()
}

func (p *Pane) showJob(j viewmodel.JobLine) {
	p.job.Hidden = j.Name == ""
	p.name.SetText(j.Name)
	p.bar.Set(float32(j.Share))
	p.detail.Set(j.Detail, "", "")
	p.object.Refresh()
}

// barRow gives the right part what it needs and the facts the rest.
type barRow struct{}

func (*barRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	right := min(o[1].MinSize().Width, s.Width)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(max(s.Width-right-theme.Scaled(18), 0), s.Height))
	o[1].Move(fyne.NewPos(s.Width-right, 0))
	o[1].Resize(fyne.NewSize(right, s.Height))
}

func (*barRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(320), max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// factRow puts facts side by side. Those that do not fit are left out, the last
// ones first; the first two are shortened before that.
type factRow struct{}

func (*factRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x, gap := float32(0), theme.Scaled(18)
	for i, f := range o {
		w := f.MinSize().Width
		if i < 2 {
			w = min(w, max(s.Width-x, 0))
		}
		if x+w > s.Width+0.5 || w <= 0 {
			f.Hide()
			continue
		}
		f.Show()
		f.Move(fyne.NewPos(x, 0))
		f.Resize(fyne.NewSize(w, s.Height))
		x += w + gap
	}
}

func (*factRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := theme.Scaled(theme.StatusRow)
	return fyne.NewSize(theme.Scaled(120), h)
}
