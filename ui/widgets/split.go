package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Edge names a side of a pane.
type Edge int

// The edges that a side pane may stand at.
const (
	AtLeft Edge = iota
	AtRight
	AtTop
	AtBottom
)

// Split keeps a side pane of a width of its own beside a main pane: when the
// window grows, the main pane grows. A line of one pixel parts them; a wider strip
// around it can be dragged.
type Split struct {
	widget.BaseWidget
	OnResize func(size float32) // after a drag; the measure of the side pane

	edge       Edge
	side, main fyne.CanvasObject
	size       float32
	least      float32
	grip       *grip
}

// NewSplit makes a split whose side pane measures size at first and can be dragged
// down to what it needs.
func NewSplit(edge Edge, side, main fyne.CanvasObject, size float32) *Split {
	s := &Split{edge: edge, side: side, main: main, size: px(size), least: px(size) * 0.6}
	s.grip = &grip{split: s}
	s.grip.ExtendBaseWidget(s.grip)
	s.ExtendBaseWidget(s)
	return s
}

// SetSize gives the side pane a measure.
func (s *Split) SetSize(size float32) { s.size = size; s.Refresh() }

// PaneSize returns the measure of the side pane.
func (s *Split) PaneSize() float32 { return s.size }

// SetOpen shows the side pane or puts it away.
func (s *Split) SetOpen(open bool) {
	show(s.side, open)
	show(s.grip, open)
	s.Refresh()
}

// Open reports whether the side pane is shown.
func (s *Split) Open() bool { return s.side.Visible() }

func (s *Split) level() bool { return s.edge == AtLeft || s.edge == AtRight }

const gripWidth = 7

// CreateRenderer draws the panes; Fyne calls it.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	return draw(&drawing{
		owner: s, objects: []fyne.CanvasObject{s.main, s.side, s.grip}, paint: func() {},
		layout: s.lay,
		min: func() fyne.Size {
			m := s.main.MinSize()
			if !s.Open() {
				return m
			}
			side := s.side.MinSize()
			if s.level() {
				return fyne.NewSize(m.Width+s.least+1, max(m.Height, side.Height))
			}
			return fyne.NewSize(max(m.Width, side.Width), m.Height+s.least+1)
		},
	})
}

func (s *Split) lay(size fyne.Size) {
	if !s.Open() {
		place(s.main, 0, 0, size.Width, size.Height)
		return
	}
	w, h := size.Width, size.Height
	all, other := w, s.main.MinSize().Width
	if !s.level() {
		all, other = h, s.main.MinSize().Height
	}
	n := max(min(s.size, all-other-1), s.least)
	near := (gripWidth - 1) / float32(2)
	switch s.edge {
	case AtLeft:
		place(s.side, 0, 0, n, h)
		place(s.main, n+1, 0, w-n-1, h)
		place(s.grip, n-near, 0, gripWidth, h)
	case AtRight:
		place(s.side, w-n, 0, n, h)
		place(s.main, 0, 0, w-n-1, h)
		place(s.grip, w-n-1-near, 0, gripWidth, h)
	case AtTop:
		place(s.side, 0, 0, w, n)
		place(s.main, 0, n+1, w, h-n-1)
		place(s.grip, 0, n-near, w, gripWidth)
	case AtBottom:
		place(s.side, 0, h-n, w, n)
		place(s.main, 0, 0, w, h-n-1)
		place(s.grip, 0, h-n-1-near, w, gripWidth)
	}
}

func (s *Split) drag(by fyne.Delta) {
	d := by.DX
	if !s.level() {
		d = by.DY
	}
	if s.edge == AtRight || s.edge == AtBottom {
		d = -d
	}
	all, other := s.Size().Width, s.main.MinSize().Width
	if !s.level() {
		all, other = s.Size().Height, s.main.MinSize().Height
	}
	s.size = max(min(s.size+d, all-other-1), s.least)
	s.Refresh()
}

// grip is the strip between the panes that is dragged.
type grip struct {
	widget.BaseWidget
	split   *Split
	hovered bool
}

var (
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
	_ desktop.Hoverable  = (*grip)(nil)
)

func (g *grip) Dragged(e *fyne.DragEvent) { g.split.drag(e.Dragged) }

func (g *grip) DragEnd() {
	if g.split.OnResize != nil {
		g.split.OnResize(g.split.size)
	}
}

func (g *grip) Cursor() desktop.Cursor {
	if g.split.level() {
		return desktop.HResizeCursor
	}
	return desktop.VResizeCursor
}

func (g *grip) MouseIn(*desktop.MouseEvent)    { g.hovered = true; g.Refresh() }
func (g *grip) MouseMoved(*desktop.MouseEvent) {}
func (g *grip) MouseOut()                      { g.hovered = false; g.Refresh() }

func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	l := canvas.NewRectangle(color.Transparent)
	return draw(&drawing{
		owner: g, objects: []fyne.CanvasObject{l},
		paint: func() {
			l.FillColor = theme.Color(theme.Line)
			if g.hovered {
				l.FillColor = theme.Color(theme.Accent)
			}
		},
		layout: func(s fyne.Size) {
			if g.split.level() {
				place(l, (gripWidth-1)/2, 0, 1, s.Height)
			} else {
				place(l, 0, (gripWidth-1)/2, s.Width, 1)
			}
		},
		min: func() fyne.Size { return fyne.NewSize(1, 1) },
	})
}
