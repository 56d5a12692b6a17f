package graphview

import (
	"context"
	"slices"

	"casebench/graphview/layout"
)

// FigureOptions say what a figure looks like. The zero value is 1600 by 1000 points
// in the light palette, without words around it.
type FigureOptions struct {
	Width, Height float64
	Palette       Palette
	Title         string
	Subtitle      string
	Recipe        string // how the figure can be made again; small, at the foot
	Seed          uint64
}

// Draw lays out a view and composes the scene of a figure: hulls, links, nodes,
// names, legend, how much of the whole is shown, recipe. It stops soon after ctx
// ends and returns its error.
func Draw(ctx context.Context, v *View, o FigureOptions) (*Scene, error) {
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 1600, 1000
	}
	if o.Palette == nil {
		o.Palette = Light()
	}
	measure, err := newRuler()
	if err != nil {
		return nil, err
	}
	f := &figure{view: v, options: o, measure: measure}
	f.rank = rankBySize(v.Clusters)
	f.frame()
	if err := f.place(ctx); err != nil {
		return nil, err
	}
	f.scene = &Scene{Width: o.Width, Height: o.Height, Palette: o.Palette, Description: f.describe()}
	f.scene.add(Box{W: o.Width, H: o.Height, Fill: ink(Ground)})
	f.hulls()
	f.links()
	f.marks()
	f.names()
	f.surround()
	return f.scene, nil
}

// figure is one call of Draw.
type figure struct {
	view    *View
	options FigureOptions
	measure *ruler
	scene   *Scene

	rank    map[int]int // Cluster.ID -> rank by size, from 0
	top     float64     // of the plane
	foot    float64
	legend  legend
	at      []Spot // nodes
	r       []float64
	ovals   []Oval // hulls, the largest first, with the ID of its cluster
	of      []int
	taken   []span // where a label may not go
	crowded *grid
	density map[int]float64 // links drawn for each node of a cluster
}

// rankBySize gives every cluster, by its ID, its place in order of size, so that
// colours are the same in every view of a case.
func rankBySize(clusters []Cluster) map[int]int {
	order := slices.Clone(clusters)
	slices.SortStableFunc(order, func(a, b Cluster) int {
		if a.Size != b.Size {
			return b.Size - a.Size
		}
		return a.ID - b.ID
	})
	rank := make(map[int]int, len(order))
	for i, c := range order {
		rank[c.ID] = i
	}
	return rank
}

// frame decides how much room title, legend and foot take.
func (f *figure) frame() {
	f.top = 10
	if f.options.Title != "" {
		f.top = 50
	}
	if f.options.Subtitle != "" {
		f.top += 18
	}
	f.foot = f.options.Height - 34
	f.legend = f.newLegend()
}

// place finds where nodes and hulls lie.
func (f *figure) place(ctx context.Context) error {
	groups, hulls := groupsOf(f.view)
	o := f.options
	packed, err := layout.Pack(ctx, f.view.ties, layout.Frame{
		W: float32(o.Width), H: float32(f.foot - f.top), Groups: groups, Seed: o.Seed,
		Taken: []layout.Rect{{
			X: float32(f.legend.x), Y: float32(f.legend.y - f.top), W: float32(f.legend.w), H: float32(f.legend.h),
		}},
	})
	if err != nil {
		return err
	}
	greatest := int32(0)
	for _, n := range f.view.Nodes {
		greatest = max(greatest, n.Importance)
	}
	f.at = make([]Spot, len(packed.At))
	f.r = make([]float64, len(packed.At))
	for i, p := range packed.At {
		n := f.view.Nodes[i]
		f.at[i] = Spot{X: float64(p.X), Y: float64(p.Y) + f.top}
		f.r[i] = radius(n.Importance, greatest, len(f.at))
		if n.Kind != Account {
			f.r[i] = max(f.r[i], 4.5)
		}
	}
	for _, oval := range packed.Ovals {
		if int(oval.Group) < hulls {
			id := f.view.Clusters[oval.Group].ID
			f.of = append(f.of, id)
			f.ovals = append(f.ovals, Oval{
				X: float64(oval.X), Y: float64(oval.Y) + f.top, RX: float64(oval.RX), RY: float64(oval.RY),
				Fill: faint(ClusterToken(f.rank[id]), hullAlpha),
			})
		}
	}
	return nil
}

// mostKnots is how many knots of strangers get a place of their own.
const mostKnots = 30

// groupsOf tells the layout what belongs together: clusters by their index (below
// hulls), then the largest knots of three strangers or more, which get a place but
// no hull.
func groupsOf(v *View) (groups []int32, hulls int) {
	hulls = len(v.Clusters)
	groups = make([]int32, len(v.Nodes))
	strangers := newForest(len(v.Nodes))
	for _, e := range v.Edges {
		if v.Nodes[e.A].Cluster == 0 && v.Nodes[e.B].Cluster == 0 {
			strangers.join(e.A, e.B)
		}
	}
	size := make([]int, len(v.Nodes))
	for i := range v.Nodes {
		size[strangers.find(int32(i))]++
	}
	var knots []int32
	for i := range v.Nodes {
		if size[i] >= 3 && strangers.find(int32(i)) == int32(i) {
			knots = append(knots, int32(i))
		}
	}
	slices.SortStableFunc(knots, func(a, b int32) int { return size[b] - size[a] })
	knots = knots[:min(len(knots), mostKnots)]
	for i, n := range v.Nodes {
		root := strangers.find(int32(i))
		switch {
		case n.Cluster != 0:
			groups[i] = int32(v.cluster[n.Cluster])
		case slices.Contains(knots, root):
			groups[i] = int32(hulls) + root
		default:
			groups[i] = -1
		}
	}
	return groups, hulls
}

func (f *figure) hulls() {
	for _, o := range f.ovals {
		f.scene.add(o)
	}
}

// marks draws strangers, then members, then observables, then what is selected.
func (f *figure) marks() {
	level := func(n Node) int {
		switch {
		case n.Selected:
			return 3
		case n.Kind != Account:
			return 2
		case n.Cluster != 0:
			return 1
		}
		return 0
	}
	for l := range 4 {
		for i, n := range f.view.Nodes {
			if level(n) == l {
				f.scene.add(f.mark(i, n))
			}
		}
	}
}

func (f *figure) mark(i int, n Node) Mark {
	m := Mark{X: f.at[i].X, Y: f.at[i].Y, R: f.r[i], Kind: n.Kind}
	token := ClusterRest
	if n.Cluster != 0 {
		token = ClusterToken(f.rank[n.Cluster])
	}
	switch {
	case n.Kind == Account && n.Cluster == 0:
		m.R *= 0.85
		m.Fill = faint(token, 0.75)
	case n.Kind == Account:
		m.Fill = ink(token)
	default:
		m.Fill, m.Edge = ink(Surface), ink(Text2)
	}
	if n.Selected {
		m.Halo = ink(Selection)
	}
	return m
}

func (f *figure) describe() string {
	s := f.options.Title
	if s != "" {
		s += ". "
	}
	return Clean(s + count(len(f.ovals)) + " clusters, " + f.view.Note() + ".")
}
