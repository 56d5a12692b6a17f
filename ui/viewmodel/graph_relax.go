package viewmodel

import (
	"context"
	"maps"
	"math"
	"sync/atomic"
	"time"

	"casebench/graphview"
	"casebench/graphview/layout"
)

// How a picture settles: at most so many steps, shown at a rate that the eye can
// follow, until the nodes move less than this share of a link's length.
const (
	relaxSteps = 400
	relaxShown = 80 * time.Millisecond
	relaxQuiet = 0.004
)

// graphRelaxing is a layout that moves, or was paused.
type graphRelaxing struct {
	running bool
	fit     bool         // its places are in units of its own
	stop    *atomic.Bool // asks the running work to stop where it is
	layout  *layout.Layout
	steps   int
}

// Relax lets what came in find its place, and makes room for what was moved and
// pinned; what was at rest holds on to where it is.
func (g *Graph) Relax() { g.settle("relax layout", false) }

// ArrangeByLinks lets links alone decide where accounts lie, from their communities
// on.
func (g *Graph) ArrangeByLinks() {
	g.fitted = true
	g.settle("arrange by links", true)
}

// settle runs a layout in the background and shows it as it goes.
func (g *Graph) settle(name string, afresh bool) {
	if g.shown == nil || g.relaxed.running {
		return
	}
	if g.relaxed.layout == nil || g.relaxed.fit != afresh {
		g.past = append(g.past, graphAct{name, g.choice, g.places})
		g.tellBack()
		g.relaxed = graphRelaxing{fit: afresh}
	}
	g.relaxed.running, g.relaxed.stop = true, &atomic.Bool{}
	from, rest, pins, r := g.shown, g.rest, g.choice.pins, g.relaxed
	g.surround()
	g.relax.Run(func(ctx context.Context) func() {
		if r.layout == nil {
			var err error
			if r.layout, err = begin(ctx, from, rest, pins, afresh); err != nil {
				return nil
			}
		}
		rested := false
		for last := time.Now(); r.steps < relaxSteps && !rested && !r.stop.Load(); r.steps++ {
			moved, err := r.layout.Step(ctx)
			if err != nil {
				return nil
			}
			rested = moved < relaxQuiet
			if time.Since(last) >= relaxShown {
				last = time.Now()
				g.showStep(r, r.chart(from, pins))
			}
		}
		chart := r.chart(from, pins)
		places := merged(nil, chart)
		return func() {
			if g.shown == nil || g.shown.chart.View() != chart.View() {
				return // another picture came meanwhile
			}
			g.relaxed = graphRelaxing{}
			if r.stop.Load() && !rested && r.steps < relaxSteps {
				g.relaxed = graphRelaxing{fit: r.fit, layout: r.layout, steps: r.steps}
			}
			g.places = overlaid(g.places, places)
			g.rest = overlaid(g.rest, places)
			g.movedTo(chart)
			g.surround()
			g.remember()
		}
	})
}

// begin makes the layout: from what was at rest, with pins where they are now, or
// from the communities alone.
func begin(ctx context.Context, s *graphShown, rest, pins map[string]layout.Point, afresh bool) (*layout.Layout, error) {
	v := s.chart.View()
	o := layout.Options{Seed: s.data.Run.Seed, Groups: v.Groups()}
	if afresh {
		return layout.New(ctx, v.Flat(), o)
	}
	start := layout.Start{At: make([]layout.Point, len(v.Nodes)), Known: make([]bool, len(v.Nodes)), Hold: 1}
	copy(start.At, s.chart.Places())
	for i, n := range v.Nodes {
		if p, ok := rest[n.Key]; ok {
			start.At[i], start.Known[i] = p, true
		}
	}
	l, err := layout.From(ctx, v.Flat(), start, o)
	if err != nil {
		return nil, err
	}
	for i, n := range v.Nodes {
		if p, ok := pins[n.Key]; ok {
			l.Pin(int32(i), p)
		}
	}
	return l, nil
}

// chart is the picture as the layout has it now, in the units of the frame.
func (r *graphRelaxing) chart(s *graphShown, pins map[string]layout.Point) *graphview.Chart {
	at := r.layout.Places()
	if r.fit {
		strew(s.chart.View(), at)
		intoFrame(at)
	}
	for i, n := range s.chart.View().Nodes {
		if p, ok := pins[n.Key]; ok {
			at[i] = p
		}
	}
	return s.chart.Moved(at)
}

