// Package importdialog is the import dialog: four pages, from files to rows, by
// keyboard all the way.
//
// Files says what each file is and why; Columns says which column is what, where
// that needs a person; Check says what will happen; Import is the work, which goes
// on when the dialog is closed. What goes wrong with a file stands beside it and
// stops nothing.
package importdialog

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the dialog.
type Dialog struct {
	vm    *viewmodel.Importing
	body  *fyne.Container
	tall  *tall
	steps *steps
	pages []page
	back  *widgets.Button
	stop  *widgets.Button
	stops viewmodel.Stops
	sheet *widgets.OpenSheet
	shown viewmodel.ImportPage
	done  bool
	fine  bool // the files of the first page can be imported as they stand
}

// page is one page of the dialog.
type page interface {
	Object() fyne.CanvasObject
	Show()                 // the view model has changed, or the page came to the front
	First() fyne.Focusable // has the cursor when the page comes to the front; nil is the button
}

// New makes the dialog.
func New(vm *viewmodel.Importing) *Dialog {
	d := &Dialog{vm: vm, steps: newSteps(viewmodel.ImportPageNames()), shown: -1}
	d.pages = []page{newFiles(vm), newColumns(vm), newCheck(vm), newRun(vm, d.Close)}
	stack := container.NewStack()
	for _, p := range d.pages {
		p.Object().Hide()
		stack.Add(p.Object())
	}
	d.tall = &tall{most: 540}
	d.body = container.New(d.tall, widgets.NewPadded(0, 0, 14, 0, widgets.NewDock(widgets.NewPadded(0, 0, 14, 0, d.steps.row), nil, nil, nil, stack)))
	return d
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the dialog over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.shown, d.fine = -1, false
	d.tall.room = c.Size().Height - theme.Scaled(184) // what the sheet has around it
	d.back = widgets.NewButton("Back", widgets.Plain, d.vm.Back)
	d.stop = widgets.NewButton("Stop", widgets.Plain, d.vm.Cancel)
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Import", Body: d.body, Width: 1060, Primary: "Next", Cancel: "Close",
		Others: []*widgets.Button{d.back, d.stop}, OnPrimary: func(*widgets.OpenSheet) { d.press() }, OnCancel: d.end})
	d.stops.Add(d.vm.Page.Observe(func(viewmodel.ImportPage) { d.show() }),
		d.vm.Files.Follow(func([]*viewmodel.ImportFile) { d.show() }),
		d.vm.Current.Follow(func(int) { d.show() }),
		d.vm.Choices.Follow(func(viewmodel.ImportChoices) { d.show() }),
		d.vm.State.Follow(func(viewmodel.ImportState) { d.show() }),
		d.vm.Follow(func() { d.pages[viewmodel.ImportRun].(*run).Tick() }))
}

// press is the primary button.
func (d *Dialog) press() {
	if d.vm.Page.Get() != viewmodel.ImportRun {
		d.vm.Next()
		return
	}
	d.Close()
	if d.vm.State.Get().Accepted > 0 {
		d.vm.LinkNow()
	}
}

// show draws the page that is in front and the buttons.
func (d *Dialog) show() {
	if d.sheet == nil {
		return
	}
	at := d.vm.Page.Get()
	turned := at != d.shown
	d.shown = at
	d.steps.set(int(at), len(d.vm.NeedMapping()) > 0)
	for i, p := range d.pages {
		if viewmodel.ImportPage(i) == at {
			p.Show()
			p.Object().Show()
		} else {
			p.Object().Hide()
		}
	}
	d.buttons(at)
	d.body.Refresh()
	d.sheet.Rewire()
	done := d.vm.State.Get().Done
	fine := at == viewmodel.ImportFiles && d.vm.Why() == ""
	if turned || done != d.done {
		d.done = done
		d.focus(d.pages[at].First())
	} else if fine && !d.fine { // files were picked and looked at: Enter goes on
		d.sheet.FocusPrimary()
	}
	d.fine = fine
}

// focus gives the cursor to a part, or else to the primary button.
func (d *Dialog) focus(first fyne.Focusable) {
	if first == nil {
		d.sheet.FocusPrimary()
		return
	}
	widgets.Focus(first)
}

func (d *Dialog) buttons(at viewmodel.ImportPage) {
	state := d.vm.State.Get()
	visible(d.back, at == viewmodel.ImportColumns || at == viewmodel.ImportCheck)
	visible(d.stop, at == viewmodel.ImportRun && state.Running)
	caption, ready := "Next", d.vm.Why() == ""
	switch at {
	case viewmodel.ImportCheck:
		n, _ := d.vm.Ready()
		caption = "Import " + viewmodel.Many(int64(n), "file")
	case viewmodel.ImportRun:
		caption, ready = "Link now", state.Done && state.Accepted > 0
	}
	d.sheet.SetPrimary(caption)
	d.sheet.SetReady(ready)
}

func visible(o fyne.CanvasObject, is bool) {
	if is {
		o.Show()
	} else {
		o.Hide()
	}
}

func (d *Dialog) end() {
	d.stops.Stop()
	d.sheet = nil
}

// IsOpen reports whether the dialog is on the screen.
func (d *Dialog) IsOpen() bool { return d.sheet != nil }

// Adds reports whether more files can join: the work has not begun.
func (d *Dialog) Adds() bool { return d.vm.Page.Get() != viewmodel.ImportRun }

// Add looks at more files.
func (d *Dialog) Add(paths []string) { d.vm.Add(paths...) }

// Running reports whether the work goes on.
func (d *Dialog) Running() bool { return d.vm.Running() }

// Close takes the dialog away. Work that was started goes on.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
		d.end()
	}
}

// steps are the headings of the pages in a row.
type steps struct {
	row     *fyne.Container
	numbers []*widgets.Badge
	words   []*widgets.Label
}

func newSteps(names []string) *steps {
	s := &steps{row: widgets.NewRow(10)}
	for i, name := range names {
		number, word := widgets.NewBadge(strconv.Itoa(i+1), theme.Text3), widgets.NewLabel(name, widgets.Body)
		s.numbers, s.words = append(s.numbers, number), append(s.words, word)
		if i > 0 {
			s.row.Add(widgets.NewSized(28, 1, widgets.NewMiddle(widgets.NewRule())))
		}
		s.row.Add(container.NewCenter(number))
		s.row.Add(word)
	}
	return s
}

// set shows where the dialog is. Columns are pale when no file needs them.
func (s *steps) set(at int, columns bool) {
	for i := range s.words {
		style, token, ink := widgets.Body, theme.Line, theme.Text2
		switch {
		case i == at:
			style, token, ink = widgets.Strong, theme.Accent, theme.Text
		case i == int(viewmodel.ImportColumns) && !columns:
			ink = theme.Text3
		}
		s.numbers[i].SetToken(token)
		s.words[i].SetStyle(style)
		s.words[i].SetToken(ink)
	}
}

// tall is a part of a height, or of what a small window has room for.
type tall struct{ most, room float32 }

// Layout gives the part all.
func (l *tall) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}

// MinSize is the height, and what the part needs in width.
func (l *tall) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := theme.Scaled(l.most)
	if l.room > 0 {
		h = min(h, l.room)
	}
	return fyne.NewSize(o[0].MinSize().Width, h)
}
