package graphview

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text from logs fit to be drawn on one line: control and format
// characters, among them those that turn the direction of writing, become U+FFFD.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' {
			return utf8.RuneError
		}
		return r
	}, s)
}

// Shorten cleans a text as Clean does and cuts it to so many characters, leaving out
// the middle, where names of accounts and hashes differ least.
func Shorten(s string, most int) string {
	all := []rune(Clean(s))
	if len(all) <= most {
		return string(all)
	}
	head := most * 2 / 3
	return string(all[:head]) + "…" + string(all[len(all)-(most-head-1):])
}

// span is an upright rectangle that a label covers.
type span struct{ x0, y0, x1, y1 float64 }

func (a span) meets(b span) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

// names writes names of clusters above their hulls, then labels of nodes, the most
// important first, each where it covers least; a label that would cover another, or
// too many nodes, is left out.
func (f *figure) names() {
	f.taken = append(f.taken, span{f.legend.x - 4, f.legend.y - 4, f.legend.x + f.legend.w + 4, f.legend.y + f.legend.h + 4},
		span{0, 0, f.options.Width, f.top - 6}, span{0, f.foot, f.options.Width, f.options.Height})
	f.crowded = newGrid(f.at)
	for i, o := range f.ovals {
		f.clusterName(f.of[i], o)
	}
	for _, i := range f.labelled() {
		f.nodeLabel(i)
	}
}

func (f *figure) clusterName(id int, o Oval) {
	c, _ := f.view.Cluster(id)
	text := Shorten(cmp.Or(c.Label, "C-"+count(id)), 40) + " · " + count(c.Size)
	if long := text + " accounts"; c.Note != "" && o.RX > 60 {
		text = long + " · " + Shorten(c.Note, 30)
	}
	width := f.measure.width(text, sizeName, Bold, false)
	half := times(width, 0.5)
	x := min(max(o.X, half+8), f.options.Width-half-8)
	for _, y := range []float64{o.Y - o.RY - 7, o.Y + o.RY + 16} {
		box := span{x - half - 3, y - sizeName, x + half + 3, y + 4}
		if f.clear(box) {
			f.taken = append(f.taken, box)
			f.scene.add(Label{X: x, Y: y, Text: text, Size: sizeName, Weight: Bold, Anchor: Middle, Paint: ink(Text), Outline: true})
			return
		}
	}
}

// labelled chooses which nodes are offered a label: all that are selected, the most
// important observables, and in each cluster the most important accounts.
func (f *figure) labelled() []int {
	const observables = 24
	perCluster := 3
	switch {
	case len(f.ovals) > 12 || len(f.at) > 1500:
		perCluster = 1
	case len(f.at) <= 60:
		perCluster = 20
	}
	order := make([]int, 0, len(f.at))
	for i := range f.view.Nodes {
		order = append(order, i)
	}
	level := func(n Node) int {
		switch {
		case n.Selected:
			return 0
		case n.Kind != Account:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := f.view.Nodes[a], f.view.Nodes[b]
		return cmp.Or(cmp.Compare(level(x), level(y)), cmp.Compare(y.Importance, x.Importance))
	})
	chosen, shown, members := order[:0], 0, map[int]int{}
	for _, i := range order {
		n := f.view.Nodes[i]
		switch level(n) {
		case 1:
			if shown++; shown > observables {
				continue
			}
		case 2:
			if members[n.Cluster]++; n.Cluster == 0 && len(f.ovals) > 0 || members[n.Cluster] > perCluster {
				continue
			}
		}
		chosen = append(chosen, i)
	}
	return chosen
}

// nodeLabel writes a label beside its node where it covers the fewest others.
func (f *figure) nodeLabel(i int) {
	n := f.view.Nodes[i]
	text := Shorten(n.Text(), 26)
	if text == "" {
		return
	}
	l := Label{Text: text, Size: sizeLabel, Paint: ink(Text), Outline: true}
	switch {
	case n.Selected:
		l.Weight = Bold
	case n.Kind != Account:
		l.Paint = ink(Text2)
	default:
		l.Size = sizeLabel - 1
	}
	width := f.measure.width(text, l.Size, l.Weight, false)
	p, gap := f.at[i], f.r[i]+4
	if n.Selected {
		gap += 4
	}
	rise := times(l.Size, 0.34)
	places := []Label{
		{X: p.X + gap, Y: p.Y + rise, Anchor: Start}, {X: p.X - gap, Y: p.Y + rise, Anchor: End},
		{X: p.X, Y: p.Y - gap, Anchor: Middle}, {X: p.X, Y: p.Y + gap + times(l.Size, 0.75), Anchor: Middle},
		{X: p.X + times(gap, 0.8), Y: p.Y - times(gap, 0.6), Anchor: Start},
		{X: p.X + times(gap, 0.8), Y: p.Y + times(gap, 0.6) + times(l.Size, 0.7), Anchor: Start},
	}
	most := 2
	switch {
	case n.Selected:
		most = math.MaxInt
	case n.Kind != Account:
		most = 5
	}
	best, fewest := -1, 0
	for k, at := range places {
		box := boxOf(at, l.Size, width)
		if covered := f.crowded.count(box); f.clear(box) && covered <= most && (best < 0 || covered < fewest) {
			best, fewest = k, covered
		}
	}
	if best < 0 {
		return
	}
	l.X, l.Y, l.Anchor = places[best].X, places[best].Y, places[best].Anchor
	f.taken = append(f.taken, boxOf(l, l.Size, width))
	f.scene.add(l)
}

func boxOf(l Label, size, width float64) span {
	x := l.X
	switch l.Anchor {
	case Middle:
		x -= times(width, 0.5)
	case End:
		x -= width
	}
	return span{x - 2, l.Y - times(size, 0.85), x + width + 2, l.Y + times(size, 0.3)}
}

// clear says whether a box is inside the plane and meets nothing that is taken.
func (f *figure) clear(b span) bool {
	if b.x0 < 2 || b.x1 > f.options.Width-2 || b.y0 < 2 || b.y1 > f.options.Height-2 {
		return false
	}
	for _, t := range f.taken {
		if t.meets(b) {
			return false
		}
	}
	return true
}

// times rounds a product before it can be added to anything, so that no processor
// fuses the two.
func times(a, b float64) float64 { return float64(a * b) }

// grid counts nodes in a box.
type grid struct{ cells map[[2]int][]Spot }

const gridCell = 32

func newGrid(at []Spot) *grid {
	g := &grid{cells: map[[2]int][]Spot{}}
	for _, p := range at {
		c := [2]int{int(math.Floor(p.X / gridCell)), int(math.Floor(p.Y / gridCell))}
		g.cells[c] = append(g.cells[c], p)
	}
	return g
}

func (g *grid) count(b span) (n int) {
	for cy := int(math.Floor(b.y0 / gridCell)); cy <= int(math.Floor(b.y1/gridCell)); cy++ {
		for cx := int(math.Floor(b.x0 / gridCell)); cx <= int(math.Floor(b.x1/gridCell)); cx++ {
			for _, p := range g.cells[[2]int{cx, cy}] {
				if p.X > b.x0 && p.X < b.x1 && p.Y > b.y0 && p.Y < b.y1 {
					n++
				}
			}
		}
	}
	return n
}
