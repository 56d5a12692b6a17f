// Package problem shows a failure: what happened, what is unharmed, what to do, and
// the details to unfold and to copy for whoever helps.
package problem

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is one failure.
type Dialog struct {
	text    viewmodel.ProblemText
	body    *fyne.Container
	details *fyne.Container
	more    *widgets.Button
	sheet   *widgets.OpenSheet
}

// New makes the dialog of a failure.
func New(err error) *Dialog {
	d := &Dialog{text: viewmodel.Explain(err)}
	sentence := widgets.NewDock(nil, nil, widgets.NewPadded(1, 12, 0, 0, widgets.NewIconOf("warning", theme.Bad, 20)), nil,
		widgets.NewParagraph(d.text.Sentence, widgets.Body))
	d.body = widgets.NewColumn(10, sentence)
	if d.text.Hint != "" {
		d.body.Add(widgets.NewPadded(0, 0, 0, 32, widgets.NewParagraph(d.text.Hint, widgets.Secondary)))
	}
	if d.text.Details != "" {
		detail := widgets.NewParagraph(d.text.Details, widgets.MonoSmall)
		detail.MaxLines = 14
		d.details = container.NewStack(widgets.NewPanelPadded(detail, 10))
		d.details.Hide()
		d.body.Add(d.details)
	}
	return d
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the failure over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	s := widgets.Sheet{Title: "That did not work", Body: d.body, Width: 480}
	if d.details != nil {
		d.more = widgets.NewButton("Details", widgets.Link, d.Unfold)
		copied := widgets.NewButton("Copy details", widgets.Link, nil)
		copied.OnTap = func() {
			fyne.CurrentApp().Clipboard().SetContent(d.text.Details)
			copied.SetText("Copied")
		}
		s.Others = []*widgets.Button{d.more, copied}
	}
	d.sheet = widgets.ShowSheet(c, s)
}

// Unfold shows the details, or hides them again.
func (d *Dialog) Unfold() {
	if d.details.Visible() {
		d.details.Hide()
		d.more.SetText("Details")
	} else {
		d.details.Show()
		d.more.SetText("Hide details")
	}
	d.body.Refresh()
	d.sheet.SetError("")
}

// Close takes the dialog away.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
}
