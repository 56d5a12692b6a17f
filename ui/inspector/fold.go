package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// fold is a row that unfolds what stands under it: a mark, a name of as many lines
// as it takes, a word at the right.
type fold struct {
	widget.BaseWidget
	mark  *widgets.Icon
	name  *widgets.Paragraph
	word  *widgets.Label
	onTap func()

	hovered, focused bool
	onRune           func(rune) bool
}

var (
	_ fyne.Tappable     = (*fold)(nil)
	_ fyne.Focusable    = (*fold)(nil)
	_ fyne.Accessible   = (*fold)(nil)
	_ desktop.Hoverable = (*fold)(nil)
)

func newFold(mark string, token theme.Token, name, word string, onTap func()) *fold {
	f := &fold{mark: widgets.NewIconOf(mark, token, 14), name: widgets.NewParagraph(name, widgets.Body), word: widgets.NewRight(word, widgets.Small), onTap: onTap}
	f.ExtendBaseWidget(f)
	return f
}

func (f *fold) Tapped(*fyne.PointEvent) { f.onTap() }
func (f *fold) FocusGained()            { f.focused = true; f.Refresh() }
func (f *fold) FocusLost()              { f.focused = false; f.Refresh() }

func (f *fold) MouseIn(*desktop.MouseEvent)            { f.hovered = true; f.Refresh() }
func (f *fold) MouseMoved(*desktop.MouseEvent)         {}
func (f *fold) MouseOut()                              { f.hovered = false; f.Refresh() }
func (f *fold) AccessibilityLabel() string             { return f.name.Text() + ", " + f.word.Text() }
func (f *fold) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (f *fold) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		f.onTap()
	}
}

// TypedRune answers the keys of the pane.
func (f *fold) TypedRune(r rune) {
	if f.onRune != nil {
		f.onRune(r)
	}
}

// CreateRenderer draws it; Fyne calls it.
func (f *fold) CreateRenderer() fyne.WidgetRenderer {
	r := &foldRenderer{f: f, ground: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type foldRenderer struct {
	f      *fold
	ground *canvas.Rectangle
}

func (r *foldRenderer) paint() {
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = theme.Fade(theme.Pressed, 0), theme.Fade(theme.Accent, 0.7), 0
	if r.f.hovered {
		r.ground.FillColor = theme.Fade(theme.Pressed, 0.55)
	}
	if r.f.focused {
		r.ground.StrokeWidth = 1
	}
}

func (r *foldRenderer) Layout(s fyne.Size) {
	f := r.f
	place(r.ground, 0, 0, s.Width, s.Height)
	place(f.mark, px(side), px(4), px(14), px(18))
	word := f.word.MinSize()
	place(f.word, s.Width-px(side)-word.Width, px(5), word.Width, word.Height)
	left := px(side + 22)
	tall(f.name, left, px(4), s.Width-left-word.Width-px(side+8))
}

func (r *foldRenderer) MinSize() fyne.Size {
	return fyne.NewSize(px(160), max(px(theme.Row), r.f.name.MinSize().Height+px(8)))
}

func (r *foldRenderer) Refresh() {
	r.paint()
	r.Layout(r.f.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.f)
}

func (r *foldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.f.mark, r.f.name, r.f.word}
}

func (r *foldRenderer) Destroy() {}
