// Package eventspane is the document of single rows: a query bar, the rows in a
// grid, and under them all fields of the current one.
//
// It shows a viewmodel.Events, which decides what stands here, what a click
// selects and what a menu offers; the pane is looks alone. Rows are drawn as they
// come: the grid asks for those in view and is told when they are there.
package eventspane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
	"casebench/ui/widgets/listing"
)

// Pane shows the events.
type Pane struct {
	vm       *viewmodel.Events
	bar      *bar
	grid     *grid.Grid
	state    *widgets.State
	dim      *canvas.Rectangle
	progress *widgets.Bar
	preview  *preview
	body     *fyne.Container
	object   *fyne.Container
	asked    int // number of the newest Goto that was followed
	stops    viewmodel.Stops
}

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Events) *Pane {
	p := &Pane{vm: vm, grid: grid.New(), dim: canvas.NewRectangle(nil), progress: widgets.NewProgress()}
	p.bar = newBar(vm, p.FocusRows)
	p.preview = newPreview(vm)
	p.state = widgets.NewState(widgets.StateLook{}, func() {
		if do := vm.Standing.Get().Blank.Do; do != nil {
			do()
		}
	})
	p.grid.Name = "Events"
	p.progress.Set(-1)
	p.wire()
	p.body = container.New(bodyLayout{p.progress}, p.grid, p.dim, p.state, p.progress)
	context := newAround(vm)
	head := widgets.NewDock(p.bar.object, context.object, nil, nil, widgets.NewRule())
	p.object = widgets.NewOn(theme.Surface, widgets.NewDock(head, p.preview.object, nil, nil, p.body))
	p.stops.Add(
		vm.Rows.Observe(func(int) { p.fill() }),
		vm.Picked.Observe(func(int) { p.mark() }),
		vm.Standing.Observe(func(s viewmodel.Stand) { p.look(s) }),
		vm.Goto.Observe(p.goTo),
		vm.Around.Observe(func(a viewmodel.Around) { context.set(a); p.object.Refresh() }),
		vm.Preview.Observe(func(v viewmodel.Preview) { p.preview.set(v); p.object.Refresh() }),
		vm.Revealed.Follow(p.reveal),
	)
	p.bar.observe(&p.stops, func() { p.object.Refresh() })
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends what the pane watches.
func (p *Pane) Close() { p.stops.Stop() }

// Focus puts the cursor into the query bar.
func (p *Pane) Focus() { p.bar.search.Focus() }

// FocusRows gives the keyboard to the rows.
func (p *Pane) FocusRows() {
	widgets.Focus(p.grid)
}

// wire passes on what is done to the grid.
func (p *Pane) wire() {
	g, vm := p.grid, p.vm
	g.OnVisible = vm.Look
	g.OnPick = func(row int64, mod grid.Modifiers) { vm.Pick(row, mod.Shift, mod.Ctrl) }
	g.OnOpen = vm.Open
	g.OnSort = vm.SortBy
	g.OnWidth = vm.SetWidth
	g.OnCopy = func() { vm.CopyRows(false) }
	g.OnMenu = func(row int64, column string, at fyne.Position) {
		items := vm.HeadMenu(column)
		if row >= 0 {
			items = vm.Menu(row, column)
		}
		if menu := listing.Menu(items); menu != nil {
			widgets.PopMenuAt(menu, g, at)
		}
	}
	g.OnKey = func(name string, row int64) bool {
		switch name {
		case "/":
			p.Focus()
			return true
		case "Menu":
			if menu := listing.Menu(vm.Menu(row, "")); menu != nil {
				widgets.PopMenu(menu, p.bar.object)
			}
			return true
		}
		return vm.Key(name, row)
	}
}

// rows lets the grid look at the view model.
type rows struct{ vm *viewmodel.Events }

// Len returns how many rows there are.
func (r rows) Len() int64 { return r.vm.Len() }

// Row returns what a row shows; false while it is being read.
func (r rows) Row(i int64) ([]grid.Cell, bool) {
	cells, ok := r.vm.Cells(i)
	return listing.Cells(cells), ok
}

// fill shows the rows that there are now.
func (p *Pane) fill() {
	heads := p.vm.Columns()
	columns := make([]grid.Column, len(heads))
	have := p.grid.Columns()
	same := len(heads) == len(have)
	for i, h := range heads {
		columns[i] = grid.Column{ID: h.ID, Title: h.Title, Width: h.Width, Mono: h.Mono, Sortable: h.Sortable}
		if h.Number {
			columns[i].Align = grid.End
		}
		same = same && have[i] == columns[i]
	}
	if !same {
		p.grid.SetColumns(columns)
	}
	p.grid.SetSort(p.vm.Sorted())
	p.grid.SetRows(rows{p.vm})
	p.mark()
	// The same rows may be in view as before, of another answer.
	p.vm.Look(p.grid.InView())
}

// mark shows what is selected and which row is current.
func (p *Pane) mark() {
	p.grid.SetSelected(p.vm.Selected)
	if at := p.vm.Current(); at != p.grid.Current() {
		p.grid.SetCurrent(at)
	}
}

// goTo brings a row into view, once for each time it is asked for.
func (p *Pane) goTo(g viewmodel.Goto) {
	if g.Number == p.asked {
		return
	}
	p.asked = g.Number
	if g.Row == 0 {
		p.grid.ScrollTo(0)
		return
	}
	p.grid.Reveal(g.Row)
}

// look shows the rows, or what stands in their place.
func (p *Pane) look(s viewmodel.Stand) {
	look := widgets.StateLook{Title: s.Blank.Title, Text: s.Blank.Text, Action: s.Blank.Button, Details: s.Details}
	switch {
	case s.Phase == viewmodel.Loading:
		look = widgets.StateLook{Kind: widgets.Loading, Title: "Looking for events…", Text: "Esc stops the search."}
	case s.Phase == viewmodel.Failed:
		look.Kind = widgets.Failed
	case s.TooMuch:
		look.Kind = widgets.TooMuch
	}
	p.state.Set(look)
	rows := look.Title == ""
	show(p.state, !rows)
	show(p.grid, rows)
	p.dim.FillColor = theme.Fade(theme.Surface, 0.45)
	show(p.dim, rows && s.Phase == viewmodel.Refreshing)
	show(p.progress, s.Phase == viewmodel.Refreshing || s.Phase == viewmodel.Coming)
	p.bar.running(s)
	if p.body != nil {
		p.body.Refresh()
	}
}

func show(o fyne.CanvasObject, visible bool) {
	if visible != o.Visible() {
		if visible {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// bodyLayout fills the body with whatever is shown; the progress is a thin line at
// the top.
type bodyLayout struct{ progress fyne.CanvasObject }

// Layout places the parts.
func (b bodyLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(s)
	}
	b.progress.Resize(fyne.NewSize(s.Width, 3))
}

// MinSize leaves room for a few rows.
func (bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(300), theme.Scaled(120))
}
