package timelinepane

import (
	"image/color"
	"math"
	"slices"

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
	names       []*canvas.Text      // of marks
	grounds     []*canvas.Rectangle // under them, so that no line crosses them
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
	for i, t := range r.names {
		out = append(out, r.grounds[i], t)
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
	pic := picture{view: v, brush: p.vm.Brush.Get(), marks: p.vm.Marks(), width: int(math.Ceil(float64(w * scale))),
		height: int(math.Ceil(float64(h * scale))), head: int(theme.Scaled(16) * scale), unit: float64(theme.Scaled(1) * scale)}
	r.bars.Image = pic.paint()
	put(r.bars, x, 0, w, h)
	r.bars.Refresh()
	r.brush(&pic, x, w, h)
	r.label(&pic, x, w)
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

// label writes the names of marks beside their lines, where there is room: what the
// register says first, then bans.
func (r *plotRenderer) label(pic *picture, x, w float32) {
	var used []stretch
	n := 0
	for _, ban := range []bool{false, true} {
		for _, m := range pic.marks {
			if m.Ban != ban {
				continue
			}
			t, under := textOf(&r.names, n), groundOf(&r.grounds, n)
			t.Text, t.Color = graphview.Clean(m.Label), markInk(m)
			size := t.MinSize()
			from := float32(m.At)*w + theme.Scaled(4)
			if from+size.Width > w {
				from -= theme.Scaled(8) + size.Width
			}
			place := stretch{from - theme.Scaled(2), from + size.Width + theme.Scaled(2)}
			if place.from < 0 || slices.ContainsFunc(used, place.meets) {
				continue
			}
			used = append(used, place)
			put(under, x+place.from, 0, place.until-place.from, size.Height)
			under.FillColor = theme.Fade(theme.Surface, 0.8)
			if pic.within(place.from/w, place.until/w) {
				under.FillColor = wash()
			}
			put(t, x+from, -theme.Scaled(1), size.Width, size.Height)
			under.Show()
			t.Show()
			n++
		}
	}
	hide(r.names[min(n, len(r.names)):])
	hide(r.grounds[min(n, len(r.grounds)):])
}

// stretch is a piece of the line of labels.
type stretch struct{ from, until float32 }

func (s stretch) meets(o stretch) bool { return s.from < o.until && o.from < s.until }

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

// groundOf returns rectangle i of a list, made if it is not there yet.
func groundOf(list *[]*canvas.Rectangle, i int) *canvas.Rectangle {
	for len(*list) <= i {
		*list = append(*list, canvas.NewRectangle(color.Transparent))
	}
	return (*list)[i]
}

func hide[T fyne.CanvasObject](list []T) {
	for _, o := range list {
		o.Hide()
	}
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}
