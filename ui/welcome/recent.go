package welcome

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// recentRow is one recent case: title over path, and when. One that is missing is
// pale and can only be removed.
type recentRow struct {
	widget.BaseWidget
	look     viewmodel.RecentCase
	onOpen   func()
	onRemove func()

	content          fyne.CanvasObject
	hovered, focused bool
}

var (
	_ fyne.Focusable    = (*recentRow)(nil)
	_ fyne.Accessible   = (*recentRow)(nil)
	_ desktop.Hoverable = (*recentRow)(nil)
)

func newRecentRow(look viewmodel.RecentCase, when string, onOpen, onRemove func()) *recentRow {
	r := &recentRow{look: look, onOpen: onOpen, onRemove: onRemove}
	title, path := widgets.NewCut(look.Name(), widgets.Strong), widgets.NewCut(look.Path, widgets.MonoSmall)
	var head fyne.CanvasObject = title
	if look.Locked {
		head = widgets.NewDock(nil, nil, widgets.NewPadded(0, 6, 0, 0, widgets.NewMiddle(widgets.NewIconOf("lock", theme.Text2, 13))), nil, title)
	}
	var right fyne.CanvasObject = widgets.NewLabel(when, widgets.Small)
	if look.Missing {
		title.SetToken(theme.Text3)
		path.SetToken(theme.Text3)
		right = widgets.NewRow(8, widgets.NewLabel("not there now", widgets.Small), widgets.NewButton("Remove", widgets.Link, onRemove))
	}
	r.content = widgets.NewDock(nil, nil, nil, widgets.NewPadded(0, 0, 0, 12, container.NewCenter(right)), widgets.NewColumn(1, head, path))
	r.ExtendBaseWidget(r)
	return r
}

// Tapped opens the case.
func (r *recentRow) Tapped(*fyne.PointEvent) { r.open() }

func (r *recentRow) open() {
	if !r.look.Missing {
		r.onOpen()
	}
}

// MouseIn shows that the row can be pressed.
func (r *recentRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved changes nothing.
func (r *recentRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the hover away.
func (r *recentRow) MouseOut() { r.hovered = false; r.Refresh() }

// FocusGained draws the focus ring.
func (r *recentRow) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost takes the focus ring away.
func (r *recentRow) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune changes nothing.
func (r *recentRow) TypedRune(rune) {}

// TypedKey opens the case, takes it off the list, or walks on.
func (r *recentRow) TypedKey(e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(r)
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.open()
	case fyne.KeyDelete:
		r.onRemove()
	case fyne.KeyDown:
		c.FocusNext()
	case fyne.KeyUp:
		c.FocusPrevious()
	}
}

// AccessibilityLabel is the title and the path.
func (r *recentRow) AccessibilityLabel() string {
	name := r.look.Name()
	if r.look.Locked {
		name += ", encrypted"
	}
	if r.look.Missing {
		name += ", not there now"
	}
	return name + ", " + r.look.Path
}

// AccessibilityRole is button.
func (r *recentRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the row; Fyne calls it.
func (r *recentRow) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	ground.CornerRadius = theme.Radius
	return &recentParts{r, ground}
}

type recentParts struct {
	row    *recentRow
	ground *canvas.Rectangle
}

func (p *recentParts) Layout(s fyne.Size) {
	pad := theme.Scaled(8)
	p.ground.Resize(s)
	p.row.content.Move(fyne.NewPos(pad+2, pad))
	p.row.content.Resize(s.SubtractWidthHeight(2*pad+4, 2*pad))
}

func (p *recentParts) MinSize() fyne.Size {
	return p.row.content.MinSize().AddWidthHeight(2*theme.Scaled(8)+4, 2*theme.Scaled(8))
}

func (p *recentParts) Refresh() {
	p.ground.FillColor, p.ground.StrokeColor, p.ground.StrokeWidth = color.Transparent, color.Transparent, 0
	if p.row.hovered && !p.row.look.Missing {
		p.ground.FillColor = theme.Color(theme.Raised)
	}
	if p.row.focused {
		p.ground.StrokeColor, p.ground.StrokeWidth = theme.Fade(theme.Accent, 0.7), 1
	}
	p.ground.Refresh()
	p.row.content.Refresh()
}

func (p *recentParts) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.ground, p.row.content}
}

func (p *recentParts) Destroy() {}
