package grid

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"casebench/graphview"
	"casebench/internal/glyph"
	"casebench/ui/theme"
)

// pad is the room at either side of a cell.
const pad = 8

// painter draws frames of a grid. A frame is drawn when the toolkit asks for it
// and something changed since the last: at most once for each picture on the
// screen, and always with the pixels that the screen has. It takes about 2 ms.
type painter struct {
	stale   bool
	scale   float32 // pixels to the point
	unit    float32 // the same at the person's scale
	img     *image.RGBA
	palette graphview.Palette
	fonts   fonts
	shapes  shapes
}

// forget makes the next frame look at the theme again.
func (p *painter) forget() { p.stale, p.palette = true, nil }

// frame returns the body of the grid in w by h pixels.
func (p *painter) frame(g *Grid, w, h int) image.Image {
	if p.img != nil && !p.stale && p.img.Rect.Dx() == w && p.img.Rect.Dy() == h {
		return p.img
	}
	if w <= 0 || h <= 0 {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	if p.img == nil || p.img.Rect.Dx() != w || p.img.Rect.Dy() != h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	if p.palette == nil {
		p.palette = theme.Palette()
	}
	p.scale = scaleOf(g.parts.body.Size(), w, canvasOf(g))
	p.unit = p.scale * theme.Scaled(1)
	p.fonts.at(p.unit)
	p.draw(g)
	p.stale = false
	return p.img
}

// scaleOf returns the canvas' scale when w pixels are what it makes of the width,
// and otherwise what w says: some screens have finer pixels than their canvas.
func scaleOf(size fyne.Size, w int, c fyne.Canvas) float32 {
	if c != nil && math.Abs(float64(size.Width*c.Scale()-float32(w))) <= 1 {
		return c.Scale()
	}
	if size.Width <= 0 {
		return 1
	}
	return float32(w) / size.Width
}

// px returns a measure of the design in pixels.
func (p *painter) px(measure float32) int { return int(math.Round(float64(measure * p.unit))) }

// at returns a place on the screen in pixels.
func (p *painter) at(points float32) int { return int(math.Round(float64(points * p.scale))) }

func (p *painter) draw(g *Grid) {
	fill(p.img, p.img.Rect, p.palette[graphview.Surface])
	height := max(1, p.px(RowHeight))
	widths := g.widths()
	y := -int(math.Round(g.place.Part * float64(height)))
	for i := g.place.Row; y < p.img.Rect.Dy() && i < g.Len(); i++ {
		p.row(g, i, image.Rect(0, y, p.img.Rect.Dx(), y+height), widths)
		y += height
	}
}

// row draws one row into r.
func (p *painter) row(g *Grid, i int64, r image.Rectangle, widths []float32) {
	ground := p.ground(g, i)
	line := max(1, p.px(1))
	inner := image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Max.Y-line)
	fill(p.img, inner, ground)
	fill(p.img, image.Rect(r.Min.X, r.Max.Y-line, r.Max.X, r.Max.Y), mix(p.palette[graphview.Surface], p.palette[graphview.Line], 0.45))
	cells, here := g.rows.Row(i)
	left := -g.offset
	for n, column := range g.columns {
		cell := image.Rect(p.at(left), inner.Min.Y, p.at(left+widths[n]), inner.Max.Y)
		left += widths[n]
		if cell.Max.X <= 0 || cell.Min.X >= p.img.Rect.Dx() {
			continue
		}
		switch {
		case !here:
			p.placeholder(cell, column, i, n, ground)
		case n < len(cells):
			p.cell(cell, column, cells[n])
		}
	}
	bar := max(2, p.px(2))
	if g.isSelected(i) {
		fill(p.img, image.Rect(0, inner.Min.Y, bar, inner.Max.Y), p.palette[graphview.Selection])
	}
	if i == g.current {
		fill(p.img, image.Rect(0, inner.Min.Y, bar, inner.Max.Y), p.palette[graphview.Accent])
	}
}

