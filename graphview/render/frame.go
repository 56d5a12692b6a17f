package render

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"

	"casebench/graphview"
	"casebench/internal/glyph"
)

// FrameOptions say how a chart is drawn for the window.
type FrameOptions struct {
	Palette    graphview.Palette
	PixelScale float64 // pixels a point; 1 when 0

	Selected         []int32 // nodes
	SelectedLinks    []int32 // index into the view's Edges
	SelectedClusters []int   // IDs
	Hover            graphview.Hit
	Dimmed           []bool // by node, what the filter leaves out; nil for none
	Pinned           []int32

	Labels     bool
	Hulls      bool
	HideDenied bool // leave out links that a person called different
}

// Fonts are the faces that labels are written in; a nil one is the embedded Go face.
type Fonts struct{ Regular, Bold *glyph.Font }

// Painter draws charts for the window. It owns what drawing needs and allocates
// hardly anything once it has drawn a few frames of one size. It is for one goroutine at a
// time.
type Painter struct {
	fonts   Fonts
	faces   map[faceSize]*glyph.Face
	density density
	sprites sprites
	labels  labels
	texts   texts

	// Of the frame that is being drawn.
	into     *image.RGBA
	chart    *graphview.Chart
	cam      graphview.Camera // of pixels, not points
	points   graphview.Camera
	options  FrameOptions
	scale    float64
	colours  colours
	x, y     []float32 // nodes, in pixels
	alpha    []float32 // nodes: how much of them is there, 0 to 1
	selected []bool
	open     []float32 // hulls
	hx, hy   []float32 // hulls: the middle, in pixels
	inView   []int32   // links
	ease     []float32 // hulls: how strong a link inside is drawn
}

// colours are the palette by place instead of by name.
type colours struct {
	ground, surface, text, text2, selection, bad, rest, accent color.NRGBA
	hull                                                       []color.NRGBA
}

// NewPainter makes a Painter.
func NewPainter(f Fonts) *Painter {
	return &Painter{fonts: f, faces: map[faceSize]*glyph.Face{}}
}

// Frame draws what the camera sees over all of into, which must be as large as the
// camera's window times PixelScale, rounded up. When ctx ends it stops soon and
// returns its error; into is then of no use.
func (p *Painter) Frame(ctx context.Context, into *image.RGBA, c *graphview.Chart, cam graphview.Camera, o FrameOptions) error {
	if err := p.begin(into, c, cam, o); err != nil {
		return err
	}
	for _, step := range []func(){p.ground, p.hulls, p.quietLinks, p.bundles, p.loudLinks, p.discs, p.nodes, p.marks, p.names} {
		if err := ctx.Err(); err != nil {
			return err
		}
		step()
	}
	return ctx.Err()
}

// begin says where everything lies in pixels.
func (p *Painter) begin(into *image.RGBA, c *graphview.Chart, cam graphview.Camera, o FrameOptions) error {
	if into.Rect.Min != (image.Point{}) || into.Rect.Empty() {
		return fmt.Errorf("render: a frame of %v", into.Rect)
	}
	if o.PixelScale <= 0 {
		o.PixelScale = 1
	}
	if o.Palette == nil {
		o.Palette = graphview.Dark()
	}
	p.into, p.chart, p.points, p.options, p.scale = into, c, cam, o, o.PixelScale
	p.cam = cam
	p.cam.Zoom *= p.scale
	p.cam.W *= p.scale
	p.cam.H *= p.scale
	p.choose(o.Palette)
	p.texts.of(c.View())
	p.density.size(into.Rect.Dx(), into.Rect.Dy())

	p.open = resize(p.open, len(c.Hulls()))
	p.hx, p.hy = resize(p.hx, len(p.open)), resize(p.hy, len(p.open))
	for k, h := range c.Hulls() {
		p.open[k] = float32(c.Open(cam, k))
		x, y := p.cam.ToScreen(h.X, h.Y)
		p.hx[k], p.hy[k] = float32(x), float32(y)
	}
	at, looks := c.Places(), c.Looks()
	p.x, p.y, p.alpha = resize(p.x, len(at)), resize(p.y, len(at)), resize(p.alpha, len(at))
	zoom := float32(p.cam.Zoom)
	ox, oy := float32(p.cam.W/2-p.cam.X*p.cam.Zoom), float32(p.cam.H/2-p.cam.Y*p.cam.Zoom)
	for i, a := range at {
		p.x[i], p.y[i] = a.X*zoom+ox, a.Y*zoom+oy
		p.alpha[i] = 1
		if k := looks[i].Hull; k >= 0 {
			p.alpha[i] = p.open[k]
		}
	}
	for i, dim := range o.Dimmed {
		if dim && i < len(p.alpha) {
			p.alpha[i] *= dimmed
		}
	}
	p.selected = resize(p.selected, len(at))
	clear(p.selected)
	for _, v := range o.Selected {
		if v >= 0 && int(v) < len(p.selected) {
			p.selected[v] = true
		}
	}
	return nil
}

