package render

import (
	"image"
	"image/color"
	"math"

	"casebench/graphview"
	"casebench/internal/glyph"
)

// PlacedLabel is a text of the last frame and what it covers, in pixels.
type PlacedLabel struct {
	Text string
	Box  image.Rectangle
}

// Placed returns the labels of the last frame, the most important first. The slice
// is good until the next frame.
func (p *Painter) Placed() []PlacedLabel { return p.labels.placed }

// labels is where texts stand in a frame.
type labels struct {
	placed []PlacedLabel
	crowd  []uint8 // nodes in each cell of crowdCell pixels
	cols   int
	rows   int
	quota  []int
	inView int // nodes
}

const crowdCell = 8

// Sizes of labels, in points, and how many of them there may be.
const (
	sizeName     = 13
	sizeLabel    = 12
	sizeMember   = 11
	haloWidth    = 2.0
	mostLabels   = 160
	mostSelected = 40
	areaPerLabel = 26_000 // square points of a hull for each label of a member
	roomy        = 1_900  // square points for each member from which all are labelled
	fewNodes     = 120    // in view, up to which strangers are labelled
	mostText     = 28     // characters
)

type faceSize struct {
	bold bool
	px   float32
}

// face returns a face at a size in points.
func (p *Painter) face(bold bool, size float64) *glyph.Face {
	k := faceSize{bold, float32(size * p.scale)}
	if f := p.faces[k]; f != nil {
		return f
	}
	font := p.fonts.Regular
	if bold {
		font = p.fonts.Bold
	}
	if font == nil {
		weight := graphview.Regular
		if bold {
			weight = graphview.Bold
		}
		var err error
		if font, err = glyph.Parse(graphview.FontBytes(weight, false)); err != nil {
			panic("render: embedded face: " + err.Error()) // its bytes are part of the program
		}
	}
	f := font.Face(k.px)
	p.faces[k] = f
	return f
}

// names writes labels, the most important first, each where it covers least; one
// that would cover another is left out.
func (p *Painter) names() {
	p.labels.placed = p.labels.placed[:0]
	if !p.options.Labels {
		return
	}
	p.crowd()
	named := int32(-1) // by the pointer
	if h := p.options.Hover; h.Kind == graphview.HitNode && p.shown(h.Node) {
		named = h.Node
		p.nodeName(named, true)
	}
	// A crowd that is selected is seen by its rings; names would hide it.
	if len(p.options.Selected) <= mostSelected {
		for _, v := range p.options.Selected {
			if v != named && p.shown(v) {
				p.nodeName(v, true)
			}
		}
	}
	for k := range p.chart.Hulls() {
		p.hullName(k)
	}
	p.memberNames()
}

// memberNames offers labels to observables, then to the most important accounts of
// each cluster, as many as its ground has room for.
func (p *Painter) memberNames() {
	hulls, looks, order := p.chart.Hulls(), p.chart.Looks(), p.chart.Order()
	l := &p.labels
	l.quota = resize(l.quota, len(hulls))
	window := p.points.W * p.points.H
	for k, h := range hulls {
		on := h.OnScreen(p.points)
		l.quota[k] = int(math.Min(math.Pi*on.RX*on.RY, window) * float64(p.open[k]) / areaPerLabel)
		if math.Pi*on.RX*on.RY > roomy*float64(h.Shown) {
			l.quota[k] = h.Shown
		}
	}
	strangers, observables := 0, 32
	if l.inView <= fewNodes {
		strangers = fewNodes
	}
	for i := len(order) - 1; i >= 0 && len(l.placed) < mostLabels; i-- {
		v := order[i]
		named := p.selected[v] && len(p.options.Selected) <= mostSelected || p.options.Hover.Kind == graphview.HitNode && p.options.Hover.Node == v
		if !p.shown(v) || named || p.alpha[v] < 0.6 {
			continue
		}
		left := &strangers
		switch k := looks[v].Hull; {
		case looks[v].Kind != graphview.Account:
			left = &observables
		case k >= 0:
			left = &l.quota[k]
		}
		if *left > 0 {
			*left--
			p.nodeName(v, false)
		}
	}
}

// crowd counts the nodes in every cell of the picture.
func (p *Painter) crowd() {
	l := &p.labels
	l.cols, l.rows = p.into.Rect.Dx()/crowdCell+1, p.into.Rect.Dy()/crowdCell+1
	l.crowd = resize(l.crowd, l.cols*l.rows)
	clear(l.crowd)
	l.inView = 0
	for v, a := range p.alpha {
		if a < 0.3 || !p.near(p.x[v], p.y[v], 0) {
			continue
		}
		l.inView++
		if c := &l.crowd[int(p.y[v])/crowdCell*l.cols+int(p.x[v])/crowdCell]; *c < 255 {
			*c++
		}
	}
}

// covered is about how many nodes lie in a box.
func (l *labels) covered(b image.Rectangle) (n int) {
	for row := max(b.Min.Y/crowdCell, 0); row <= min((b.Max.Y-1)/crowdCell, l.rows-1); row++ {
		for col := max(b.Min.X/crowdCell, 0); col <= min((b.Max.X-1)/crowdCell, l.cols-1); col++ {
			n += int(l.crowd[row*l.cols+col])
		}
	}
	return n
}

