package importdialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casework"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// files is the first page: the list of files, and what the one in front is.
type files struct {
	vm     *viewmodel.Importing
	object *fyne.Container
	list   *fileList
	empty  *widgets.State
	full   fyne.CanvasObject
	pick   *widgets.Button
	remove *widgets.Button
	about  *fyne.Container
	read   *widgets.Choice
	rows   *preview
}

func newFiles(vm *viewmodel.Importing) *files {
	p := &files{vm: vm, list: newFileList(vm, nil), about: widgets.NewColumn(5), rows: newPreview("First rows")}
	p.empty = widgets.NewState(widgets.StateLook{Kind: widgets.Empty, Icon: "import", Title: "Choose the files to import",
		Text:   "Drop them anywhere in the window, or pick files and folders. Nothing changes in the case before the last page.",
		Action: "Choose files…"}, vm.Pick)
	p.pick = widgets.NewButton("Add files…", widgets.Plain, vm.Pick).WithIcon("plus")
	p.remove = widgets.NewButton("Take off the list", widgets.Link, func() { vm.Remove(vm.Current.Get()) })
	p.read = widgets.NewChoice(formatTitles(), func(i int) { vm.SetFormat(vm.Current.Get(), formatID(i)) })
	left := widgets.NewDock(nil, widgets.NewPadded(8, 0, 0, 0, widgets.NewRow(10, p.pick, p.remove)), nil, nil, framed(p.list.scroll))
	head := widgets.NewPadded(0, 0, 10, 0, p.about)
	right := widgets.NewDock(head, nil, nil, nil, p.rows.object)
	p.full = widgets.NewDock(nil, nil, widgets.NewPadded(0, 16, 0, 0, widgets.NewSized(330, 0, left)), nil, right)
	p.object = container.NewStack(p.empty, p.full)
	return p
}

func framed(o fyne.CanvasObject) fyne.CanvasObject { return widgets.NewPanelPadded(o, 4) }

func formatTitles() []string {
	out := []string{"what it looks like"}
	for _, f := range casework.Formats() {
		out = append(out, f.Title)
	}
	return out
}

func formatID(i int) string {
	if i == 0 {
		return ""
	}
	return casework.Formats()[i-1].ID
}

func (p *files) Object() fyne.CanvasObject { return p.object }

// First is the list, or the button that picks files.
func (p *files) First() fyne.Focusable {
	if len(p.vm.Files.Get()) == 0 {
		return p.empty.Button()
	}
	return nil
}

func (p *files) Show() {
	some := len(p.vm.Files.Get()) > 0
	visible(p.empty, !some)
	visible(p.full, some)
	p.list.show()
	f := p.vm.At()
	p.about.RemoveAll()
	if f == nil {
		return
	}
	name := widgets.NewCut(f.Look.Name, widgets.Title)
	p.about.Add(name)
	if f.Look.Error != nil {
		p.about.Add(problem(f.Wrong()))
		for _, t := range f.Look.Tried {
			if f.Look.Format == "" {
				p.about.Add(fact(t.ID, t.Why))
			}
		}
	}
	if f.Standing() == viewmodel.StandsTwin {
		p.about.Add(remark("info", theme.Warn, f.Says()+": the bytes are the same, and it will not be imported again."))
	}
	for _, x := range f.Facts() {
		p.about.Add(fact(x[0], x[1]))
	}
	p.about.Add(p.actions(f))
	p.rows.raw(f)
}

// actions are what can be done with a file.
func (p *files) actions(f *viewmodel.ImportFile) fyne.CanvasObject {
	leave := widgets.NewCheck("Leave this file out", func(on bool) { p.vm.Leave(p.vm.Current.Get(), on) })
	leave.SetOn(f.Left)
	p.read.Pick(formatIndex(f.Format()))
	row := widgets.NewRow(14, widgets.NewRow(8, widgets.NewLabel("Read as", widgets.Secondary), widgets.NewSized(250, 0, p.read)), leave)
	if f.Mappable() && f.Look.Twin == 0 {
		row.Add(widgets.NewButton("Columns…", widgets.Link, func() { p.vm.Map(p.vm.Current.Get()) }))
	}
	return widgets.NewPadded(4, 0, 0, 0, row)
}

func formatIndex(id string) int {
	for i, f := range casework.Formats() {
		if f.ID == id {
			return i + 1
		}
	}
	return 0
}

// fact is a name with a value.
func fact(name, value string) fyne.CanvasObject {
	text := widgets.NewParagraph(value, widgets.Small)
	text.MaxLines = 2
	return widgets.NewDock(nil, nil, widgets.NewColumn(0, widgets.NewSized(92, 16, widgets.NewCut(name, widgets.Small))), nil, text)
}

func remark(icon string, token theme.Token, text string) fyne.CanvasObject {
	mark := widgets.NewPadded(1, 8, 0, 0, widgets.NewColumn(0, widgets.NewIconOf(icon, token, 14)))
	return widgets.NewDock(nil, nil, mark, nil, widgets.NewParagraph(text, widgets.Small))
}

// problem is a failure with its hint.
func problem(sentence, hint string) fyne.CanvasObject {
	column := widgets.NewColumn(2, widgets.NewParagraph(sentence, widgets.Body))
	if hint != "" {
		column.Add(widgets.NewParagraph(hint, widgets.Small))
	}
	mark := widgets.NewPadded(1, 10, 0, 0, widgets.NewColumn(0, widgets.NewIcon("warning", theme.Bad)))
	return widgets.NewDock(nil, nil, mark, nil, column)
}

// fileList is the files as rows, of which one is in front.
type fileList struct {
	vm     *viewmodel.Importing
	only   func(*viewmodel.ImportFile) bool // nil is all
	rows   []*widgets.ListRow
	places []int
	column *fyne.Container
	scroll *container.Scroll
}

func newFileList(vm *viewmodel.Importing, only func(*viewmodel.ImportFile) bool) *fileList {
	l := &fileList{vm: vm, only: only, column: widgets.NewColumn(0)}
	l.scroll = container.NewVScroll(l.column)
	return l
}

// show keeps the rows that are there, so that the focus stays where it is.
func (l *fileList) show() {
	l.places = l.places[:0]
	for i, f := range l.vm.Files.Get() {
		if l.only != nil && !l.only(f) && i != l.vm.Current.Get() {
			continue
		}
		l.places = append(l.places, i)
		look := rowLook(f)
		look.Current = i == l.vm.Current.Get()
		at := len(l.places) - 1
		if at == len(l.rows) {
			r := widgets.NewListRow(look, nil)
			r.Inset = 8
			r.OnTap = func() { l.vm.Current.Set(l.places[at]) }
			l.rows = append(l.rows, r)
			l.column.Add(r)
			continue
		}
		l.rows[at].SetLook(look)
	}
	for len(l.rows) > len(l.places) {
		last := l.rows[len(l.rows)-1]
		l.column.Remove(last)
		l.rows = l.rows[:len(l.rows)-1]
	}
}

func rowLook(f *viewmodel.ImportFile) widgets.RowLook {
	look := widgets.RowLook{Text: f.Look.Name, Right: f.Says(), Dot: theme.Good}
	switch f.Standing() {
	case viewmodel.StandsLooking, viewmodel.StandsLeft, viewmodel.StandsTwin:
		look.Dot = theme.Text3
	case viewmodel.StandsMapped:
		look.Dot = theme.Accent
	case viewmodel.StandsBad:
		look.Dot, look.RightToken = theme.Bad, theme.Bad
	}
	return look
}
