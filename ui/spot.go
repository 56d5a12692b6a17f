package ui

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
)

// Spot returns where an account lies on the window's canvas, in points, and whether
// the graph is in front and shows it. Whoever helps a person to point asks it.
func (w *Window) Spot(account string) (fyne.Position, bool) {
	d := w.current()
	if d == nil || d.bench.Tab.Get() != viewmodel.TabGraph {
		return fyne.Position{}, false
	}
	chart := d.graph.Picture.Get().Chart
	if chart == nil {
		return fyne.Position{}, false
	}
	places := chart.Places()
	for i, n := range chart.View().Nodes {
		if n.Key == account {
			x, y := d.graph.Camera.Get().ToScreen(float64(places[i].X), float64(places[i].Y))
			corner := w.app.Driver().AbsolutePositionForObject(d.docs[viewmodel.TabGraph].Object())
			return corner.AddXY(float32(x), float32(y)), true
		}
	}
	return fyne.Position{}, false
}

// Prefer is what the person prefers, whichever case is open.
func (w *Window) Prefer() *viewmodel.Preferences { return w.prefs }

// Graph is the view model of the picture of the open case; nil when none is open.
// It belongs to the goroutine of the window.
func (w *Window) Graph() *viewmodel.Graph {
	if d := w.current(); d != nil {
		return d.graph
	}
	return nil
}

// Events is the view model of the single rows of the open case; nil when none is open.
// It belongs to the goroutine of the window.
func (w *Window) Events() *viewmodel.Events {
	if d := w.current(); d != nil {
		return d.events
	}
	return nil
}
