package timelinepane

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/graphview"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
)

// plotRenderer lays the picture of the bars, the edges of the brush, and the words
// at their places.
type plotRenderer struct {
	plot        *plot
	bars        *canvas.Image
	spot, focus *canvas.Rectangle // under the pointer; around everything
	from, until *canvas.Rectangle // the edges of the brush
	ticks       []*canvas.Text
	names       []*canvas.Text // of marks
}

// CreateRenderer makes the parts; Fyne calls it.
func (p *plot) CreateRenderer() fyne.WidgetRenderer {
	r := &plotRenderer{plot: p, bars: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
	for _, o := range []**canvas.Rectangle{&r.spot, &r.focus, &r.from, &r.until} {
		*o = canvas.NewRectangle(color.Transparent)
		(*o).Hide()
	}
	p.render = r
	return r
}

func (r *plotRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Scaled(160), theme.Scaled(50))
}

func (r *plotRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.bars, r.spot, r.from, r.until}
	for _, t := range r.ticks {
		out = append(out, t)
	}
	for _, t := range r.names {
		out = append(out, t)
	}
	return append(out, r.focus)
}

func (r *plotRenderer) Destroy() {}

func (r *plotRenderer) Layout(fyne.Size) {
	r.plot.vm.SetBins(int(r.plot.width() / theme.Scaled(perBin)))
	r.Refresh()
}

func (r *plotRenderer) Refresh() {
	p, v := r.plot, r.plot.vm.Shown.Get()
	size := p.Size()
	x, w, h := theme.Scaled(side), p.width(), size.Height-theme.Scaled(below)
	if h < 8 || v.State != viewmodel.TimelineReady {
		return
	}
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		scale = c.Scale()
	}
	marks := p.vm.Marks()
	pic := picture{view: v, brush: p.vm.Brush.Get(), marks: marks, width: int(math.Ceil(float64(w * scale))),
		height: int(math.Ceil(float64(h * scale))), head: int(theme.Scaled(16) * scale), unit: float64(theme.Scaled(1) * scale)}
	r.bars.Image = pic.paint()
	put(r.bars, x, 0, w, h)
	r.bars.Refresh()
	r.brush(&pic, x, w, h)
	r.label(marks, x, w)
	r.write(x, w, h)
	r.focus.StrokeColor, r.focus.StrokeWidth = theme.Fade(theme.Accent, 0.6), 1
	r.focus.Hidden = !p.focused
	put(r.focus, x-3, 0, w+6, h+1)
	r.pointed()
	canvas.Refresh(p)
}

// brush puts the edges of the window where they lie; one out of sight is hidden.
func (r *plotRenderer) brush(pic *picture, x, w, h float32) {
	for _, e := range []struct {
		edge  *canvas.Rectangle
		begin bool
	}{{r.from, true}, {r.until, false}} {
		at := float32(pic.x(pic.brush, e.begin)) / float32(pic.width) * w
		e.edge.Hidden = pic.brush.Empty() || at < -0.5 || at > w+0.5
		e.edge.FillColor = theme.Color(theme.Accent)
		put(e.edge, x+at-theme.Scaled(1), 0, theme.Scaled(2), h)
	}
}

// label writes the names of marks beside their lines, where there is room.
func (r *plotRenderer) label(marks []viewmodel.TimelineMark, x, w float32) {
	used, n := float32(-1), 0
	for _, m := range marks {
		if m.Label == "" {
			continue
		}
		t := textOf(&r.names, n)
		t.Text, t.Color = graphview.Clean(m.Label), markInk(m)
		size := t.MinSize()
		at := float32(m.At)*w + theme.Scaled(5)
		if at+size.Width > w {
			at = float32(m.At)*w - theme.Scaled(5) - size.Width
		}
		if at < used || at < 0 {
			continue
		}
		put(t, x+at, -theme.Scaled(1), size.Width, size.Height)
		t.Show()
		used = at + size.Width + theme.Scaled(8)
		n++
	}
	hide(r.names[min(n, len(r.names)):])
}

// write puts days or hours below the bars.
func (r *plotRenderer) write(x, w, h float32) {
	n := 0
	for _, tick := range r.plot.vm.Ticks(int(w / theme.Scaled(96))) {
		t := textOf(&r.ticks, n)
		t.Text, t.Color = tick.Label, theme.Color(theme.Text2)
		size := t.MinSize()
		at := float32(tick.At) * w
		if at+size.Width > w {
			break
		}
		put(t, x+at, h+theme.Scaled(3), size.Width, size.Height)
		t.Show()
		n++
	}
	hide(r.ticks[min(n, len(r.ticks)):])
}

// pointed lights the bin under the pointer.
func (r *plotRenderer) pointed() {
	p, v := r.plot, r.plot.vm.Shown.Get()
	bin := p.vm.Hover.Get().Bin
	if bin.Empty() || v.Axis.Empty() {
		if !r.spot.Hidden {
			r.spot.Hide()
			canvas.Refresh(p)
		}
		return
	}
	span := float64(v.Axis.Span())
	from := max(float32(float64(bin.From.Sub(v.Axis.From))/span), 0) * p.width()
	until := min(float32(float64(bin.Until.Sub(v.Axis.From))/span), 1) * p.width()
	r.spot.FillColor = theme.Fade(theme.Text, 0.14)
	put(r.spot, theme.Scaled(side)+from, 0, max(until-from, 1), p.Size().Height-theme.Scaled(below))
	r.spot.Show()
	canvas.Refresh(p)
}

// textOf returns text i of a list, made if it is not there yet.
func textOf(list *[]*canvas.Text, i int) *canvas.Text {
	for len(*list) <= i {
		*list = append(*list, canvas.NewText("", color.Transparent))
	}
	t := (*list)[i]
	t.TextSize = theme.Scaled(theme.SmallSize)
	return t
}

func hide(list []*canvas.Text) {
	for _, t := range list {
		t.Hide()
	}
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}
