package graphview

import (
	"math"
	"slices"
	"time"
)

// Timeline is requests over time, stacked by cluster.
type Timeline struct {
	Title         string // "requests per hour, by cluster"
	Note          string // right of the title: the period, or what is shown
	Start         time.Time
	Step          time.Duration
	Layers        []Layer   // from the bottom up
	Markers       []Marker  // in any order
	From, To      time.Time // the window examined; what is outside is faded; zero: everything
	Palette       Palette   // nil is Light
	Width, Height float64   // 0 is 1200 by 320
}

// Layer is one cluster's counts, one a step from Start.
type Layer struct {
	Label  string
	Token  Token
	Counts []int64
}

// Marker is something that happened: a release, a ban.
type Marker struct {
	At    time.Time
	Label string
	Ban   bool
}

// Scene composes the timeline: stacked bars, a scale, days below, markers dashed.
func (t Timeline) Scene() (*Scene, error) {
	measure, err := newRuler()
	if err != nil {
		return nil, err
	}
	if t.Width <= 0 || t.Height <= 0 {
		t.Width, t.Height = 1200, 320
	}
	if t.Palette == nil {
		t.Palette = Light()
	}
	d := &band{Timeline: t, measure: measure, scene: &Scene{Width: t.Width, Height: t.Height, Palette: t.Palette}}
	d.scene.Description = Clean(t.Title)
	d.scene.add(Box{W: t.Width, H: t.Height, Fill: ink(Surface)})
	for _, l := range t.Layers {
		d.steps = max(d.steps, len(l.Counts))
	}
	d.frame()
	d.scale()
	d.bars()
	d.ticks()
	d.markers()
	d.window()
	return d.scene, nil
}

// band is one call of Scene.
type band struct {
	Timeline
	measure        *ruler
	scene          *Scene
	steps          int
	x0, y0, x1, y1 float64
	top            float64 // the count at y0
}

// frame writes title, note and legend, and finds the room for the bars.
func (d *band) frame() {
	d.x0, d.y0, d.x1, d.y1 = 64, 86, d.Width-20, d.Height-34
	d.scene.add(Label{X: 20, Y: 24, Text: Shorten(d.Title, 90), Size: sizeName, Weight: Bold, Paint: ink(Text)})
	if d.Note != "" {
		d.scene.add(Label{X: d.x1, Y: 24, Text: Shorten(d.Note, 70), Size: sizeCaption, Anchor: End, Paint: ink(Text2)})
	}
	x := 20.0
	for _, l := range d.Layers {
		text := Shorten(l.Label, 30)
		width := d.measure.width(text, sizeCaption, Regular, false)
		if x+width+20 > d.x1 {
			break
		}
		d.scene.add(Box{X: x, Y: 35, W: 9, H: 9, Corner: 2, Fill: ink(l.Token)},
			Label{X: x + 14, Y: 43, Text: text, Size: sizeCaption, Paint: ink(Text2)})
		x += width + 32
	}
}

// scale finds a round number above the highest bar and draws lines at its quarters
// or fifths.
func (d *band) scale() {
	most := int64(1)
	for i := range d.steps {
		sum := int64(0)
		for _, l := range d.Layers {
			if i < len(l.Counts) {
				sum += max(l.Counts[i], 0)
			}
		}
		most = max(most, sum)
	}
	step := roundStep(float64(most) / 4)
	d.top = step * math.Ceil(float64(most)/step)
	for v := 0.0; v <= d.top; v += step {
		y := d.y(v)
		d.scene.add(Stroke{Points: []Spot{{X: d.x0, Y: y}, {X: d.x1, Y: y}}, Width: 1, Paint: ink(Line)},
			Label{X: d.x0 - 8, Y: y + 4, Text: count(int(v)), Size: sizeCaption - 0.5, Anchor: End, Paint: ink(Text3)})
	}
}

// roundStep is the next of 1, 2, 5, 10, 20, 50 … at or above x, and at least 1.
func roundStep(x float64) float64 {
	for base := 1.0; ; base *= 10 {
		for _, m := range []float64{1, 2, 5} {
			if base*m >= x {
				return times(base, m)
			}
		}
	}
}

func (d *band) y(v float64) float64 { return d.y1 - float64((d.y1-d.y0)*v/d.top) }

