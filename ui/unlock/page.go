package unlock

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Page lies in the place of a case that was locked. Nothing of the case is on it but
// the name of its file.
type Page struct {
	OnClose func() // the case is to be closed, not unlocked

	form   *form
	object fyne.CanvasObject
	says   *widgets.Paragraph
}

// NewPage makes the page of a locked case.
func NewPage(vm *viewmodel.Unlock) *Page {
	p := &Page{OnClose: func() {}, form: newForm(vm), says: widgets.NewParagraph("", widgets.Secondary)}
	unlock := widgets.NewButton("Unlock", widgets.Primary, p.form.try)
	shut := widgets.NewButton("Close case", widgets.Plain, func() { p.OnClose() })
	p.form.entry.OnSubmit = func(string) { p.form.try() }
	p.form.onChange = func() {
		unlock.SetText("Unlock")
		if p.form.vm.State.Get().Working {
			unlock.SetText("Unlocking…")
		}
		if p.form.ready() {
			unlock.Enable()
		} else {
			unlock.Disable()
		}
	}
	p.form.onChange()
	head := widgets.NewRow(10, widgets.NewIconOf("lock", theme.Text2, 20), widgets.NewLabel("This case is locked", widgets.Title))
	buttons := widgets.NewDock(nil, nil, nil, widgets.NewRow(8, widgets.NewSized(96, 0, shut), widgets.NewSized(110, 0, unlock)), widgets.NewCut("", widgets.Small))
	card := widgets.NewPanelPadded(widgets.NewPadded(8, 8, 8, 8, widgets.NewColumn(14, head, widgets.NewCut(vm.Name(), widgets.MonoSmall), p.says, p.form.object, widgets.NewRule(), buttons)), 12)
	p.object = container.NewStack(widgets.NewGround(theme.Ground), container.NewCenter(widgets.NewSized(440, 0, card)))
	p.Say("")
	return p
}

// Say says what goes on behind the page: "" is nothing.
func (p *Page) Say(going string) {
	text := "What was open is put away, and its key is no longer in memory."
	if going != "" {
		text = going
	}
	p.says.SetText(text)
	p.form.object.Refresh()
}

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Focus puts the cursor where the passphrase is typed.
func (p *Page) Focus() {
	widgets.Focus(p.form.entry)
}

// Close ends the page.
func (p *Page) Close() {
	p.form.onChange = func() {}
	p.form.end()
}
