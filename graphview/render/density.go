package render

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// density gathers thin lines of one colour before any of them is seen. Every pixel
// adds up how much of each line covers it; the sum becomes an opacity of
// 1 - exp(-sum), which is what laying the lines over one another one by one would
// give, in any order and at the price of an addition.
type density struct {
	w, h int
	sum  []uint16
	tone [1 << toneBits]uint8
}

const (
	toneBits = 12
	toneUnit = 4096.0 // what is added for one line of opacity 1-1/e
)

// size makes room for a picture; what was gathered is forgotten.
func (d *density) size(w, h int) {
	if n := w * h; cap(d.sum) < n {
		d.sum = make([]uint16, n)
	}
	d.w, d.h = w, h
	d.sum = d.sum[:w*h]
}

// weight is what a line of that opacity adds to a pixel that it covers.
func weight(opacity float64) float32 {
	return float32(-math.Log(1-min(max(opacity, 0), 0.98)) * toneUnit)
}

// line adds a line of the given width and weight, where it lies inside the picture;
// on and off above 0 make dashes of so many pixels.
func (d *density) line(x0, y0, x1, y1, width, weight, on, off float32) {
	steep := abs(y1-y0) > abs(x1-x0)
	along, across := 1, d.w // pixels one on in the direction of the line, and to its side
	limit, side := d.w, d.h
	if steep {
		x0, y0, x1, y1 = y0, x0, y1, x1
		along, across, limit, side = d.w, 1, d.h, d.w
	}
	if x0 > x1 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	dx := x1 - x0
	if dx < 1e-3 {
		return
	}
	slope := (y1 - y0) / dx
	stretch := float32(math.Sqrt(float64(1 + slope*slope))) // of the line for each step
	// Inside the picture, with room for the neighbour at either side.
	reach := width*stretch/2 + 1
	from, to := max(x0, 0), min(x1, float32(limit-1))
	if slope != 0 {
		a, b := (reach-y0)/slope+x0, (float32(side-1)-reach-y0)/slope+x0
		from, to = max(from, min(a, b)), min(to, max(a, b))
	} else if y0 < reach || y0 > float32(side-1)-reach {
		return
	}
	first, last := int(from+0.5), int(to+0.5)
	if first > last || last >= limit {
		last = min(last, limit-1)
	}
	if first > last {
		return
	}
	y := y0 + (float32(first)+0.5-x0)*slope - 0.5 // of the middle of the pixel
	lo, hi := float32(reach-0.5), float32(side-1)-reach
	if end := y + float32(last-first)*slope; min(y, end) < 0 || max(y, end) >= float32(side-1) {
		// Rounding at the very edge: shorten until it holds.
		for first <= last && (y < lo-0.5 || y >= hi+0.5) {
			first++
			y += slope
		}
		for first <= last && (y+float32(last-first)*slope < lo-0.5 || y+float32(last-first)*slope >= hi+0.5) {
			last--
		}
		if first > last {
			return
		}
	}
	weight *= stretch
	if width > 1.3 {
		d.wide(first, last, y, slope, width*stretch, weight/stretch, along, across)
		return
	}
	weight *= width
	if on > 0 {
		d.dashed(first, last, y, slope, weight, along, across, on/stretch, (on+off)/stretch)
		return
	}
	d.thin(first, last, y, slope, weight, along, across)
}

// coarse adds a line of one pixel, unsmoothed: half the price of thin.
func (d *density) coarse(x0, y0, x1, y1, weight float32) {
	steep := abs(y1-y0) > abs(x1-x0)
	along, across, limit, side := 1, d.w, d.w, d.h
	if steep {
		x0, y0, x1, y1 = y0, x0, y1, x1
		along, across, limit, side = d.w, 1, d.h, d.w
	}
	if x0 > x1 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	dx := x1 - x0
	if dx < 1e-3 {
		return
	}
	slope := (y1 - y0) / dx
	w := uint32(min(weight*float32(math.Sqrt(float64(1+slope*slope))), 65535))
	first, last := int(max(x0, 0)+0.5), int(min(x1, float32(limit-1))+0.5)
	y := y0 + (float32(first)+0.5-x0)*slope
	if last >= limit {
		last = limit - 1
	}
	if end := y + float32(last-first)*slope; min(y, end) < 0 || max(y, end) >= float32(side) {
		if y0 == y1 {
			return
		}
		for first <= last && (y < 0 || y >= float32(side)) {
			first++
			y += slope
		}
		for first <= last && (y+float32(last-first)*slope < 0 || y+float32(last-first)*slope >= float32(side)) {
			last--
		}
		if first > last {
			return
		}
	}
	fixed, step := int64(y*65536), int64(slope*65536)
	if end := fixed + int64(last-first)*step; end < 0 || end>>16 >= int64(side) {
		last--
	}
	at, sum := first*along, d.sum
	for n := last - first; n >= 0; n-- {
		k := at + int(fixed>>16)*across
		a := uint32(sum[k]) + w
		if a > 65535 {
			a = 65535
		}
		sum[k] = uint16(a)
		fixed += step
		at += along
	}
}

