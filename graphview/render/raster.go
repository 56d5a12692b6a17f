package render

import (
	"image"
	"image/color"
	"math"

	"casebench/graphview"
)

// canvas is an opaque picture that shapes are laid on. Coordinates are pixels; the
// coverage of a pixel is how far its middle lies inside the shape, from half a pixel
// out (0) to half a pixel in (1).
type canvas struct {
	img *image.RGBA
}

func newCanvas(w, h int, ground color.NRGBA) *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, w, h))}
	for i := 0; i < len(c.img.Pix); i += 4 {
		c.img.Pix[i], c.img.Pix[i+1], c.img.Pix[i+2], c.img.Pix[i+3] = ground.R, ground.G, ground.B, 0xff
	}
	return c
}

// ink is a colour and how much of it.
type ink struct {
	color color.NRGBA
	alpha float64
}

// blend lays ink on one pixel, covered to that part.
func (c *canvas) blend(x, y int, k ink, cover float64) {
	a := uint32(min(max(cover, 0), 1)*k.alpha*65535 + 0.5)
	if a == 0 {
		return
	}
	p := c.img.Pix[c.img.PixOffset(x, y):]
	for i, v := range [3]uint8{k.color.R, k.color.G, k.color.B} {
		p[i] = uint8((uint32(p[i])*(65535-a) + uint32(v)*a + 32767) / 65535)
	}
}

// fill lays ink wherever a distance says inside; the distance is negative inside
// and is asked for within the box.
func (c *canvas) fill(x0, y0, x1, y1 float64, k ink, distance func(x, y float64) float64) {
	b := image.Rect(int(math.Floor(x0-1)), int(math.Floor(y0-1)), int(math.Ceil(x1+1)), int(math.Ceil(y1+1))).Intersect(c.img.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if d := distance(float64(x)+0.5, float64(y)+0.5); d < 0.5 {
				c.blend(x, y, k, 0.5-d)
			}
		}
	}
}

func (c *canvas) oval(x, y, rx, ry float64, k ink) {
	c.fill(x-rx, y-ry, x+rx, y+ry, k, func(px, py float64) float64 {
		u, v := (px-x)/rx, (py-y)/ry
		q := math.Sqrt(u*u + v*v)
		if q == 0 {
			return -min(rx, ry)
		}
		g := math.Sqrt(u*u/(rx*rx) + v*v/(ry*ry))
		return q * (q - 1) / g // first-order distance to the ellipse
	})
}

func (c *canvas) circle(x, y, r float64, k ink) {
	c.fill(x-r, y-r, x+r, y+r, k, func(px, py float64) float64 { return math.Hypot(px-x, py-y) - r })
}

func (c *canvas) ring(x, y, r, width float64, k ink) {
	o := r + width
	c.fill(x-o, y-o, x+o, y+o, k, func(px, py float64) float64 {
		return math.Abs(math.Hypot(px-x, py-y)-r) - width/2
	})
}

// box fills a rectangle with rounded corners; width above 0 draws its edge instead.
func (c *canvas) box(x, y, w, h, corner, width float64, k ink) {
	cx, cy := x+w/2, y+h/2
	c.fill(x-width, y-width, x+w+width, y+h+width, k, func(px, py float64) float64 {
		dx := math.Abs(px-cx) - w/2 + corner
		dy := math.Abs(py-cy) - h/2 + corner
		d := math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - corner
		if width > 0 {
			return math.Abs(d) - width/2
		}
		return d
	})
}

// convex fills a convex shape given by its corners, clockwise on the screen.
func (c *canvas) convex(corners []graphview.Spot, k ink) {
	lo, hi := corners[0], corners[0]
	for _, p := range corners {
		lo.X, lo.Y, hi.X, hi.Y = min(lo.X, p.X), min(lo.Y, p.Y), max(hi.X, p.X), max(hi.Y, p.Y)
	}
	c.fill(lo.X, lo.Y, hi.X, hi.Y, k, func(px, py float64) float64 {
		d := math.Inf(-1)
		for i, a := range corners {
			b := corners[(i+1)%len(corners)]
			ex, ey := b.X-a.X, b.Y-a.Y
			d = max(d, ((px-a.X)*ey-(py-a.Y)*ex)/math.Hypot(ex, ey))
		}
		return d
	})
}

// segment draws a line with blunt ends, row by row, so that a long slanting line
// costs its own pixels and not those of its box.
func (c *canvas) segment(a, b graphview.Spot, width float64, k ink) {
	dx, dy := b.X-a.X, b.Y-a.Y
	length := math.Hypot(dx, dy)
	if length < 1e-9 {
		return
	}
	if width < 1 { // thinner than a pixel: a pixel wide and fainter
		k.alpha *= width
		width = 1
	}
	ux, uy := dx/length, dy/length
	reach := width/2 + 1
	y0 := max(int(math.Floor(min(a.Y, b.Y)-reach)), 0)
	y1 := min(int(math.Ceil(max(a.Y, b.Y)+reach)), c.img.Rect.Max.Y)
	for y := y0; y < y1; y++ {
		py := float64(y) + 0.5
		left, right := min(a.X, b.X)-reach, max(a.X, b.X)+reach
		if math.Abs(uy) > 1e-6 { // where the row crosses the band
			mid, half := a.X+(py-a.Y)*ux/uy, reach/math.Abs(uy)
			left, right = max(left, mid-half), min(right, mid+half)
		}
		x1 := min(int(math.Ceil(right)), c.img.Rect.Max.X)
		for x := max(int(math.Floor(left)), 0); x < x1; x++ {
			px := float64(x) + 0.5
			across := math.Abs((px-a.X)*uy-(py-a.Y)*ux) - width/2
			t := (px-a.X)*ux + (py-a.Y)*uy
			if d := max(across, -t, t-length); d < 0.5 {
				c.blend(x, y, k, 0.5-d)
			}
		}
	}
}
