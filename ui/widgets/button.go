package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// ButtonKind says how loud a button is.
type ButtonKind int

// The kinds. A pane has at most one Primary.
const (
	Plain   ButtonKind = iota // raised, with a line around it
	Primary                   // filled with the accent
	Quiet                     // no ground until the pointer is over it
	Toggle                    // like Plain; in the accent while it is on
	Good                      // outlined in green: the verdict that confirms
	Bad                       // outlined in red: the verdict that rejects, and what cannot be undone
	Link                      // a word in the accent, no ground
)

// Button is pressed by mouse, Enter or Space and calls OnTap.
type Button struct {
	widget.BaseWidget
	pressable
	OnTap func()

	text, icon, key string
	label           string // for people who listen, where there is no text
	kind            ButtonKind
	on, drop        bool
}

var _ fyne.Accessible = (*Button)(nil)

// NewButton makes a button with a caption.
func NewButton(text string, kind ButtonKind, onTap func()) *Button {
	b := &Button{text: text, kind: kind, OnTap: onTap}
	b.act = func() {
		unhint(b)
		if b.OnTap != nil {
			b.OnTap()
		}
	}
	b.owner = b
	b.ExtendBaseWidget(b)
	return b
}

// NewIconButton makes a quiet button of an icon alone; label says what it does.
func NewIconButton(icon, label string, onTap func()) *Button {
	b := NewButton("", Quiet, onTap)
	b.icon, b.label = icon, label
	return b
}

// WithIcon puts an icon before the caption and returns the button.
func (b *Button) WithIcon(name string) *Button { b.icon = name; b.Refresh(); return b }

// WithKey puts the cap of the key that does the same behind the caption, and
// returns the button. The key itself is bound elsewhere.
func (b *Button) WithKey(key string) *Button { b.key = key; b.Refresh(); return b }

// Text returns the caption.
func (b *Button) Text() string { return b.text }

// SetText changes the caption.
func (b *Button) SetText(text string) {
	if text != b.text {
		b.text = text
		b.Refresh()
	}
}

// SetIcon changes the icon; "" is none.
func (b *Button) SetIcon(name string) {
	if name != b.icon {
		b.icon = name
		b.Refresh()
	}
}

// SetKind changes how loud the button is.
func (b *Button) SetKind(k ButtonKind) {
	if k != b.kind {
		b.kind = k
		b.Refresh()
	}
}

// SetOn shows a Toggle, or a verdict, as chosen.
func (b *Button) SetOn(on bool) {
	if on != b.on {
		b.on = on
		b.Refresh()
	}
}

// On reports whether the button is shown as chosen.
func (b *Button) On() bool { return b.on }

// MouseIn also says in the window's Hints what an icon alone stands for.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.pressable.MouseIn(e)
	if b.text == "" && b.label != "" {
		hint(b, b.label)
	}
}

// MouseOut also takes the hint away.
func (b *Button) MouseOut() {
	b.pressable.MouseOut()
	unhint(b)
}

// WithLabel says what a button without a caption stands for, and returns it.
func (b *Button) WithLabel(label string) *Button { b.label = label; return b }

// AccessibilityLabel is the caption, or what an icon alone stands for.
func (b *Button) AccessibilityLabel() string {
	if b.text == "" {
		return b.label
	}
	return b.text
}

// AccessibilityRole is button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is enough for the whole caption.
func (b *Button) MinSize() fyne.Size { return b.BaseWidget.MinSize() }

// CreateRenderer draws the button; Fyne calls it.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonParts{ring: box(theme.Radius + 2), ground: box(theme.Radius), icon: icon(), caption: text(Body), cap: NewKeyCap(b.key), arrow: icon()}
	d := &drawing{owner: b, objects: []fyne.CanvasObject{r.ring, r.ground, r.icon, r.caption, r.cap, r.arrow}}
	d.paint = func() { r.paint(b) }
	d.layout = func(s fyne.Size) { r.layout(b, s) }
	d.min = func() fyne.Size {
		w, _ := r.width(b)
		return fyne.NewSize(max(w+2*r.pad(b), px(theme.ControlRow-2)), px(theme.ControlRow))
	}
	return draw(d)
}

type buttonParts struct {
	ring, ground *canvas.Rectangle
	icon, arrow  *canvas.Image
	caption      *canvas.Text
	cap          *KeyCap
}

func (r *buttonParts) pad(b *Button) float32 {
	switch {
	case b.kind == Link:
		return px(2)
	case b.text == "":
		return px(6)
	case b.kind == Quiet:
		return px(8)
	}
	return px(11)
}

