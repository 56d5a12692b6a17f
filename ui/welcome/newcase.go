package welcome

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// NewCase is the sheet that makes a case.
type NewCase struct {
	vm    *viewmodel.NewCase
	body  *fyne.Container
	stops viewmodel.Stops
	sheet *widgets.OpenSheet
}

// NewNewCase makes the sheet.
func NewNewCase(vm *viewmodel.NewCase) *NewCase {
	d := &NewCase{vm: vm}
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
	d.body = widgets.NewColumn(12, widgets.NewField("Title", title, ""), widgets.NewField("Case file", where, ""), widgets.NewParagraph(vm.Note(), widgets.Small))
	return d
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
		}, OnCancel: func() { d.vm.Forget(); d.stops.Stop() }})
	d.ready()
}

func (d *NewCase) ready() {
	if d.sheet != nil {
		d.sheet.SetReady(d.vm.Why() == "")
	}
}

// Close takes the sheet away.
func (d *NewCase) Close() {
	d.stops.Stop()
	if d.sheet != nil {
		d.sheet.Close()
	}
}
