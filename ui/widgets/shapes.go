package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Dot is a small disc in a token's colour: a state, or a cluster. Words beside it
// say the same.
type Dot struct {
	widget.BaseWidget
	token theme.Token
}

// NewDot makes a dot.
func NewDot(token theme.Token) *Dot {
	d := &Dot{token: token}
	d.ExtendBaseWidget(d)
	return d
}

// SetToken changes the colour.
func (d *Dot) SetToken(t theme.Token) { d.token = t; d.Refresh() }

// CreateRenderer draws the dot; Fyne calls it.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	c := canvas.NewCircle(color.Transparent)
	return draw(&drawing{
		owner: d, objects: []fyne.CanvasObject{c},
		paint:  func() { c.FillColor = theme.Color(d.token) },
		layout: func(s fyne.Size) { place(c, middle(s.Width, px(9)), middle(s.Height, px(9)), px(9), px(9)) },
		min:    func() fyne.Size { return fyne.NewSquareSize(px(9)) },
	})
}

// Icon is one of our icons in a token's colour, which follows the theme.
type Icon struct {
	widget.BaseWidget
	name  string
	token theme.Token
	side  float32
}

// NewIcon makes an icon of 16 pixels.
func NewIcon(name string, token theme.Token) *Icon { return NewIconOf(name, token, theme.IconSize) }

// NewIconOf makes an icon of any size.
func NewIconOf(name string, token theme.Token, side float32) *Icon {
	i := &Icon{name: name, token: token, side: side}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the icon and its colour.
func (i *Icon) Set(name string, token theme.Token) { i.name, i.token = name, token; i.Refresh() }

// CreateRenderer draws the icon; Fyne calls it.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	img := icon()
	return draw(&drawing{
		owner: i, objects: []fyne.CanvasObject{img},
		paint: func() { img.Resource = theme.Icon(i.name, i.token) },
		layout: func(s fyne.Size) {
			side := px(i.side)
			place(img, middle(s.Width, side), middle(s.Height, side), side, side)
		},
		min: func() fyne.Size { return fyne.NewSquareSize(px(i.side)) },
	})
}

// Rule is a line of one pixel between things.
type Rule struct {
	widget.BaseWidget
	upright bool
}

// NewRule makes a level line.
func NewRule() *Rule { r := &Rule{}; r.ExtendBaseWidget(r); return r }

// NewUprightRule makes an upright line.
func NewUprightRule() *Rule { r := &Rule{upright: true}; r.ExtendBaseWidget(r); return r }

// CreateRenderer draws the line; Fyne calls it.
func (r *Rule) CreateRenderer() fyne.WidgetRenderer {
	l := canvas.NewRectangle(color.Transparent)
	return draw(&drawing{
		owner: r, objects: []fyne.CanvasObject{l},
		paint: func() { l.FillColor = theme.Color(theme.Line) },
		layout: func(s fyne.Size) {
			if r.upright {
				place(l, 0, 0, 1, s.Height)
			} else {
				place(l, 0, 0, s.Width, 1)
			}
		},
		min: func() fyne.Size { return fyne.NewSize(1, 1) },
	})
}

// Ground is a plain area in a token's colour that follows the theme; it lies
// behind others in a stack. Canvases are cleared in the colour of the surface, so
// that a Ground of that token has nothing to paint: where the processor draws, every
// large area costs the whole window milliseconds a frame.
type Ground struct {
	widget.BaseWidget
	token theme.Token
}

// NewGround makes an area.
func NewGround(token theme.Token) *Ground {
	g := &Ground{token: token}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer draws the area; Fyne calls it.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(color.Transparent)
	return draw(&drawing{
		owner: g, objects: []fyne.CanvasObject{r},
		paint: func() {
			r.FillColor = color.Transparent
			if g.token != theme.Surface {
				r.FillColor = theme.Color(g.token)
			}
		},
		layout: func(s fyne.Size) { place(r, 0, 0, s.Width, s.Height) },
		min:    func() fyne.Size { return fyne.NewSize(1, 1) },
	})
}

// Panel is a raised card that floats over a picture: surface, a line, round
// corners.
type Panel struct {
	widget.BaseWidget
	content fyne.CanvasObject
	pad     float32
}

// NewPanel puts content on a card with twelve pixels around it.
func NewPanel(content fyne.CanvasObject) *Panel { return NewPanelPadded(content, 12) }

// NewPanelPadded puts content on a card with a given space around it.
func NewPanelPadded(content fyne.CanvasObject, pad float32) *Panel {
	p := &Panel{content: content, pad: pad}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer draws the card; Fyne calls it.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	card := box(theme.Radius)
	return draw(&drawing{
		owner: p, objects: []fyne.CanvasObject{card, p.content},
		paint: func() {
			card.FillColor, card.StrokeColor, card.StrokeWidth = theme.Color(theme.Surface), theme.Color(theme.Line), 1
		},
		layout: func(s fyne.Size) {
			pad := px(p.pad)
			place(card, 0, 0, s.Width, s.Height)
			place(p.content, pad, pad, s.Width-2*pad, s.Height-2*pad)
		},
		min: func() fyne.Size { return p.content.MinSize().AddWidthHeight(2*px(p.pad), 2*px(p.pad)) },
	})
}
