package eventspane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// bar is the query bar: the query, which table, how many rows and how long it
// took, and under it what is wrong with the query, below the place, or how a name
// may go on.
type bar struct {
	vm     *viewmodel.Events
	search *widgets.Search
	table  *widgets.Button
	count  *widgets.Label
	took   *widgets.Label
	onward *widgets.Button // stops the search, or goes on with a stopped one
	caret  *widgets.Label
	wrong  *widgets.Label
	names  *fyne.Container // how the word at the cursor may go on
	under  *fyne.Container
	object *fyne.Container
	typing bool // the bar itself is being typed into
}

func newBar(vm *viewmodel.Events, toRows func()) *bar {
	b := &bar{vm: vm, search: widgets.NewSearch("model:atlas-5 AND NOT status:200", "/"), count: widgets.NewLabel("", widgets.Small), took: widgets.NewLabel("", widgets.Hint),
		caret: widgets.NewLabel("▲", widgets.Small), wrong: widgets.NewCut("", widgets.Small), names: widgets.NewRow(6)}
	b.onward = widgets.NewButton("Stop", widgets.Link, nil)
	b.onward.Hide()
	b.caret.SetToken(theme.Bad)
	b.wrong.SetToken(theme.Bad)
	b.table = widgets.NewMenuButton("All tables", func() *fyne.Menu { return listing.Menu(vm.TableMenu()) })
	b.search.OnChange = func(text string) {
		b.typing = true
		vm.Type(text)
		b.typing = false
		b.suggest()
	}
	b.search.Entry.OnEscape = func() {
		if vm.Searching() {
			vm.Stop()
			return
		}
		b.search.SetText("")
	}
	b.search.OnSubmit = func(text string) {
		b.names.RemoveAll()
		vm.Submit(text)
		b.tell()
		if vm.Wrong.Get() == (viewmodel.Wrong{}) {
			toRows()
		}
	}
	right := widgets.NewRow(10, widgets.NewMiddle(b.count), b.onward, widgets.NewMiddle(b.took), b.table)
	line := widgets.NewDock(nil, nil, nil, widgets.NewPadded(0, 0, 0, 10, right), b.search)
	b.under = container.New(underLayout{b}, b.caret, b.wrong, b.names)
	b.object = widgets.NewDock(widgets.NewPadded(7, 10, 7, 10, line), b.under, nil, nil, nil)
	b.under.Hide()
	return b
}

// observe follows the view model; changed is called when the bar's height may be
// another.
func (b *bar) observe(stops *viewmodel.Stops, changed func()) {
	refresh := func() { b.object.Refresh(); changed() }
	stops.Add(
		b.vm.Query.Observe(func(text string) {
			b.table.SetText(b.vm.Table())
			if !b.typing {
				b.names.RemoveAll()
				b.quietly(text)
				b.tell()
			}
			refresh()
		}),
		b.vm.Wrong.Observe(func(viewmodel.Wrong) { b.tell(); changed() }),
		b.vm.Count.Observe(func(s string) { b.count.SetText(s); refresh() }),
		b.vm.Took.Observe(func(s string) { b.took.SetText(s); refresh() }),
	)
}

// running offers to stop a search that goes on, and to go on with a stopped one.
func (b *bar) running(s viewmodel.Stand) {
	switch {
	case s.Phase == viewmodel.Coming:
		b.onward.SetText("Stop")
		b.onward.OnTap = b.vm.Stop
	case s.Stopped:
		b.onward.SetText("Search on")
		b.onward.OnTap = b.vm.Resume
	}
	show(b.onward, s.Phase == viewmodel.Coming || s.Stopped)
	b.object.Refresh()
}

// quietly shows a query without taking that for typing.
func (b *bar) quietly(text string) {
	on := b.search.OnChange
	b.search.OnChange = nil
	b.search.SetText(text)
	b.search.OnChange = on
}

// tell shows what is wrong, or the names that may follow.
func (b *bar) tell() {
	w := b.vm.Wrong.Get()
	naming := len(b.names.Objects) > 0
	wrong := w != (viewmodel.Wrong{}) && !naming
	text := w.Message
	if w.Hint != "" {
		text += " " + w.Hint
	}
	b.wrong.SetText(text)
	message := ""
	if wrong {
		message = text
	}
	b.search.SetError(message)
	show(b.caret, wrong)
	show(b.wrong, wrong)
	show(b.names, naming)
	show(b.under, wrong || naming)
	b.object.Refresh()
}

// suggest offers the names of fields that the word at the cursor may go on as.
func (b *bar) suggest() {
	entry := b.search.Entry
	text, cursor := entry.Text, entry.CursorColumn
	from, names := b.vm.Complete(text, cursor)
	b.names.RemoveAll()
	for _, name := range names {
		b.names.Add(widgets.NewButton(name, widgets.Link, func() {
			runes := []rune(text)
			before := string(runes[:from]) + name + ":"
			b.search.SetText(before + string(runes[cursor:]))
			entry.CursorColumn = len([]rune(before))
			entry.Refresh()
			b.search.Focus()
		}))
	}
	b.tell()
}

// queryInset is where the text of the query begins in its box: after the icon.
const queryInset = 27

// underLayout stands the caret under the place where the query cannot be read, and
// the message below.
type underLayout struct{ b *bar }

// Layout places the parts.
func (u underLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	b, left := u.b, theme.Scaled(10+queryInset)
	em := fyne.MeasureText("0", theme.Scaled(theme.MonoSize), fyne.TextStyle{Monospace: true}).Width
	wide := b.search.Size().Width
	at := theme.Scaled(10) + min(theme.Scaled(queryInset)+em*float32(max(0, b.vm.Wrong.Get().Column-1)), max(0, wide-em*2))
	mark := b.caret.MinSize()
	b.caret.Move(fyne.NewPos(at+(em-mark.Width)/2, -theme.Scaled(8)))
	b.caret.Resize(mark)
	b.wrong.Move(fyne.NewPos(left, theme.Scaled(6)))
	b.wrong.Resize(fyne.NewSize(s.Width-left-theme.Scaled(10), b.wrong.MinSize().Height))
	b.names.Move(fyne.NewPos(left-theme.Scaled(8), -theme.Scaled(5)))
	b.names.Resize(fyne.NewSize(s.Width-left, s.Height))
}

// MinSize is one line.
func (u underLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(100), theme.Scaled(26))
}
