// Package exportdialog writes a case package: for whom, where to, signed by whom;
// before that it says what leaves and what stays, and after it what was written.
package exportdialog

import (
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the dialog. OnOpen opens a file with the system's own program.
type Dialog struct {
	OnOpen func(path string)

	vm      *viewmodel.Exporting
	body    *fyne.Container
	choices fyne.CanvasObject // scrolled
	outcome *fyne.Container
	stops   viewmodel.Stops
	sheet   *widgets.OpenSheet
	after   []*widgets.Button // what can be done with a package
}

// New makes the dialog.
func New(vm *viewmodel.Exporting) *Dialog {
	d := &Dialog{OnOpen: func(string) {}, vm: vm, outcome: widgets.NewColumn(8)}
	column := widgets.NewColumn(12, d.profile(), widgets.NewRule(), d.form(), widgets.NewRule(), d.check())
	d.choices = container.NewVScroll(widgets.NewPadded(3, 8, 14, 3, column))
	d.body = widgets.NewSized(0, 470, container.NewStack(widgets.NewPadded(-3, 0, 0, -3, d.choices), d.outcome))
	d.outcome.Hide()
	return d
}

// profile is for whom the package is, with what leaves and what stays.
func (d *Dialog) profile() fyne.CanvasObject {
	all := viewmodel.ExportProfiles()
	var titles []string
	for _, p := range all {
		titles = append(titles, p.Title)
	}
	whom, leaves, stays := widgets.NewParagraph("", widgets.Body), widgets.NewParagraph("", widgets.Secondary), widgets.NewParagraph("", widgets.Secondary)
	pick := widgets.NewSegments(titles, func(i int) { d.vm.SetProfile(all[i].ID) })
	d.stops.Add(d.vm.Profile.Observe(func(id string) {
		i := max(0, slices.IndexFunc(all, func(p viewmodel.ExportProfile) bool { return p.ID == id }))
		pick.Pick(i)
		whom.SetText(all[i].For)
		leaves.SetText(all[i].Leaves)
		stays.SetText(all[i].Stays)
		d.fit()
	}))
	return widgets.NewColumn(8, pick, whom, named("Leaves", leaves), named("Stays", stays))
}

// named is a short word with what it stands for.
func named(word string, what fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewDock(nil, nil, widgets.NewColumn(0, widgets.NewSized(92, 18, widgets.NewCut(word, widgets.Secondary))), nil, what)
}

// line is a short word, a control and buttons.
func line(word string, what fyne.CanvasObject, right ...fyne.CanvasObject) fyne.CanvasObject {
	side := widgets.NewSized(92, 0, widgets.NewMiddle(widgets.NewCut(word, widgets.Secondary)))
	return widgets.NewSized(0, 30, widgets.NewDock(nil, nil, side, widgets.NewPadded(0, 0, 0, 8, widgets.NewRow(8, right...)), what))
}

func (d *Dialog) form() fyne.CanvasObject {
	path := widgets.NewEntry("", nil)
	path.TextStyle.Monospace = true
	path.OnChanged = func(text string) {
		if text != d.vm.Path.Get() {
			d.vm.SetPath(text)
		}
		d.ready()
	}
	d.stops.Add(d.vm.Path.Observe(func(text string) {
		if path.Text != text {
			path.SetText(text)
		}
		d.ready()
	}))
	key := widgets.NewCut("", widgets.Body)
	none := widgets.NewButton("Do not sign", widgets.Link, func() { d.vm.SetKey("") })
	d.stops.Add(d.vm.Key.Observe(func(at string) {
		key.SetText(filepath.Base(at))
		key.SetToken("")
		none.Show()
		if at == "" {
			key.SetText("unsigned: nobody can tell who made it")
			key.SetToken(theme.Warn)
			none.Hide()
		}
	}))
	approve := widgets.NewEntry("name of who approves it, if anybody must", func(text string) { d.vm.Approve.Set(text) })
	approve.Text = d.vm.Approve.Get()
	report := widgets.NewCheck("Also write the report beside it, for reading", func(on bool) { d.vm.Report.Set(on) })
	report.SetOn(d.vm.Report.Get())
	return widgets.NewColumn(8,
		line("Package", path, widgets.NewButton("Choose…", widgets.Plain, d.vm.PickPath)),
		line("Signed with", widgets.NewMiddle(key), none, widgets.NewButton("Key…", widgets.Plain, d.vm.PickKey), widgets.NewButton("Make a key…", widgets.Plain, d.vm.MakeKey)),
		line("Approved by", approve),
		widgets.NewPadded(0, 0, 0, 92, report))
}

// check is what is known before the export.
func (d *Dialog) check() fyne.CanvasObject {
	column := widgets.NewColumn(6)
	d.stops.Add(d.vm.Check.Observe(func(k viewmodel.ExportCheckView) {
		column.RemoveAll()
		column.Add(widgets.NewLabel("Before it leaves", widgets.Head))
		switch {
		case k.Loading:
			column.Add(widgets.NewCut("Looking…", widgets.Small))
		case k.Problem.Sentence != "":
			column.Add(remark("warning", theme.Bad, k.Problem.Sentence))
		default:
			if k.Marking != "" {
				column.Add(widgets.NewRow(8, widgets.NewTLP(k.Marking.String()), widgets.NewLabel("is the narrowest marking of what is in it.", widgets.Small)))
			}
			for i, s := range k.Stays {
				if i == 6 {
					column.Add(remark("lock", theme.Text2, "and "+viewmodel.Many(int64(len(k.Stays)-i), "item")+" more."))
					break
				}
				column.Add(remark("lock", theme.Text2, s.Item+" stays. "+s.Reason))
			}
			for _, l := range k.Lacks {
				column.Add(remark("warning", theme.Warn, l))
			}
			if len(k.Stays)+len(k.Lacks) == 0 {
				column.Add(remark("check", theme.Good, "Nothing is held back beyond what the profile holds back."))
			}
		}
		d.fit()
	}))
	return column
}

func remark(icon string, token theme.Token, text string) fyne.CanvasObject {
	mark := widgets.NewPadded(1, 8, 0, 0, widgets.NewColumn(0, widgets.NewIconOf(icon, token, 14)))
	return widgets.NewDock(nil, nil, mark, nil, widgets.NewParagraph(text, widgets.Small))
}

// fit lays the body out again after its paragraphs have changed.
func (d *Dialog) fit() {
	if d.body != nil {
		d.body.Refresh()
	}
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the dialog over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.after = []*widgets.Button{
		widgets.NewButton("Open report", widgets.Plain, func() { d.OnOpen(d.vm.State.Get().Report) }).WithIcon("report"),
		widgets.NewButton("Copy hash", widgets.Plain, d.vm.CopyHash).WithIcon("copy")}
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Export package", Body: d.body, Width: 720, Primary: "Export", Cancel: "Close", Others: d.after,
		OnPrimary: func(*widgets.OpenSheet) { d.press() }, OnCancel: d.stops.Stop})
	d.stops.Add(d.vm.State.Observe(d.show))
}

