// Package inspector shows, at the right of the window, what is known of what is
// selected: one account, cluster, event, source or indicator; why two accounts are
// linked; or what several things have in common.
//
// A Pane makes its parts anew from each viewmodel.InspectPage and keeps the place
// of the scroll and the part that has the focus. What is shown, in which order and
// in which words, is decided by viewmodel.Inspect; the pane only knows how a
// waterfall, a fact or a note looks.
package inspector

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the inspector as it is shown.
type Pane struct {
	vm     *viewmodel.Inspect
	head   *fyne.Container
	column *fyne.Container
	scroll *container.Scroll
	foot   *fyne.Container // the person's verdict, always in view
	state  *widgets.State
	object *fyne.Container
	stops  viewmodel.Stops

	shown casefile.Ref // what the page was about, to keep the place only there
	many  int
	keys  map[string]fyne.Focusable // parts that can have the focus, by what they are for
	order []string
}

// New makes the pane.
func New(vm *viewmodel.Inspect) *Pane {
	p := &Pane{vm: vm, head: column(8), column: column(0), foot: column(0), state: widgets.NewState(widgets.StateLook{}, nil)}
	p.scroll = container.NewVScroll(p.column)
	p.object = widgets.NewOn(theme.Surface, container.New(&frame{p}, p.head, p.scroll, p.foot, p.state))
	p.stops.Add(vm.Page.Observe(p.show))
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends the pane.
func (p *Pane) Close() { p.stops.Stop() }

// show makes the parts of a page.
func (p *Pane) show(page viewmodel.InspectPage) {
	had := p.focused()
	p.keys, p.order = map[string]fyne.Focusable{}, nil
	p.head.Objects, p.column.Objects, p.foot.Objects = nil, nil, nil
	if page.State != viewmodel.InspectNothing {
		p.fillHead(&page)
	}
	ready := page.State == viewmodel.InspectReady
	if ready {
		p.fill(&page)
	}
	if ready && page.Verdict != nil {
		p.verdict(page.Verdict)
	}
	p.state.OnAction = page.Do
	p.state.Set(look(&page))
	set(p.scroll, ready)
	set(p.state, !ready && page.State != viewmodel.InspectLoading)
	if page.Ref != p.shown || len(page.Refs) != p.many {
		p.shown, p.many = page.Ref, len(page.Refs)
		p.scroll.Offset = fyne.Position{}
	}
	p.object.Refresh()
	p.lay()
	p.focus(had)
}

// look is the state of a page that shows nothing else.
func look(page *viewmodel.InspectPage) widgets.StateLook {
	l := widgets.StateLook{Kind: widgets.Empty, Icon: "select", Title: page.Headline, Text: page.Explain, Action: page.Action, Details: page.Details}
	if page.State == viewmodel.InspectFailed {
		l.Kind, l.Icon = widgets.Failed, ""
	}
	if page.State == viewmodel.InspectGone {
		l.Icon = "hide"
	}
	return l
}

// fill makes everything under the head.
func (p *Pane) fill(page *viewmodel.InspectPage) {
	if page.Why != nil {
		p.waterfall(page.Why)
		p.words(page.Why)
	}
	for _, s := range page.Sections {
		if s.ID == "members" || s.ID == "list" {
			continue // behind the honest explanations
		}
		p.section(s)
	}
	p.honest(page)
	for _, s := range page.Sections {
		if s.ID == "members" || s.ID == "list" {
			p.section(s)
		}
	}
	p.notes(page)
	if len(page.History.Lines) > 0 {
		p.section(page.History)
	}
	p.put(space(16))
}

// put adds a part of the page.
func (p *Pane) put(o ...fyne.CanvasObject) { p.column.Objects = append(p.column.Objects, o...) }

// rule adds a line between parts, unless it would be the first.
func (p *Pane) rule() {
	if len(p.column.Objects) > 0 {
		p.put(space(11), inset(widgets.NewRule()), space(11))
	}
}

// keyed remembers a part that can have the focus.
func keyed[T fyne.Focusable](p *Pane, key string, part T) T {
	if _, taken := p.keys[key]; !taken {
		p.order = append(p.order, key)
	}
	p.keys[key] = part
	switch part := any(part).(type) {
	case *tap:
		part.onRune = p.vm.Typed
	case *fold:
		part.onRune = p.vm.Typed
	}
	return part
}

// focused says which part has the focus.
func (p *Pane) focused() string {
	c := p.canvas()
	if c == nil || c.Focused() == nil {
		return ""
	}
	for _, key := range p.order {
		if p.keys[key] == c.Focused() {
			return key
		}
	}
	return ""
}

// focus gives the focus back to the part that is for the same.
func (p *Pane) focus(key string) {
	if part, c := p.keys[key], p.canvas(); key != "" && part != nil && c != nil {
		c.Focus(part)
	}
}

func (p *Pane) canvas() fyne.Canvas {
	if fyne.CurrentApp() == nil {
		return nil
	}
	return fyne.CurrentApp().Driver().CanvasForObject(p.object)
}

func set(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
