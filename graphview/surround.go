package graphview

import "casebench/casefile"

// legend is the card that says what shapes and lines mean.
type legend struct {
	x, y, w, h float64
	rows       []legendRow
}

type legendRow struct {
	text string
	mark *Mark
	line *Stroke
}

const (
	legendRowHeight = 20.0
	legendPad       = 12.0
	legendSign      = 34.0 // where the words begin
)

// newLegend lists only what occurs in the view.
func (f *figure) newLegend() legend {
	kinds := map[Kind]bool{}
	stranger, clustered := false, false
	for _, n := range f.view.Nodes {
		kinds[n.Kind] = true
		clustered = clustered || n.Kind == Account && n.Cluster != 0
		stranger = stranger || n.Kind == Account && n.Cluster == 0
	}
	var l legend
	node := func(here bool, k Kind, token Token, text string) {
		if here {
			m := Mark{R: 4.5, Kind: k, Fill: ink(token)}
			if k != Account {
				m.Edge = ink(Text2)
			}
			l.rows = append(l.rows, legendRow{text: text, mark: &m})
		}
	}
	node(clustered, Account, Cluster1, "account, by cluster")
	node(stranger, Account, ClusterRest, "account in no cluster")
	node(kinds[Payment], Payment, Surface, "payment instrument")
	node(kinds[Device], Device, Surface, "device")
	node(kinds[Template], Template, Surface, "prompt template")
	node(kinds[Address], Address, Surface, "address")
	node(kinds[Contact], Contact, Surface, "contact")
	node(kinds[Indicator], Indicator, Surface, "indicator")
	var strong, tentative, same, different bool
	for _, e := range f.view.Edges {
		switch {
		case e.Verdict == casefile.VerdictSame:
			same = true
		case e.Verdict == casefile.VerdictDifferent:
			different = true
		case e.Strength == casefile.Strong:
			strong = true
		default:
			tentative = true
		}
	}
	line := func(here bool, s Stroke, text string) {
		if here {
			l.rows = append(l.rows, legendRow{text: text, line: &s})
		}
	}
	line(same, Stroke{Width: 1.7, Paint: faint(Text2, 0.9)}, "confirmed by a person")
	line(strong, Stroke{Width: 1, Paint: faint(Text2, 0.55)}, "strong link")
	line(tentative, Stroke{Width: 1, Paint: faint(Text2, 0.55), Dashed: true}, "tentative link")
	line(different, Stroke{Width: 1.1, Paint: ink(Bad), Dashed: true}, "denied by a person")
	if len(l.rows) == 0 {
		return l
	}
	for _, r := range l.rows {
		l.w = max(l.w, legendSign+f.measure.width(r.text, sizeCaption, Regular, false)+legendPad+2)
	}
	l.h = times(float64(len(l.rows)), legendRowHeight) + 2*legendPad - 6
	l.x, l.y = 16, f.foot-l.h-8
	return l
}

// surround draws title, legend, note and recipe.
func (f *figure) surround() {
	o, s := f.options, f.scene
	if o.Title != "" {
		s.add(Label{X: 20, Y: 34, Text: Shorten(o.Title, 110), Size: sizeTitle, Weight: Bold, Paint: ink(Text)})
	}
	if o.Subtitle != "" {
		s.add(Label{X: 20, Y: f.top - 16 + 2, Text: Shorten(o.Subtitle, 160), Size: sizeLabel, Paint: ink(Text2)})
	}
	f.drawLegend()
	base := o.Height - 12
	s.add(Stroke{Points: []Spot{{X: 0, Y: f.foot}, {X: o.Width, Y: f.foot}}, Width: 1, Paint: ink(Line)})
	note := f.view.Note()
	s.add(Label{X: 16, Y: base, Text: note, Size: sizeCaption, Paint: ink(Text2)})
	room := o.Width - 16 - 16 - 40 - f.measure.width(note, sizeCaption, Regular, false)
	if recipe := Shorten(o.Recipe, max(int(room/(sizeCaption*0.55)), 8)); o.Recipe != "" && room > 120 {
		s.add(Label{X: o.Width - 16, Y: base, Text: recipe, Size: sizeCaption - 0.5, Anchor: End, Paint: ink(Text3)})
	}
}

func (f *figure) drawLegend() {
	l := f.legend
	if len(l.rows) == 0 {
		return
	}
	f.scene.add(Box{X: l.x, Y: l.y, W: l.w, H: l.h, Corner: 6, Fill: ink(Surface), Edge: ink(Line), EdgeWidth: 1})
	for i, r := range l.rows {
		y := l.y + legendPad - 3 + times(legendRowHeight, float64(i)+0.5)
		x := l.x + legendPad + 7
		if r.mark != nil {
			m := *r.mark
			m.X, m.Y = x, y
			f.scene.add(m)
		}
		if r.line != nil {
			st := *r.line
			st.Points = []Spot{{X: x - 8, Y: y}, {X: x + 8, Y: y}}
			f.scene.add(st)
		}
		f.scene.add(Label{X: l.x + legendSign + 2, Y: y + times(sizeCaption, 0.36), Text: r.text, Size: sizeCaption, Paint: ink(Text)})
	}
}