// strew takes the components of a few nodes from where the layout has lined them up
// and strews them around the others.
func strew(v *graphview.View, at []layout.Point) {
	const golden = 2.399963
	of, count := v.Flat().Components()
	few := max(4, len(at)/50) // nodes of a component that says little by where it lies
	size := make([]int, count)
	mid := make([]layout.Point, count)
	for i, k := range of {
		size[k]++
		mid[k].X += at[i].X
		mid[k].Y += at[i].Y
	}
	var lo, hi layout.Point
	large := false
	for i, k := range of {
		if size[k] <= few {
			continue
		}
		if !large {
			lo, hi, large = at[i], at[i], true
		}
		lo = layout.Point{X: min(lo.X, at[i].X), Y: min(lo.Y, at[i].Y)}
		hi = layout.Point{X: max(hi.X, at[i].X), Y: max(hi.Y, at[i].Y)}
	}
	if !large {
		return
	}
	rx, ry := float64(hi.X-lo.X)*0.62, float64(hi.Y-lo.Y)*0.62
	rx = max(rx, ry*frameW/frameH*0.8)
	move := make([]layout.Point, count)
	n := 0
	for k := range move {
		if size[k] <= few {
			turn, far := golden*float64(n), 1+0.36*math.Mod(math.Sqrt2*float64(n), 1)
			x := float64(lo.X+hi.X)/2 + far*rx*math.Cos(turn)
			y := float64(lo.Y+hi.Y)/2 + far*ry*math.Sin(turn)
			move[k] = layout.Point{X: float32(x) - mid[k].X/float32(size[k]), Y: float32(y) - mid[k].Y/float32(size[k])}
			n++
		}
	}
	for i, k := range of {
		at[i].X += move[k].X
		at[i].Y += move[k].Y
	}
}

// intoFrame makes places as large as the frame allows.
func intoFrame(at []layout.Point) {
	if len(at) == 0 {
		return
	}
	lo, hi := at[0], at[0]
	for _, p := range at {
		lo = layout.Point{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}
		hi = layout.Point{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	scale := min(frameW/max(hi.X-lo.X, 1e-3), frameH/max(hi.Y-lo.Y, 1e-3))
	for i, p := range at {
		at[i] = layout.Point{X: frameW/2 + scale*(p.X-(lo.X+hi.X)/2), Y: frameH/2 + scale*(p.Y-(lo.Y+hi.Y)/2)}
	}
}

// showStep shows a layout on its way, unless it was stopped meanwhile.
func (g *Graph) showStep(r graphRelaxing, chart *graphview.Chart) {
	g.bench.Post(func() {
		if g.relaxed.running && g.relaxed.stop == r.stop && g.shown.chart.View() == chart.View() {
			g.relaxed.steps = r.steps
			g.movedTo(chart)
			g.surround()
		}
	})
}

// movedTo shows the picture with its nodes elsewhere, whole if it was seen whole.
func (g *Graph) movedTo(c *graphview.Chart) {
	g.moved(c)
	if g.fitted {
		g.Fit()
	}
}

func overlaid(under, over map[string]layout.Point) map[string]layout.Point {
	out := maps.Clone(under)
	if out == nil {
		out = map[string]layout.Point{}
	}
	maps.Copy(out, over)
	return out
}

// Pause stops a layout that runs, and lets one that was stopped go on.
func (g *Graph) Pause() {
	switch {
	case g.relaxed.running:
		g.pauseRelaxing()
	case g.relaxed.layout != nil:
		g.settle("", g.relaxed.fit)
	}
}

// ResetLayout arranges everything afresh, each cluster in a field of its own; pins
// hold.
func (g *Graph) ResetLayout() {
	if g.shown == nil {
		return
	}
	g.past = append(g.past, graphAct{"arrange by cluster", g.choice, g.places})
	g.tellBack()
	g.fitted = true
	g.rebuild(freshPlaces)
}

func (g *Graph) pauseRelaxing() {
	if g.relaxed.stop != nil {
		g.relaxed.stop.Store(true)
	}
}

// stopRelaxing ends a layout for good: the picture is about to be another.
func (g *Graph) stopRelaxing() {
	g.relax.Cancel()
	g.relaxed = graphRelaxing{}
}
