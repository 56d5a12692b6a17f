package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Segments are a few options side by side, of which one is chosen. Each is a
// button, so that Tab and Space do what a click does.
type Segments struct {
	widget.BaseWidget
	OnPick func(index int)

	row     *fyne.Container
	buttons []*Button
}

// NewSegments makes the options with the first chosen.
func NewSegments(options []string, onPick func(index int)) *Segments {
	s := &Segments{OnPick: onPick, row: container.New(NewFlow(6))}
	for i, o := range options {
		b := NewButton(o, Toggle, func() {
			s.Pick(i)
			if s.OnPick != nil {
				s.OnPick(i)
			}
		})
		s.buttons = append(s.buttons, b)
		s.row.Add(b)
	}
	s.ExtendBaseWidget(s)
	s.Pick(0)
	return s
}

// CreateRenderer draws the options; Fyne calls it.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.row) }

// Pick shows an option as chosen; out of range is none. It does not call OnPick.
func (s *Segments) Pick(index int) {
	for i, b := range s.buttons {
		b.SetOn(i == index)
	}
}

// Flow lays parts side by side at their own size, and goes on below where the width
// is used up.
type Flow struct {
	gap   float32
	width float32 // of the last layout
}

// NewFlow makes the layout with a gap between parts.
func NewFlow(gap float32) *Flow { return &Flow{gap: gap} }

// Layout implements fyne.Layout.
func (f *Flow) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.run(parts, size.Width, func(o fyne.CanvasObject, x, y float32, s fyne.Size) { place(o, x, y, s.Width, s.Height) })
}

// MinSize implements fyne.Layout: as wide as the widest part, as high as the parts
// need at the width of the last layout.
func (f *Flow) MinSize(parts []fyne.CanvasObject) fyne.Size {
	width, widest := f.width, float32(0)
	if width == 0 {
		width = px(400)
	}
	height := f.run(parts, width, func(_ fyne.CanvasObject, _, _ float32, s fyne.Size) { widest = max(widest, s.Width) })
	return fyne.NewSize(widest, height)
}

func (f *Flow) run(parts []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, float32, float32, fyne.Size)) (height float32) {
	x, y, row := float32(0), float32(0), float32(0)
	for _, o := range parts {
		if !o.Visible() {
			continue
		}
		s := o.MinSize()
		if x > 0 && x+s.Width > width+0.5 {
			x, y, row = 0, y+row+px(f.gap), 0
		}
		put(o, x, y, s)
		x, row = x+s.Width+px(f.gap), max(row, s.Height)
	}
	return y + row
}
