package importdialog

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// check is the third page: what will happen, and what holds for all files.
type check struct {
	vm      *viewmodel.Importing
	object  *fyne.Container
	says    *fyne.Container
	space   *widgets.Entry
	zone    *widgets.Entry
	tlp     *widgets.Segments
	kept    *widgets.Segments
	keeps   *widgets.Paragraph
	rejects *grid.Grid
	remarks *fyne.Container // around says
	lower   *fyne.Container
	came    map[string]*widgets.Entry // by the field of custody
}

var originals = []string{"embed", "reference"}

func newCheck(vm *viewmodel.Importing) *check {
	p := &check{vm: vm, says: widgets.NewColumn(7), keeps: widgets.NewParagraph("", widgets.Small), rejects: grid.New(), came: map[string]*widgets.Entry{}}
	change := func(f func(c *viewmodel.ImportChoices)) {
		c := vm.Choices.Get()
		f(&c)
		vm.Choose(c)
	}
	p.space = widgets.NewEntry("none", func(text string) { change(func(c *viewmodel.ImportChoices) { c.Namespace = text }) })
	p.zone = widgets.NewEntry("UTC", func(text string) { change(func(c *viewmodel.ImportChoices) { c.Zone = text }) })
	var labels []string
	for _, l := range viewmodel.TLPLabels() {
		labels = append(labels, tlpWords(l))
	}
	p.tlp = widgets.NewSegments(labels, func(i int) { change(func(c *viewmodel.ImportChoices) { c.TLP = viewmodel.TLPLabels()[i] }) })
	p.kept = widgets.NewSegments([]string{"Keep in the case", "Only refer to the files"}, func(i int) { change(func(c *viewmodel.ImportChoices) { c.Originals = originals[i] }) })
	accounts := labelled("Namespace of account ids", p.space, widgets.NewParagraph("Parts accounts of this export from others that use the same ids. Usually none.", widgets.Small))
	times := labelled("Times without zone are in", p.zone, widgets.NewParagraph("A zone such as Europe/Berlin or +02:00.", widgets.Small))
	left := widgets.NewColumn(14, p.custody(), container.New(&inPairs{}, accounts, times))
	p.rejects.Name = "Rows that will be rejected"
	p.rejects.SetColumns([]grid.Column{{ID: "file", Title: "File", Width: 132}, {ID: "row", Title: "Row", Width: 56, Align: grid.End}, {ID: "why", Title: "Reason", Width: 296}, {ID: "raw", Title: "As it came", Width: 240, Mono: true}})
	p.lower = widgets.NewDock(widgets.NewPadded(14, 0, 6, 0, widgets.NewLabel("Rows at the beginning that will be rejected", widgets.Head)), nil, nil, nil, widgets.NewPanelPadded(p.rejects, 1))
	side := container.NewVScroll(widgets.NewPadded(3, 12, 3, 3, left))
	// A scroll asks for nothing: the remarks may be many.
	p.remarks = container.New(&upTo{176, p.says}, container.NewVScroll(p.says))
	marks := widgets.NewPadded(14, 0, 0, 0, widgets.NewColumn(14, labelled("Marking of the sources (TLP)", p.tlp, nil), labelled("Original bytes", p.kept, p.keeps)))
	right := widgets.NewDock(widgets.NewColumn(0, p.remarks, marks), nil, nil, nil, p.lower)
	p.object = widgets.NewDock(nil, nil, widgets.NewPadded(-3, 18, 0, -3, widgets.NewSized(431, 0, side)), nil, right)
	return p
}

// custody is what is said of how the files came.
func (p *check) custody() fyne.CanvasObject {
	rows := container.New(&inPairs{})
	for _, f := range p.vm.Choices.Get().Custody.Fields() {
		entry := widgets.NewEntry("", nil)
		entry.Text = f.Value
		field := widgets.NewField(f.Title, entry, "")
		entry.OnChanged = func(text string) { field.SetError(p.vm.Say(f.Key, text)); p.object.Refresh() }
		p.came[f.Key] = entry
		rows.Add(field)
	}
	return widgets.NewColumn(8, widgets.NewLabel("How the files came", widgets.Head),
		widgets.NewParagraph("Kept with every source of this import, over what lies beside the files. All of it may stay empty.", widgets.Small), rows)
}

