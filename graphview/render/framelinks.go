package render

import (
	"math"

	"casebench/graphview"
)

// Opacities of links that nobody has judged, when few are in view.
const (
	opacityFirm      = 0.44
	opacityFair      = 0.34
	opacityTentative = 0.36
	acrossShare      = 0.55 // of a link between clusters
	densest          = 0.78 // however many lie over one another
)

// quietLinks draws the links that no person has judged, all in one go.
func (p *Painter) quietLinks() {
	p.sift()
	links, looks := p.chart.Links(), p.chart.Looks()
	p.relax()
	coarse := len(p.inView) > coarseFrom && p.scale < 1.3
	whole := p.whole()
	// The more there are, the less each one says.
	crowd := math.Pow(min(900/float64(max(len(p.inView), 1)), 1), 0.38)
	dashes := len(p.inView) < 6000
	var weights [3]float32
	for kind, opacity := range []float64{opacityTentative, opacityFair, opacityFirm} {
		weights[kind] = weight(opacity * crowd)
	}
	width := float32(0.95 * p.scale)
	long := float32(150 * p.scale)
	for _, i := range p.inView {
		l := links[i]
		if l.Kind.Judged() {
			continue
		}
		x0, y0, x1, y1, share := p.x[l.A], p.y[l.A], p.x[l.B], p.y[l.B], float32(1)
		if !whole {
			if x0, y0, x1, y1, share = p.ends(l); share <= 0.01 {
				continue
			}
		}
		w := weights[l.Kind] * share
		if l.Across {
			w *= acrossShare
		} else if k := looks[l.A].Hull; k >= 0 {
			w *= p.ease[k]
		}
		// A long line crosses more than a short one.
		if d := hypot32(x1-x0, y1-y0); d > long {
			w *= max(long/d, 0.4)
		}
		on, off := float32(0), float32(0)
		if dashes && l.Kind == graphview.Tentative {
			on, off = float32(4*p.scale), float32(3.2*p.scale)
		}
		if coarse {
			if abs(x1-x0) < 1.5 && abs(y1-y0) < 1.5 { // under its nodes
				continue
			}
			p.density.coarse(x0, y0, x1, y1, w)
			continue
		}
		p.density.line(x0, y0, x1, y1, width, w, on, off)
	}
	p.density.lay(p.into, p.colours.text2, densest)
}

// relax makes single links fainter where everybody is linked with everybody, since
// there each one says little.
func (p *Painter) relax() {
	hulls := p.chart.Hulls()
	p.ease = resize(p.ease, len(hulls))
	for k := range hulls {
		p.ease[k] = float32(min(math.Pow(2.6/max(hulls[k].Density, 0.1), 0.6), 1))
	}
}

// coarseFrom is how many links in view are drawn without smoothing: among so many
// nobody sees it.
const coarseFrom = 20_000

// whole says whether every link is drawn from node to node in full.
func (p *Painter) whole() bool {
	for _, t := range p.open {
		if t < 1 {
			return false
		}
	}
	return p.options.Dimmed == nil
}

// sift finds the links that may touch the picture.
func (p *Painter) sift() {
	w, h := float32(p.into.Rect.Dx()), float32(p.into.Rect.Dy())
	p.inView = p.inView[:0]
	looks, whole := p.chart.Looks(), p.whole()
	for i, l := range p.chart.Links() {
		ax, ay, bx, by := p.x[l.A], p.y[l.A], p.x[l.B], p.y[l.B]
		if ax < 0 && bx < 0 || ay < 0 && by < 0 || ax > w && bx > w || ay > h && by > h {
			continue
		}
		if l.Kind == graphview.Denied && p.options.HideDenied {
			continue
		}
		if !whole && p.bundled(looks[l.A].Hull, looks[l.B].Hull) {
			continue
		}
		p.inView = append(p.inView, int32(i))
	}
}

// bundled says whether links between two hulls are not drawn one by one.
func (p *Painter) bundled(a, b int32) bool {
	return a >= 0 && b >= 0 && p.open[a] < 0.5 && p.open[b] < 0.5
}

// ends returns where a link is drawn and how much of it is there. At a folded
// cluster it ends in the middle of the disc; between two folded clusters, or within
// one, bundles stand in for it.
func (p *Painter) ends(l graphview.Link) (x0, y0, x1, y1, share float32) {
	looks := p.chart.Looks()
	ka, kb := looks[l.A].Hull, looks[l.B].Hull
	x0, y0, share = p.end(l.A, ka, 1)
	x1, y1, share = p.end(l.B, kb, share)
	if share == 0 || p.bundled(ka, kb) {
		return 0, 0, 0, 0, 0
	}
	if o := p.options.Dimmed; o != nil && (o[l.A] || o[l.B]) {
		share *= dimmed
	}
	return x0, y0, x1, y1, share
}

func (p *Painter) end(v, hull int32, share float32) (x, y, left float32) {
	if hull < 0 || p.open[hull] == 1 {
		return p.x[v], p.y[v], share
	}
	t := p.open[hull]
	if t >= 0.5 {
		return p.x[v], p.y[v], share * (2*t - 1)
	}
	return p.hx[hull], p.hy[hull], share * (1 - 2*t)
}

// mostBundles is how many lines between folded clusters are drawn: the heaviest.
const mostBundles = 900

