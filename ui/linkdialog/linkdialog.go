// Package linkdialog is the sheet that begins a linkage run: the seed, the signals
// that count, the model.
package linkdialog

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the sheet.
type Dialog struct {
	vm    *viewmodel.Linking
	body  *fyne.Container
	stops viewmodel.Stops
	sheet *widgets.OpenSheet
}

// New makes the sheet.
func New(vm *viewmodel.Linking) *Dialog {
	d := &Dialog{vm: vm}
	about := widgets.NewParagraph("Computes which accounts act together, from everything in the case, as one recorded run. "+
		"Runs before it stay; the same seed gives the same result.", widgets.Secondary)
	summary := widgets.NewParagraph("", widgets.Small)
	d.stops.Add(vm.Without.Observe(func(map[string]bool) { summary.SetText(vm.Summary()); d.ready() }))
	d.body = widgets.NewColumn(12, about, widgets.NewLabel("Signals", widgets.Head), d.signals(), summary, widgets.NewRule(), d.seed(), d.model())
	return d
}

// signals is a box for each signal, by family in two columns.
func (d *Dialog) signals() fyne.CanvasObject {
	columns := []*fyne.Container{widgets.NewColumn(2), widgets.NewColumn(2)}
	for i, s := range d.vm.Signals {
		box := widgets.NewCheck(s.Name, func(on bool) { d.vm.Count(s.ID, on) })
		box.SetOn(true)
		columns[i*2/len(d.vm.Signals)].Add(box)
	}
	return container.NewGridWithColumns(2, columns[0], columns[1])
}

func (d *Dialog) seed() fyne.CanvasObject {
	seed := widgets.NewEntry("1", func(text string) { d.vm.Seed.Set(text); d.ready() })
	seed.Text = d.vm.Seed.Get()
	return line("Seed", widgets.NewSized(120, 0, seed), nil)
}

func (d *Dialog) model() fyne.CanvasObject {
	says := widgets.NewCut("", widgets.Body)
	builtIn := widgets.NewButton("Built in", widgets.Link, func() { d.vm.Model.Set("") })
	pick := widgets.NewButton("From a file…", widgets.Plain, d.vm.PickModel)
	d.stops.Add(d.vm.Model.Observe(func(path string) {
		says.SetText("Built-in model, calibrated on demo worlds")
		builtIn.Hide()
		if path != "" {
			says.SetText(filepath.Base(path))
			builtIn.Show()
		}
	}))
	return line("Model", says, widgets.NewRow(8, builtIn, pick))
}

// line is a caption, what is chosen, and buttons at the right.
func line(caption string, control, right fyne.CanvasObject) fyne.CanvasObject {
	side := widgets.NewSized(72, 0, widgets.NewMiddle(widgets.NewCut(caption, widgets.Secondary)))
	if right != nil {
		return widgets.NewSized(0, 30, widgets.NewDock(nil, nil, side, right, widgets.NewMiddle(control)))
	}
	return container.NewHBox(side, control)
}

// Object is the sheet's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Link accounts", Body: d.body, Width: 560, Primary: "Start run", OnCancel: d.stops.Stop,
		OnPrimary: func(*widgets.OpenSheet) {
			if d.vm.Start() {
				d.Close()
			}
		}})
	d.ready()
}

func (d *Dialog) ready() {
	if d.sheet != nil {
		d.sheet.SetReady(d.vm.Why() == "")
		d.sheet.SetError(d.vm.Why())
	}
}

// Close takes the sheet away.
func (d *Dialog) Close() {
	d.stops.Stop()
	if d.sheet != nil {
		d.sheet.Close()
	}
}
