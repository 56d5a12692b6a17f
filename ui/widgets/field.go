package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Field is one row of a form: a caption, what is filled in, and under it a hint
// or what is wrong with it.
type Field struct {
	widget.BaseWidget
	Control fyne.CanvasObject

	caption string
	hint    string
	wrong   string
	under   *Paragraph
}

// NewField makes a row; hint may be "".
func NewField(caption string, control fyne.CanvasObject, hint string) *Field {
	f := &Field{Control: control, caption: caption, hint: hint, under: NewParagraph(hint, Small)}
	f.ExtendBaseWidget(f)
	return f
}

// SetError says what is wrong in place of the hint; "" takes it away.
func (f *Field) SetError(what string) {
	if what == f.wrong {
		return
	}
	f.wrong = what
	f.Refresh()
}

// SetHint changes the hint.
func (f *Field) SetHint(hint string) { f.hint = hint; f.Refresh() }

// CreateRenderer draws the row; Fyne calls it.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	caption := NewCut(f.caption, Small)
	height := func() float32 {
		if f.hint == "" && f.wrong == "" {
			return 0
		}
		return f.under.MinSize().Height + px(4)
	}
	return draw(&drawing{
		owner: f, objects: []fyne.CanvasObject{caption, f.Control, f.under},
		paint: func() {
			token, say := theme.Text2, f.hint
			if f.wrong != "" {
				token, say = theme.Bad, f.wrong
			}
			f.under.SetToken(token)
			f.under.SetText(say)
			show(f.under, say != "")
		},
		layout: func(s fyne.Size) {
			top, low := px(20), height()
			place(caption, 0, 0, s.Width, px(16))
			place(f.Control, 0, top, s.Width, s.Height-top-low)
			place(f.under, 0, s.Height-low+px(4), s.Width, low-px(4))
		},
		min: func() fyne.Size {
			m := f.Control.MinSize()
			return fyne.NewSize(max(m.Width, px(120)), px(20)+m.Height+height())
		},
	})
}
