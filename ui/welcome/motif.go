package welcome

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// motif is a quiet network behind the page: a few groups among single points. It
// means nothing and stays still.
type motif struct {
	widget.BaseWidget
	made   *image.NRGBA // kept until size or look change: painting it takes milliseconds
	ground color.NRGBA
}

func newMotif() *motif {
	m := &motif{}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer draws the motif; Fyne calls it.
func (m *motif) CreateRenderer() fyne.WidgetRenderer {
	picture := canvas.NewRaster(m.paint)
	return widget.NewSimpleRenderer(picture)
}

// paint draws at the size asked for. The same size gives the same picture.
func (m *motif) paint(w, h int) image.Image {
	if m.made != nil && m.made.Rect == image.Rect(0, 0, w, h) && m.ground == theme.Color(theme.Ground) {
		return m.made
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	m.made, m.ground = img, theme.Color(theme.Ground)
	draw.Draw(img, img.Bounds(), image.NewUniform(theme.Color(theme.Ground)), image.Point{}, draw.Src)
	if w < 400 || h < 300 {
		return img
	}
	dice := rand.New(rand.NewPCG(7, 11))
	groups := []struct {
		x, y, r float64
		token   theme.Token
		n       int
	}{{0.08, 0.20, 0.10, theme.Cluster1, 26}, {0.93, 0.16, 0.08, theme.Cluster2, 20}, {0.965, 0.72, 0.105, theme.Cluster3, 30}, {0.055, 0.76, 0.085, theme.Cluster5, 20}, {0.52, 0.03, 0.06, theme.Cluster4, 14}}
	unit := float64(min(w, h))
	for _, g := range groups {
		cx, cy, r := g.x*float64(w), g.y*float64(h), g.r*unit*1.5
		disc(img, cx, cy, r*1.2, theme.Color(g.token), 0.045)
		var at [][2]float64
		for range g.n {
			angle, far := dice.Float64()*2*math.Pi, math.Pow(dice.Float64(), 0.72)*r
			at = append(at, [2]float64{cx + far*math.Cos(angle), cy + far*math.Sin(angle)})
		}
		for i := 1; i < len(at); i++ {
			for range 2 {
				line(img, at[i], at[near(at[:i], at[i], dice)], theme.Color(theme.Text3), 0.2)
			}
		}
		for _, p := range at {
			disc(img, p[0], p[1], unit*(0.0022+0.0028*dice.Float64()), theme.Color(g.token), 0.55)
		}
	}
	for range 80 {
		x, y := dice.Float64(), dice.Float64()
		if x < 0.16 || x > 0.84 || y < 0.17 || y > 0.77 && y < 0.94 { // not under what is read
			disc(img, x*float64(w), y*float64(h), unit*0.0018, theme.Color(theme.Text3), 0.3)
		}
	}
	return img
}

// near returns one of the points, of three drawn the nearest to p.
func near(at [][2]float64, p [2]float64, dice *rand.Rand) int {
	best, least := 0, math.Inf(1)
	for range 3 {
		i := dice.IntN(len(at))
		if d := math.Hypot(at[i][0]-p[0], at[i][1]-p[1]); d < least {
			best, least = i, d
		}
	}
	return best
}

// disc fills a disc with a soft edge.
func disc(img *image.NRGBA, cx, cy, r float64, c color.NRGBA, opacity float64) {
	for y := int(cy - r - 1); y <= int(cy+r+1); y++ {
		for x := int(cx - r - 1); x <= int(cx+r+1); x++ {
			blend(img, x, y, c, opacity*min(max(r-math.Hypot(float64(x)+0.5-cx, float64(y)+0.5-cy)+0.5, 0), 1))
		}
	}
}

// line draws a thin line.
func line(img *image.NRGBA, a, b [2]float64, c color.NRGBA, opacity float64) {
	steps := math.Hypot(b[0]-a[0], b[1]-a[1])
	for s := 0.0; s < steps; s++ {
		x, y := a[0]+(b[0]-a[0])*s/steps, a[1]+(b[1]-a[1])*s/steps
		fx, fy := x-math.Floor(x), y-math.Floor(y)
		for i, share := range [4]float64{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy} {
			blend(img, int(x)+i&1, int(y)+i>>1, c, opacity*share)
		}
	}
}

func blend(img *image.NRGBA, x, y int, c color.NRGBA, a float64) {
	if !(image.Point{X: x, Y: y}).In(img.Rect) || a <= 0 {
		return
	}
	i := img.PixOffset(x, y)
	for k, v := range [3]uint8{c.R, c.G, c.B} {
		img.Pix[i+k] = uint8(float64(img.Pix[i+k])*(1-a) + float64(v)*a + 0.5)
	}
}
