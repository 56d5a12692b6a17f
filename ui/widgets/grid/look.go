package grid

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"golang.org/x/image/vector"

	"casebench/internal/glyph"
	"casebench/ui/theme"
)

// headSize is the size of the heads' type.
const headSize = 12

// fonts are the faces at one scale.
type fonts struct {
	sans, strong, mono *glyph.Face
	made               [3]made
}

// made says what a face was made of.
type made struct {
	from fyne.Resource
	px   float32
}

// at makes the faces for a number of pixels to the point, where the theme or the
// number changed.
func (f *fonts) at(unit float32) {
	f.face(0, &f.sans, fyne.TextStyle{}, theme.BodySize*unit)
	f.face(1, &f.strong, fyne.TextStyle{Bold: true}, theme.BodySize*unit)
	f.face(2, &f.mono, fyne.TextStyle{Monospace: true}, theme.MonoSize*unit)
}

func (f *fonts) face(n int, face **glyph.Face, style fyne.TextStyle, px float32) {
	want := made{fynetheme.Font(style), px}
	if *face != nil && f.made[n] == want {
		return
	}
	font, err := glyph.Parse(want.from.Content())
	if err != nil { // a theme's font that cannot be read: the toolkit's own can
		if font, err = glyph.Parse(fynetheme.DefaultTextFont().Content()); err != nil {
			panic("grid: the toolkit's own font cannot be read: " + err.Error())
		}
	}
	*face, f.made[n] = font.Tabular(px), want
}

// shape is a small sign; those below dot are Marks.
type shape uint8

const dot shape = 255

// shapes keeps the masks of signs by kind and size in pixels.
type shapes struct {
	masks map[[2]int]*image.Alpha
}

// stamp draws a sign size pixels wide at a point.
func (s *shapes) stamp(img *image.RGBA, kind shape, size int, at image.Point, c color.NRGBA, clip image.Rectangle) {
	if size <= 0 {
		return
	}
	key := [2]int{int(kind), size}
	mask := s.masks[key]
	if mask == nil {
		if s.masks == nil {
			s.masks = map[[2]int]*image.Alpha{}
		}
		mask = outline(kind, size)
		s.masks[key] = mask
	}
	r := image.Rectangle{at, at.Add(image.Pt(size, size))}.Intersect(clip)
	draw.DrawMask(img, r, image.NewUniform(c), image.Point{}, mask, r.Min.Sub(at), draw.Over)
}

// outline draws a sign into a square.
func outline(kind shape, size int) *image.Alpha {
	r := vector.NewRasterizer(size, size)
	path := func(points ...[2]float64) {
		for i, p := range points {
			x, y := float32(p[0]*float64(size)), float32(p[1]*float64(size))
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	switch kind {
	case shape(Star):
		path(rays(10, 0.5, 0.2)...)
	case shape(Tag):
		path([2]float64{0.1, 0.2}, [2]float64{0.6, 0.2}, [2]float64{0.95, 0.5}, [2]float64{0.6, 0.8}, [2]float64{0.1, 0.8})
	case shape(Note):
		path([2]float64{0.15, 0.1}, [2]float64{0.6, 0.1}, [2]float64{0.85, 0.35}, [2]float64{0.85, 0.9}, [2]float64{0.15, 0.9})
	default:
		path(rays(32, 0.5, 0.5)...)
	}
	mask := image.NewAlpha(image.Rect(0, 0, size, size))
	r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return mask
}

// rays returns n points around the middle, by turns far from it and near.
func rays(n int, far, near float64) [][2]float64 {
	out := make([][2]float64, n)
	for i := range out {
		radius := far
		if i%2 == 1 {
			radius = near
		}
		a := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		out[i] = [2]float64{0.5 + radius*math.Cos(a), 0.5 + radius*math.Sin(a)}
	}
	return out
}
