package graphpane

import (
	"context"
	"image"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/ui/theme"
)

// screen shows the newest frame where the camera puts it.
type screen interface {
	object() fyne.CanvasObject
	put(f frame)
	aim(cam graphview.Camera) // the camera of the window moved, or the frame is another
}

// lie is where a frame lies in the window of a camera, in pixels. At the zoom it was
// drawn for it lies on whole pixels, so that it stays sharp while it is panned.
func lie(f frame, cam graphview.Camera) (x, y, w, h float64) {
	x, y, w, h = cam.Place(f.cam)
	x, y, w, h = x*f.scale, y*f.scale, w*f.scale, h*f.scale
	if math.Abs(cam.Zoom-f.cam.Zoom) <= 1e-9*cam.Zoom {
		x, y = math.Round(x), math.Round(y)
		w, h = float64(f.image.Rect.Dx()), float64(f.image.Rect.Dy())
	}
	return x, y, w, h
}

// shaded shows the frame by a shader: panning and zooming it costs nothing. A frame
// is a texture, told from others by its image.
type shaded struct {
	shader *canvas.Shader
	now    frame
}

func newShaded() *shaded {
	s := &shaded{shader: canvas.NewShader("casebench.graph", []byte(shaderHead+shaderBody), []byte(shaderHeadES+shaderBody))}
	s.shader.Textures, s.shader.Uniforms = map[string]image.Image{}, map[string]float32{}
	s.shader.Hide()
	return s
}

func (s *shaded) object() fyne.CanvasObject { return s.shader }

func (s *shaded) put(f frame) {
	s.now = f
	s.shader.Textures["picture"] = f.image
}

func (s *shaded) aim(cam graphview.Camera) {
	if s.now.image == nil {
		return
	}
	x, y, w, h := lie(s.now, cam)
	u, ground := s.shader.Uniforms, theme.Color(theme.Ground)
	u["left"], u["top"], u["wide"], u["high"] = float32(x), float32(y), float32(w), float32(h)
	u["red"], u["green"], u["blue"] = float32(ground.R)/255, float32(ground.G)/255, float32(ground.B)/255
	if !s.shader.Visible() {
		s.shader.Show()
	}
	s.shader.Refresh()
}

// The shader. A pixel of the object is looked up in the frame; beside the frame is
// the ground.
const (
	shaderHead   = "#version 110\n"
	shaderHeadES = `#version 100
#ifdef GL_ES
# ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
# else
precision mediump float;
# endif
precision mediump int;
precision lowp sampler2D;
#endif
`
	shaderBody = `
uniform vec2 frame;
uniform vec4 bounds;
uniform float left;
uniform float top;
uniform float wide;
uniform float high;
uniform float red;
uniform float green;
uniform float blue;
uniform sampler2D picture;

void main() {
    vec2 at = vec2(gl_FragCoord.x - bounds[0], frame.y - gl_FragCoord.y - bounds[1]);
    if (at.x < 0.0 || at.y < 0.0 || gl_FragCoord.x > bounds[2] || frame.y - gl_FragCoord.y > bounds[3]) {
        discard;
    }
    vec2 look = vec2((at.x - left) / wide, (at.y - top) / high);
    vec4 color = texture2D(picture, look);
    if (look.x < 0.0 || look.x > 1.0 || look.y < 0.0 || look.y > 1.0) {
        color = vec4(red, green, blue, 1.0);
    }
    gl_FragColor = vec4(color.rgb, 1.0);
}
`
)

// plain shows the frame through a raster, for canvases that know no shader, such as
// the software painter's. It copies what is seen, and draws nothing.
type plain struct {
	raster *canvas.Raster
	now    frame
	cam    graphview.Camera
	seen   *image.RGBA
}

func newPlain() *plain {
	p := &plain{}
	p.raster = canvas.NewRaster(p.look)
	return p
}

func (p *plain) object() fyne.CanvasObject { return p.raster }
func (p *plain) put(f frame)               { p.now = f }
func (p *plain) aim(cam graphview.Camera) {
	p.cam = cam
	p.raster.Refresh()
}

// look cuts the window out of the frame.
func (p *plain) look(w, h int) image.Image {
	if p.seen == nil || p.seen.Rect.Dx() != w || p.seen.Rect.Dy() != h {
		p.seen = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	draw.Draw(p.seen, p.seen.Rect, image.NewUniform(theme.Color(theme.Ground)), image.Point{}, draw.Src)
	if p.now.image == nil || p.cam.W <= 0 {
		return p.seen
	}
	x, y, fw, fh := lie(p.now, p.cam)
	from := p.now.image
	if int(fw) == from.Rect.Dx() {
		at := image.Pt(int(x), int(y))
		draw.Draw(p.seen, from.Rect.Add(at), from, image.Point{}, draw.Src)
		return p.seen
	}
	for py := range h {
		sy := int((float64(py) + 0.5 - y) / fh * float64(from.Rect.Dy()))
		if sy < 0 || sy >= from.Rect.Dy() {
			continue
		}
		for px := range w {
			if sx := int((float64(px) + 0.5 - x) / fw * float64(from.Rect.Dx())); sx >= 0 && sx < from.Rect.Dx() {
				copy(p.seen.Pix[p.seen.PixOffset(px, py):][:4], from.Pix[from.PixOffset(sx, sy):][:4])
			}
		}
	}
	return p.seen
}

// pixelScale is how many pixels of the screen a point of an object has.
func pixelScale(o fyne.CanvasObject) float64 {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return 1
	}
	const far = 1000
	x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, far))
	return max(float64(x)/far, 0.1)
}

// sample draws one sign of the legend as the picture draws it.
func sample(kind graphview.Kind, link graphview.LinkKind, w, h int, scale float64) *image.RGBA {
	s := &graphview.Scene{Width: float64(w), Height: float64(h), Palette: theme.Palette()}
	s.Items = append(s.Items, graphview.Box{W: s.Width, H: s.Height, Fill: graphview.Paint{Token: graphview.Surface, Alpha: 1}})
	x, y := s.Width/2, s.Height/2
	solid := func(t graphview.Token, alpha float64) graphview.Paint { return graphview.Paint{Token: t, Alpha: alpha} }
	switch {
	case kind == graphview.Account:
		s.Items = append(s.Items, graphview.Mark{X: x, Y: y, R: 5, Kind: kind, Fill: solid(graphview.Cluster1, 1)})
	case kind != "":
		s.Items = append(s.Items, graphview.Mark{X: x, Y: y, R: 5.2, Kind: kind, Fill: solid(graphview.Surface, 1), Edge: solid(graphview.Text2, 1)})
	default:
		line := graphview.Stroke{Points: []graphview.Spot{{X: 1, Y: y}, {X: s.Width - 1, Y: y}}, Width: 1, Paint: solid(graphview.Text2, 0.7), Dashed: true}
		switch link {
		case graphview.Confirmed:
			line.Width, line.Paint, line.Dashed = 1.7, solid(graphview.Text2, 0.95), false
		case graphview.Denied:
			line.Paint = solid(graphview.Bad, 0.9)
		case graphview.Unsure:
			line.Paint = solid(graphview.Warn, 0.9)
		}
		s.Items = append(s.Items, line)
	}
	img, err := render.Image(context.Background(), s, render.PNGOptions{Scale: scale})
	if err != nil {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	return img
}
