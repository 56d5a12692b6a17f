package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// section makes a part of the page: its head, a paragraph, facts, lines.
func (p *Pane) section(s viewmodel.InspectSection) {
	p.rule()
	if s.Title != "" {
		p.put(p.title(s), space(4))
	}
	if s.Fold && !s.Open {
		return
	}
	if s.Text != "" {
		p.put(inset(widgets.NewParagraph(s.Text, widgets.Secondary)))
	}
	if s.Text != "" && len(s.Facts) > 0 {
		p.put(space(6))
	}
	for i, f := range s.Facts {
		if i > 0 {
			p.put(space(4))
		}
		p.put(inset(p.fact(s.ID, f)))
	}
	if len(s.Facts) > 0 && len(s.Lines) > 0 {
		p.put(space(6))
	}
	for i := range s.Lines {
		p.line(s.ID, &s.Lines[i])
	}
}

// title is the head of a section; one that folds is pressed.
func (p *Pane) title(s viewmodel.InspectSection) fyne.CanvasObject {
	count := widgets.NewRight(s.Count, widgets.Small)
	if !s.Fold {
		return inset(apart(widgets.NewCut(s.Title, widgets.Strong), count))
	}
	icon := "chevron-right"
	if s.Open {
		icon = "chevron-down"
	}
	row := widgets.NewListRow(widgets.RowLook{Icon: icon, Text: s.Title, Style: widgets.Strong, Right: s.Count, RightToken: theme.Text2}, func() { p.vm.Toggle(s.ID) })
	row.Inset = side
	return keyed(p, "fold:"+s.ID, row)
}

// factWidth is the column of the labels of facts.
const factWidth = 112

// fact is a label with what it says.
func (p *Pane) fact(section string, f viewmodel.InspectFact) fyne.CanvasObject {
	l := &factLayout{label: widgets.NewCut(f.Label, widgets.Secondary)}
	style := widgets.Body
	if f.Mono {
		style = widgets.MonoSmall
	}
	parts := []fyne.CanvasObject{l.label}
	if f.Way.Nowhere() {
		text := widgets.NewParagraph(f.Text, style)
		text.SetToken(f.Token)
		l.text = text
	} else {
		link := keyed(p, "fact:"+section+":"+f.Label, newLink(f.Text, func() { p.vm.Follow(f.Way) }))
		link.mono, link.size = f.Mono, theme.BodySize
		if f.Mono {
			link.size = theme.MonoSmall
		}
		l.text = link
	}
	parts = append(parts, l.text)
	if f.Note != "" {
		l.note = widgets.NewParagraph(f.Note, widgets.Small)
		parts = append(parts, l.note)
	}
	return container.New(l, parts...)
}

// factLayout lays a fact out: the note behind a short text, under a long one.
type factLayout struct {
	label  *widgets.Label
	text   fyne.CanvasObject
	note   *widgets.Paragraph
	beside bool
}

func (l *factLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	left, h := first(factWidth, size.Width), px(18)
	place(l.label, 0, 0, left-px(8), h)
	w := size.Width - left
	if link, ok := l.text.(*tap); ok {
		m := link.MinSize()
		place(link, left, (h-m.Height)/2, min(m.Width, w), m.Height)
		l.under(left+min(m.Width, w), h, left, w, size.Width)
		return
	}
	used := tall(l.text, left, 0, w)
	end := float32(1e6) // below, when the text has several lines
	if text := l.text.(*widgets.Paragraph); used <= h+1 {
		end = left + fyne.MeasureText(text.Text(), px(theme.BodySize), fyne.TextStyle{}).Width
	}
	l.under(end, used, left, w, size.Width)
}

// under places the note behind what ends at x when it fits there.
func (l *factLayout) under(x, used, left, w, whole float32) {
	if l.note == nil {
		return
	}
	room := whole - x - px(8)
	l.beside = fyne.MeasureText(l.note.Text(), px(theme.SmallSize), fyne.TextStyle{}).Width <= room
	if l.beside {
		place(l.note, x+px(8), px(2), room, l.note.MinSize().Height)
		return
	}
	tall(l.note, left, used, w)
}

func (l *factLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	h := max(px(18), l.text.MinSize().Height)
	if l.note != nil && !l.beside {
		h += l.note.MinSize().Height
	}
	return fyne.NewSize(px(factWidth+80), h)
}

// line is one row of a list, with what stands under it.
func (p *Pane) line(section string, n *viewmodel.InspectLine) {
	look := widgets.RowLook{Text: n.Text, Right: n.Right, RightToken: theme.Text2, Dot: n.Dot}
	if n.Mono {
		look.Style = widgets.MonoSmall
	}
	if n.Quiet {
		look.Style, look.RightToken = widgets.Hint, theme.Text3
	}
	if n.Indent {
		look.Indent = 1
	}
	var onTap func()
	if !n.Way.Nowhere() {
		onTap = func() { p.vm.Follow(n.Way) }
	}
	row := widgets.NewListRow(look, onTap)
	row.Inset = side
	if onTap != nil {
		keyed(p, "line:"+section+":"+n.Text, row)
	}
	p.put(row)
	if n.Share > 0 {
		bar := widgets.NewProgress()
		bar.SetToken(theme.ClusterRest)
		bar.Set(float32(n.Share))
		p.put(inset(bar), space(4))
	}
	if n.Note != "" {
		by := float32(0)
		if n.Dot != "" {
			by = 17
		}
		p.put(indented(by, widgets.NewParagraph(n.Note, widgets.Small)), space(4))
	}
}

// honest lists the honest explanations with what was found, in the same type as
// what they answer.
func (p *Pane) honest(page *viewmodel.InspectPage) {
	if len(page.Honest) == 0 && page.HonestAs == "" {
		return
	}
	p.rule()
	where := ""
	if page.HonestOf != "" {
		where = "of " + page.HonestOf
	}
	p.put(inset(apart(widgets.NewCut("Honest explanations", widgets.Strong), widgets.NewRight(where, widgets.Hint))), space(2))
	if page.HonestAs != "" {
		p.put(inset(widgets.NewParagraph(page.HonestAs, widgets.Secondary)))
	}
	for _, h := range page.Honest {
		row := newFold(h.Mark, h.Token, h.Name, h.Result, func() { p.vm.Toggle("honest:" + h.Name) })
		if h.Fits {
			row.word.SetToken(h.Token)
		}
		p.put(keyed(p, "honest:"+h.Name, row))
		if h.Open {
			p.put(indented(22, widgets.NewParagraph(h.Found, widgets.Secondary)))
			p.put(indented(22, widgets.NewParagraph("Would show it: "+h.Would+".", widgets.Small)), space(6))
		}
	}
}
