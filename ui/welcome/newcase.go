package welcome

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// NewCase is the sheet that makes a case.
type NewCase struct {
	vm      *viewmodel.NewCase
	body    *fyne.Container
	note    *widgets.Paragraph
	secrets []*widgets.Entry // emptied when the sheet closes
	stops   viewmodel.Stops
	sheet   *widgets.OpenSheet
}

// NewNewCase makes the sheet.
func NewNewCase(vm *viewmodel.NewCase) *NewCase {
	d := &NewCase{vm: vm, note: widgets.NewParagraph(vm.Note(), widgets.Small)}
	title := widgets.NewEntry("Hydra, spring 2026", func(text string) { vm.SetTitle(text); d.ready() })
	title.Text = vm.Title.Get()
	path := widgets.NewEntry("", nil)
	path.TextStyle.Monospace = true
	path.OnChanged = func(text string) { vm.SetPath(text); d.ready() }
	d.stops.Add(vm.Path.Observe(func(text string) {
		if path.Text != text {
			path.SetText(text)
		}
	}))
	where := widgets.NewDock(nil, nil, nil, widgets.NewPadded(0, 0, 0, 8, widgets.NewButton("Choose…", widgets.Plain, vm.PickPath)), path)
	encrypt := widgets.NewCheck("Encrypt the case", vm.Encrypt.Set)
	keys := d.keys()
	d.body = widgets.NewColumn(12, widgets.NewField("Title", title, ""), widgets.NewField("Case file", where, ""), encrypt, keys, d.note)
	d.stops.Add(vm.Encrypt.Observe(func(on bool) {
		encrypt.SetOn(on)
		visible(keys, on)
		d.note.SetText(vm.Note())
		d.body.Refresh()
		d.ready()
	}))
	return d
}

// keys is who may open the case.
func (d *NewCase) keys() fyne.CanvasObject {
	first := widgets.NewPassword("", func(text string) { d.vm.SetPassphrase(text); d.ready() })
	second := widgets.NewPassword("", nil)
	again := widgets.NewField("Passphrase, once more", second, "")
	second.OnChanged = func(text string) {
		d.vm.SetAgain(text)
		again.SetError("")
		if d.vm.Differ() {
			again.SetError("This is not the same.")
		}
		d.ready()
	}
	others := widgets.NewEntry("age1…, of those who may open it too", func(text string) { d.vm.SetRecipients(text); d.ready() })
	others.TextStyle.Monospace = true
	d.secrets = []*widgets.Entry{first, second}
	told := widgets.NewParagraph("", widgets.Small)
	d.stops.Add(d.vm.Told.Observe(func(s viewmodel.Strength) {
		told.SetText(s.Text)
		told.SetToken(s.Token)
	}))
	return widgets.NewColumn(12,
		widgets.NewColumn(4, widgets.NewField("Passphrase", first, ""), told),
		again,
		widgets.NewField("Other people's keys (optional)", others, ""))
}

// Object is the sheet's body.
func (d *NewCase) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas.
func (d *NewCase) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "New case", Body: d.body, Width: 560, Primary: "Make case",
		OnPrimary: func(*widgets.OpenSheet) {
			if d.vm.Make() {
				d.Close()
			}
		}, OnCancel: func() { d.vm.Forget(); d.end() }})
	d.ready()
}

func (d *NewCase) ready() {
	if d.sheet != nil {
		d.sheet.SetReady(d.vm.Why() == "")
		d.sheet.SetError("")
	}
}

// Close takes the sheet away.
func (d *NewCase) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
	d.end()
}

func (d *NewCase) end() {
	d.stops.Stop()
	d.sheet = nil
	for _, e := range d.secrets {
		e.SetText("")
	}
}
