// Package unlock asks for what opens an encrypted case: as a sheet over the welcome
// page, and as the page that lies over everything while a case is locked.
//
// Both show a viewmodel.Unlock. What was typed is taken out of the entry as soon as
// it was tried.
package unlock

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// form is what is filled in.
type form struct {
	vm       *viewmodel.Unlock
	object   *fyne.Container
	entry    *widgets.Entry
	pick     *widgets.Button
	none     *widgets.Button
	wrong    *widgets.Paragraph
	hint     *widgets.Paragraph
	onChange func() // whether it can be tried may have changed
	stops    viewmodel.Stops
}

func newForm(vm *viewmodel.Unlock) *form {
	f := &form{vm: vm, wrong: widgets.NewParagraph("", widgets.Body), hint: widgets.NewParagraph("", widgets.Small), onChange: func() {}}
	f.wrong.SetToken(theme.Bad)
	f.entry = widgets.NewPassword("", func(string) { f.onChange() })
	key := widgets.NewCut("", widgets.Small)
	f.pick = widgets.NewButton("Key file…", widgets.Plain, vm.PickIdentity)
	f.none = widgets.NewButton("Without it", widgets.Link, func() { vm.Identity.Set("") })
	line := widgets.NewSized(0, theme.ControlRow, widgets.NewDock(nil, nil, nil, widgets.NewRow(8, f.none, f.pick), widgets.NewMiddle(key)))
	trouble := widgets.NewColumn(3, f.wrong, f.hint)
	f.object = widgets.NewColumn(12, widgets.NewField("Passphrase", f.entry, ""), line, trouble)
	f.stops.Add(vm.Identity.Observe(func(path string) {
		key.SetText("or the file of a person's key")
		if path != "" {
			key.SetText(filepath.Base(path))
		}
		visible(f.none, path != "")
		f.onChange()
	}), vm.State.Observe(func(s viewmodel.UnlockState) {
		f.wrong.SetText(s.Problem.Sentence)
		f.hint.SetText(s.Problem.Hint)
		visible(trouble, s.Problem.Sentence != "")
		f.object.Refresh()
		f.onChange()
	}))
	return f
}

// try tries what was typed, and takes it out of the entry.
func (f *form) try() {
	text := f.entry.Text
	if !f.vm.Ready(text) {
		return
	}
	f.entry.SetText("")
	f.vm.Try(text)
}

func (f *form) ready() bool { return f.vm.Ready(f.entry.Text) }

func (f *form) end() {
	f.stops.Stop()
	f.entry.SetText("")
}

func visible(o fyne.CanvasObject, is bool) {
	if is {
		o.Show()
	} else {
		o.Hide()
	}
}

// Dialog is the sheet.
type Dialog struct {
	form  *form
	body  fyne.CanvasObject
	sheet *widgets.OpenSheet
}

// New makes the sheet.
func New(vm *viewmodel.Unlock) *Dialog {
	d := &Dialog{form: newForm(vm)}
	d.body = widgets.NewColumn(12, widgets.NewParagraph("Everything in this case is encrypted. Its passphrase opens it, or the key of a person whom it was made out to.", widgets.Secondary), d.form.object)
	vm.Ended = d.Close
	return d
}

// Object is the sheet's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Unlock " + d.form.vm.Name(), Body: d.body, Width: 480, Primary: "Unlock",
		OnPrimary: func(*widgets.OpenSheet) { d.form.try() }, OnCancel: d.form.end})
	d.form.onChange = func() {
		d.sheet.SetReady(d.form.ready())
		d.sheet.SetError("") // its height is that of what it says
		if d.form.vm.State.Get().Working {
			d.sheet.SetPrimary("Unlocking…")
		} else {
			d.sheet.SetPrimary("Unlock")
		}
	}
	d.form.onChange()
}

// Close takes the sheet away.
func (d *Dialog) Close() {
	d.form.onChange = func() {}
	d.form.end()
	if d.sheet != nil {
		d.sheet.Close()
	}
}
