package viewmodel

import (
	"context"
	"maps"
	"sync/atomic"
	"time"

	"casebench/graphview/layout"
)

// How a picture settles: at most so many steps, shown at a rate that the eye can
// follow, until the nodes move less than this share of a link's length.
const (
	relaxSteps = 400
	relaxShown = 80 * time.Millisecond
	relaxQuiet = 0.012
)

// graphRelaxing is a layout that moves, or was paused.
type graphRelaxing struct {
	running bool
	stop    *atomic.Bool // asks the running work to stop where it is
	layout  *layout.Layout
	steps   int
}

// Relax lets the nodes settle from where they are, in the background; pins hold.
func (g *Graph) Relax() {
	if g.shown == nil || g.relaxed.running {
		return
	}
	if g.relaxed.layout == nil {
		g.past = append(g.past, graphAct{"relax layout", g.choice, g.places})
		g.tellBack()
	}
	from, pins := g.shown, g.choice.pins
	r := graphRelaxing{running: true, stop: &atomic.Bool{}, layout: g.relaxed.layout, steps: g.relaxed.steps}
	g.relaxed = r
	g.surround()
	g.relax.Run(func(ctx context.Context) func() {
		l, steps, err := r.layout, r.steps, error(nil)
		if l == nil {
			v := from.chart.View()
			if l, err = layout.From(ctx, v.Flat(), layout.Start{At: from.chart.Places(), Hold: 1}, layout.Options{Seed: from.data.Run.Seed, Groups: v.Groups()}); err != nil {
				return nil
			}
			for i, n := range v.Nodes {
				if p, ok := pins[n.Key]; ok {
					l.Pin(int32(i), p)
				}
			}
		}
		rested := false
		for last := time.Now(); steps < relaxSteps && !rested && !r.stop.Load(); steps++ {
			moved, err := l.Step(ctx)
			if err != nil {
				return nil
			}
			rested = moved < relaxQuiet
			if time.Since(last) >= relaxShown {
				last = time.Now()
				chart, at := from.chart.Moved(l.Places()), steps
				g.bench.Post(func() {
					if g.relaxed.stop == r.stop {
						g.relaxed.steps = at
						g.moved(chart)
						g.surround()
					}
				})
			}
		}
		chart := from.chart.Moved(l.Places())
		places := merged(nil, chart)
		return func() {
			g.relaxed = graphRelaxing{}
			if r.stop.Load() && !rested && steps < relaxSteps {
				g.relaxed = graphRelaxing{layout: l, steps: steps}
			}
			all := maps.Clone(g.places)
			maps.Copy(all, places)
			g.places = all
			g.moved(chart)
			g.surround()
			g.remember()
		}
	})
}

// Pause stops a layout that runs, and lets one that was stopped go on.
func (g *Graph) Pause() {
	switch {
	case g.relaxed.running:
		g.pauseRelaxing()
	case g.relaxed.layout != nil:
		g.Relax()
	}
}

// ResetLayout arranges everything afresh; pins hold.
func (g *Graph) ResetLayout() {
	if g.shown == nil {
		return
	}
	g.past = append(g.past, graphAct{"reset layout", g.choice, g.places})
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
