package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// The columns of a waterfall: labels, bars, bits.
const (
	labelWidth = 118
	bitsWidth  = 52
)

// waterfall makes the bars, what holds before any evidence, and the total.
func (p *Pane) waterfall(w *viewmodel.WhyView) {
	for i, b := range w.Bars {
		if i > 0 {
			p.put(space(10))
		}
		p.put(inset(p.bar(b)))
	}
	if text := w.FoldText(); text != "" {
		p.put(space(8), indented(labelWidth, running(keyed(p, "context", newLink(text, p.vm.ToggleContext)))))
	}
	p.put(space(10), inset(p.bar(w.Prior)))
	p.rule()
	p.put(inset(apart(widgets.NewCut("Total", widgets.Strong), widgets.NewRight(w.TotalText(), widgets.Strong))))
	p.put(inset(widgets.NewParagraph(w.Said, widgets.Small)))
	if w.Left != "" {
		left := widgets.NewParagraph(w.Left, widgets.Body)
		left.SetToken(theme.Selection)
		p.put(space(6), inset(left), inset(running(keyed(p, "all in", newLink("Take all in again", p.vm.TakeAllIn)))))
	}
}

// bar is one step: label, bar and bits; under it how rare, when, and the rows.
func (p *Pane) bar(b viewmodel.WhyBar) fyne.CanvasObject {
	label, bits := widgets.NewCut(b.Label, widgets.Body), widgets.NewRight(b.Text(), widgets.Body)
	bar := widgets.NewBar(float32(b.Share), b.Token)
	if b.Quiet || !b.CanOut {
		label.SetToken(theme.Text2)
		bits.SetToken(theme.Text2)
	}
	l := &barLayout{label: label, bar: bar, bits: bits, note: widgets.NewParagraph(b.Note, widgets.Small), quiet: b.Quiet}
	parts := []fyne.CanvasObject{label, bar, bits, l.note}
	if b.CanOut {
		icon, said := "eye", "Leave out "+b.Label
		if b.Left {
			icon, said = "hide", "Take in "+b.Label
		}
		l.out = keyed(p, "out:"+b.Signal, newMark(icon, said, theme.Text3, func() { p.vm.LeaveOut(b.Signal) }))
		l.out.faint = !b.Left
		parts = append(parts, l.out)
	}
	foot := running()
	switch {
	case b.Seen != "" && b.Rows != "":
		foot.Add(widgets.NewLabel(b.Seen+" ·", widgets.Small))
	case b.Seen != "":
		foot.Add(widgets.NewLabel(b.Seen, widgets.Small))
	}
	if b.Rows != "" {
		foot.Add(keyed(p, "rows:"+b.Signal, newLink(b.Rows, func() { p.vm.ShowRows(b.Expr) })))
	}
	if len(foot.Objects) > 0 {
		l.foot = foot
		parts = append(parts, foot)
	}
	return container.New(l, parts...)
}

// barLayout lays a bar out in the columns.
type barLayout struct {
	label, bar, bits fyne.CanvasObject
	out              *tap
	note             *widgets.Paragraph
	foot             *fyne.Container
	quiet            bool
}

func (l *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	left, right, h := first(labelWidth, size.Width), px(bitsWidth), px(18)
	room := left - px(8)
	if l.out != nil {
		place(l.out, left-px(24), 0, px(14), h)
		room = left - px(28)
	}
	place(l.label, 0, 0, room, h)
	place(l.bar, left, 0, size.Width-left-right-px(4), h)
	place(l.bits, size.Width-right, 0, right, h)
	y := h
	if l.note.Text() != "" {
		y += tall(l.note, left, y, size.Width-left)
	}
	switch {
	case l.foot != nil && l.quiet: // where the bar would be
		tall(l.foot, left+px(10), 1, size.Width-left-right-px(14))
	case l.foot != nil:
		tall(l.foot, left, y, size.Width-left)
	}
}

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	h := px(18)
	if l.note.Text() != "" {
		h += l.note.MinSize().Height
	}
	if l.foot != nil && !l.quiet {
		h += l.foot.MinSize().Height
	}
	return fyne.NewSize(px(labelWidth+bitsWidth+60), h)
}

// words is the paragraph, with what would be left without the heaviest signal.
func (p *Pane) words(w *viewmodel.WhyView) {
	p.rule()
	p.put(inset(apart(widgets.NewCut("In words", widgets.Strong), keyed(p, "copy", newMark("copy", "Copy as paragraph", theme.Text3, p.vm.CopyWords)))), space(4))
	p.put(inset(widgets.NewParagraph(w.Words, widgets.Secondary)))
	if w.Without != "" {
		p.put(space(6), inset(widgets.NewParagraph(w.Without, widgets.Secondary)))
	}
}