// press is the primary button: it exports, and then verifies.
func (d *Dialog) press() {
	switch s := d.vm.State.Get(); {
	case s.Done:
		d.Close()
		d.vm.VerifyNow()
	case !s.Running:
		d.vm.Start()
	}
}

func (d *Dialog) ready() {
	if d.sheet != nil {
		s := d.vm.State.Get()
		d.sheet.SetReady(s.Done || !s.Running && d.vm.Why() == "")
	}
}

// show draws where the export stands.
func (d *Dialog) show(s viewmodel.ExportState) {
	d.outcome.RemoveAll()
	d.outcome.Hide()
	d.choices.Show()
	for _, b := range d.after {
		b.Hide()
	}
	d.sheet.SetError(joined(s.Problem))
	d.sheet.SetPrimary("Export")
	switch {
	case s.Running:
		d.sheet.SetPrimary("Exporting…")
	case s.Done:
		d.sheet.SetPrimary("Verify now")
		d.result(s)
	}
	d.ready()
	d.fit()
}

// joined is the sentence of a failure with its hint.
func joined(p viewmodel.ProblemText) string {
	if p.Hint == "" {
		return p.Sentence
	}
	return p.Sentence + " " + p.Hint
}

// result shows the package that was written.
func (d *Dialog) result(s viewmodel.ExportState) {
	d.choices.Hide()
	d.outcome.Show()
	head := widgets.NewRow(8, widgets.NewIcon("check", theme.Good), widgets.NewLabel("The package is written", widgets.Strong))
	d.outcome.Add(head)
	for _, l := range s.Lines() {
		style := widgets.Body
		if l[0] == "SHA-256" || l[0] == "Audit head" || l[0] == "Package" {
			style = widgets.Mono
		}
		d.outcome.Add(named(l[0], widgets.NewParagraph(l[1], style)))
	}
	if len(s.Result.Blocked) > 0 {
		kept := widgets.NewColumn(4)
		for _, b := range s.Result.Blocked {
			kept.Add(remark("lock", theme.Text2, b.Item+": "+b.Reason))
		}
		d.outcome.Add(widgets.NewPanelPadded(widgets.NewSized(0, 130, container.NewVScroll(kept)), 10))
	}
	for i, b := range d.after {
		if i > 0 || s.Report != "" {
			b.Show()
		}
	}
}

// Close takes the dialog away. An export that runs goes on.
func (d *Dialog) Close() {
	d.stops.Stop()
	if d.sheet != nil {
		d.sheet.Close()
	}
}
