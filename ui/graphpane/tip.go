package graphpane

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// tip is the small card beside the pointer that says what lies under it.
type tip struct {
	card  *widgets.Panel
	lines *fyne.Container
	now   fyne.Position // of the pointer
	at    fyne.Position // where the card came up
}

func newTip() *tip {
	t := &tip{lines: widgets.NewColumn(1)}
	t.card = widgets.NewPanelPadded(t.lines, 8)
	t.card.Hide()
	return t
}

// follow notes where the pointer is; the card stays where it came up.
func (t *tip) follow(at fyne.Position) { t.now = at }

// say shows what lies there; an empty tip shows nothing.
func (t *tip) say(what viewmodel.GraphTip) {
	t.lines.RemoveAll()
	t.at = t.now
	if what.Title == "" {
		t.card.Hide()
		return
	}
	style := widgets.Strong
	if what.Mono {
		style = widgets.Mono
	}
	t.lines.Add(widgets.NewLabel(what.Title, style))
	for _, l := range what.Lines {
		if l != "" {
			t.lines.Add(widgets.NewLabel(l, widgets.Small))
		}
	}
	t.card.Show()
	t.card.Refresh()
}

// place puts the card beside the pointer, where it is seen whole.
func (t *tip) place(within fyne.Size) {
	const off = 16
	s := t.card.MinSize()
	x, y := t.at.X+off, t.at.Y+off
	if x+s.Width > within.Width {
		x = t.at.X - off - s.Width
	}
	if y+s.Height > within.Height {
		y = t.at.Y - off - s.Height
	}
	t.card.Resize(s)
	t.card.Move(fyne.NewPos(max(x, 0), max(y, 0)))
}
