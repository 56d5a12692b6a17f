package render

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"

	"casebench/graphview"
)

// PNGOptions say how a scene becomes pixels. The zero value is a pixel a point.
type PNGOptions struct {
	Scale float64 // pixels a point; 2 for print
}

// MaxPixels is the largest picture that Image makes, in pixels.
const MaxPixels = 64 << 20

// PNG writes a scene as a PNG file at one pixel a point.
func PNG(w io.Writer, s *graphview.Scene) error {
	return PNGAt(context.Background(), w, s, PNGOptions{})
}

// PNGAt writes a scene as a PNG file. It stops soon after ctx ends and returns its
// error; what was written to w until then is of no use.
func PNGAt(ctx context.Context, w io.Writer, s *graphview.Scene, o PNGOptions) error {
	img, err := Image(ctx, s, o)
	if err != nil {
		return err
	}
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	return nil
}

// Image draws a scene into pixels. It stops soon after ctx ends and returns its error.
func Image(ctx context.Context, s *graphview.Scene, o PNGOptions) (*image.RGBA, error) {
	if o.Scale <= 0 {
		o.Scale = 1
	}
	w, h := math.Ceil(s.Width*o.Scale), math.Ceil(s.Height*o.Scale)
	if !(w >= 1 && h >= 1 && w*h <= MaxPixels) {
		return nil, fmt.Errorf("a picture of %.0f by %.0f pixels cannot be drawn, the most is %d pixels", w, h, MaxPixels)
	}
	letters, err := newLetters()
	if err != nil {
		return nil, err
	}
	p := &press{
		canvas: newCanvas(int(w), int(h), s.Palette[graphview.Ground]), scene: s, scale: o.Scale, letters: letters,
	}
	for i, it := range s.Items {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := p.item(it); err != nil {
			return nil, err
		}
	}
	return p.canvas.img, nil
}

// press lays the items of a scene on a canvas.
type press struct {
	canvas  *canvas
	scene   *graphview.Scene
	scale   float64
	letters *letters
}

func (p *press) ink(k graphview.Paint) ink {
	return ink{color: p.scene.Palette[k.Token], alpha: k.Alpha}
}

func (p *press) item(it graphview.Item) error {
	c, k := p.canvas, p.scale
	switch it := it.(type) {
	case graphview.Oval:
		c.oval(it.X*k, it.Y*k, it.RX*k, it.RY*k, p.ink(it.Fill))
	case graphview.Box:
		if it.Fill.Token != "" {
			c.box(it.X*k, it.Y*k, it.W*k, it.H*k, it.Corner*k, 0, p.ink(it.Fill))
		}
		if it.Edge.Token != "" {
			c.box(it.X*k, it.Y*k, it.W*k, it.H*k, it.Corner*k, it.EdgeWidth*k, p.ink(it.Edge))
		}
	case graphview.Stroke:
		p.stroke(it)
	case graphview.Mark:
		p.mark(it)
	case graphview.Label:
		return p.label(it)
	}
	return nil
}

func (p *press) stroke(s graphview.Stroke) {
	pieces := make([][2]graphview.Spot, 0, len(s.Points))
	if s.Dashed {
		pieces = dashes(s.Points, dashOn, dashOff)
	} else {
		for i := 1; i < len(s.Points); i++ {
			pieces = append(pieces, [2]graphview.Spot{s.Points[i-1], s.Points[i]})
		}
	}
	for _, piece := range pieces {
		p.canvas.segment(p.pixel(piece[0]), p.pixel(piece[1]), s.Width*p.scale, p.ink(s.Paint))
	}
}

func (p *press) pixel(s graphview.Spot) graphview.Spot {
	return graphview.Spot{X: s.X * p.scale, Y: s.Y * p.scale}
}

func (p *press) mark(m graphview.Mark) {
	m.X, m.Y, m.R = m.X*p.scale, m.Y*p.scale, m.R*p.scale
	if m.Halo.Token != "" {
		p.canvas.ring(m.X, m.Y, m.R+4*p.scale, 2*p.scale, p.ink(m.Halo))
	}
	corners, inner := outline(m)
	if corners == nil {
		p.canvas.circle(m.X, m.Y, m.R, p.ink(m.Fill))
		return
	}
	p.canvas.convex(corners, p.ink(m.Fill))
	width := 1.1 * p.scale
	for i := range corners {
		p.canvas.segment(corners[i], corners[(i+1)%len(corners)], width, p.ink(m.Edge))
	}
	for i := 1; i < len(inner); i++ {
		p.canvas.segment(inner[i-1], inner[i], width, p.ink(m.Edge))
	}
}
