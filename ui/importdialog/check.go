package importdialog

import (
	"slices"

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
	lower   *fyne.Container
}

var originals = []string{"embed", "reference"}

func newCheck(vm *viewmodel.Importing) *check {
	p := &check{vm: vm, says: widgets.NewColumn(7), keeps: widgets.NewParagraph("", widgets.Small), rejects: grid.New()}
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
	left := widgets.NewColumn(14, labelled("Marking of the sources", p.tlp, nil), labelled("Original bytes", p.kept, p.keeps),
		labelled("Namespace of account ids", widgets.NewSized(190, 0, p.space), widgets.NewParagraph("Parts accounts of this export from others that use the same ids. Usually none.", widgets.Small)),
		labelled("Times without zone are in", widgets.NewSized(190, 0, p.zone), nil), p.custody())
	p.rejects.Name = "Rows that will be rejected"
	p.rejects.SetColumns([]grid.Column{{ID: "file", Title: "File", Width: 132}, {ID: "row", Title: "Row", Width: 56, Align: grid.End}, {ID: "why", Title: "Reason", Width: 296}, {ID: "raw", Title: "As it came", Width: 240, Mono: true}})
	p.lower = widgets.NewDock(widgets.NewPadded(12, 0, 6, 0, widgets.NewLabel("Rows at the beginning that will be rejected", widgets.Head)), nil, nil, nil, widgets.NewPanelPadded(p.rejects, 1))
	side := container.NewVScroll(widgets.NewPadded(3, 12, 3, 3, left))
	// A scroll asks for nothing: the remarks may be many.
	right := widgets.NewDock(widgets.NewSized(0, 250, container.NewVScroll(p.says)), nil, nil, nil, p.lower)
	p.object = widgets.NewDock(nil, nil, widgets.NewPadded(0, 18, 0, 0, widgets.NewPadded(-3, 0, 0, -3, widgets.NewSized(391, 0, side))), nil, right)
	return p
}

// custody is what is said of how the files came.
func (p *check) custody() fyne.CanvasObject {
	rows := widgets.NewColumn(8, widgets.NewLabel("How the files came", widgets.Secondary),
		widgets.NewParagraph("Kept with every source of this import, over what lies beside the files in FILE.custody.json. All of it may stay empty.", widgets.Small))
	for _, f := range p.vm.Choices.Get().Custody.Fields() {
		entry := widgets.NewEntry("", nil)
		entry.Text = f.Value
		field := widgets.NewField(f.Title, entry, "")
		entry.OnChanged = func(text string) { field.SetError(p.vm.Say(f.Key, text)) }
		rows.Add(field)
	}
	return rows
}

func tlpWords(l casefile.Marking) string {
	if l == "" {
		return "None"
	}
	return l.String()
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
}
