package timelinepane

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"time"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
)

// picture is what the bars are painted from, in whole pixels of the screen.
type picture struct {
	view          viewmodel.TimelineView
	brush         timeline.Window
	marks         []viewmodel.TimelineMark
	width, height int
	head          int     // room above the highest bar, for the labels of marks
	unit          float64 // pixels of the screen to one of the layout
}

// How much of a bar's colour is left outside the window, beside the layer of a
// selected cluster, and of the accounts that are in none of the clusters.
const (
	outside = 0.36
	paled   = 0.6
	others  = 0.42
)

// paint draws ground, wash, bars and marks. It takes about a millisecond at the
// width of a screen, so that a brush may be dragged over it.
func (p *picture) paint() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, p.width, p.height))
	fill(img, img.Bounds(), theme.Color(theme.Surface))
	if !p.brush.Empty() {
		from, until := p.x(p.brush, true), p.x(p.brush, false)
		fill(img, image.Rect(from, 0, until, p.height), wash())
	}
	p.bars(img)
	for _, m := range p.marks {
		p.mark(img, m)
	}
	return img
}

// wash is the ground within the window.
func wash() color.NRGBA { return theme.Mix(theme.Surface, theme.Accent, 0.07) }

// within reports whether a stretch of the axis, in shares, lies within the window.
func (p *picture) within(from, until float32) bool {
	w := float32(p.width)
	return !p.brush.Empty() && from*w >= float32(p.x(p.brush, true)) && until*w <= float32(p.x(p.brush, false))
}

// x is where the brush begins or ends, kept a little beyond the picture.
func (p *picture) x(w timeline.Window, begin bool) int {
	at := w.Until
	if begin {
		at = w.From
	}
	return int(math.Round(p.place(float64(at.Sub(p.view.Axis.From)))))
}

func (p *picture) place(since float64) float64 {
	x := since / float64(p.view.Axis.Span()) * float64(p.width)
	return min(max(x, -64), float64(p.width)+64)
}

// bars draws a column for each bin that is in view.
func (p *picture) bars(img *image.RGBA) {
	a := &p.view.Activity
	if len(a.Layers) == 0 || a.Width <= 0 || p.view.Axis.Empty() {
		return
	}
	full, faint, order := p.inks(1), p.inks(outside), p.order()
	perEvent := float64(p.height-p.head) / float64(p.highest())
	gap := int(math.Round(p.unit))
	for i := range a.Layers[0].Counts {
		start := a.Window.From.Add(time.Duration(i) * a.Width)
		x0 := int(math.Round(p.place(float64(start.Sub(p.view.Axis.From)))))
		x1 := int(math.Round(p.place(float64(start.Add(a.Width).Sub(p.view.Axis.From)))))
		if x1 <= 0 || x0 >= p.width {
			continue
		}
		if x1-x0 > 2*gap {
			x1 -= gap
		}
		inks := full
		if !p.brush.Empty() && (start.Before(p.brush.From) || !start.Before(p.brush.Until)) {
			inks = faint
		}
		p.column(img, i, x0, max(x1, x0+1), order, inks, perEvent)
	}
}

// column draws bin i, its layers one upon another.
func (p *picture) column(img *image.RGBA, i, x0, x1 int, order []int, inks []color.NRGBA, perEvent float64) {
	sum, bottom := int64(0), p.height
	for _, l := range order {
		n := p.view.Activity.Layers[l].Counts[i]
		if n == 0 {
			continue
		}
		sum += n
		top := min(p.height-int(math.Round(float64(sum)*perEvent)), p.height-1) // something is seen to be something
		fill(img, image.Rect(x0, top, x1, bottom), inks[l])
		bottom = top
	}
}

// highest is the count of the highest bar.
func (p *picture) highest() int64 {
	most, layers := int64(1), p.view.Activity.Layers
	for i := range layers[0].Counts {
		sum := int64(0)
		for l := range layers {
			sum += layers[l].Counts[i]
		}
		most = max(most, sum)
	}
	return most
}

// order is that of the layers from the ground line up: a selected cluster comes to
// the ground, where its course can be read; then the other clusters; and what is in
// none of them stands above, or it would lift them off the ground.
func (p *picture) order() []int {
	var out, rest []int
	for l, layer := range p.view.Activity.Layers {
		switch {
		case layer.Cluster > 0 && layer.Cluster == p.view.Stressed:
			out = slices.Insert(out, 0, l)
		case layer.Cluster > 0:
			out = append(out, l)
		default:
			rest = append(rest, l)
		}
	}
	return append(out, rest...)
}

// inks are the colours of the layers, opaque: mixed with the ground. The layer of a
// selected cluster stands out by paling the others.
func (p *picture) inks(share float32) []color.NRGBA {
	layers := p.view.Activity.Layers
	seen := slices.ContainsFunc(layers, func(l casework.ActivityLayer) bool { return l.Cluster == p.view.Stressed && l.Cluster > 0 })
	out := make([]color.NRGBA, len(layers))
	for i, l := range layers {
		of := share
		if l.Cluster == 0 {
			of *= others
		}
		if seen && l.Cluster != p.view.Stressed {
			of *= paled
		}
		out[i] = theme.Mix(theme.Surface, l.Token, of)
	}
	return out
}

// mark draws a dashed line.
func (p *picture) mark(img *image.RGBA, m viewmodel.TimelineMark) {
	x := int(math.Round(m.At * float64(p.width)))
	one := max(int(math.Round(p.unit)), 1)
	for y := 0; y < p.height; y += 6 * one {
		fill(img, image.Rect(x, y, x+one, min(y+3*one, p.height)), markInk(m))
	}
}

func markInk(m viewmodel.TimelineMark) color.NRGBA {
	if m.Ban {
		return theme.Color(graphview.Bad)
	}
	return theme.Color(graphview.Selection)
}

func fill(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	draw.Draw(img, r.Intersect(img.Bounds()), image.NewUniform(c), image.Point{}, draw.Src)
}