func (g *Grid) isSelected(i int64) bool { return g.selected != nil && g.selected(i) }

// ground is the colour that a row stands on.
func (p *painter) ground(g *Grid, i int64) color.NRGBA {
	c := p.palette[graphview.Surface]
	switch {
	case i == g.current:
		c = p.palette[graphview.Pressed]
	case i == g.hover:
		c = p.palette[graphview.Raised]
	}
	switch {
	case g.isSelected(i) && i == g.current:
		c = mix(p.palette[graphview.Surface], p.palette[graphview.Selection], 0.28)
	case g.isSelected(i):
		c = mix(c, p.palette[graphview.Selection], 0.16)
	}
	return c
}

// placeholder is the quiet bar of a row that has not come yet.
func (p *painter) placeholder(r image.Rectangle, column Column, row int64, n int, ground color.NRGBA) {
	width := float64(r.Dx()) - 2*float64(p.px(pad))
	if width <= 0 {
		return
	}
	// Bars of different lengths look like text to come; the same row has the same ones.
	long := int(width * (0.35 + 0.4*float64((uint64(row)*7+uint64(n)*3)%5)/4))
	x := r.Min.X + p.px(pad)
	if column.Align == End {
		x = r.Max.X - p.px(pad) - long
	}
	thick := max(1, p.px(6))
	y := (r.Min.Y + r.Max.Y - thick) / 2
	fill(p.img, image.Rect(x, y, x+long, y+thick), mix(ground, p.palette[graphview.Line], 0.5))
}

// cell draws a cell into r.
func (p *painter) cell(r image.Rectangle, column Column, c Cell) {
	room := image.Rect(r.Min.X+p.px(pad), r.Min.Y, r.Max.X-p.px(pad), r.Max.Y)
	if room.Dx() <= 0 {
		return
	}
	if c.Dot != "" {
		size := p.px(8)
		p.shapes.stamp(p.img, dot, size, image.Pt(room.Min.X, (room.Min.Y+room.Max.Y-size)/2), p.palette[c.Dot], r)
		room.Min.X += p.px(14)
	}
	if c.Mark != NoMark {
		size := p.px(12)
		p.shapes.stamp(p.img, shape(c.Mark), size, image.Pt(room.Min.X, (room.Min.Y+room.Max.Y-size)/2), p.palette[graphview.Selection], r)
		room.Min.X += p.px(16)
	}
	if c.Text == "" || room.Dx() <= 0 {
		return
	}
	face := p.face(column, c)
	text := face.Fit(c.Text, float32(room.Dx()))
	x := float32(room.Min.X)
	if column.Align == End {
		x = float32(room.Max.X) - face.Measure(text)
	}
	baseline := (float32(room.Min.Y+room.Max.Y) + face.CapHeight()) / 2
	face.Draw(p.img, x, baseline, text, p.colour(column, c), r)
}

func (p *painter) face(column Column, c Cell) *glyph.Face {
	switch {
	case column.Mono || c.Mono:
		return p.fonts.mono
	case c.Strong:
		return p.fonts.strong
	}
	return p.fonts.sans
}

func (p *painter) colour(column Column, c Cell) color.NRGBA {
	switch {
	case c.Token != "":
		return p.palette[c.Token]
	case column.Masked:
		return p.palette[graphview.Text3]
	}
	return p.palette[graphview.Text]
}

// fill paints a rectangle with an opaque colour.
func fill(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(img.Rect)
	if r.Empty() {
		return
	}
	first := img.Pix[img.PixOffset(r.Min.X, r.Min.Y):][:4*r.Dx()]
	for i := 0; i < len(first); i += 4 {
		first[i], first[i+1], first[i+2], first[i+3] = c.R, c.G, c.B, 255
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(img.Pix[img.PixOffset(r.Min.X, y):], first)
	}
}

// mix returns a with a share of b in it.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	part := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 255}
}
