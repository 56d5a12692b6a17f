// Package verifydialog verifies this case or a package, and shows every check with
// what it found.
package verifydialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casepackage"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the dialog.
type Dialog struct {
	vm      *viewmodel.Verifying
	body    *fyne.Container
	verdict *fyne.Container
	list    *fyne.Container
	stops   viewmodel.Stops
	sheet   *widgets.OpenSheet
}

// New makes the dialog.
func New(vm *viewmodel.Verifying) *Dialog {
	d := &Dialog{vm: vm, verdict: widgets.NewColumn(10), list: widgets.NewColumn(0)}
	checks := widgets.NewPanelPadded(container.NewVScroll(d.list), 6)
	top := widgets.NewPadded(0, 0, 12, 0, widgets.NewColumn(6, d.subject(), d.signers(), widgets.NewRule(), d.verdict))
	d.body = widgets.NewSized(0, 510, widgets.NewPadded(0, 0, 14, 0, widgets.NewDock(top, nil, nil, nil, checks)))
	d.stops.Add(vm.State.Observe(d.show))
	return d
}

// subject is what is verified.
func (d *Dialog) subject() fyne.CanvasObject {
	says := widgets.NewCut("", widgets.Body)
	this := widgets.NewButton("This case", widgets.Link, func() { d.vm.SetPath("") })
	d.stops.Add(d.vm.Path.Observe(func(path string) {
		says.SetText(d.vm.Subject())
		if path == "" {
			this.Hide()
		} else {
			this.Show()
		}
	}))
	return row("Verify", says, this, widgets.NewButton("A package…", widgets.Plain, d.vm.PickPackage))
}

// signers is the file of allowed signers; a case is not signed and needs none.
func (d *Dialog) signers() fyne.CanvasObject {
	says := widgets.NewCut("", widgets.Body)
	none := widgets.NewButton("None", widgets.Link, func() { d.vm.SetAllowed("") })
	line := row("Signers", says, none, widgets.NewButton("Allowed signers…", widgets.Plain, d.vm.PickAllowed))
	show := func(string) {
		says.SetText(d.vm.Allowed.Get())
		says.SetToken("")
		none.Show()
		if d.vm.Allowed.Get() == "" {
			says.SetText("nobody is named who may sign")
			says.SetToken(theme.Text2)
			none.Hide()
		}
		if d.vm.Path.Get() == "" {
			line.Hide()
		} else {
			line.Show()
		}
	}
	d.stops.Add(d.vm.Path.Follow(show), d.vm.Allowed.Observe(show))
	return line
}

func row(caption string, control fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	side := widgets.NewSized(72, 0, widgets.NewMiddle(widgets.NewCut(caption, widgets.Secondary)))
	return widgets.NewSized(0, 30, widgets.NewDock(nil, nil, side, widgets.NewRow(8, right...), widgets.NewMiddle(control)))
}

// show draws where the verification stands.
func (d *Dialog) show(s viewmodel.VerifyState) {
	d.verdict.RemoveAll()
	d.list.RemoveAll()
	isPackage := d.vm.Path.Get() != ""
	switch {
	case s.Running:
		d.say("time", theme.Text2, "Reading every byte and hashing it again…", "")
	case s.Problem.Sentence != "":
		d.say("warning", theme.Bad, s.Problem.Sentence, s.Problem.Hint)
	case s.Done:
		sentence, good := s.Verdict()
		if good {
			d.say("check", theme.Good, sentence, "")
		} else {
			d.say("cross", theme.Bad, sentence, s.Result.FirstWrong().Detail)
		}
		if signer := s.Result.Signer; signer != nil {
			who := "Signed by " + *signer
			if s.Result.Vouched {
				who += ", whom the file of allowed signers names"
			}
			d.say("contact", theme.Text2, who+".", "")
		}
		if caution := s.Caution(isPackage); caution != "" {
			d.say("warning", theme.Warn, caution, "")
		}
		for _, k := range s.Result.Checks {
			d.list.Add(check(k))
		}
	default:
		d.say("info", theme.Text2, "Nothing is changed and nothing is taken on trust: hashes, signature, audit chain and counts are computed again.", "")
	}
	if d.sheet != nil {
		d.sheet.SetReady(!s.Running)
		d.sheet.SetPrimary(caption(s))
	}
	d.body.Refresh()
}

func caption(s viewmodel.VerifyState) string {
	if s.Done {
		return "Verify again"
	}
	return "Verify"
}

func (d *Dialog) say(icon string, token theme.Token, sentence, detail string) {
	text := widgets.NewColumn(2, widgets.NewParagraph(sentence, widgets.Body))
	if detail != "" {
		text.Add(widgets.NewParagraph(detail, widgets.Small))
	}
	mark := widgets.NewPadded(1, 10, 0, 0, widgets.NewColumn(0, widgets.NewIcon(icon, token)))
	d.verdict.Add(widgets.NewDock(nil, nil, mark, nil, text))
}

// check is one line of the list.
func check(k casepackage.Check) fyne.CanvasObject {
	icon, token, word := "check", theme.Good, "holds"
	if !k.OK {
		icon, token, word = "cross", theme.Bad, "does not hold"
	}
	name := widgets.NewRow(8, widgets.NewIconOf(icon, token, 14), widgets.NewLabel(k.Name, widgets.Body), widgets.NewLabel(word, widgets.Hint))
	detail := widgets.NewPadded(0, 0, 0, 22, widgets.NewParagraph(k.Detail, widgets.Small))
	return widgets.NewPadded(5, 6, 5, 6, widgets.NewColumn(1, name, detail))
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the dialog over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Verify", Body: d.body, Width: 680, Primary: caption(d.vm.State.Get()), Cancel: "Close",
		OnPrimary: func(*widgets.OpenSheet) { d.vm.Start() }, OnCancel: d.end})
	d.show(d.vm.State.Get())
}

func (d *Dialog) end() {
	d.stops.Stop()
	d.vm.Cancel()
}

// Close takes the dialog away and stops what runs.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
	d.end()
}
