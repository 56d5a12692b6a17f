package viewmodel

import (
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/graphview"
)

// graphMargins keep the picture clear of the buttons above it and the note below.
func graphMargins() graphview.Margins {
	return graphview.Margins{Left: 22, Top: 58, Right: 22, Bottom: 48}
}

// zoomStep is how much one press of a key, or one notch of a wheel, enlarges.
const zoomStep = 1.25

// Resize tells how large the window of the picture is, in points.
func (g *Graph) Resize(w, h float64) {
	cam := g.Camera.Get().Resize(w, h)
	if g.fitted && g.shown != nil {
		cam = g.shown.chart.Camera(w, h, graphMargins())
	}
	g.aim(cam)
}

// aim points the camera.
func (g *Graph) aim(cam graphview.Camera) {
	g.Camera.Set(cam)
	g.note()
}

// Fit shows everything.
func (g *Graph) Fit() {
	g.fitted = true
	if g.shown == nil {
		return
	}
	now := g.Camera.Get()
	if now.W > 0 && now.H > 0 {
		g.aim(g.shown.chart.Camera(now.W, now.H, graphMargins()))
	}
}

// limits takes over how far the chart may be zoomed.
func (g *Graph) limits() {
	now := g.Camera.Get()
	if now.W <= 0 || now.H <= 0 {
		return
	}
	all := g.shown.chart.Camera(now.W, now.H, graphMargins())
	now.Least, now.Most = all.Least, all.Most
	g.aim(now)
}

// Pan moves the picture by so many points.
func (g *Graph) Pan(dx, dy float64) {
	g.fitted = false
	g.aim(g.Camera.Get().Pan(dx, dy))
}

// ZoomAt enlarges by notches of a wheel; what is under the pointer stays there.
func (g *Graph) ZoomAt(x, y, notches float64) {
	if g.shown == nil {
		return
	}
	g.fitted = false
	factor := 1.0
	for range int(min(abs(notches), 8)) {
		factor *= zoomStep
	}
	rest := abs(notches) - float64(int(abs(notches)))
	factor *= 1 + rest*(zoomStep-1)
	if notches < 0 {
		factor = 1 / factor
	}
	g.aim(g.Camera.Get().ZoomAt(x, y, factor))
}

// Zoom enlarges by steps about the middle.
func (g *Graph) Zoom(steps float64) {
	c := g.Camera.Get()
	g.ZoomAt(c.W/2, c.H/2, steps)
}

func abs(x float64) float64 { return max(x, -x) }

// Centre moves the picture so that a point of the world is in the middle, as the
// overview asks for.
func (g *Graph) Centre(x, y float64) {
	c := g.Camera.Get()
	c.X, c.Y = x, y
	g.fitted = false
	g.aim(c)
}

// ZoomToSelection shows what is selected, large.
func (g *Graph) ZoomToSelection() {
	if g.shown == nil {
		return
	}
	p := g.Picture.Get()
	nodes := slices.Clone(p.Selected)
	for _, id := range p.SelectedClusters {
		if k := g.shown.chart.Hull(id); k >= 0 {
			nodes = append(nodes, g.shown.chart.Members(k)...)
		}
	}
	g.zoomTo(nodes)
}

func (g *Graph) zoomToCluster(id int) {
	if k := g.shown.chart.Hull(id); k >= 0 {
		g.zoomTo(g.shown.chart.Members(k))
	}
}

// zoomTo shows nodes as large as is still calm.
func (g *Graph) zoomTo(nodes []int32) {
	now := g.Camera.Get()
	if len(nodes) == 0 || now.W <= 0 {
		return
	}
	at := g.shown.chart.Places()
	b := graphview.Bounds{X0: float64(at[nodes[0]].X), Y0: float64(at[nodes[0]].Y), X1: float64(at[nodes[0]].X), Y1: float64(at[nodes[0]].Y)}
	for _, v := range nodes {
		x, y := float64(at[v].X), float64(at[v].Y)
		b = graphview.Bounds{X0: min(b.X0, x), Y0: min(b.Y0, y), X1: max(b.X1, x), Y1: max(b.Y1, y)}
	}
	all := g.shown.chart.Camera(now.W, now.H, graphMargins())
	cam := now
	cam.Least, cam.Most = all.Least, all.Most
	close := all.Zoom * 6 // one or two nodes are not blown up to the limit
	cam = cam.Fit(b.Grow(30), graphMargins())
	cam = cam.ZoomAt(cam.W/2, cam.H/2, min(1, close/cam.Zoom))
	g.fitted = false
	g.aim(cam)
}

// Find returns the accounts whose name holds a text, those that begin with it first,
// at most ten.
func (g *Graph) Find(text string) []string {
	const most = 10
	if g.data == nil || text == "" {
		return nil
	}
	text = strings.ToLower(text)
	var begin, hold []string
	for _, n := range g.data.people.Nodes {
		switch i := strings.Index(strings.ToLower(n.Key), text); {
		case i == 0 && len(begin) < most:
			begin = append(begin, n.Key)
		case i > 0 && len(hold) < most:
			hold = append(hold, n.Key)
		}
	}
	all := append(begin, hold...)
	return all[:min(most, len(all))]
}

// GoTo selects an account and brings it into the middle. It reports whether the
// run knows it.
func (g *Graph) GoTo(name string) bool {
	if g.data == nil {
		return false
	}
	if v, ok := g.data.byKey[name]; !ok || int(v) >= g.data.Accounts {
		return false
	}
	if g.choice.hidden[name] {
		g.act("show "+name, func(c *graphChoice) { c.hidden = c.hidden.without([]string{name}) }, false)
	}
	g.bench.Selection.Set(Select(casefile.AccountRef(name)))
	if v, ok := g.find(name); ok {
		at := g.shown.chart.Places()[v]
		g.Centre(float64(at.X), float64(at.Y))
	}
	return true
}
