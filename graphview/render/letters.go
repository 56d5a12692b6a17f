package render

import (
	"fmt"
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"casebench/graphview"
)

// letters draws text in the embedded faces.
type letters struct {
	fonts map[fontKey]*opentype.Font
	faces map[faceKey]font.Face
}

type fontKey struct {
	weight graphview.Weight
	mono   bool
}

type faceKey struct {
	fontKey
	size float64
}

func newLetters() (*letters, error) {
	l := &letters{fonts: map[fontKey]*opentype.Font{}, faces: map[faceKey]font.Face{}}
	for _, k := range []fontKey{{weight: graphview.Regular}, {weight: graphview.Bold}, {mono: true}} {
		f, err := opentype.Parse(graphview.FontBytes(k.weight, k.mono))
		if err != nil {
			return nil, fmt.Errorf("render: embedded face: %w", err)
		}
		l.fonts[k] = f
	}
	return l, nil
}

func (l *letters) face(k faceKey) (font.Face, error) {
	if f, ok := l.faces[k]; ok {
		return f, nil
	}
	f, err := opentype.NewFace(l.fonts[k.fontKey], &opentype.FaceOptions{Size: k.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("render: face of %.1f points: %w", k.size, err)
	}
	l.faces[k] = f
	return f, nil
}

// label draws a line of text: first, where asked for, the same text in the colour of
// the ground around it, so that it can be read above lines.
func (p *press) label(l graphview.Label) error {
	k := faceKey{fontKey: fontKey{weight: l.Weight, mono: l.Mono}, size: l.Size * p.scale}
	if l.Mono {
		k.weight = graphview.Regular
	}
	face, err := p.letters.face(k)
	if err != nil {
		return err
	}
	text := graphview.Clean(l.Text)
	width := float64(font.MeasureString(face, text)) / 64
	x, y := l.X*p.scale, l.Y*p.scale
	switch l.Anchor {
	case graphview.Middle:
		x -= width / 2
	case graphview.End:
		x -= width
	}
	pad := int(math.Ceil(3 * p.scale))
	box := image.Rect(int(math.Floor(x))-pad, int(math.Floor(y-k.size))-pad, int(math.Ceil(x+width))+pad, int(math.Ceil(y+k.size*0.4))+pad)
	if box = box.Intersect(p.canvas.img.Rect); box.Empty() {
		return nil
	}
	mask := image.NewAlpha(box)
	pen := font.Drawer{Dst: mask, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{X: fix(x), Y: fix(y)}}
	pen.DrawString(text)
	if l.Outline {
		ground := p.ink(graphview.Paint{Token: graphview.Ground, Alpha: 0.85})
		p.stamp(swell(mask, 1.5*p.scale), ground)
	}
	p.stamp(mask, p.ink(l.Paint))
	return nil
}

func fix(x float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(x * 64)) }

// stamp lays ink wherever the mask is.
func (p *press) stamp(mask *image.Alpha, k ink) {
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		for x := mask.Rect.Min.X; x < mask.Rect.Max.X; x++ {
			if a := mask.AlphaAt(x, y).A; a > 0 {
				p.canvas.blend(x, y, k, float64(a)/255)
			}
		}
	}
}

// swell spreads a mask by a radius: each pixel takes the most of what is near.
func swell(mask *image.Alpha, radius float64) *image.Alpha {
	out := image.NewAlpha(mask.Rect)
	draw.Draw(out, out.Rect, mask, mask.Rect.Min, draw.Src)
	reach := int(math.Ceil(radius))
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		for x := mask.Rect.Min.X; x < mask.Rect.Max.X; x++ {
			a := mask.AlphaAt(x, y).A
			if a == 0 {
				continue
			}
			for dy := -reach; dy <= reach; dy++ {
				for dx := -reach; dx <= reach; dx++ {
					near := min(max(radius+0.5-math.Hypot(float64(dx), float64(dy)), 0), 1)
					if b := uint8(near * float64(a)); image.Pt(x+dx, y+dy).In(out.Rect) && b > out.AlphaAt(x+dx, y+dy).A {
						out.Pix[out.PixOffset(x+dx, y+dy)] = b
					}
				}
			}
		}
	}
	return out
}
