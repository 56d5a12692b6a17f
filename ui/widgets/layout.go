package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"casebench/ui/theme"
)

// NewDock lays parts out along the edges and the centre in what is left, without
// the gaps that Fyne's border leaves. Any part may be nil.
func NewDock(top, bottom, left, right, centre fyne.CanvasObject) *fyne.Container {
	d := &dock{top: top, bottom: bottom, left: left, right: right, centre: centre}
	var parts []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{centre, left, right, top, bottom} {
		if o != nil {
			parts = append(parts, o)
		}
	}
	return container.New(d, parts...)
}

// NewRow lays parts side by side at their own width, gap apart, in the middle of
// the height of the tallest.
func NewRow(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(px(gap)), parts...)
}

// NewColumn lays parts one under another, gap apart.
func NewColumn(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(px(gap)), parts...)
}

// NewPadded leaves space around a part.
func NewPadded(top, right, bottom, left float32, part fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(px(top), px(bottom), px(left), px(right)), part)
}

// NewOn puts a part on a ground of a token's colour.
func NewOn(ground theme.Token, part fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(ground), part)
}

// NewSized gives a part a width and a height; 0 is its own.
func NewSized(width, height float32, part fyne.CanvasObject) *fyne.Container {
	return container.New(&sized{px(width), px(height)}, part)
}

// NewMiddle keeps a part at its own height in the middle of whatever height it is
// given, over the whole width: a badge in a bar.
func NewMiddle(part fyne.CanvasObject) *fyne.Container { return container.New(&midway{}, part) }

type dock struct {
	top, bottom, left, right, centre fyne.CanvasObject
}

func (d *dock) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	x, y, w, h := float32(0), float32(0), s.Width, s.Height
	if seen(d.top) {
		m := d.top.MinSize().Height
		place(d.top, x, y, w, m)
		y, h = y+m, h-m
	}
	if seen(d.bottom) {
		m := d.bottom.MinSize().Height
		place(d.bottom, x, y+h-m, w, m)
		h -= m
	}
	if seen(d.left) {
		m := d.left.MinSize().Width
		place(d.left, x, y, m, h)
		x, w = x+m, w-m
	}
	if seen(d.right) {
		m := d.right.MinSize().Width
		place(d.right, x+w-m, y, m, h)
		w -= m
	}
	if seen(d.centre) {
		place(d.centre, x, y, w, h)
	}
}

func (d *dock) MinSize([]fyne.CanvasObject) fyne.Size {
	size := func(o fyne.CanvasObject) fyne.Size {
		if !seen(o) {
			return fyne.Size{}
		}
		return o.MinSize()
	}
	t, b, l, r, c := size(d.top), size(d.bottom), size(d.left), size(d.right), size(d.centre)
	return fyne.NewSize(max(t.Width, b.Width, l.Width+c.Width+r.Width), t.Height+b.Height+max(l.Height, c.Height, r.Height))
}

func seen(o fyne.CanvasObject) bool { return o != nil && o.Visible() }

type sized struct{ width, height float32 }

func (f *sized) Layout(parts []fyne.CanvasObject, s fyne.Size) {
	for _, o := range parts {
		place(o, 0, 0, s.Width, s.Height)
	}
}

func (f *sized) MinSize(parts []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range parts {
		m = m.Max(o.MinSize())
	}
	if f.width > 0 {
		m.Width = f.width
	}
	if f.height > 0 {
		m.Height = f.height
	}
	return m
}

type midway struct{}

func (*midway) Layout(parts []fyne.CanvasObject, s fyne.Size) {
	for _, o := range parts {
		h := o.MinSize().Height
		place(o, 0, middle(s.Height, h), s.Width, h)
	}
}

func (*midway) MinSize(parts []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range parts {
		m = m.Max(o.MinSize())
	}
	return m
}
