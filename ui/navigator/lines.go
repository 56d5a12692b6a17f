package navigator

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// header is the head of a section; it is made anew when its title changes.
type header struct {
	object        *fyne.Container
	title, action string
	section       *widgets.Section
}

func newHeader() *header { return &header{object: container.NewStack()} }

func (h *header) set(s viewmodel.NavSection) {
	action, icon := "", "plus"
	if len(s.Rows) > 0 && (s.Part == viewmodel.NavViews || s.Part == viewmodel.NavSearches) {
		action = s.AddAs // without rows the hint has it, in words; importing is in the toolbar
	}
	if s.Part == viewmodel.NavSearches {
		icon = "expand"
	}
	if h.section == nil || h.title != s.Title || h.action != action {
		h.title, h.action, h.section = s.Title, action, widgets.NewSection(s.Title, s.Count)
		h.object.Objects = []fyne.CanvasObject{h.section}
	}
	h.section.SetCount(s.Count)
	if action != "" {
		h.section.SetAction(icon, s.AddAs, s.Add)
	}
}

// teaching stands in a section without rows: how to get some, and the button for it.
type teaching struct {
	object *fyne.Container
	words  *widgets.Paragraph
	action *widgets.Button
}

func newTeaching() *teaching {
	t := &teaching{words: widgets.NewParagraph("", widgets.Hint), action: widgets.NewButton("", widgets.Link, nil)}
	t.object = widgets.NewPadded(0, 14, 2, 14, widgets.NewColumn(0, t.words, widgets.NewPadded(0, 0, 0, -2, container.NewHBox(t.action))))
	return t
}

func (t *teaching) set(s viewmodel.NavSection) {
	t.words.SetText(s.Hint)
	t.action.Hidden = s.Add == nil
	t.action.SetText(s.AddAs)
	t.action.OnTap = s.Add
}
