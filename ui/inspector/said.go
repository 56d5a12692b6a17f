package inspector

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"casebench/casefile"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// verdict makes the foot of a pair: what a person decided, apart from what the
// machine says, and the buttons to decide. It does not scroll: whoever has read
// enough can answer.
func (p *Pane) verdict(v *viewmodel.VerdictView) {
	button := func(text, key string, kind widgets.ButtonKind, verdict casefile.Verdict) *widgets.Button {
		b := widgets.NewButton(text, widgets.Plain, func() { p.vm.Decide(verdict) }).WithKey(key)
		if v.Given == verdict { // none is proposed
			b.SetKind(kind)
		}
		b.SetOn(v.Given == verdict)
		return keyed(p, "verdict:"+key, b)
	}
	put := func(parts ...fyne.CanvasObject) { p.foot.Objects = append(p.foot.Objects, parts...) }
	put(widgets.NewRule(), space(10))
	if v.Given != "" {
		put(inset(widgets.NewParagraph(v.Text, widgets.Body)))
		reason := widgets.NewParagraph("“"+v.Reason+"”", widgets.Secondary)
		reason.MaxLines = 2
		put(inset(reason))
		back := keyed(p, "take back", newLink("Withdraw…", p.vm.TakeVerdictBack))
		put(space(2), inset(apart(widgets.NewCut(v.Before, widgets.Hint), back)), space(8))
	}
	put(inset(container3(button("Same", "Y", widgets.Good, casefile.VerdictSame), button("Different", "N", widgets.Bad, casefile.VerdictDifferent),
		button("Unsure", "U", widgets.Toggle, casefile.VerdictUnsure))))
	if v.Before != "" && v.Given == "" {
		put(space(6), inset(widgets.NewCut(v.Before, widgets.Hint)))
	}
	put(space(12))
}

func container3(a, b, c fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewGridLayoutWithColumns(3), a, b, c)
}

// notes makes what people wrote, the newest first.
func (p *Pane) notes(page *viewmodel.InspectPage) {
	p.rule()
	add := newLink("+ note", p.vm.Note)
	add.size = theme.BodySize
	p.put(inset(apart(widgets.NewCut("Notes", widgets.Strong), keyed(p, "note", add))))
	for _, n := range page.Notes {
		p.put(space(8))
		if n.Kind != "" {
			badges := flowing(widgets.NewBadge(n.Kind, n.Token))
			if n.Kind == "privileged" {
				badges.Add(widgets.NewMiddle(widgets.NewIconOf("lock", theme.Text2, 12)))
				badges.Add(widgets.NewMiddle(widgets.NewLabel("leaves the case in no package", widgets.Small)))
			}
			p.put(inset(badges), space(3))
		}
		style := widgets.Secondary
		if n.Withdrawn {
			style = widgets.Hint
		}
		p.put(inset(widgets.NewParagraph(n.Text, style)))
		foot := running(widgets.NewLabel(n.Foot, widgets.Hint))
		if !n.Withdrawn {
			foot.Add(keyed(p, fmt.Sprintf("withdraw:%d", n.ID), newLink("withdraw…", func() { p.vm.WithdrawNote(n.ID) })))
		}
		p.put(inset(foot))
	}
	if page.Hidden > 0 {
		p.put(space(6), inset(running(keyed(p, "withdrawn", newLink(fmt.Sprintf("Show %d withdrawn", page.Hidden), func() { p.vm.Toggle("withdrawn") })))))
	}
}
