package viewmodel

import (
	"context"
	"maps"
	"slices"

	"casebench/graphview"
	"casebench/graphview/layout"
	"casebench/internal/progress"
)

// graphDrag is nodes that hang on the pointer.
type graphDrag struct {
	nodes  []int32
	from   []layout.Point // of all nodes, before
	x0, y0 float64        // of the world: where they were taken
	x1, y1 float64        // and where the pointer is
	moved  bool
}

// DragNode takes a node of the view by a point of the window: the node alone, or
// with it all that is selected when it is. MoveDrag moves it and EndDrag pins it.
func (g *Graph) DragNode(node int32, x, y float64) {
	if g.shown == nil {
		return
	}
	g.stopRelaxing()
	nodes := []int32{node}
	if sel := g.Picture.Get().Selected; slices.Contains(sel, node) && len(sel) > 1 {
		nodes = slices.Clone(sel)
	}
	x0, y0 := g.Camera.Get().ToWorld(x, y)
	g.drag = graphDrag{nodes: nodes, from: g.shown.chart.Places(), x0: x0, y0: y0}
	g.setHover(graphview.Hit{Kind: graphview.HitNode, Node: node})
	g.Tip.Set(GraphTip{})
}

// MoveDrag moves what was taken to a point of the window.
func (g *Graph) MoveDrag(x, y float64) {
	if g.drag.nodes == nil || g.shown == nil {
		return
	}
	g.drag.moved = true
	g.drag.x1, g.drag.y1 = g.Camera.Get().ToWorld(x, y)
	d, chart := g.drag, g.shown.chart
	g.move.run(func(context.Context) func() {
		next := d.carry(chart)
		return func() {
			if g.shown != nil && g.shown.chart.View() == next.View() {
				g.moved(next)
			}
		}
	})
}

// EndDrag lets go: what was moved is pinned where it is.
func (g *Graph) EndDrag() {
	d := g.drag
	g.drag = graphDrag{}
	if d.nodes == nil || !d.moved || g.shown == nil {
		return
	}
	was, chart := graphAct{"move " + countOf(len(d.nodes), "node"), g.choice, g.places}, g.shown.chart
	// In the place of the last move, if that is still on its way.
	g.move.run(func(context.Context) func() {
		next := d.carry(chart)
		return func() {
			if g.shown == nil || g.shown.chart.View() != next.View() {
				return
			}
			g.past = append(g.past, was)
			g.tellBack()
			places := maps.Clone(g.places)
			for _, v := range d.nodes {
				places[next.View().Nodes[v].Key] = next.Places()[v]
			}
			g.places = places
			g.moved(next)
			g.pin(d.nodes)
		}
	})
}

// carry returns the chart with the nodes where the pointer is.
func (d graphDrag) carry(chart *graphview.Chart) *graphview.Chart {
	at := slices.Clone(d.from)
	for _, v := range d.nodes {
		at[v].X += float32(d.x1 - d.x0)
		at[v].Y += float32(d.y1 - d.y0)
	}
	return chart.Moved(at)
}

// inTurn does work in the background one after the other; of what comes while it is
// busy only the newest is done. Unlike with Latest, what has begun is finished and
// shown.
type inTurn struct {
	bench *Bench
	busy  bool
	next  func(context.Context) func()
}

func newInTurn(b *Bench) *inTurn { return &inTurn{bench: b} }

func (t *inTurn) run(work func(context.Context) (show func())) {
	if t.busy {
		t.next = work
		return
	}
	t.busy = true
	t.bench.read.Go("read", func(ctx context.Context, _ progress.Reporter) error {
		show := work(ctx)
		t.bench.Post(func() {
			t.busy = false
			if next := t.next; next != nil {
				t.next = nil
				t.run(next)
			}
			if show != nil {
				show()
			}
		})
		return nil
	})
}
