package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Section is the head of a part of a pane: capitals, a count at the right, and
// perhaps an action. What belongs to it stands under it.
type Section struct {
	widget.BaseWidget
	Inset float32 // at both ends; set it to 0 where the pane has a space of its own

	title, count string
	action       *Button
}

// inset is the space at both ends of a row that reaches from edge to edge.
const inset = 14

// NewSection makes a head.
func NewSection(title, count string) *Section {
	s := &Section{Inset: inset, title: title, count: count, action: NewIconButton("plus", "", nil)}
	s.action.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// SetCount changes what stands at the right.
func (s *Section) SetCount(count string) {
	if count != s.count {
		s.count = count
		s.Refresh()
	}
}

// SetAction puts a small button of an icon at the right; label says what it does.
func (s *Section) SetAction(icon, label string, onTap func()) {
	s.action.icon, s.action.label, s.action.OnTap = icon, label, onTap
	s.action.Show()
	s.Refresh()
}

// CreateRenderer draws the head; Fyne calls it.
func (s *Section) CreateRenderer() fyne.WidgetRenderer {
	title, count := text(Head), text(Hint)
	return draw(&drawing{
		owner: s, objects: []fyne.CanvasObject{title, count, s.action},
		paint: func() {
			wear(title, Head, "")
			wear(count, Hint, theme.Text2)
		},
		layout: func(size fyne.Size) {
			top, h := px(8), size.Height-px(8)
			end := size.Width - px(s.Inset)
			if s.action.Visible() {
				side := px(24)
				end -= side - px(4)
				place(s.action, end, top+middle(h, side), side, side)
				end -= px(2)
			}
			count.Text = line(s.count)
			if m := count.MinSize(); count.Text != "" {
				place(count, end-m.Width, top+middle(h, m.Height), m.Width, m.Height)
				end -= m.Width + px(8)
			}
			title.Text = fit(shown(s.title, Head), Head, end-px(s.Inset))
			th := title.MinSize().Height
			place(title, px(s.Inset), top+middle(h, th), end-px(s.Inset), th)
		},
		min: func() fyne.Size { return fyne.NewSize(px(96), px(34)) },
	})
}