// dimmed is how much is left of what the filter leaves out.
const dimmed = 0.2

func (p *Painter) choose(palette graphview.Palette) {
	k := &p.colours
	k.ground, k.surface = palette[graphview.Ground], palette[graphview.Surface]
	k.text, k.text2 = palette[graphview.Text], palette[graphview.Text2]
	k.selection, k.bad = palette[graphview.Selection], palette[graphview.Bad]
	k.rest, k.accent = palette[graphview.ClusterRest], palette[graphview.Accent]
	k.hull = resize(k.hull, len(p.chart.Hulls()))
	for i, h := range p.chart.Hulls() {
		k.hull[i] = palette[h.Token]
	}
}

// ground covers the picture.
func (p *Painter) ground() {
	pix, g := p.into.Pix, p.colours.ground
	if len(pix) < 4 {
		return
	}
	pix[0], pix[1], pix[2], pix[3] = g.R, g.G, g.B, 255
	for done := 4; done < len(pix); done *= 2 {
		copy(pix[done:], pix[:done])
	}
}

// hulls lays the ground of the clusters, the largest first.
func (p *Painter) hulls() {
	if !p.options.Hulls {
		return
	}
	// Where hulls lie on one another many times over they say nothing.
	covered := 0.0
	for k, h := range p.chart.Hulls() {
		if on := p.onScreen(h); p.open[k] > 0 && p.near(float32(on.X), float32(on.Y), float32(max(on.RX, on.RY))) {
			covered += math.Pi * on.RX * on.RY * float64(p.open[k])
		}
	}
	usual := hullAlpha * min(1, 0.9*p.cam.W*p.cam.H/max(covered, 1))
	for k, h := range p.chart.Hulls() {
		on := p.onScreen(h)
		if p.open[k] <= 0 || !p.near(float32(on.X), float32(on.Y), float32(max(on.RX, on.RY))) {
			continue
		}
		alpha := usual
		if p.options.Hover.Kind == graphview.HitHull && p.options.Hover.Cluster == h.Cluster {
			alpha += 0.05
		}
		if alpha *= float64(p.open[k]); alpha > leastHull {
			ellipse(p.into, on, ink{color: p.colours.hull[k], alpha: alpha}, 0)
		}
		for _, id := range p.options.SelectedClusters {
			if id == h.Cluster {
				ellipse(p.into, on, ink{color: p.colours.selection, alpha: 0.9}, 1.5*p.scale)
			}
		}
	}
}

// Opacity of hulls, and below which they are left out.
const (
	hullAlpha = 0.095
	leastHull = 0.035
)

// onScreen returns a hull in pixels.
func (p *Painter) onScreen(h graphview.Hull) graphview.Hull {
	h = h.OnScreen(p.points)
	h.X, h.Y, h.RX, h.RY = h.X*p.scale, h.Y*p.scale, h.RX*p.scale, h.RY*p.scale
	return h
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

func hypot32(x, y float32) float32 { return float32(math.Sqrt(float64(x*x + y*y))) }
