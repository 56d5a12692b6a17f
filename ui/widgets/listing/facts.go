package listing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// Facts is a strip below a table with what a row has no room for: a title, lines
// of text, and named values in the face of identifiers. A right click copies a
// text. It keeps its height, and scrolls.
type Facts struct {
	box    *fyne.Container
	scroll *container.Scroll
	object *fyne.Container
}

// NewFacts returns an empty strip.
func NewFacts() *Facts {
	f := &Facts{box: container.New(factsLayout{})}
	f.scroll = container.NewVScroll(f.box)
	f.object = container.New(columnLayout{}, widgets.NewRule(), widgets.NewRule(), container.NewStack(widgets.NewGround(theme.Surface), f.scroll))
	return f
}

// Object is what is shown.
func (f *Facts) Object() fyne.CanvasObject { return f.object }

// Set shows other facts. Lines stand below the title, named values below them.
func (f *Facts) Set(title string, lines []string, pairs [][2]string) {
	f.box.Objects = nil
	if title != "" {
		f.box.Add(widgets.NewParagraph(title, widgets.Strong))
	}
	for _, l := range lines {
		f.box.Add(widgets.NewParagraph(l, widgets.Body))
	}
	for _, p := range pairs {
		f.box.Add(container.New(pairLayout{}, widgets.NewCut(p[0], widgets.Small), widgets.NewParagraph(p[1], widgets.MonoSmall)))
	}
	f.scroll.ScrollToTop()
	f.box.Refresh()
}

// factsLayout stands rows below one another, each as high as it is when broken to
// the width.
type factsLayout struct{}

// Layout places the rows.
func (factsLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	y := px(8)
	for _, o := range objects {
		o.Resize(fyne.NewSize(s.Width-2*px(headPad), o.Size().Height))
		h := o.MinSize().Height
		o.Move(fyne.NewPos(px(headPad), y))
		o.Resize(fyne.NewSize(s.Width-2*px(headPad), h))
		y += h + px(3)
	}
}

// MinSize is the height of all rows.
func (factsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := px(8) + px(8)
	for _, o := range objects {
		h += o.MinSize().Height + px(3)
	}
	return fyne.NewSize(px(200), h)
}

// pairLayout stands a name before its value.
type pairLayout struct{}

const nameWidth = 124

// Layout places the two.
func (pairLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(px(nameWidth), o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(px(nameWidth), 0))
	o[1].Resize(fyne.NewSize(s.Width-px(nameWidth), s.Height))
}

// MinSize is the height of the value.
func (pairLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(nameWidth)+px(80), max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// Below stands a part of a given height below another that takes the rest. A part
// that is hidden takes no room.
type Below struct{ Height float32 }

// Layout places the two.
func (b Below) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := min(px(b.Height), s.Height/2)
	if !o[1].Visible() {
		h = 0
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, s.Height-h))
	o[1].Move(fyne.NewPos(0, s.Height-h))
	o[1].Resize(fyne.NewSize(s.Width, h))
}

// MinSize leaves room for both.
func (b Below) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, m.Height+px(80))
}
