package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// side is the space left and right of everything in the pane.
const side = 14

// px is a measure at the person's scale.
func px(v float32) float32 { return theme.Scaled(v) }

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

// tall gives a part a width and the height that it needs at that width: a paragraph
// knows its lines only then.
func tall(o fyne.CanvasObject, x, y, w float32) float32 {
	place(o, x, y, w, o.MinSize().Height)
	h := o.MinSize().Height
	place(o, x, y, w, h)
	return h
}

// stacked lays parts one under another over the whole width.
type stacked struct{ gap float32 }

func column(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stacked{gap}, parts...)
}

func (s *stacked) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range parts {
		if o.Visible() {
			y += tall(o, 0, y, size.Width) + px(s.gap)
		}
	}
}

func (s *stacked) MinSize(parts []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(px(80), 0) // narrower than any part asks: they cut or break their text
	for _, o := range parts {
		if o.Visible() {
			if m.Height > 0 {
				m.Height += px(s.gap)
			}
			m.Height += o.MinSize().Height
		}
	}
	return m
}

// flow lays parts side by side and begins another line where there is no room.
type flow struct {
	gap, width float32
}

func flowing(parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 6, width: px(theme.Inspector - 2*side)}, parts...)
}

// running is flowing for words: links inside a line of text.
func running(parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 4, width: px(theme.Inspector - 2*side)}, parts...)
}

// first is how wide the first of two columns is: narrower in a narrow pane.
func first(usual, width float32) float32 { return min(px(usual), width*0.4) }

func (f *flow) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.walk(parts, func(o fyne.CanvasObject, x, y, w, h float32) { place(o, x, y, w, h) })
}

func (f *flow) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(60), f.walk(parts, func(fyne.CanvasObject, float32, float32, float32, float32) {}))
}

func (f *flow) walk(parts []fyne.CanvasObject, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	x, y, line := float32(0), float32(0), level(parts)
	for _, o := range parts {
		m := o.MinSize()
		m.Width = min(m.Width, f.width)
		if x > 0 && x+m.Width > f.width+0.5 {
			x, y = 0, y+line+px(f.gap)
		}
		put(o, x, y+float32(int((line-m.Height)/2)), m.Width, m.Height)
		x += m.Width + px(f.gap)
	}
	return y + line
}

// level gives all parts of a line the height of the tallest kind, so that words and
// badges stand on one line.
func level(parts []fyne.CanvasObject) float32 {
	h := float32(0)
	for _, o := range parts {
		h = max(h, o.MinSize().Height)
	}
	return h
}

// padded leaves space left and right of a part.
type padded struct{ left, right float32 }

func inset(o fyne.CanvasObject) *fyne.Container { return container.New(&padded{side, side}, o) }

func indented(by float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padded{side + by, side}, o)
}

func (p *padded) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	for _, o := range parts {
		tall(o, px(p.left), 0, size.Width-px(p.left+p.right))
	}
}

func (p *padded) MinSize(parts []fyne.CanvasObject) fyne.Size {
	m := parts[0].MinSize()
	return m.AddWidthHeight(px(p.left+p.right), 0)
}

// between lays a part at the left, one at the right at its own width, and gives the
// left one what is left.
type between struct{}

func apart(left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&between{}, left, right)
}

func (*between) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	w := min(parts[1].MinSize().Width, size.Width*0.7)
	for i, x := range []float32{0, size.Width - w} {
		m := parts[i].MinSize()
		width := w
		if i == 0 {
			width = size.Width - w - px(8)
		}
		place(parts[i], x, float32(int((size.Height-m.Height)/2)), width, m.Height)
	}
}

func (*between) MinSize(parts []fyne.CanvasObject) fyne.Size {
	a, b := parts[0].MinSize(), parts[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+px(8), max(a.Height, b.Height))
}

// space is nothing of a height.
func space(h float32) fyne.CanvasObject {
	return widgets.NewSized(1, h, container.NewWithoutLayout())
}

// frame lays the head above what scrolls, or above what the state says, and the
// verdict under it.
type frame struct{ p *Pane }

func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	if len(f.p.head.Objects) > 0 {
		y = tall(f.p.head, 0, px(12), size.Width) + px(12) + px(10)
	}
	place(f.p.state, 0, y, size.Width, size.Height-y)
	foot := float32(0)
	if len(f.p.foot.Objects) > 0 {
		foot = tall(f.p.foot, 0, y, size.Width)
		f.p.foot.Move(fyne.NewPos(0, size.Height-foot))
	}
	place(f.p.scroll, 0, y, size.Width, size.Height-y-foot)
	// Paragraphs have found their lines by now: the scroll learns how long it is.
	f.p.column.Resize(fyne.NewSize(size.Width, max(f.p.column.MinSize().Height, size.Height-y-foot)))
	f.p.scroll.Refresh()
}

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(160), px(120)) }

// lay lays the page out once more, when it has a size.
func (p *Pane) lay() {
	inner := p.object.Objects[1].(*fyne.Container)
	if size := inner.Size(); size.Width > 0 {
		inner.Layout.Layout(inner.Objects, size)
	}
}
