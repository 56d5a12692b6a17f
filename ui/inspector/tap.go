package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// tap is a small thing that can be pressed inside a line of text: a word in the
// accent, or an icon.
type tap struct {
	widget.BaseWidget
	text, icon string
	label      string // for people who listen
	token      theme.Token
	onTap      func()
	mono       bool
	faint      bool // steps back until the pointer or the focus is on it
	size       float32

	hovered, focused bool
	onRune           func(rune) bool
}

var (
	_ fyne.Tappable      = (*tap)(nil)
	_ fyne.Focusable     = (*tap)(nil)
	_ fyne.Accessible    = (*tap)(nil)
	_ desktop.Hoverable  = (*tap)(nil)
	_ desktop.Cursorable = (*tap)(nil)
)

// newLink makes a word that leads somewhere.
func newLink(text string, onTap func()) *tap {
	t := &tap{text: text, label: text, token: theme.Accent, onTap: onTap, size: theme.SmallSize}
	t.ExtendBaseWidget(t)
	return t
}

// newMark makes a small icon that does something.
func newMark(icon, label string, token theme.Token, onTap func()) *tap {
	t := &tap{icon: icon, label: label, token: token, onTap: onTap}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tap) Tapped(*fyne.PointEvent) { t.onTap() }
func (t *tap) FocusGained()            { t.focused = true; t.Refresh() }
func (t *tap) FocusLost()              { t.focused = false; t.Refresh() }

func (t *tap) MouseIn(*desktop.MouseEvent)            { t.hovered = true; t.Refresh() }
func (t *tap) MouseMoved(*desktop.MouseEvent)         {}
func (t *tap) MouseOut()                              { t.hovered = false; t.Refresh() }
func (t *tap) Cursor() desktop.Cursor                 { return desktop.PointerCursor }
func (t *tap) AccessibilityLabel() string             { return t.label }
func (t *tap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (t *tap) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		t.onTap()
	}
}

// TypedRune answers the keys of the pane.
func (t *tap) TypedRune(r rune) {
	if t.onRune != nil {
		t.onRune(r)
	}
}

// CreateRenderer draws it; Fyne calls it.
func (t *tap) CreateRenderer() fyne.WidgetRenderer {
	r := &tapRenderer{t: t, ring: canvas.NewRectangle(nil), text: canvas.NewText("", nil), icon: canvas.NewImageFromResource(nil)}
	r.ring.CornerRadius = px(3)
	r.icon.FillMode = canvas.ImageFillContain
	r.paint()
	return r
}

type tapRenderer struct {
	t    *tap
	ring *canvas.Rectangle
	text *canvas.Text
	icon *canvas.Image
}

func (r *tapRenderer) paint() {
	t := r.t
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = theme.Fade(theme.Accent, 0), theme.Fade(theme.Accent, 0.6), 0
	if t.focused {
		r.ring.StrokeWidth = 1.5
	}
	ink := theme.Ink(t.token)
	if t.faint && !t.focused {
		ink = theme.Mix(theme.Surface, t.token, 0.55)
	}
	if t.hovered {
		ink = theme.Mix(t.token, theme.Text, 0.4)
	}
	set(r.icon, t.icon != "")
	set(r.text, t.icon == "")
	if t.icon != "" {
		r.icon.Resource = theme.IconIn(t.icon, ink)
		return
	}
	r.text.Text, r.text.Color, r.text.TextSize, r.text.TextStyle = fitted(t.text, r.t.Size().Width, t.style(), px(t.size)), ink, px(t.size), t.style()
}

func (t *tap) style() fyne.TextStyle { return fyne.TextStyle{Monospace: t.mono} }

func (r *tapRenderer) Layout(s fyne.Size) {
	place(r.ring, -px(3), -px(1), s.Width+px(6), s.Height+px(2))
	place(r.icon, 0, (s.Height-px(14))/2, px(14), px(14))
	r.text.Text = fitted(r.t.text, s.Width, r.t.style(), px(r.t.size))
	h := r.text.MinSize().Height
	place(r.text, 0, (s.Height-h)/2, s.Width, h)
}

func (r *tapRenderer) MinSize() fyne.Size {
	if r.t.icon != "" {
		return fyne.NewSize(px(14), px(18))
	}
	return fyne.NewSize(fyne.MeasureText(clean(r.t.text), px(r.t.size), r.t.style()).Width, px(r.t.size+4.5))
}

func (r *tapRenderer) Refresh() {
	r.paint()
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.t)
}

func (r *tapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.text, r.icon}
}

func (r *tapRenderer) Destroy() {}
