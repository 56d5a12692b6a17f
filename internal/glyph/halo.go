package glyph

import (
	"image"
	"math"
)

// maxHalos and maxHaloText bound the cache: 4,096 texts of at most 200 characters
// take about 10 MB.
const (
	maxHalos    = 4096
	maxHaloText = 200
)

// haloKey is a text and the quarter of a pixel at which it begins.
type haloKey struct {
	text string
	step int
}

// halo returns the ink of a text grown by radius on all sides, as one mask: the
// halos of its letters overlap, and blending them one by one takes twice as long.
func (a *Face) halo(s string, step int, radius float32) *mask {
	if len(s) > maxHaloText {
		for at := range s {
			if at > maxHaloText {
				s = s[:at]
				break
			}
		}
	}
	if radius != a.radius || len(a.halos) >= maxHalos {
		a.radius, a.halos = radius, map[haloKey]*mask{}
	}
	key := haloKey{s, step}
	m := a.halos[key]
	if m == nil {
		m = a.text(s, step).grown(radius)
		a.halos[key] = m
	}
	return m
}

// text returns the ink of a whole text that begins step quarters into a pixel.
func (a *Face) text(s string, step int) *mask {
	type piece struct {
		*mask
		at int
	}
	var pieces []piece
	var box image.Rectangle
	a.walk(float32(step)/steps, 0, s, image.Rect(0, 0, 1<<20, 1), func(l *letter, x, _, step int) {
		m := a.mask(l, step)
		pieces = append(pieces, piece{m, x})
		box = box.Union(image.Rect(x+m.x, m.y, x+m.x+m.w, m.y+m.h))
	})
	out := &mask{x: box.Min.X, y: box.Min.Y, w: box.Dx(), h: box.Dy()}
	out.alpha = make([]uint8, out.w*out.h)
	for _, p := range pieces {
		for y := range p.h {
			row := out.alpha[(p.y+y-out.y)*out.w+p.at+p.x-out.x:]
			for x, v := range p.alpha[y*p.w : (y+1)*p.w] {
				row[x] = max(row[x], v)
			}
		}
	}
	return out
}

// grown returns the mask with every pixel spread over a disc of that radius, whose
// rim is soft.
func (m *mask) grown(radius float32) *mask {
	if m.w == 0 || radius <= 0 {
		return &mask{}
	}
	n := int(math.Ceil(float64(radius)))
	out := &mask{x: m.x - n, y: m.y - n, w: m.w + 2*n, h: m.h + 2*n}
	out.alpha = make([]uint8, out.w*out.h)
	for dy := -n; dy <= n; dy++ {
		for dx := -n; dx <= n; dx++ {
			near := radius + 0.5 - float32(math.Hypot(float64(dx), float64(dy)))
			if near <= 0 {
				continue
			}
			weight := uint32(min(near, 1) * 256)
			for y := range m.h {
				row := out.alpha[(y+n+dy)*out.w+n+dx:]
				for x, v := range m.alpha[y*m.w : (y+1)*m.w] {
					row[x] = max(row[x], uint8(uint32(v)*weight>>8))
				}
			}
		}
	}
	return out
}
