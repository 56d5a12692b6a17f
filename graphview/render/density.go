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
	w, ok := d.walk(x0, y0, x1, y1)
	if !ok {
		return
	}
	if width > 1.3 {
		reach := int64(width * w.stretch * 65536)
		if w.clip(-reach, int64(w.side)<<16+reach) {
			d.wide(w, width*w.stretch, weight, on/w.stretch, (on+off)/w.stretch)
		}
		return
	}
	if !w.clip(0, int64(w.side-1)<<16) {
		return
	}
	weight *= width * w.stretch
	if on > 0 {
		d.dashed(w, weight, on/w.stretch, (on+off)/w.stretch)
		return
	}
	d.thin(w, weight)
}

// walk is a line in steps of a pixel along the axis that it follows more.
type walk struct {
	along, across int     // pixels of the picture for a step, and to its side
	side          int     // pixels of the picture to the side
	first, last   int     // steps
	at, step      int64   // place to the side at the first step, and how it grows, in 65536ths
	stretch       float32 // length of the line for a step
}

// walk begins a line; ok is false for one without length.
func (d *density) walk(x0, y0, x1, y1 float32) (w walk, ok bool) {
	w = walk{along: 1, across: d.w, side: d.h}
	limit := d.w
	if abs(y1-y0) > abs(x1-x0) {
		x0, y0, x1, y1 = y0, x0, y1, x1
		w.along, w.across, w.side, limit = d.w, 1, d.w, d.h
	}
	if x0 > x1 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	dx := x1 - x0
	if dx < 1e-3 {
		return w, false
	}
	slope := (y1 - y0) / dx
	w.stretch = float32(math.Sqrt(float64(1 + slope*slope)))
	from, to := max(x0, 0), min(x1, float32(limit-1))
	if slope != 0 { // no farther to the side than the picture and a little
		const around = 16
		a, b := (-around-y0)/slope+x0, (float32(w.side)+around-y0)/slope+x0
		from, to = max(from, min(a, b)), min(to, max(a, b))
	}
	w.first, w.last = int(from+0.5), min(int(to+0.5), limit-1)
	if w.first > w.last || to < from {
		return w, false
	}
	w.at = int64((y0 + (float32(w.first)+0.5-x0)*slope - 0.5) * 65536)
	w.step = int64(slope * 65536)
	return w, true
}

// clip shortens the walk until it is nowhere below lo to the side, nor at hi or
// above, and says whether anything is left.
func (w *walk) clip(lo, hi int64) bool {
	for w.first <= w.last && (w.at < lo || w.at >= hi) {
		w.first++
		w.at += w.step
	}
	for ; w.first <= w.last; w.last-- {
		if end := w.at + int64(w.last-w.first)*w.step; end >= lo && end < hi {
			return true
		}
	}
	return false
}

// coarse adds a line of one pixel, unsmoothed: half the price of thin.
func (d *density) coarse(x0, y0, x1, y1, weight float32) {
	w, ok := d.walk(x0, y0, x1, y1)
	w.at += 32768 // the nearest pixel
	if !ok || !w.clip(0, int64(w.side)<<16) {
		return
	}
	add := uint32(min(weight*w.stretch, 65535))
	at, step, across, sum := w.at, w.step, w.across, d.sum
	for n, k := w.last-w.first, w.first*w.along; n >= 0; n-- {
		i := k + int(at>>16)*across
		sum[i] = uint16(min(uint32(sum[i])+add, 65535))
		at += step
		k += w.along
	}
}

// thin shares a line between the two pixels that its middle lies between (Wu 1991,
// doi:10.1145/127719.122734).
func (d *density) thin(w walk, weight float32) {
	add := uint32(min(weight, 65535))
	at, step, across, sum := w.at, w.step, w.across, d.sum
	for n, k := w.last-w.first, w.first*w.along; n >= 0; n-- {
		i := k + int(at>>16)*across
		far := add * (uint32(at>>8) & 255) >> 8
		sum[i] = uint16(min(uint32(sum[i])+add-far, 65535))
		sum[i+across] = uint16(min(uint32(sum[i+across])+far, 65535))
		at += step
		k += w.along
	}
}

// dashed is thin with gaps, whose ends fade over a pixel.
func (d *density) dashed(w walk, weight, on, period float32) {
	phase := float32(0)
	at := w.at
	for x := w.first; x <= w.last; x++ {
		if cover := min(phase+0.5, on-phase+0.5, 1); cover > 0 {
			i := x*w.along + int(at>>16)*w.across
			add := uint32(min(weight*cover, 65535))
			far := add * (uint32(at>>8) & 255) >> 8
			d.sum[i] = uint16(min(uint32(d.sum[i])+add-far, 65535))
			d.sum[i+w.across] = uint16(min(uint32(d.sum[i+w.across])+far, 65535))
		}
		at += w.step
		if phase++; phase > period-0.5 {
			phase -= period
		}
	}
}

// wide adds a line that covers more than a pixel across: whole pixels within, and
// what is left at both sides; on above 0 makes dashes of it.
func (d *density) wide(w walk, width, weight, on, period float32) {
	at, phase, full := w.at, float32(0), weight
	for x := w.first; x <= w.last; x++ {
		if on > 0 {
			weight = full * max(min(phase+0.5, on-phase+0.5, 1), 0)
			if phase++; phase > period-0.5 {
				phase -= period
			}
		}
		middle := float32(at)/65536 + 0.5
		top, foot := max(middle-width/2, 0), min(middle+width/2, float32(w.side))
		for row := int(top); float32(row) < foot; row++ {
			cover := min(foot, float32(row+1)) - max(top, float32(row))
			i := x*w.along + row*w.across
			d.sum[i] = uint16(min(float32(d.sum[i])+weight*cover, 65535))
		}
		at += w.step
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
