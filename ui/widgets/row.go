package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// RowLook is what a row of a list shows.
type RowLook struct {
	Dot        theme.Token // a disc before the text; "" is none
	Icon       string      // an icon before the text; "" is none
	IconToken  theme.Token // "" is the second text colour
	Gap        bool        // leaves the room of an icon
	Text       string
	Style      Style // of Text
	Right      string
	RightToken theme.Token // "" is the third text colour
	Current    bool
	Indent     int    // steps of sixteen pixels
	Tip        string // told when the pointer rests; "" is nothing
}

// ListRow is one row of 26 pixels: a dot or an icon, a text cut to what fits, a
// short text at the right. The current row is pressed, with a bar in the accent.
type ListRow struct {
	widget.BaseWidget
	pressable
	OnTap  func()
	OnMenu func(at fyne.Position) // absolute, for a menu; nil is none
	Inset  float32                // at both ends; smaller where the pane has a space of its own

	look RowLook
}

var (
	_ fyne.Accessible        = (*ListRow)(nil)
	_ fyne.SecondaryTappable = (*ListRow)(nil)
)

// NewListRow makes a row; onTap may be nil for one that is only read.
func NewListRow(look RowLook, onTap func()) *ListRow {
	r := &ListRow{Inset: inset, look: look, OnTap: onTap}
	r.act = func() {
		if r.OnTap != nil {
			r.OnTap()
		}
	}
	r.owner = r
	r.ExtendBaseWidget(r)
	return r
}

// Look returns what the row shows.
func (r *ListRow) Look() RowLook { return r.look }

// SetLook shows something else.
func (r *ListRow) SetLook(look RowLook) {
	if look != r.look {
		r.look = look
		r.Refresh()
	}
}

// SetCurrent shows the row as the current one or not.
func (r *ListRow) SetCurrent(current bool) {
	look := r.look
	look.Current = current
	r.SetLook(look)
}

// MouseIn also tells the tip when the pointer rests.
func (r *ListRow) MouseIn(e *desktop.MouseEvent) {
	r.pressable.MouseIn(e)
	if r.look.Tip != "" {
		hint(r, r.look.Tip)
	}
}

// MouseOut also takes the tip away.
func (r *ListRow) MouseOut() {
	r.pressable.MouseOut()
	unhint(r)
}

// TappedSecondary asks for the row's menu.
func (r *ListRow) TappedSecondary(e *fyne.PointEvent) {
	if r.OnMenu != nil && !r.off {
		r.OnMenu(e.AbsolutePosition)
	}
}

// TypedKey also walks to the next and the previous row.
func (r *ListRow) TypedKey(e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		switch e.Name {
		case fyne.KeyDown:
			c.FocusNext()
			return
		case fyne.KeyUp:
			c.FocusPrevious()
			return
		}
	}
	r.pressable.TypedKey(e)
}

// AccessibilityLabel is both texts.
func (r *ListRow) AccessibilityLabel() string {
	if r.look.Right == "" {
		return r.look.Text
	}
	return r.look.Text + ", " + r.look.Right
}

// AccessibilityRole is button.
func (r *ListRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the row; Fyne calls it.
func (r *ListRow) CreateRenderer() fyne.WidgetRenderer {
	p := &rowParts{ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		dot: canvas.NewCircle(color.Transparent), icon: icon(), text: text(Body), right: text(Hint)}
	d := &drawing{owner: r, objects: []fyne.CanvasObject{p.ground, p.bar, p.dot, p.icon, p.text, p.right}}
	d.paint = func() { p.paint(r) }
	d.layout = func(s fyne.Size) { p.layout(r, s) }
	d.min = func() fyne.Size { return fyne.NewSize(px(96), px(theme.Row)) }
	return draw(d)
}

type rowParts struct {
	ground, bar *canvas.Rectangle
	dot         *canvas.Circle
	icon        *canvas.Image
	text, right *canvas.Text
}

func (p *rowParts) paint(r *ListRow) {
	look := r.look
	p.ground.FillColor, p.ground.StrokeColor, p.ground.StrokeWidth = color.Transparent, color.Transparent, 0
	if r.hovered && !r.off && r.OnTap != nil {
		p.ground.FillColor = theme.Fade(theme.Pressed, 0.55)
	}
	if look.Current {
		p.ground.FillColor = theme.Color(theme.Pressed)
	}
	if r.focused && !r.off {
		p.ground.StrokeColor, p.ground.StrokeWidth = theme.Fade(theme.Accent, 0.7), 1
	}
	p.bar.FillColor = theme.Color(theme.Accent)
	show(p.bar, look.Current)
	show(p.dot, look.Dot != "")
	if look.Dot != "" {
		p.dot.FillColor = theme.Color(look.Dot)
	}
	show(p.icon, look.Icon != "")
	if look.Icon != "" {
		token := look.IconToken
		if token == "" {
			token = theme.Text2
		}
		p.icon.Resource = theme.Icon(look.Icon, token)
	}
	token := theme.Token("")
	if look.Style == Body && !look.Current && !r.hovered {
		token = theme.Text2
	}
	if r.off {
		token = theme.Text3
	}
	wear(p.text, look.Style, token)
	right := look.RightToken
	if right == "" {
		right = theme.Text3
	}
	wear(p.right, Hint, right)
}

func (p *rowParts) layout(r *ListRow, s fyne.Size) {
	look, side := r.look, px(r.Inset)
	place(p.ground, 0, 0, s.Width, s.Height)
	place(p.bar, 0, 0, 2, s.Height)
	x := side + px(16)*float32(look.Indent)
	if d := px(9); look.Dot != "" {
		place(p.dot, x, middle(s.Height, d), d, d)
		x += d + px(8)
	}
	if d := px(14); look.Icon != "" {
		place(p.icon, x, middle(s.Height, d), d, d)
		x += d + px(8)
	}
	if look.Gap {
		x += px(14) + px(8)
	}
	end := s.Width - side
	p.right.Text = fit(line(look.Right), Hint, max((end-x)*0.55, px(20)))
	if p.right.Text != "" {
		m := p.right.MinSize()
		place(p.right, end-m.Width, middle(s.Height, m.Height), m.Width, m.Height)
		end -= m.Width + px(8)
	}
	p.text.Text = fit(shown(look.Text, look.Style), look.Style, end-x+0.5)
	h := p.text.MinSize().Height
	place(p.text, x, middle(s.Height, h), end-x, h)
}
