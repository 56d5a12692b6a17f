package listing

import (
	"fyne.io/fyne/v2"

	"casebench/ui/theme"
)

// Measures of the head line.
const (
	headHeight  = 44
	headPad     = 14
	searchWidth = 232
	searchLeast = 120
)

func px(v float32) float32 { return theme.Scaled(v) }

func middle(height, of float32) float32 { return float32(int((height-of)/2 + 0.5)) }

func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// headLayout stands title, count and note at the left, the search at the right
// and what is beside it between.
type headLayout struct {
	l      *Listing
	beside []fyne.CanvasObject
}

// Layout places the parts.
func (h *headLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	x, right := px(headPad), s.Width-px(8)
	put := func(o fyne.CanvasObject, w float32) {
		m := o.MinSize()
		o.Move(fyne.NewPos(x, middle(s.Height, m.Height)))
		o.Resize(fyne.NewSize(max(w, 0), m.Height))
		x += w + px(10)
	}
	put(h.l.title, h.l.title.MinSize().Width)
	if h.l.count.Visible() {
		put(h.l.count, h.l.count.MinSize().Width)
	}
	m := h.l.Search.MinSize()
	w := min(px(searchWidth), max(px(searchLeast), right-x))
	right -= w
	h.l.Search.Move(fyne.NewPos(right, middle(s.Height, m.Height)))
	h.l.Search.Resize(fyne.NewSize(w, m.Height))
	for i := len(h.beside) - 1; i >= 0; i-- {
		o := h.beside[i]
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		right -= m.Width + px(8)
		o.Move(fyne.NewPos(right, middle(s.Height, m.Height)))
		o.Resize(m)
	}
	put(h.l.note, right-x-px(8))
}

// MinSize is the height of the line.
func (h *headLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(360), px(headHeight))
}

// columnLayout stands a head, a line and a body below one another.
type columnLayout struct{}

// Layout places the three.
func (columnLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, h))
	o[1].Move(fyne.NewPos(0, h))
	o[1].Resize(fyne.NewSize(s.Width, 1))
	o[2].Move(fyne.NewPos(0, h+1))
	o[2].Resize(fyne.NewSize(s.Width, max(0, s.Height-h-1)))
}

// MinSize leaves room for a few rows.
func (columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(360), o[0].MinSize().Height+px(120))
}
