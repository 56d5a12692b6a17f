package render

import (
	"context"
	"image"

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
// nothing once it has drawn a few frames of one size. It is for one goroutine at a
// time.
type Painter struct {
	fonts Fonts
}

// NewPainter makes a Painter.
func NewPainter(f Fonts) *Painter { return &Painter{fonts: f} }

// Frame draws what the camera sees over all of into, which must be as large as the
// camera's window times PixelScale. When ctx ends it stops soon and returns its
// error; into is then of no use.
func (p *Painter) Frame(ctx context.Context, into *image.RGBA, c *graphview.Chart, cam graphview.Camera, o FrameOptions) error {
	canvas := newCanvas(into.Rect.Dx(), into.Rect.Dy(), o.Palette[graphview.Ground])
	for _, v := range c.Order() {
		at := c.Places()[v]
		x, y := cam.ToScreen(float64(at.X), float64(at.Y))
		token := graphview.ClusterRest
		if h := c.Looks()[v].Hull; h >= 0 {
			token = c.Hulls()[h].Token
		}
		canvas.circle(x, y, c.NodeRadius(cam, v), ink{color: o.Palette[token], alpha: 1})
	}
	copy(into.Pix, canvas.img.Pix)
	return ctx.Err()
}

// Overview draws the whole chart small, and a frame around what the window sees.
func (p *Painter) Overview(ctx context.Context, into *image.RGBA, c *graphview.Chart, window graphview.Camera, o FrameOptions) error {
	cam := c.Camera(float64(into.Rect.Dx()), float64(into.Rect.Dy()), graphview.Margins{Left: 6, Top: 6, Right: 6, Bottom: 6})
	return p.Frame(ctx, into, c, cam, o)
}