// width is that of everything inside the padding, and of the caption alone.
func (r *buttonParts) width(b *Button) (all, caption float32) {
	const gap = 6
	if b.icon != "" {
		all += px(theme.IconSize)
	}
	if b.text != "" {
		caption = measure(line(b.text), b.style())
		if all > 0 {
			all += px(gap)
		}
		all += caption
	}
	if b.key != "" {
		all += px(gap+2) + r.cap.MinSize().Width
	}
	if b.drop {
		all += px(gap-1) + px(12)
	}
	return all, caption
}

func (b *Button) style() Style {
	if b.kind == Primary {
		return Strong
	}
	return Body
}

func (r *buttonParts) layout(b *Button, s fyne.Size) {
	place(r.ring, -2, -2, s.Width+4, s.Height+4)
	place(r.ground, 0, 0, s.Width, s.Height)
	all, caption := r.width(b)
	x := max((s.Width-all)/2, r.pad(b))
	if all > s.Width-2*r.pad(b) {
		caption = max(caption-(all-(s.Width-2*r.pad(b))), 0)
	}
	if b.drop { // a menu's caption starts at the left, its arrow ends at the right
		x = r.pad(b)
	}
	if b.icon != "" {
		side := px(theme.IconSize)
		place(r.icon, x, middle(s.Height, side), side, side)
		x += side + px(6)
	}
	r.caption.Text = fit(line(b.text), b.style(), caption+0.5)
	h := r.caption.MinSize().Height
	place(r.caption, x, middle(s.Height, h), caption, h)
	if c := r.cap.MinSize(); b.key != "" {
		place(r.cap, x+caption+px(8), middle(s.Height, c.Height), c.Width, c.Height)
	}
	if side := px(12); b.drop {
		place(r.arrow, s.Width-r.pad(b)-side, middle(s.Height, side), side, side)
	}
}

func (r *buttonParts) paint(b *Button) {
	fill, edge, ink := b.colours()
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, theme.Fade(theme.Accent, 0.55), 2
	show(r.ring, b.focused && !b.off)
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = fill, edge, 1
	wear(r.caption, b.style(), theme.Text)
	r.caption.Color = ink
	show(r.icon, b.icon != "")
	if b.icon != "" {
		r.icon.Resource = theme.IconIn(b.icon, ink)
	}
	show(r.arrow, b.drop)
	if b.drop {
		r.arrow.Resource = theme.IconIn("chevron-down", ink)
	}
	show(r.cap, b.key != "")
	r.cap.text = b.key
}

// colours are those of the ground, its edge and what stands on it.
func (b *Button) colours() (fill, edge, ink color.NRGBA) {
	none := color.NRGBA{}
	over := b.hovered && !b.off
	fill, edge, ink = theme.Color(theme.Raised), theme.Color(theme.Line), theme.Mix(theme.Text2, theme.Text, 0.35)
	if over {
		fill, ink = theme.Color(theme.Pressed), theme.Color(theme.Text)
	}
	switch {
	case b.kind == Primary:
		fill, edge, ink = theme.Color(theme.Accent), none, theme.On(theme.Accent)
		if over {
			fill = theme.Mix(theme.Accent, theme.Text, 0.14)
		}
	case b.kind == Quiet && !b.on:
		edge, ink = none, theme.Color(theme.Text2)
		if !over {
			fill = none
		} else {
			ink = theme.Color(theme.Text)
		}
	case b.kind == Link:
		fill, edge, ink = none, none, theme.Ink(theme.Accent)
		if over {
			ink = theme.Mix(theme.Accent, theme.Text, 0.3)
		}
	case b.kind == Good, b.kind == Bad:
		token := theme.Good
		if b.kind == Bad {
			token = theme.Bad
		}
		edge, ink = theme.Color(token), theme.Ink(token)
		if b.on {
			fill = theme.Mix(theme.Surface, token, 0.22)
		}
	case b.on:
		fill, edge, ink = theme.Mix(theme.Surface, theme.Accent, 0.10), theme.Color(theme.Accent), theme.Ink(theme.Accent)
	}
	if b.off {
		return b.pale(fill, edge)
	}
	return fill, edge, ink
}

func (b *Button) pale(fill, edge color.NRGBA) (color.NRGBA, color.NRGBA, color.NRGBA) {
	if b.kind == Primary || b.kind == Good || b.kind == Bad {
		fill, edge = theme.Color(theme.Raised), theme.Color(theme.Line)
	}
	return fill, edge, theme.Mix(theme.Surface, theme.Text3, 0.8)
}
