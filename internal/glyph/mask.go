package glyph

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// steps is how many places within a pixel a glyph may begin at.
const steps = 4

// letter is one glyph of a face: its width and, once drawn, its masks.
type letter struct {
	glyph   sfnt.GlyphIndex
	advance fixed.Int26_6
	shift   fixed.Int26_6 // of the ink, for digits set in wider cells
	ink     [steps]*mask
}

// mask is how much of each pixel a glyph covers. X and y are where its first pixel
// lies from the glyph's origin.
type mask struct {
	x, y, w, h int
	alpha      []uint8
}

// mask returns the ink of a glyph that begins step quarters into a pixel.
func (a *Face) mask(l *letter, step int) *mask {
	if m := l.ink[step]; m != nil {
		return m
	}
	m := a.rasterise(l, float32(step)/steps)
	l.ink[step] = m
	return m
}

func (a *Face) rasterise(l *letter, offset float32) *mask {
	segments, err := a.font.sfnt.LoadGlyph(&a.buf, l.glyph, a.ppem, nil)
	if err != nil || len(segments) == 0 {
		return &mask{}
	}
	bounds := segments.Bounds()
	offset += pixels(l.shift)
	left := int(math.Floor(float64(pixels(bounds.Min.X) + offset)))
	right := int(math.Ceil(float64(pixels(bounds.Max.X) + offset)))
	top, bottom := bounds.Min.Y.Floor(), bounds.Max.Y.Ceil()
	m := &mask{x: left, y: top, w: right - left, h: bottom - top}
	if m.w <= 0 || m.h <= 0 || m.w > 4096 || m.h > 4096 {
		return &mask{}
	}
	r := vector.NewRasterizer(m.w, m.h)
	at := func(p fixed.Point26_6) (x, y float32) {
		return pixels(p.X) + offset - float32(left), pixels(p.Y) - float32(top)
	}
	for _, s := range segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			r.ClosePath()
			r.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			r.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			r.QuadTo(x, y, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			r.CubeTo(x, y, bx, by, cx, cy)
		}
	}
	r.ClosePath()
	img := image.NewAlpha(image.Rect(0, 0, m.w, m.h))
	r.DrawOp = draw.Src
	r.Draw(img, img.Bounds(), image.Opaque, image.Point{})
	m.alpha = img.Pix
	return m
}