func (d *band) x(at time.Time) float64 {
	all := float64(d.Step) * float64(max(d.steps, 1))
	return d.x0 + float64((d.x1-d.x0)*float64(at.Sub(d.Start))/all)
}

func (d *band) bars() {
	wide := (d.x1 - d.x0) / float64(max(d.steps, 1))
	gap := min(times(wide, 0.15), 1)
	for i := range d.steps {
		begin := d.Start.Add(time.Duration(i) * d.Step)
		alpha := 1.0
		if !d.From.IsZero() && begin.Before(d.From) || !d.To.IsZero() && !begin.Before(d.To) {
			alpha = 0.35
		}
		sum := 0.0
		for _, l := range d.Layers {
			if i >= len(l.Counts) || l.Counts[i] <= 0 {
				continue
			}
			next := sum + float64(l.Counts[i])
			d.scene.add(Box{
				X: d.x0 + times(float64(i), wide) + times(gap, 0.5), Y: d.y(next), W: wide - gap, H: d.y(sum) - d.y(next), Fill: faint(l.Token, alpha),
			})
			sum = next
		}
	}
}

// ticks writes dates below the bars: at most one every 90 points, at midnights.
func (d *band) ticks() {
	end := d.Start.Add(time.Duration(d.steps) * d.Step)
	most := max(int((d.x1-d.x0)/90), 1)
	days := max(int(math.Ceil(end.Sub(d.Start).Hours()/24/float64(most))), 1)
	format := "2 Jan"
	at := d.Start.UTC().Truncate(24 * time.Hour)
	step := time.Duration(days) * 24 * time.Hour
	if end.Sub(d.Start) <= 48*time.Hour {
		format, at, step = "2 Jan 15:04", d.Start.UTC().Truncate(6*time.Hour), 6*time.Hour
	}
	for ; !at.After(end); at = at.Add(step) {
		x := d.x(at)
		if x < d.x0-0.5 {
			continue
		}
		text := at.Format(format)
		if x+d.measure.width(text, sizeCaption, Regular, false) > d.Width-4 {
			break
		}
		d.scene.add(Stroke{Points: []Spot{{X: x, Y: d.y1}, {X: x, Y: d.y1 + 4}}, Width: 1, Paint: ink(Text3)},
			Label{X: x, Y: d.y1 + 19, Text: text, Size: sizeCaption, Paint: ink(Text2)})
	}
}

// markers draws releases and bans; a label that would cover another goes to the
// second row, or is left out. Labels come after all lines, so that none is crossed.
func (d *band) markers() {
	used := [2]float64{math.Inf(-1), math.Inf(-1)}
	var labels []Item
	for _, m := range d.inOrder() {
		x := d.x(m.At)
		if x < d.x0 || x > d.x1 {
			continue
		}
		paint := ink(Selection)
		if m.Ban {
			paint = ink(Bad)
		}
		text := Shorten(m.Label, 32)
		width := d.measure.width(text, sizeCaption, Regular, false)
		l := Label{X: x + 5, Text: text, Size: sizeCaption, Paint: paint, Outline: true}
		from, to := x, x+5+width+8
		if to > d.Width-4 {
			l.X, l.Anchor, from, to = x-5, End, x-5-width-8, x
		}
		rise := d.y0
		for row := range used {
			if from >= used[row] {
				l.Y = d.y0 - 20 + times(15, float64(row))
				rise = l.Y - 9
				used[row] = to
				labels = append(labels, l)
				break
			}
		}
		d.scene.add(Stroke{Points: []Spot{{X: x, Y: rise}, {X: x, Y: d.y1}}, Width: 1.2, Dashed: true, Paint: paint})
	}
	d.scene.add(labels...)
}

func (d *band) inOrder() []Marker {
	return slices.SortedStableFunc(slices.Values(d.Markers), func(a, b Marker) int { return a.At.Compare(b.At) })
}

// window draws the edges of what was examined.
func (d *band) window() {
	for _, at := range []time.Time{d.From, d.To} {
		if x := d.x(at); !at.IsZero() && x >= d.x0 && x <= d.x1 {
			d.scene.add(Stroke{Points: []Spot{{X: x, Y: d.y0 - 4}, {X: x, Y: d.y1}}, Width: 1.5, Paint: ink(Accent)})
		}
	}
}
