package viewmodel

import (
	"casebench/casefile"
	"casebench/casefile/timeline"
)

// Route is where a person is: the document in front, the filter and the time
// looked at. It is comparable; what is selected goes along but makes no new place.
type Route struct {
	Tab    Tab
	Filter string
	Window timeline.Window
}

// place is a Route with what was selected there.
type place struct {
	Route
	selection Selection
}

// Routes is the way that a person came: back to where they were, and forward again.
type Routes struct {
	Can *Value[Ways]

	bench   *Bench
	back    []place
	forward []place
	here    place
	moving  bool
	stops   Stops
}

// Ways says where one can go.
type Ways struct{ Back, Forward bool }

// routesKept is how many steps back are remembered.
const routesKept = 200

// NewRoutes begins at where the bench is now and follows it.
func NewRoutes(b *Bench) *Routes {
	r := &Routes{Can: Of(Ways{}), bench: b}
	r.here = r.now()
	r.stops.Add(
		b.Tab.Follow(func(Tab) { r.moved() }),
		b.Filter.Follow(func(string) { r.moved() }),
		b.Window.Follow(func(timeline.Window) { r.moved() }),
		b.Settled.Follow(func(int) { r.moved() }),
		b.Selection.Follow(func(s Selection) {
			if !r.moving {
				r.here.selection = s
			}
		}),
	)
	return r
}

// Spot is where a person is, as a case keeps it while it is locked.
type Spot struct {
	Tab      Tab             `json:"tab"`
	Filter   string          `json:"filter"`
	Window   timeline.Window `json:"window"`
	Selected []string        `json:"selected"`
}

// Spot returns where the person is.
func (r *Routes) Spot() Spot {
	p := r.now()
	return Spot{p.Tab, p.Filter, p.Window, refs(p.selection.Refs)}
}

// GoTo goes to where somebody was; the zero Spot is nowhere.
func (r *Routes) GoTo(s Spot) {
	if s.Tab == "" {
		return
	}
	var list []casefile.Ref
	for _, text := range s.Selected {
		if ref, err := casefile.ParseRef(text); err == nil {
			list = append(list, ref)
		}
	}
	r.visit(place{Route{s.Tab, s.Filter, s.Window}, Select(list...)})
}

func (r *Routes) now() place {
	b := r.bench
	return place{Route{b.Tab.Get(), b.Filter.Get(), b.Window.Get()}, b.Selection.Get()}
}

// moved notes that the bench is somewhere else now.
func (r *Routes) moved() {
	if r.moving || r.bench.moving || r.now().Route == r.here.Route {
		return
	}
	r.back = append(r.back, r.here)
	if len(r.back) > routesKept {
		r.back = r.back[1:]
	}
	r.forward = nil
	r.here = r.now()
	r.tell()
}

// Back goes to where the bench was before; at the beginning it does nothing.
func (r *Routes) Back() { r.step(&r.back, &r.forward) }

// Forward goes again to where Back came from.
func (r *Routes) Forward() { r.step(&r.forward, &r.back) }

func (r *Routes) step(from, to *[]place) {
	if len(*from) == 0 {
		return
	}
	*to = append(*to, r.here)
	last := len(*from) - 1
	r.visit((*from)[last])
	*from = (*from)[:last]
	r.tell()
}

func (r *Routes) visit(p place) {
	r.moving = true
	r.here = p
	r.bench.Filter.Set(p.Filter)
	r.bench.Window.Set(p.Window)
	r.bench.Selection.Set(p.selection)
	r.bench.Tab.Set(p.Tab)
	r.moving = false
}

func (r *Routes) tell() { r.Can.Set(Ways{len(r.back) > 0, len(r.forward) > 0}) }

// Close ends following.
func (r *Routes) Close() { r.stops.Stop() }
