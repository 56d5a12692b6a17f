package viewmodel

import (
	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/layout"
)

// graphView is the name under which the graph's view state is kept.
const graphView = "graph"

// graphKept is what stays when the window is closed: what was looked at, and where
// everything lay. Accounts and values are kept by key, so that it outlives a run as
// far as it still fits.
type graphKept struct {
	Run    uint32                  `json:"run"`
	Values bool                    `json:"values"`
	Least  casefile.Bits           `json:"least_bits"`
	Hidden []string                `json:"hidden,omitempty"`
	Added  []string                `json:"added,omitempty"`
	Pins   map[string]layout.Point `json:"pins,omitempty"`
	Folds  map[int]graphview.Fold  `json:"folds,omitempty"`
	Places map[string]layout.Point `json:"places,omitempty"`
}

// remember keeps the view state in the background; of several in a row the newest.
func (g *Graph) remember() {
	if g.data == nil {
		return
	}
	c := g.choice
	g.bench.Keep(graphView, graphKept{Run: g.data.Run.ID, Values: c.Values, Least: c.Least, Hidden: c.hidden.list(), Added: c.added.list(), Pins: c.pins, Folds: c.folds, Places: g.places})
}

// recall takes up a view where it was left. Places of another run are another
// picture's; what a person pinned or hid stays.
func (g *Graph) recall(k graphKept, d *graphData) {
	if k.Run == 0 { // nothing was kept
		return
	}
	g.choice.Values, g.choice.Least = k.Values, k.Least
	g.choice.hidden, g.choice.added = keySet(k.Hidden), keySet(k.Added)
	if k.Pins != nil {
		g.choice.pins = k.Pins
	}
	if k.Run == d.Run.ID {
		g.places = k.Places
		if k.Folds != nil {
			g.choice.folds = k.Folds
		}
	}
}
