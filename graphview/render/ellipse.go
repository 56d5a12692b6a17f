package render

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"

	"casebench/graphview"
)

// ellipse lays a turned ellipse over a picture: inside in full, with a soft pixel at
// the edge; ring above 0 draws only its edge, so wide. Coordinates are pixels.
func ellipse(into *image.RGBA, h graphview.Hull, k ink, ring float64) {
	// In its own axes the ellipse is u²/RX² + v²/RY² = 1 with u = x·Cos + y·Sin and
	// v = y·Cos - x·Sin; on a row y it is a quadratic in x.
	reach := 1 + ring
	tall := math.Hypot((h.RX+reach)*h.Sin, (h.RY+reach)*h.Cos)
	y0, y1 := max(int(math.Floor(h.Y-tall)), 0), min(int(math.Ceil(h.Y+tall)), into.Rect.Max.Y)
	r, g, b, full := uint32(k.color.R), uint32(k.color.G), uint32(k.color.B), uint32(k.alpha*255+0.5)
	for row := y0; row < y1; row++ {
		dy := float64(row) + 0.5 - h.Y
		left, right, ok := chord(h, dy, reach)
		if !ok {
			continue
		}
		inLeft, inRight, solid := chord(h, dy, -1-ring)
		x0, x1 := max(int(math.Floor(h.X+left)), 0), min(int(math.Ceil(h.X+right)), into.Rect.Max.X)
		in0, in1 := x1, x1
		if solid {
			in0, in1 = max(int(math.Ceil(h.X+inLeft)), x0), min(int(math.Floor(h.X+inRight)), x1)
		}
		pix := into.Pix[row*into.Stride:]
		for x := x0; x < x1; x++ {
			if x >= in0 && x < in1 {
				if ring <= 0 {
					tint(pix[4*in0:4*in1], k.color, full)
				}
				x = in1 - 1
				continue
			}
			d := edge(h, float64(x)+0.5-h.X, dy)
			if ring > 0 {
				d = math.Abs(d) - ring/2
			}
			if d >= 0.5 {
				continue
			}
			a := uint32(float64(full)*min(0.5-d, 1) + 0.5)
			px := pix[4*x : 4*x+3 : 4*x+3]
			px[0], px[1], px[2] = over(px[0], r, a), over(px[1], g, a), over(px[2], b, a)
		}
	}
}

// chord returns between which x, from the middle, a row dy below it lies inside the
// ellipse grown by so much.
func chord(h graphview.Hull, dy, grow float64) (left, right float64, ok bool) {
	rx, ry := h.RX+grow, h.RY+grow
	if rx <= 0 || ry <= 0 {
		return 0, 0, false
	}
	p, q := 1/(rx*rx), 1/(ry*ry)
	a := h.Cos*h.Cos*p + h.Sin*h.Sin*q
	b := dy * h.Sin * h.Cos * (p - q)
	c := dy*dy*(h.Sin*h.Sin*p+h.Cos*h.Cos*q) - 1
	root := b*b - a*c
	if root < 0 {
		return 0, 0, false
	}
	root = math.Sqrt(root)
	return (-b - root) / a, (-b + root) / a, true
}

// edge is about how far a point lies outside the ellipse, below 0 inside.
func edge(h graphview.Hull, dx, dy float64) float64 {
	u, v := dx*h.Cos+dy*h.Sin, dy*h.Cos-dx*h.Sin
	a, b := u/h.RX, v/h.RY
	q := math.Sqrt(a*a + b*b)
	a, b = a/h.RX, b/h.RY
	g := math.Sqrt(a*a + b*b)
	if g == 0 {
		return -min(h.RX, h.RY)
	}
	return q * (q - 1) / g
}

// tint lays one colour of opacity a, 0 to 255, over a run of opaque pixels, two at a
// time: each half of the bytes of a word in lanes of 16 bits.
func tint(pix []uint8, c color.NRGBA, a uint32) {
	const lanes = 0x00ff00ff00ff00ff
	share := uint64(a + a>>7) // of 256
	even := (uint64(c.R) | uint64(c.B)<<16) * share
	even |= even << 32
	odd := (uint64(c.G) | 255<<16) * share
	odd |= odd << 32
	even, odd = even+0x0080008000800080, odd+0x0080008000800080
	rest := 256 - share
	for len(pix) >= 8 {
		v := binary.LittleEndian.Uint64(pix)
		x := ((v&lanes)*rest + even) >> 8 & lanes
		y := ((v>>8&lanes)*rest + odd) & (lanes << 8)
		binary.LittleEndian.PutUint64(pix, x|y)
		pix = pix[8:]
	}
	if len(pix) >= 4 {
		for i, v := range [3]uint8{c.R, c.G, c.B} {
			pix[i] = uint8((uint64(pix[i])*rest + uint64(v)*share + 128) >> 8)
		}
	}
}
