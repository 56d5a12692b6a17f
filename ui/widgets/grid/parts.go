package grid

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/graphview"
	"casebench/ui/theme"
)

// thick is the width of the scroll bars.
const thick = 12

// parts are what a grid is made of on the screen. There is nothing behind the body,
// which covers all it has, and no colour behind heads and bars: canvases are cleared
// in that of the surface, and where the processor draws, painting it once more took a
// third of the time of a picture.
type parts struct {
	g          *Grid
	heads      *heads
	body       *canvas.Raster
	line       *canvas.Rectangle // between heads and rows
	down, side *bar
	ring       *canvas.Rectangle
}

func newParts(g *Grid) *parts {
	p := &parts{g: g, line: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	p.body = canvas.NewRaster(func(w, h int) image.Image { return g.paint.frame(g, w, h) })
	p.body.ScaleMode = canvas.ImageScalePixels
	p.heads = newHeads(g)
	p.down = newBar(true, func(share float64) { g.moveTo(atShare(share, g.Len(), g.seen())) },
		func(pages float64) { g.moveTo(g.place.plus(pages * max(1, g.seen()-1))) })
	p.side = newBar(false, func(share float64) { g.slideTo(float32(share) * (g.width() - p.body.Size().Width)) },
		func(pages float64) { g.slideTo(g.offset + float32(pages)*p.body.Size().Width*0.9) })
	p.ring.StrokeWidth, p.ring.Hidden = 1, true
	p.refresh()
	return p
}

// refresh takes the colours of the theme.
func (p *parts) refresh() {
	colours := theme.Palette()
	p.line.FillColor = colours[graphview.Line]
	p.ring.StrokeColor = colours[graphview.Accent]
	p.line.Refresh()
	p.ring.Refresh()
	p.heads.Refresh()
	p.down.Refresh()
	p.side.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return g.parts }

// Layout puts the heads above the body, and the bars at its sides.
func (p *parts) Layout(size fyne.Size) {
	head := theme.Scaled(HeadHeight)
	inner := max(0, size.Width-thick)
	p.heads.Resize(fyne.NewSize(inner, head))
	p.line.Move(fyne.NewPos(0, head-1))
	p.line.Resize(fyne.NewSize(size.Width, 1))
	height := max(0, size.Height-head)
	if p.g.width() > inner+0.5 {
		height = max(0, height-thick)
	}
	p.body.Move(fyne.NewPos(0, head))
	p.body.Resize(fyne.NewSize(inner, height))
	p.down.Move(fyne.NewPos(inner, head))
	p.down.Resize(fyne.NewSize(thick, height))
	p.side.Move(fyne.NewPos(0, head+height))
	p.side.Resize(fyne.NewSize(inner, thick))
	p.ring.Resize(size)
	p.heads.place()
	p.g.place = p.g.place.clamped(p.g.Len(), p.g.seen())
	p.g.moved()
}

// placeBars moves the thumbs to where the view is.
func (p *parts) placeBars() {
	p.down.show(p.g.place.share(p.g.Len(), p.g.seen()))
	wide, seen := float64(p.g.width()), float64(p.body.Size().Width)
	if wide <= seen+0.5 {
		p.side.show(0, 1)
		return
	}
	p.side.show(float64(p.g.offset)/(wide-seen), seen/wide)
}

// MinSize is three rows under their heads.
func (p *parts) MinSize() fyne.Size {
	return fyne.NewSize(theme.Scaled(160), theme.Scaled(HeadHeight+3*RowHeight)+thick)
}

// Refresh lays out again: columns may have become wider than the view.
func (p *parts) Refresh() { p.Layout(p.g.Size()) }

// Destroy implements fyne.WidgetRenderer.
func (p *parts) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (p *parts) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.body, p.heads, p.line, p.down, p.side, p.ring}
}
