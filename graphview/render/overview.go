package render

import (
	"context"
	"image"
	"math"

	"casebench/graphview"
)

// Overview draws the whole chart small, for the little map, and a frame around what
// the window sees. It is quick enough for every frame.
func (p *Painter) Overview(ctx context.Context, into *image.RGBA, c *graphview.Chart, window graphview.Camera, o FrameOptions) error {
	if o.PixelScale <= 0 {
		o.PixelScale = 1
	}
	cam := OverviewCamera(c, float64(into.Rect.Dx())/o.PixelScale, float64(into.Rect.Dy())/o.PixelScale)
	o.Hover, o.Labels = graphview.Hit{}, false
	if err := p.begin(into, c, cam, o); err != nil {
		return err
	}
	p.colours.ground = p.colours.surface
	p.ground()
	if err := ctx.Err(); err != nil {
		return err
	}
	radius := float32(1.05 * p.scale)
	if len(p.x) > 4000 {
		radius = float32(0.7 * p.scale)
	}
	looks := c.Looks()
	for _, v := range c.Order() {
		colour, alpha := p.colours.rest, float32(0.55)
		switch k := looks[v].Hull; {
		case looks[v].Kind != graphview.Account:
			continue
		case p.selected[v]:
			colour, alpha = p.colours.selection, 1
		case k >= 0:
			colour, alpha = p.colours.hull[k], 0.9
		}
		p.sprites.stamp(into, disc, p.x[v], p.y[v], radius, 0, colour, alpha)
	}
	p.window(window)
	return ctx.Err()
}

// OverviewCamera is how the little map of that size, in points, sees a chart, so that
// a click in it can be turned into a place.
func OverviewCamera(c *graphview.Chart, w, h float64) graphview.Camera {
	return c.Camera(w, h, graphview.Margins{Left: 6, Top: 6, Right: 6, Bottom: 6})
}

// window draws the frame around what another camera sees.
func (p *Painter) window(other graphview.Camera) {
	v := other.View()
	x0, y0 := p.cam.ToScreen(v.X0, v.Y0)
	x1, y1 := p.cam.ToScreen(v.X1, v.Y1)
	inset := 1.5 * p.scale
	x0, y0 = math.Max(x0, inset), math.Max(y0, inset)
	x1, y1 = math.Min(x1, p.cam.W-inset), math.Min(y1, p.cam.H-inset)
	if x1 <= x0 || y1 <= y0 {
		return
	}
	canvas := canvas{img: p.into}
	canvas.box(x0, y0, x1-x0, y1-y0, 2*p.scale, 1.4*p.scale, ink{p.colours.selection, 0.95})
}