func tlpWords(l casefile.Marking) string {
	if l == "" {
		return "None"
	}
	return strings.TrimPrefix(l.String(), "TLP:")
}

func labelled(caption string, control, hint fyne.CanvasObject) fyne.CanvasObject {
	column := widgets.NewColumn(6, widgets.NewLabel(caption, widgets.Secondary), control)
	if hint != nil {
		column.Add(hint)
	}
	return column
}

func (p *check) Object() fyne.CanvasObject { return p.object }

// First is the primary button: all may be as it is.
func (p *check) First() fyne.Focusable { return nil }

func (p *check) Show() {
	c := p.vm.Choices.Get()
	p.tlp.Pick(slices.Index(viewmodel.TLPLabels(), c.TLP))
	p.kept.Pick(slices.Index(originals, c.Originals))
	p.keeps.SetText("A copy of every byte lies in the case, so that any row can be shown as it came, and verified.")
	if c.Originals == "reference" {
		p.keeps.SetText("The case is smaller, and holds the hash only: raw rows can be shown as long as the files stay where they are, unchanged.")
	}
	s := p.vm.Summary()
	p.says.RemoveAll()
	p.says.Add(widgets.NewLabel(s.Files, widgets.Title))
	p.says.Add(remark("link", theme.Text2, s.Links))
	if len(s.Reject) == 0 {
		p.says.Add(remark("check", theme.Good, "Every row at the beginning of the files can be read."))
	} else {
		p.says.Add(remark("warning", theme.Warn, "Rejected rows are kept with their bytes and the reason; nothing is dropped."))
	}
	for _, w := range s.Wrong {
		p.says.Add(remark("warning", theme.Bad, w))
	}
	for _, c := range s.Came {
		p.says.Add(remark("folder", theme.Text2, c))
	}
	for key, entry := range p.came {
		entry.SetPlaceHolder(p.vm.Beside(key))
	}
	for _, l := range s.Left {
		p.says.Add(remark("minus", theme.Warn, l))
	}
	for _, a := range s.Assume {
		p.says.Add(remark("info", theme.Text2, "Assumed for "+a))
	}
	var rows cells
	for _, r := range s.Reject {
		rows = append(rows, []grid.Cell{{Text: r.File}, {Text: viewmodel.Thousands(r.Row)}, {Text: r.Reason, Token: theme.Bad}, {Text: r.Raw}})
	}
	p.rejects.SetRows(rows)
	visible(p.lower, len(rows) > 0)
	p.object.Refresh()
}

// upTo is as high as a part, up to a most.
type upTo struct {
	most float32
	of   fyne.CanvasObject
}

// Layout gives all the room.
func (l *upTo) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}

// MinSize is that of the part, as far as it goes.
func (l *upTo) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, min(l.of.MinSize().Height, theme.Scaled(l.most)))
}

// inPairs stands parts two in a row, each as wide as the other.
type inPairs struct{}

// Layout places the rows below one another.
func (*inPairs) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap := theme.Scaled(12)
	w, y := (s.Width-gap)/2, float32(0)
	for i := 0; i < len(o); i += 2 {
		h := float32(0)
		for k, part := range o[i:min(i+2, len(o))] {
			part.Move(fyne.NewPos(float32(k)*(w+gap), y))
			part.Resize(fyne.NewSize(w, part.Size().Height)) // what is broken into lines knows its height then
			part.Resize(fyne.NewSize(w, part.MinSize().Height))
			h = max(h, part.MinSize().Height)
		}
		y += h + theme.Scaled(8)
	}
}

// MinSize is the height of all rows.
func (*inPairs) MinSize(o []fyne.CanvasObject) fyne.Size {
	w, y := float32(0), float32(0)
	for i := 0; i < len(o); i += 2 {
		h := float32(0)
		for _, part := range o[i:min(i+2, len(o))] {
			m := part.MinSize()
			w, h = max(w, m.Width), max(h, m.Height)
		}
		y += h
		if i+2 < len(o) {
			y += theme.Scaled(8)
		}
	}
	return fyne.NewSize(2*w+theme.Scaled(12), y)
}
