package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/graphview"
	"casebench/ui/theme"
)

var (
	_ fyne.Tappable          = (*head)(nil)
	_ fyne.SecondaryTappable = (*head)(nil)
	_ desktop.Hoverable      = (*head)(nil)
)

// heads is the row of column heads. It moves sideways with the columns.
type heads struct {
	*container.Clip
	g       *Grid
	row     *fyne.Container
	titles  []*head
	borders []*border
}

func newHeads(g *Grid) *heads {
	row := container.NewWithoutLayout()
	return &heads{Clip: container.NewClip(row), g: g, row: row}
}

// rebuild makes a head and a border for each column.
func (h *heads) rebuild() {
	h.titles, h.borders = nil, nil
	h.row.Objects = nil
	for i := range h.g.columns {
		t, b := newHead(h.g, i), newBorder(h.g, i)
		h.titles, h.borders = append(h.titles, t), append(h.borders, b)
	}
	for _, t := range h.titles {
		h.row.Objects = append(h.row.Objects, t)
	}
	for _, b := range h.borders {
		h.row.Objects = append(h.row.Objects, b)
	}
	h.place()
	h.Clip.Refresh()
}

// place puts the heads above their columns.
func (h *heads) place() {
	if len(h.titles) != len(h.g.columns) {
		return
	}
	x := -h.g.offset
	high := theme.Scaled(HeadHeight) - 1
	for i, w := range h.g.widths() {
		h.titles[i].Move(fyne.NewPos(x, 0))
		h.titles[i].Resize(fyne.NewSize(w, high))
		x += w
		h.borders[i].Move(fyne.NewPos(x-borderWidth/2-1, 0))
		h.borders[i].Resize(fyne.NewSize(borderWidth, high))
	}
}

// Refresh draws titles, arrows and colours anew.
func (h *heads) Refresh() {
	for _, t := range h.titles {
		t.Refresh()
	}
	for _, b := range h.borders {
		b.Refresh()
	}
}

// head is the head of one column.
type head struct {
	widget.BaseWidget
	g     *Grid
	n     int
	over  bool
	back  *canvas.Rectangle
	title *canvas.Text
	arrow *canvas.Text
}

func newHead(g *Grid, n int) *head {
	h := &head{g: g, n: n, back: canvas.NewRectangle(nil), title: canvas.NewText("", nil), arrow: canvas.NewText("", nil)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *head) column() Column {
	if h.n < len(h.g.columns) {
		return h.g.columns[h.n]
	}
	return Column{}
}

// Tapped asks for the rows in the order of this column.
func (h *head) Tapped(*fyne.PointEvent) {
	if c := h.column(); c.Sortable && h.g.OnSort != nil {
		h.g.OnSort(c.ID)
	}
}

// TappedSecondary signals the menu of the head.
func (h *head) TappedSecondary(e *fyne.PointEvent) {
	if h.g.OnMenu != nil {
		h.g.OnMenu(-1, h.column().ID, e.AbsolutePosition)
	}
}

// MouseIn shows that the head can be pressed.
func (h *head) MouseIn(*desktop.MouseEvent) { h.over = true; h.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (h *head) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes that back.
func (h *head) MouseOut() { h.over = false; h.Refresh() }

// AccessibilityLabel returns the title and the order.
func (h *head) AccessibilityLabel() string {
	c := h.column()
	switch {
	case h.g.sorted != c.ID || c.ID == "":
		return c.Title
	case h.g.desc:
		return c.Title + ", sorted, greatest first"
	}
	return c.Title + ", sorted, least first"
}

// AccessibilityRole says that the head is pressed to sort.
func (h *head) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (h *head) CreateRenderer() fyne.WidgetRenderer { return &headRenderer{h} }

type headRenderer struct{ h *head }

func (r *headRenderer) Layout(size fyne.Size) {
	h, c, colours := r.h, r.h.column(), theme.Palette()
	h.back.FillColor = color.Transparent // the canvas has the colour of the surface
	if h.over && c.Sortable {
		h.back.FillColor = colours[graphview.Raised]
	}
	h.back.Resize(size)
	em := theme.Scaled(headSize)
	h.title.Color, h.title.TextSize = colours[graphview.Text2], em
	h.arrow.Color, h.arrow.TextSize, h.arrow.Text = colours[graphview.Accent], em, ""
	if c.ID != "" && h.g.sorted == c.ID {
		h.title.Color = colours[graphview.Text]
		h.arrow.Text = "↑"
		if h.g.desc {
			h.arrow.Text = "↓"
		}
	}
	edge := theme.Scaled(pad)
	room := size.Width - 2*edge
	if h.arrow.Text != "" {
		room -= h.arrow.MinSize().Width + 4
	}
	h.title.Text = fitted(c.Title, em, room)
	x := edge
	if c.Align == End {
		x += room - h.title.MinSize().Width
	}
	y := (size.Height - h.title.MinSize().Height) / 2
	h.title.Move(fyne.NewPos(x, y))
	h.title.Resize(h.title.MinSize())
	h.arrow.Move(fyne.NewPos(x+h.title.MinSize().Width+4, y))
	h.arrow.Resize(h.arrow.MinSize())
	h.back.Refresh()
	h.title.Refresh()
	h.arrow.Refresh()
}

func (r *headRenderer) MinSize() fyne.Size { return fyne.NewSize(narrowest, HeadHeight-1) }
func (r *headRenderer) Refresh()           { r.Layout(r.h.Size()) }
func (r *headRenderer) Destroy()           {}
func (r *headRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.back, r.h.title, r.h.arrow}
}

// fitted shortens a title to a width.
func fitted(s string, size, width float32) string {
	if fyne.MeasureText(s, size, fyne.TextStyle{}).Width <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := string(runes[:n]) + "…"; fyne.MeasureText(cut, size, fyne.TextStyle{}).Width <= width {
			return cut
		}
	}
	return ""
}
