package graphview

import (
	"math"
	"strconv"

	"casebench/casefile"
)

// Waterfall is why two accounts are linked, as bars that add up.
type Waterfall struct {
	Title    string // such as the two accounts
	Subtitle string // such as the weight and the independent families
	Bars     []Bar
	Total    casefile.Bits // prior and all bars together
	Palette  Palette       // nil is Light
	Width    float64       // 0 is 900; the height follows from the bars
}

// Bar is one part of a waterfall.
type Bar struct {
	Label string        // "Same payment card"
	Note  string        // how rare, how many rows: "3 of 24,031 accounts · 2 rows"
	Bits  casefile.Bits // may be negative, as a prior is
	Aside bool          // shared, but not counted
}

// Measures of a waterfall, in points.
const (
	barRow   = 34.0
	barHigh  = 14.0
	barPlain = 13.0 // text
)

// Scene composes the waterfall: one row a bar, each beginning where the one before
// ended, and the total below a rule.
func (w Waterfall) Scene() (*Scene, error) {
	measure, err := newRuler()
	if err != nil {
		return nil, err
	}
	if w.Width <= 0 {
		w.Width = 900
	}
	if w.Palette == nil {
		w.Palette = Light()
	}
	d := &cascade{Waterfall: w, measure: measure, scene: &Scene{Width: w.Width, Palette: w.Palette}}
	d.scene.Description = Clean(w.Title + ": " + signed(w.Total) + " bits in all")
	d.scene.add(Box{}) // the ground, once its height is known
	d.head()
	d.scaleBars()
	at := casefile.Bits(0)
	for i, b := range w.Bars {
		d.bar(b, at, i == 0)
		if !b.Aside {
			at += b.Bits
		}
	}
	d.total()
	d.scene.Height = math.Ceil(d.y + 10)
	d.scene.Items[0] = Box{W: w.Width, H: d.scene.Height, Fill: ink(Surface)}
	return d.scene, nil
}

// cascade is one call of Scene.
type cascade struct {
	Waterfall
	measure *ruler
	scene   *Scene
	y       float64
	left    float64 // where bars may begin
	zero    float64 // x of no bits
	unit    float64 // points a bit
}

func (d *cascade) head() {
	d.y = 12
	if d.Title != "" {
		d.y += 16
		d.scene.add(Label{X: 16, Y: d.y, Text: Shorten(d.Title, 90), Size: 15, Weight: Bold, Paint: ink(Text)})
		d.y += 6
	}
	if d.Subtitle != "" {
		d.y += 15
		d.scene.add(Label{X: 16, Y: d.y, Text: Shorten(d.Subtitle, 120), Size: barPlain, Paint: ink(Text2)})
		d.y += 6
	}
	d.y += 8
}

// scaleBars finds the room between labels and notes, and what a bit is wide.
func (d *cascade) scaleBars() {
	var labels, notes float64
	low, high, at := 0.0, 1.0, 0.0
	for _, b := range d.Bars {
		labels = max(labels, d.measure.width(Shorten(b.Label, 40), barPlain, Regular, false))
		notes = max(notes, d.measure.width(d.note(b), barPlain-1, Regular, false))
		if !b.Aside {
			at += b.Bits.Float()
			low, high = min(low, at), max(high, at)
		}
	}
	d.left = 16 + min(max(labels, 90), d.Width*0.34) + 20
	room := max(d.Width-d.left-min(notes, d.Width*0.4)-30, d.Width*0.2)
	d.unit = room / (high - low)
	d.zero = d.left - times(low, d.unit)
}

func (d *cascade) note(b Bar) string {
	s := signed(b.Bits)
	if b.Aside {
		s = "set aside"
	}
	if b.Note != "" {
		s += " · " + Shorten(b.Note, 60)
	}
	return s
}

func (d *cascade) bar(b Bar, at casefile.Bits, first bool) {
	middle := d.y + barRow/2
	from, to := d.zero+times(at.Float(), d.unit), d.zero+times((at+b.Bits).Float(), d.unit)
	label, paint := ink(Text), ink(Accent)
	switch {
	case b.Aside:
		to, label = from, ink(Text3)
	case b.Bits < 0:
		paint = ink(Text3)
	}
	if !first { // from the end of the bar above
		d.scene.add(Stroke{Points: []Spot{{X: from, Y: middle - barRow + barHigh/2}, {X: from, Y: middle + barHigh/2}}, Width: 1, Dashed: true, Paint: ink(Line)})
	}
	d.scene.add(Label{X: 16, Y: middle + barPlain*0.36, Text: Shorten(b.Label, 40), Size: barPlain, Paint: label})
	x, width := min(from, to), math.Abs(to-from)
	if b.Aside {
		d.scene.add(Stroke{Points: []Spot{{X: from, Y: middle - barHigh/2}, {X: from, Y: middle + barHigh/2}}, Width: 1.5, Paint: ink(Text3)})
	} else {
		d.scene.add(Box{X: x, Y: middle - barHigh/2, W: max(width, 1.5), H: barHigh, Corner: min(2, width/2), Fill: paint})
	}
	d.scene.add(Label{X: max(from, to) + 8, Y: middle + barPlain*0.34, Text: d.note(b), Size: barPlain - 1, Paint: ink(Text2)})
	d.y += barRow
}

func (d *cascade) total() {
	d.scene.add(Stroke{Points: []Spot{{X: 16, Y: d.y + 3}, {X: d.Width - 16, Y: d.y + 3}}, Width: 1, Paint: ink(Line)})
	d.y += 6
	middle := d.y + barRow/2
	to := d.zero + times(d.Total.Float(), d.unit)
	d.scene.add(
		Label{X: 16, Y: middle + barPlain*0.36, Text: "Together", Size: barPlain, Weight: Bold, Paint: ink(Text)},
		Box{X: min(d.zero, to), Y: middle - barHigh/2, W: max(math.Abs(to-d.zero), 1.5), H: barHigh, Corner: 2, Fill: ink(Text)},
		Label{X: max(d.zero, to) + 8, Y: middle + barPlain*0.36, Text: d.Total.String() + " bits", Size: barPlain, Weight: Bold, Paint: ink(Text)},
	)
	d.y += barRow
}

// signed prints a weight with its sign and one decimal, with a true minus.
func signed(b casefile.Bits) string {
	s := strconv.FormatFloat(math.Abs(b.Float()), 'f', 1, 64)
	switch {
	case s == "0.0":
		return s
	case b < 0:
		return "\u2212" + s
	}
	return "+" + s
}
