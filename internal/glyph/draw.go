package glyph

import (
	"encoding/binary"
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"
)

// Draw writes s with its baseline at (x, baseline), in pixels, over what dst
// holds, and returns where it ended. Only pixels inside both clip and dst change.
// X counts to a quarter of a pixel, the baseline to a whole one.
func (a *Face) Draw(dst *image.RGBA, x, baseline float32, s string, c color.NRGBA, clip image.Rectangle) float32 {
	clip = clip.Intersect(dst.Rect)
	return a.walk(x, baseline, s, clip, func(l *letter, px, py, step int) {
		stamp(dst, a.mask(l, step), px, py, c, clip)
	})
}

// DrawOutlined is Draw with the text standing in a halo of the outline colour,
// radius pixels wide, so that it can be read over lines. The halos of the last few
// thousand texts are kept; use one radius with a Face, for another empties them.
func (a *Face) DrawOutlined(dst *image.RGBA, x, baseline float32, s string, c, outline color.NRGBA, radius float32, clip image.Rectangle) float32 {
	clip = clip.Intersect(dst.Rect)
	start := floor(x*64+0.5) + 64/steps/2
	step := start & 63 * steps / 64
	stamp(dst, a.halo(s, step, radius), start>>6, floor(baseline+0.5), outline, clip)
	return a.Draw(dst, x, baseline, s, c, clip)
}

// walk calls do with the pixel and the quarter at which each letter begins. It
// stops where the rest lies right of the clip.
func (a *Face) walk(x, baseline float32, s string, clip image.Rectangle, do func(l *letter, px, py, step int)) float32 {
	at := fixed.Int26_6(floor(x*64 + 0.5))
	y := floor(baseline + 0.5)
	prev := rune(-1)
	end := fixed.I(clip.Max.X) + a.ppem
	for _, r := range s {
		l := a.letter(r)
		at += a.kern(prev, r)
		if at > end {
			break
		}
		place := at + 64/steps/2 // to the nearest quarter
		do(l, place.Floor(), y, int(place&63)*steps/64)
		at += l.advance
		prev = r
	}
	return pixels(at)
}

func floor(x float32) int {
	n := int(x)
	if float32(n) > x {
		n--
	}
	return n
}

// stamp blends colour c through a mask whose origin lies on pixel (x, y).
func stamp(dst *image.RGBA, m *mask, x, y int, c color.NRGBA, clip image.Rectangle) {
	r := image.Rect(x+m.x, y+m.y, x+m.x+m.w, y+m.y+m.h).Intersect(clip)
	if r.Empty() {
		return
	}
	// Two channels are blended at once, each in 16 of a word's 32 bits.
	low := uint32(c.R) | uint32(c.B)<<16
	high := uint32(c.G) | 255<<16
	full := low | high<<8
	strength := uint32(c.A) + uint32(c.A)>>7
	left := r.Min.X - x - m.x
	for row := r.Min.Y; row < r.Max.Y; row++ {
		cover := m.alpha[(row-y-m.y)*m.w+left:][:r.Dx()]
		pix := dst.Pix[dst.PixOffset(r.Min.X, row):][:4*len(cover)]
		for i, v := range cover {
			if v == 0 {
				continue
			}
			k := (uint32(v) + uint32(v)>>7) * strength >> 8
			p := pix[4*i : 4*i+4 : 4*i+4]
			if k == 256 {
				binary.LittleEndian.PutUint32(p, full)
				continue
			}
			d := binary.LittleEndian.Uint32(p)
			rb := ((d&0xFF00FF)*(256-k) + low*k) >> 8 & 0xFF00FF
			ga := (d>>8&0xFF00FF)*(256-k) + high*k
			binary.LittleEndian.PutUint32(p, rb|ga&0xFF00FF00)
		}
	}
}
