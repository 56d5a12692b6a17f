// Package listing is the face of a viewmodel.Listing: a head line with title,
// count and quick search, a grid, and what stands in the grid's place when there
// is nothing to show.
//
// A Listing looks at its view model, draws what that says and passes on what was
// done to it. The panes of accounts, clusters, indicators, log and sources are
// one Listing each, with what is their own beside it. Everything belongs to the
// UI goroutine.
package listing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// Listing shows a viewmodel.Listing.
type Listing struct {
	Grid   *grid.Grid
	Search *widgets.Search

	vm           *viewmodel.Listing
	title        *widgets.Label
	count        *widgets.Label
	note         *widgets.Label
	state        *widgets.State
	veil         *veil
	body, object *fyne.Container
	stops        viewmodel.Stops
}

// New returns the face of a view model's listing. What is given beside stands in
// the head line, at the left of the quick search.
func New(vm *viewmodel.Listing, beside ...fyne.CanvasObject) *Listing {
	l := &Listing{vm: vm, Grid: grid.New(), Search: widgets.NewSearch(vm.Hint, "/"),
		title: widgets.NewLabel(vm.Title, widgets.Title), count: widgets.NewLabel("", widgets.Small), note: widgets.NewCut("", widgets.Small), veil: newVeil()}
	l.state = widgets.NewState(widgets.StateLook{}, l.act)
	l.Grid.Name = vm.Title
	l.wire()
	l.body = container.NewStack(l.Grid, l.veil, l.state)
	head := container.New(&headLayout{l: l, beside: beside}, append([]fyne.CanvasObject{l.title, l.count, l.note, l.Search}, beside...)...)
	ground := widgets.NewGround(theme.Surface)
	l.object = container.NewStack(ground, container.New(columnLayout{}, head, widgets.NewRule(), l.body))
	l.stops.Add(vm.Rows.Observe(func(int) { l.fill() }), vm.Picked.Observe(func(int) { l.mark() }),
		vm.Phase.Observe(func(viewmodel.Phase) { l.look() }), vm.Blank.Observe(func(viewmodel.Blank) { l.look() }),
		vm.Count.Observe(func(s string) { l.count.SetText(s); show(l.count, s != ""); l.object.Refresh() }),
		vm.Note.Observe(l.note.SetText), vm.Query.Observe(l.Search.SetText))
	return l
}

// Object is what is shown.
func (l *Listing) Object() fyne.CanvasObject { return l.object }

// Close ends the observers. The view model is its owner's.
func (l *Listing) Close() { l.stops.Stop() }

// Focus gives the keyboard to the grid.
func (l *Listing) Focus() {
	widgets.Focus(l.Grid)
}

// act does what the button of the state offers.
func (l *Listing) act() {
	switch b := l.vm.Blank.Get(); {
	case l.vm.Phase.Get() == viewmodel.Failed:
		l.vm.Again()
	case b.Do != nil:
		b.Do()
	}
}

// fill shows the rows that there are now, without moving what is looked at.
func (l *Listing) fill() {
	l.columns()
	l.Grid.SetRows(rows{l.vm})
	l.Grid.SetSort(l.vm.Sorted())
	l.mark()
	l.look()
}

// columns gives the grid the columns when they are others than it has.
func (l *Listing) columns() {
	heads := l.vm.Columns()
	have := l.Grid.Columns()
	same := len(heads) == len(have)
	out := make([]grid.Column, len(heads))
	for i, h := range heads {
		out[i] = grid.Column{ID: h.ID, Title: h.Title, Width: h.Width, Mono: h.Mono, Sortable: h.Sortable}
		if h.Number {
			out[i].Align = grid.End
		}
		same = same && have[i] == out[i]
	}
	if !same {
		l.Grid.SetColumns(out)
	}
}

// mark shows what is selected, and brings the current row into view when it was
// chosen elsewhere.
func (l *Listing) mark() {
	l.Grid.SetSelected(func(row int64) bool { return l.vm.Selected(int(row)) })
	if at := int64(l.vm.Current()); at != l.Grid.Current() {
		l.Grid.SetCurrent(at)
		if at >= 0 && l.Grid.Size().Height > 0 {
			l.Grid.Reveal(at)
		}
	}
}

// look shows the grid or what stands in its place.
func (l *Listing) look() {
	phase, blank := l.vm.Phase.Get(), l.vm.Blank.Get()
	state := widgets.StateLook{}
	switch {
	case phase == viewmodel.Failed:
		state.Kind, state.Action = widgets.Failed, "Try again"
		state.Title, state.Text, state.Details = l.vm.Trouble()
	case phase == viewmodel.Loading:
		state = widgets.StateLook{Kind: widgets.Loading, Title: "Reading " + l.vm.Name + "…"}
	case l.vm.Len() == 0 && blank.Title != "":
		state = widgets.StateLook{Kind: widgets.Empty, Title: blank.Title, Text: blank.Text, Action: blank.Button}
	}
	l.state.Set(state)
	shown := state.Title == ""
	show(l.state, !shown)
	show(l.Grid, shown)
	show(l.veil, shown && phase == viewmodel.Refreshing)
	if l.body != nil {
		l.body.Refresh()
	}
}
