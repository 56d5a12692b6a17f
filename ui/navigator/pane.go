// Package navigator shows the table of contents of a case at the left of the window:
// sources, clusters, saved views, tags, findings, exhibits and searches, each with a count.
//
// A Pane keeps one widget for each line and only changes what it shows, so that the
// place of the scroll and the focus stay when the case changes. What stands in the
// lines and what a click does is decided by viewmodel.Navigator.
package navigator

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the navigator as it is shown.
type Pane struct {
	vm     *viewmodel.Navigator
	kinds  []kind // of the lines, from the top
	lines  []any  // *header, *widgets.ListRow, *teaching or nothing
	column *fyne.Container
	scroll *container.Scroll
	state  *widgets.State
	object *fyne.Container
	stops  viewmodel.Stops

	tapped string // the line of the last click, and when
	at     time.Time
}

// kind is what a line is.
type kind int

const (
	head kind = iota
	row
	hint
	space
)

// doubleClick is the longest time between the clicks of a double click. The first
// acts at once: a list that waits for a second click feels slow.
const doubleClick = 400 * time.Millisecond

// New makes the pane.
func New(vm *viewmodel.Navigator) *Pane {
	p := &Pane{vm: vm, column: widgets.NewColumn(0)}
	p.scroll = container.NewVScroll(p.column)
	p.state = widgets.NewState(widgets.StateLook{Kind: widgets.Loading, Title: "Reading the case…"}, vm.Retry)
	p.object = widgets.NewOn(theme.Surface, container.NewStack(p.scroll, p.state))
	p.stops.Add(
		vm.Sections.Observe(func([]viewmodel.NavSection) { p.show() }),
		vm.Problem.Follow(func(error) { p.show() }),
	)
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Close ends the pane.
func (p *Pane) Close() { p.stops.Stop() }

func (p *Pane) show() {
	sections, problem := p.vm.Sections.Get(), p.vm.Problem.Get()
	switch {
	case problem != nil:
		words := viewmodel.Explain(problem)
		p.state.Set(widgets.StateLook{Kind: widgets.Failed, Title: "The case could not be read.", Text: words.Sentence + " " + words.Hint,
			Details: words.Details, Action: "Try again"})
	case sections != nil:
		p.fill(sections)
	}
	if problem == nil && sections != nil {
		p.state.Hide()
		p.scroll.Show()
	} else {
		p.scroll.Hide()
		p.state.Show()
	}
	p.object.Refresh()
}

// fill shows the sections in the lines there are, and makes them anew only when
// they are of other kinds.
func (p *Pane) fill(sections []viewmodel.NavSection) {
	kinds := kindsOf(sections)
	if !slices.Equal(kinds, p.kinds) {
		p.kinds, p.lines, p.column.Objects = kinds, nil, nil
		for _, k := range kinds {
			line, object := newLine(k)
			p.lines = append(p.lines, line)
			p.column.Objects = append(p.column.Objects, object)
		}
	}
	i := 0
	next := func() any { i++; return p.lines[i-1] }
	for _, s := range sections {
		next().(*header).set(s)
		for _, r := range s.Rows {
			p.set(next().(*widgets.ListRow), s.Part, r)
		}
		if len(s.Rows) == 0 && s.Hint != "" {
			next().(*teaching).set(s)
		}
		next()
	}
	p.column.Refresh()
}

func kindsOf(sections []viewmodel.NavSection) []kind {
	var out []kind
	for _, s := range sections {
		out = append(out, head)
		for range s.Rows {
			out = append(out, row)
		}
		if len(s.Rows) == 0 && s.Hint != "" {
			out = append(out, hint)
		}
		out = append(out, space)
	}
	return out
}

func newLine(k kind) (line any, object fyne.CanvasObject) {
	switch k {
	case head:
		h := newHeader()
		return h, h.object
	case row:
		r := widgets.NewListRow(widgets.RowLook{}, nil)
		return r, r
	case hint:
		t := newTeaching()
		return t, t.object
	}
	return nil, widgets.NewSized(0, 6, container.NewWithoutLayout())
}

// set shows a row in a line.
func (p *Pane) set(line *widgets.ListRow, part viewmodel.NavPart, r viewmodel.NavRow) {
	look := widgets.RowLook{Dot: r.Dot, Text: r.Text, Right: r.Right, RightToken: r.RightToken, Current: r.Current, Tip: r.Tip, Indent: r.Depth, Icon: r.Icon}
	if part == viewmodel.NavSearches && r.Icon == "" && !r.Quiet {
		look.Gap = true // under those that can be folded
	}
	if r.Quiet {
		look.Style = widgets.Hint
	}
	line.SetLook(look)
	line.OnTap = func() { p.tap(string(part)+"/"+r.Key, r) }
	line.OnMenu = nil
	if len(r.Menu) > 0 {
		line.OnMenu = func(at fyne.Position) { widgets.PopMenuAt(menuOf(r), line, at) }
	}
}

// tap picks a row, or opens it when it was picked just before.
func (p *Pane) tap(key string, r viewmodel.NavRow) {
	now := time.Now()
	if key == p.tapped && now.Sub(p.at) < doubleClick && r.Open != nil {
		p.tapped = ""
		r.Open()
		return
	}
	p.tapped, p.at = key, now
	if r.Pick != nil {
		r.Pick()
	}
}

// menuOf is the menu of a row: what it is in a sentence, then what can be done.
func menuOf(r viewmodel.NavRow) *fyne.Menu {
	m := fyne.NewMenu("")
	if r.Tip != "" {
		tip := fyne.NewMenuItem(r.Tip, nil)
		tip.Disabled = true
		m.Items = append(m.Items, tip, fyne.NewMenuItemSeparator())
	}
	for _, a := range r.Menu {
		m.Items = append(m.Items, fyne.NewMenuItem(a.Label, a.Do))
	}
	return m
}
