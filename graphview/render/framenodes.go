package render

import (
	"image/color"
	"math"

	"casebench/graphview"
)

// discs draws folded clusters, the largest first.
func (p *Painter) discs() {
	for k, h := range p.chart.Hulls() {
		left := 1 - p.open[k]
		if left <= 0.01 {
			continue
		}
		// On its way to its members the disc grows into the hull.
		r := float32(p.chart.DiscRadius(p.points, k) * p.scale)
		r += (max(float32(h.Radius()*p.cam.Zoom), r) - r) * p.open[k]
		x, y := p.hx[k], p.hy[k]
		if !p.near(x, y, 2*r) {
			continue
		}
		s := float32(p.scale)
		p.round(x, y, r+1.2*s, 0, p.colours.ground, 0.85*left)
		p.round(x, y, r, 0, p.colours.hull[k], 0.34*left)
		p.round(x, y, r-0.7*s, 1.4*s, p.colours.hull[k], 0.95*left)
		if p.clusterSelected(h.Cluster) {
			p.round(x, y, r+3*s, 2*s, p.colours.selection, left)
		}
		if o := p.options.Hover; o.Kind == graphview.HitDisc && o.Cluster == h.Cluster {
			p.round(x, y, r+3*s, 1.2*s, p.colours.text, 0.8*left)
		}
	}
}

// round draws a disc, or its edge when width is above 0. Discs have any size, so that
// a sprite of one would hardly be used again.
func (p *Painter) round(x, y, r, width float32, c color.NRGBA, alpha float32) {
	h := graphview.Hull{X: float64(x), Y: float64(y), RX: float64(r), RY: float64(r), Cos: 1}
	ellipse(p.into, h, ink{color: c, alpha: float64(alpha)}, float64(width))
}

func (p *Painter) clusterSelected(id int) bool {
	for _, c := range p.options.SelectedClusters {
		if c == id {
			return true
		}
	}
	return false
}

// near says whether something of that radius around a place can touch the picture.
func (p *Painter) near(x, y, r float32) bool {
	return x > -r && y > -r && x < float32(p.into.Rect.Max.X)+r && y < float32(p.into.Rect.Max.Y)+r
}

// nodes draws all nodes from the back to the front; those selected come with marks.
func (p *Painter) nodes() {
	looks := p.chart.Looks()
	usual := float32(p.chart.Radius(p.points) * p.scale)
	s := float32(p.scale)
	crowd := usual < 3*s && len(looks) > 2*graphview.FullLimit
	for _, v := range p.chart.Order() {
		alpha := p.alpha[v]
		if alpha <= 0.01 || !p.near(p.x[v], p.y[v], 3*usual+8*s) {
			continue
		}
		l := looks[v]
		switch {
		case l.Kind != graphview.Account:
			p.observable(v, alpha)
		case l.Hull < 0:
			p.sprites.stamp(p.into, disc, p.x[v], p.y[v], p.radius(v), 0, p.colours.rest, 0.75*alpha)
		default:
			r := usual * l.Share
			if r > 2.2*s && !crowd { // apart from its neighbours
				p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r+0.8*s, 0, p.colours.ground, 0.55*alpha)
			}
			p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r, 0, p.colours.hull[l.Hull], alpha)
		}
	}
}

// observable draws an outlined shape.
func (p *Painter) observable(v int32, alpha float32) {
	k := kindShape(p.chart.Looks()[v].Kind)
	r := float32(p.chart.NodeRadius(p.points, v) * p.scale)
	p.sprites.stamp(p.into, fillOf+k, p.x[v], p.y[v], r, 0, p.colours.surface, alpha)
	p.sprites.stamp(p.into, outlineOf+k, p.x[v], p.y[v], r, float32(1.2*p.scale), p.colours.text2, alpha)
}

// marks draws what is selected, pinned and under the pointer, over everything.
func (p *Painter) marks() {
	s := float32(p.scale)
	for _, v := range p.options.Selected {
		if p.shown(v) {
			p.halo(v, p.colours.selection, 1)
		}
	}
	for _, v := range p.options.Pinned {
		if p.shown(v) {
			r := p.radius(v)
			x, y := p.x[v]+0.75*r+2*s, p.y[v]-0.75*r-2*s
			p.sprites.stamp(p.into, disc, x, y, 3.4*s, 0, p.colours.ground, 0.9)
			p.sprites.stamp(p.into, disc, x, y, 2.3*s, 0, p.colours.text, 1)
		}
	}
	if h := p.options.Hover; h.Kind == graphview.HitNode && p.shown(h.Node) && !p.selected[h.Node] {
		p.halo(h.Node, p.colours.text, 0.75)
	}
}

// shown says whether a node can be seen by itself.
func (p *Painter) shown(v int32) bool {
	return v >= 0 && int(v) < len(p.alpha) && p.alpha[v] > 0.1 && p.near(p.x[v], p.y[v], float32(20*p.scale))
}

func (p *Painter) radius(v int32) float32 {
	return float32(p.chart.NodeRadius(p.points, v) * p.scale)
}

// halo draws a node again with a ring around it; a node too small for a ring takes
// the colour itself.
func (p *Painter) halo(v int32, c color.NRGBA, alpha float32) {
	s, r, l := float32(p.scale), p.radius(v), p.chart.Looks()[v]
	if r < 2.2*s {
		p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r+1.6*s, 0, p.colours.ground, 0.8*alpha)
		p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r+0.9*s, 0, c, alpha)
		return
	}
	gap := float32(math.Min(float64(0.8*r), 4*p.scale))
	p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r+gap, 0, p.colours.ground, 0.55*alpha)
	switch {
	case l.Kind != graphview.Account:
		p.observable(v, 1)
	case l.Hull < 0:
		p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r, 0, p.colours.rest, 1)
	default:
		p.sprites.stamp(p.into, disc, p.x[v], p.y[v], r, 0, p.colours.hull[l.Hull], 1)
	}
	p.sprites.stamp(p.into, circle, p.x[v], p.y[v], r+gap, 2*s, c, alpha)
}
