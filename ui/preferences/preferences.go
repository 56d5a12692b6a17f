// Package preferences is the sheet of preferences. What is changed in it holds and
// is kept at once; there is nothing to confirm.
package preferences

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the sheet.
type Dialog struct {
	vm    *viewmodel.Preferences
	body  *fyne.Container
	stops viewmodel.Stops
	sheet *widgets.OpenSheet
}

// New makes the sheet.
func New(vm *viewmodel.Preferences) *Dialog {
	d := &Dialog{vm: vm}
	d.body = widgets.NewColumn(10,
		row("Look", d.appearance()), row("", d.contrast()), row("Size", d.scale()), widgets.NewRule(),
		row("Times", d.zone()), widgets.NewRule(),
		row("Your name", d.name()), widgets.NewRule(),
		row("Packages", d.profile()), widgets.NewRule(),
		row("Lock", d.lock()))
	return d
}

// row is a caption with what is chosen.
func row(caption string, control fyne.CanvasObject) fyne.CanvasObject {
	side := widgets.NewSized(104, 0, widgets.NewPadded(6, 0, 0, 0, widgets.NewCut(caption, widgets.Secondary)))
	return widgets.NewDock(nil, nil, widgets.NewColumn(0, side), nil, control)
}

func (d *Dialog) appearance() fyne.CanvasObject {
	all := []viewmodel.Appearance{viewmodel.FollowSystem, viewmodel.AlwaysDark, viewmodel.AlwaysLight}
	s := widgets.NewSegments([]string{"As the system", "Dark", "Light"}, func(i int) { d.vm.Appearance.Set(all[i]) })
	d.stops.Add(d.vm.Appearance.Observe(func(a viewmodel.Appearance) { s.Pick(slices.Index(all, a)) }))
	return s
}

func (d *Dialog) contrast() fyne.CanvasObject {
	c := widgets.NewCheck("High contrast", func(on bool) { d.vm.HighContrast.Set(on) })
	d.stops.Add(d.vm.HighContrast.Observe(c.SetOn))
	return c
}

func (d *Dialog) scale() fyne.CanvasObject {
	says := widgets.NewLabel("", widgets.Body)
	says.Align = fyne.TextAlignCenter
	smaller := widgets.NewIconButton("minus", "Smaller", func() { d.vm.SetScale(d.vm.Scale.Get() - viewmodel.ScaleStep) })
	larger := widgets.NewIconButton("plus", "Larger", func() { d.vm.SetScale(d.vm.Scale.Get() + viewmodel.ScaleStep) })
	d.stops.Add(d.vm.Scale.Observe(func(n int) {
		says.SetText(strconv.Itoa(n) + " %")
		able(smaller, n > viewmodel.SmallestScale)
		able(larger, n < viewmodel.LargestScale)
	}))
	return widgets.NewRow(2, smaller, widgets.NewSized(56, 0, widgets.NewMiddle(says)), larger)
}

func able(b *widgets.Button, can bool) {
	if can {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (d *Dialog) zone() fyne.CanvasObject {
	named := widgets.NewEntry("Europe/Vilnius", nil)
	field := widgets.NewField("IANA name of the zone", named, "")
	named.OnChanged = func(text string) { field.SetError(d.vm.SetZone(text)) }
	s := widgets.NewSegments([]string{"UTC", "This machine's", "Another"}, nil)
	s.OnPick = func(i int) {
		field.Hide()
		switch i {
		case 0:
			d.vm.SetZone("UTC")
		case 1:
			d.vm.SetZone("local")
		case 2:
			field.Show()
			widgets.Focus(named)
		}
		d.body.Refresh()
		if d.sheet != nil {
			d.sheet.SetError("")
		}
	}
	field.Hide()
	switch z := d.vm.Zone.Get(); z {
	case "UTC":
		s.Pick(0)
	case "local":
		s.Pick(1)
	default:
		s.Pick(2)
		named.Text = z
		field.Show()
	}
	return widgets.NewColumn(8, s, field, widgets.NewParagraph("Times are kept and exported in UTC, whichever you look at.", widgets.Small))
}

func (d *Dialog) name() fyne.CanvasObject {
	name := widgets.NewEntry("", nil)
	name.Text = d.vm.By.Get()
	says := widgets.NewParagraph("", widgets.Small)
	say := func(why string) {
		says.SetToken("")
		if says.SetText("Every act in the audit log carries it, from the next case that is opened on."); why != "" {
			says.SetToken(theme.Bad)
			says.SetText(why)
		}
	}
	say("")
	name.OnChanged = func(text string) { say(d.vm.SetBy(text)) }
	return widgets.NewColumn(6, name, says)
}

func (d *Dialog) profile() fyne.CanvasObject {
	all := viewmodel.ExportProfiles()
	var titles []string
	for _, p := range all {
		titles = append(titles, p.Title)
	}
	says := widgets.NewParagraph("", widgets.Small)
	s := widgets.NewSegments(titles, func(i int) { d.vm.Profile.Set(all[i].ID) })
	d.stops.Add(d.vm.Profile.Observe(func(id string) {
		i := slices.IndexFunc(all, func(p viewmodel.ExportProfile) bool { return p.ID == id })
		s.Pick(i)
		says.SetText("Proposed for a new package. " + all[max(i, 0)].For)
	}))
	return widgets.NewColumn(8, s, says)
}

func (d *Dialog) lock() fyne.CanvasObject {
	all := viewmodel.LockChoices()
	var titles []string
	for _, n := range all {
		if n == 0 {
			titles = append(titles, "Never")
		} else {
			titles = append(titles, strconv.Itoa(n)+" min")
		}
	}
	s := widgets.NewSegments(titles, func(i int) { d.vm.LockAfter.Set(all[i]) })
	d.stops.Add(d.vm.LockAfter.Observe(func(n int) { s.Pick(slices.Index(all, n)) }))
	return widgets.NewColumn(8, s, widgets.NewParagraph("An encrypted case is locked when nobody has touched it for so long.", widgets.Small))
}

// Object is the sheet's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Preferences", Body: d.body, Width: 560, OnCancel: d.stops.Stop})
}

// Close takes the sheet away.
func (d *Dialog) Close() {
	d.stops.Stop()
	if d.sheet != nil {
		d.sheet.Close()
	}
}