// clear says whether a box lies in the picture and on no other label.
func (l *labels) clear(b, picture image.Rectangle) bool {
	if !b.In(picture) {
		return false
	}
	for i := range l.placed {
		if l.placed[i].Box.Overlaps(b) {
			return false
		}
	}
	return true
}

// hullName writes the name of a cluster above it, or beneath, or beside a disc.
func (p *Painter) hullName(k int) {
	h := &p.chart.Hulls()[k]
	on := p.onScreen(*h)
	sin, cos := on.Sin, on.Cos
	tall, wide := math.Hypot(on.RX*sin, on.RY*cos), math.Hypot(on.RX*cos, on.RY*sin)
	text, colour := p.texts.hull(h, false), p.colours.text
	if p.open[k] < 0.5 {
		r := p.chart.DiscRadius(p.points, k) * p.scale
		tall, wide = r, r
	} else if wide > 60*p.scale && h.Note != "" {
		text = p.texts.hull(h, true)
	}
	size, bold := float64(sizeName), true
	if h.Size <= 3 { // a pair is no headline
		size, bold, colour = sizeMember, false, p.colours.text2
	}
	if p.clusterSelected(h.Cluster) {
		colour = p.colours.selection
	}
	face := p.face(bold, size)
	width := float64(face.Measure(text))
	x := on.X - width/2
	for _, base := range [2]float64{on.Y - tall - 6*p.scale, on.Y + tall + 15*p.scale} {
		if p.put(face, text, x, base, width, size, colour) {
			return
		}
	}
}

// nodeName writes the label of a node beside it.
func (p *Painter) nodeName(v int32, loud bool) {
	n, look := &p.chart.View().Nodes[v], p.chart.Looks()[v]
	text := p.texts.node(v, n)
	if text == "" {
		return
	}
	size, colour, most := float64(sizeMember), p.colours.text, 2
	switch {
	case loud:
		size, most = sizeLabel, math.MaxInt
	case look.Kind != graphview.Account:
		size, colour, most = sizeLabel, p.colours.text2, 6
	case look.Hull < 0:
		colour = p.colours.text2
	}
	face := p.face(loud, size)
	width := float64(face.Measure(text))
	x, y, s := float64(p.x[v]), float64(p.y[v]), p.scale
	gap := float64(p.radius(v)) + 4*s
	if loud {
		gap += 4 * s
	}
	rise := 0.34 * size * s
	places := [6][2]float64{
		{x + gap, y + rise}, {x - gap - width, y + rise},
		{x - width/2, y - gap}, {x - width/2, y + gap + 0.75*size*s},
		{x + 0.8*gap, y - 0.6*gap}, {x + 0.8*gap, y + 0.6*gap + 0.7*size*s},
	}
	best, fewest := -1, 0
	for i, at := range places {
		box := p.box(at[0], at[1], width, size)
		if covered := p.labels.covered(box); covered <= most && (best < 0 || covered < fewest) && p.labels.clear(box, p.into.Rect) {
			best, fewest = i, covered
		}
	}
	if best >= 0 {
		p.put(face, text, places[best][0], places[best][1], width, size, colour)
	}
}

// box is what a text covers; base is its baseline.
func (p *Painter) box(x, base, width, size float64) image.Rectangle {
	s := p.scale
	return image.Rect(int(math.Floor(x-2*s)), int(math.Floor(base-0.85*size*s)), int(math.Ceil(x+width+2*s)), int(math.Ceil(base+0.3*size*s)))
}

// put writes a text if there is room for it, and says whether there was.
func (p *Painter) put(face *glyph.Face, text string, x, base, width, size float64, c color.NRGBA) bool {
	box := p.box(x, base, width, size)
	if !p.labels.clear(box, p.into.Rect) {
		return false
	}
	ground := p.colours.ground
	ground.A = 225
	face.DrawOutlined(p.into, float32(x), float32(math.Round(base)), text, c, ground, float32(haloWidth*p.scale), p.into.Rect)
	p.labels.placed = append(p.labels.placed, PlacedLabel{Text: text, Box: box})
	return true
}

// texts keeps what labels of one view say.
type texts struct {
	view  *graphview.View
	nodes map[int32]string
	hulls map[[2]int]string
}

func (t *texts) of(v *graphview.View) {
	if t.view != v {
		*t = texts{view: v, nodes: map[int32]string{}, hulls: map[[2]int]string{}}
	}
}

func (t *texts) node(v int32, n *graphview.Node) string {
	s, ok := t.nodes[v]
	if !ok {
		s = graphview.Shorten(n.Text(), mostText)
		t.nodes[v] = s
	}
	return s
}

func (t *texts) hull(h *graphview.Hull, long bool) string {
	k := [2]int{h.Cluster, 0}
	if long {
		k[1] = 1
	}
	s, ok := t.hulls[k]
	if !ok {
		s = h.Text()
		if long {
			s += " accounts · " + graphview.Shorten(h.Note, 30)
		}
		t.hulls[k] = s
	}
	return s
}
