package importdialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// run is the last page: the work, and what became of each file.
type run struct {
	vm     *viewmodel.Importing
	leave  func() // closes the dialog
	object *fyne.Container
	head   *widgets.Label
	line   *widgets.Label
	bar    *widgets.Bar
	list   *fyne.Container
	totals *fyne.Container
}

func newRun(vm *viewmodel.Importing, leave func()) *run {
	p := &run{vm: vm, leave: leave, head: widgets.NewCut("", widgets.Title), line: widgets.NewCut("", widgets.Small), bar: widgets.NewProgress(), list: widgets.NewColumn(0), totals: widgets.NewColumn(0)}
	top := widgets.NewColumn(8, p.head, widgets.NewSized(0, 4, p.bar), p.line, columnHeads("File", [4]string{"Rows", "Accepted", "Rejected", "Skipped"}))
	p.object = widgets.NewDock(widgets.NewPadded(0, 0, 4, 0, top), p.totals, nil, nil, framed(container.NewVScroll(p.list)))
	return p
}

// columnHeads stand over the numbers, in from the edge as the frame of the list is.
func columnHeads(name string, n [4]string) fyne.CanvasObject {
	return widgets.NewPadded(0, 4, 0, 4, numbers(name, n, widgets.Small, nil))
}

// numbers is a name with four numbers in columns, and a word behind.
func numbers(name string, n [4]string, style widgets.Style, behind fyne.CanvasObject) fyne.CanvasObject {
	row := widgets.NewRow(0)
	for _, text := range n {
		row.Add(widgets.NewSized(92, 26, widgets.NewRight(text, style)))
	}
	if behind == nil {
		behind = widgets.NewCut("", widgets.Small)
	}
	row.Add(widgets.NewSized(170, 26, widgets.NewPadded(0, 0, 0, 18, widgets.NewMiddle(behind))))
	return widgets.NewPadded(0, 6, 0, 8, widgets.NewSized(0, 26, widgets.NewDock(nil, nil, nil, row, widgets.NewMiddle(widgets.NewCut(name, style)))))
}

func (p *run) Object() fyne.CanvasObject { return p.object }

// First is the primary button.
func (p *run) First() fyne.Focusable { return nil }

func (p *run) Show() {
	p.Tick()
	s := p.vm.State.Get()
	p.list.RemoveAll()
	for i, f := range p.vm.Files.Get() {
		if f.Outcome != nil {
			p.list.Add(p.file(i, f))
		}
	}
	p.totals.RemoveAll()
	if s.Done {
		all := [4]string{viewmodel.Thousands(s.Accepted + s.Rejected + s.Skipped), viewmodel.Thousands(s.Accepted), viewmodel.Thousands(s.Rejected), viewmodel.Thousands(s.Skipped)}
		p.totals.Add(widgets.NewPadded(4, 4, 0, 4, numbers("Together", all, widgets.Strong, nil)))
	}
}

// Tick shows how far the work is.
func (p *run) Tick() {
	s := p.vm.State.Get()
	share, line := p.vm.Progress()
	switch {
	case s.Running:
		p.head.SetText("Importing")
		if line == "" {
			line = "Begins"
		}
		line += ". You may close this and go on; the status bar shows the work."
	case s.Cancelled:
		p.head.SetText("Stopped")
		line = "Files that were complete stay in the case; nothing of the others is in it."
	case s.Done:
		p.head.SetText("Imported")
		line = "Link the accounts next, to see which act together."
		if s.Accepted == 0 {
			line = "Nothing was added to the case."
		}
	}
	p.line.SetText(line)
	p.bar.Set(float32(share))
	visible(p.bar, s.Running)
}

// file is one file with what became of it.
func (p *run) file(i int, f *viewmodel.ImportFile) fyne.CanvasObject {
	o := f.Outcome
	word, token := widgets.NewCut("", widgets.Small), theme.Text2
	var behind fyne.CanvasObject = word
	switch o.State {
	case viewmodel.ImportWaits:
		word.SetText("waits")
	case viewmodel.ImportReads:
		word.SetText("is read")
		token = theme.Accent
	case viewmodel.ImportDone:
		word.SetText("in the case")
		token = theme.Good
		if o.Source.Rejected > 0 {
			token = theme.Warn
			behind = container.NewHBox(widgets.NewButton("See rejects", widgets.Link, func() { p.leave(); p.vm.Rejects(i) }))
		}
	case viewmodel.ImportSame:
		word.SetText("there already")
	case viewmodel.ImportFailed:
		word.SetText("not imported")
		token = theme.Bad
	case viewmodel.ImportNot:
		word.SetText("not in the case")
	}
	word.SetToken(token)
	line := numbers(f.Look.Name, o.Numbers(), widgets.Body, behind)
	text := o.Text
	if o.Hint != "" {
		text += " " + o.Hint
	}
	if text == "" {
		return line
	}
	return widgets.NewColumn(0, line, widgets.NewPadded(0, 8, 6, 8, widgets.NewParagraph(text, widgets.Small)))
}