// thin shares a line between the two pixels that its middle lies between (Wu 1991,
// doi:10.1145/127719.122734).
func (d *density) thin(first, last int, y, slope, weight float32, along, across int) {
	fixed, step := int64(y*65536), int64(slope*65536)
	w := uint32(min(weight, 65535))
	at := first * along
	sum := d.sum
	for n := last - first; n >= 0; n-- {
		k := at + int(fixed>>16)*across
		part := uint32(fixed>>8) & 255
		far := w * part >> 8
		a, b := uint32(sum[k])+w-far, uint32(sum[k+across])+far
		if a|b > 65535 {
			a, b = min(a, 65535), min(b, 65535)
		}
		sum[k], sum[k+across] = uint16(a), uint16(b)
		fixed += step
		at += along
	}
}

// dashed is thin with gaps.
func (d *density) dashed(first, last int, y, slope, weight float32, along, across int, on, period float32) {
	w := uint32(min(weight, 65535))
	phase := float32(0)
	for x := first; x <= last; x++ {
		// The ends of a dash fade over a pixel.
		if cover := min(phase+0.5, on-phase+0.5, 1); cover > 0 {
			row := int(y)
			k := x*along + row*across
			part := uint32((y - float32(row)) * 256)
			full := uint32(float32(w) * cover)
			far := full * part >> 8
			d.sum[k] = uint16(min(uint32(d.sum[k])+full-far, 65535))
			d.sum[k+across] = uint16(min(uint32(d.sum[k+across])+far, 65535))
		}
		y += slope
		if phase++; phase > period-0.5 {
			phase -= period
		}
	}
}

// wide adds a line that covers more than a pixel across: whole pixels within, and
// what is left at both sides.
func (d *density) wide(first, last int, y, slope, width, weight float32, along, across int) {
	for x := first; x <= last; x++ {
		top, foot := y+0.5-width/2, y+0.5+width/2
		for row := int(top); float32(row) < foot; row++ {
			cover := min(foot, float32(row+1)) - max(top, float32(row))
			k := x*along + row*across
			d.sum[k] = uint16(min(float32(d.sum[k])+weight*cover, 65535))
		}
		y += slope
	}
}

// lay puts what was gathered over a picture in one colour, no denser than most, and
// forgets it.
func (d *density) lay(into *image.RGBA, c color.NRGBA, most float64) {
	for i := range d.tone {
		x := float64(i) * 65536 / (1 << toneBits) / toneUnit
		d.tone[i] = uint8(255*most*(1-math.Exp(-x/most)) + 0.5)
	}
	l := newLayer(c)
	for y := range d.h {
		row := d.sum[y*d.w : (y+1)*d.w]
		pix := into.Pix[y*into.Stride:][:4*len(row)]
		for x, s := range row {
			if s == 0 {
				continue
			}
			row[x] = 0
			a := uint32(d.tone[s>>(16-toneBits)])
			if a == 0 {
				continue
			}
			l.over(pix[4*x:4*x+4:4*x+4], a)
		}
	}
}

// layer is a colour in lanes of 16 bits, to be laid over opaque pixels.
type layer struct{ even, odd uint32 }

func newLayer(c color.NRGBA) layer {
	return layer{even: uint32(c.R) | uint32(c.B)<<16, odd: uint32(c.G) | 255<<16}
}

// over lays the colour with opacity a, 0 to 255, over one pixel.
func (l layer) over(px []uint8, a uint32) {
	const lanes = 0x00ff00ff
	a += a >> 7 // of 256
	v := binary.LittleEndian.Uint32(px)
	even := ((v&lanes)*(256-a) + l.even*a + 0x00800080) >> 8 & lanes
	odd := ((v>>8&lanes)*(256-a) + l.odd*a + 0x00800080) & (lanes << 8)
	binary.LittleEndian.PutUint32(px, even|odd)
}

// over lays a colour of opacity a, 0 to 255, over another.
func over(under uint8, c, a uint32) uint8 {
	x := uint32(under)*(255-a) + c*a + 128
	return uint8((x + x>>8) >> 8)
}

func abs(x float32) float32 { return max(x, -x) }
