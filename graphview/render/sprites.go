package render

import (
	"image"
	"image/color"
	"math"

	"casebench/graphview"
)

// sprites keeps the coverage of small shapes, drawn once for every size to a quarter
// of a pixel and every quarter of a pixel at which they may stand.
type sprites struct {
	discs [discSizes * 16]*sprite // small discs, which are most of a picture
	other map[spriteKey]*sprite
}

// discSizes is how many sizes of discs, in quarters of a pixel, have a place of
// their own.
const discSizes = 160

type spriteKey struct {
	shape shape
	size  uint16 // of the radius, in quarters of a pixel
	width uint8  // of a line, in quarters of a pixel
	phase uint8  // of the middle: quarters across and down
}

// shape is what a sprite shows.
type shape uint8

const (
	disc shape = iota
	circle
	fillOf    // of an observable; the kind is added
	outlineOf = fillOf + 16
)

// sprite is the coverage of the pixels around the middle of a shape.
type sprite struct {
	side  int // width and height
	reach int // from the pixel of the middle to the first
	cover []uint8
}

// mostSprites bounds the cache; a picture needs a few hundred.
const mostSprites = 20_000

// stamp lays a shape in a colour around a place.
func (s *sprites) stamp(into *image.RGBA, sh shape, x, y, radius, width float32, c color.NRGBA, alpha float32) {
	fx, fy := float32(math.Floor(float64(x))), float32(math.Floor(float64(y)))
	k := spriteKey{
		shape: sh, size: uint16(min(max(radius*4+0.5, 1), 4000)), width: uint8(min(width*4+0.5, 255)),
		phase: uint8((x-fx)*4)<<2 | uint8((y-fy)*4),
	}
	s.get(k).lay(into, int(fx), int(fy), c, uint32(alpha*256+0.5))
}

func (s *sprites) get(k spriteKey) *sprite {
	if k.shape == disc && k.size < discSizes {
		at := &s.discs[int(k.size)*16+int(k.phase)]
		if *at == nil {
			*at = newSprite(k)
		}
		return *at
	}
	sp := s.other[k]
	if sp == nil {
		if s.other == nil || len(s.other) >= mostSprites {
			s.other = map[spriteKey]*sprite{}
		}
		sp = newSprite(k)
		s.other[k] = sp
	}
	return sp
}

// lay blends the sprite over a picture; opacity is of 256.
func (s *sprite) lay(into *image.RGBA, x, y int, c color.NRGBA, opacity uint32) {
	x, y = x-s.reach, y-s.reach
	x0, x1 := max(x, 0), min(x+s.side, into.Rect.Max.X)
	y0, y1 := max(y, 0), min(y+s.side, into.Rect.Max.Y)
	if x0 >= x1 {
		return
	}
	l := newLayer(c)
	for row := y0; row < y1; row++ {
		cover := s.cover[(row-y)*s.side+x0-x : (row-y)*s.side+x1-x]
		pix := into.Pix[row*into.Stride+4*x0:][:4*len(cover)]
		for i, m := range cover {
			a := uint32(m) * opacity >> 8
			if a == 0 {
				continue
			}
			l.over(pix[4*i:4*i+4:4*i+4], a)
		}
	}
}

func newSprite(k spriteKey) *sprite {
	radius, width := float64(k.size)/4, float64(k.width)/4
	reach := int(math.Ceil(radius+width)) + 1
	if k.shape >= fillOf {
		reach = int(math.Ceil(1.6*radius+width)) + 1
	}
	s := &sprite{side: 2*reach + 2, reach: reach}
	// A canvas of black with the shape in white: red is the coverage.
	c := newCanvas(s.side, s.side, color.NRGBA{A: 255})
	white := ink{color: color.NRGBA{255, 255, 255, 255}, alpha: 1}
	x := float64(reach) + (float64(k.phase>>2)+0.5)/4
	y := float64(reach) + (float64(k.phase&3)+0.5)/4
	switch {
	case k.shape == disc:
		c.circle(x, y, radius, white)
	case k.shape == circle:
		c.ring(x, y, radius, width, white)
	default:
		kind := kinds()[(k.shape-fillOf)%16]
		corners, inner := outline(graphview.Mark{X: x, Y: y, R: radius, Kind: kind})
		if k.shape < outlineOf {
			c.convex(corners, white)
			break
		}
		for i := range corners {
			c.segment(corners[i], corners[(i+1)%len(corners)], width, white)
		}
		for i := 1; i < len(inner); i++ {
			c.segment(inner[i-1], inner[i], width, white)
		}
	}
	s.cover = make([]uint8, s.side*s.side)
	for i := range s.cover {
		s.cover[i] = c.img.Pix[4*i]
	}
	return s
}

// kinds are the observables, in the order of their shapes.
func kinds() [6]graphview.Kind {
	return [6]graphview.Kind{graphview.Payment, graphview.Device, graphview.Template, graphview.Address, graphview.Contact, graphview.Indicator}
}

// kindShape is the place of an observable among kinds.
func kindShape(k graphview.Kind) shape {
	for i, other := range kinds() {
		if k == other {
			return shape(i)
		}
	}
	return 1
}