// bundles draws links between folded clusters, added up: the more, the heavier.
func (p *Painter) bundles() {
	var by [64]int // folded bundles by their links
	folded := 0
	for _, b := range p.chart.Bundles() {
		if p.open[b.A] < 0.5 && p.open[b.B] < 0.5 {
			by[min(b.Links, 63)]++
			folded++
		}
	}
	if folded == 0 {
		return
	}
	least := 63
	for drawn := by[63]; least > 1 && drawn+by[least-1] <= mostBundles; least-- {
		drawn += by[least-1]
	}
	crowd := math.Pow(min(60/float64(min(folded, mostBundles)), 1), 0.45)
	for _, b := range p.chart.Bundles() {
		ta, tb := p.open[b.A], p.open[b.B]
		if ta >= 0.5 || tb >= 0.5 || b.Links < least {
			continue
		}
		much := math.Log2(1 + float64(b.Links))
		width := float32(min(0.7+0.45*much*crowd, 5) * p.scale)
		w := weight(min(0.1+0.05*much, 0.5)*crowd) * (1 - 2*ta) * (1 - 2*tb)
		p.density.line(p.hx[b.A], p.hy[b.A], p.hx[b.B], p.hy[b.B], width, w, 0, 0)
	}
	p.density.lay(p.into, p.colours.text2, densest)
}

// loudLinks draws what a person judged, then what is selected or under the pointer.
func (p *Painter) loudLinks() {
	links := p.chart.Links()
	// Among small nodes a heavy line is a beam.
	slim := min(max(p.chart.Radius(p.points)/3.2, 0.5), 1)
	for _, i := range p.inView {
		l := links[i]
		switch l.Kind {
		case graphview.Confirmed:
			p.stroke(l, 1.7*slim, ink{p.colours.text2, 0.9}, 0, 0)
		case graphview.Unsure:
			p.stroke(l, 1.2*slim, ink{p.colours.text2, 0.7}, 2, 3)
		case graphview.Denied:
			p.stroke(l, 1.1*slim, ink{p.colours.bad, 0.7}, 4, 4)
			p.cross(l)
		}
	}
	switch h := p.options.Hover; {
	case h.Kind == graphview.HitEdge && int(h.Edge) < len(links):
		p.stroke(links[h.Edge], 1.8, ink{p.colours.text, 0.85}, 0, 0)
	case h.Kind == graphview.HitNode:
		for _, i := range p.inView {
			if l := links[i]; l.A == h.Node || l.B == h.Node {
				p.stroke(l, 1.2*slim, ink{p.colours.text, 0.7}, 0, 0)
			}
		}
	}
	for _, i := range p.options.SelectedLinks {
		if i < 0 || int(i) >= len(links) {
			continue
		}
		on, off := 0.0, 0.0
		if links[i].Kind == graphview.Tentative {
			on, off = 7, 4
		}
		p.stroke(links[i], 2.4, ink{p.colours.selection, 1}, on, off)
	}
}

// stroke draws one link by itself; lengths are points.
func (p *Painter) stroke(l graphview.Link, width float64, k ink, on, off float64) {
	x0, y0, x1, y1, share := p.ends(l)
	if share <= 0.01 {
		return
	}
	k.alpha *= float64(share)
	a, b := graphview.Spot{X: float64(x0), Y: float64(y0)}, graphview.Spot{X: float64(x1), Y: float64(y1)}
	a, b, ok := p.clip(a, b)
	if !ok {
		return
	}
	canvas := canvas{img: p.into}
	if on <= 0 {
		canvas.segment(a, b, width*p.scale, k)
		return
	}
	length := math.Hypot(b.X-a.X, b.Y-a.Y)
	for from := 0.0; from < length; from += (on + off) * p.scale {
		to := min(from+on*p.scale, length)
		canvas.segment(along(a, b, from/length), along(a, b, to/length), width*p.scale, k)
	}
}

// cross marks the middle of a link that a person denied.
func (p *Painter) cross(l graphview.Link) {
	x0, y0, x1, y1, share := p.ends(l)
	if hypot32(x1-x0, y1-y0) < float32(26*p.scale) || share <= 0.01 {
		return
	}
	x, y, r := float64(x0+x1)/2, float64(y0+y1)/2, 3*p.scale
	if x < -r || y < -r || x > p.cam.W+r || y > p.cam.H+r {
		return
	}
	canvas := canvas{img: p.into}
	k := ink{p.colours.bad, 0.9 * float64(share)}
	canvas.segment(graphview.Spot{X: x - r, Y: y - r}, graphview.Spot{X: x + r, Y: y + r}, 1.3*p.scale, k)
	canvas.segment(graphview.Spot{X: x - r, Y: y + r}, graphview.Spot{X: x + r, Y: y - r}, 1.3*p.scale, k)
}

// clip cuts a line to the picture and a little around it (Liang, Barsky 1984).
func (p *Painter) clip(a, b graphview.Spot) (graphview.Spot, graphview.Spot, bool) {
	const around = 8
	t0, t1 := 0.0, 1.0
	dx, dy := b.X-a.X, b.Y-a.Y
	for _, c := range [4][2]float64{{-dx, a.X + around}, {dx, p.cam.W + around - a.X}, {-dy, a.Y + around}, {dy, p.cam.H + around - a.Y}} {
		switch {
		case c[0] == 0 && c[1] < 0:
			return a, b, false
		case c[0] < 0:
			t0 = max(t0, c[1]/c[0])
		case c[0] > 0:
			t1 = min(t1, c[1]/c[0])
		}
	}
	if t0 > t1 {
		return a, b, false
	}
	return along(a, b, t0), along(a, b, t1), true
}
