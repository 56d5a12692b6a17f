package importdialog

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// columns is the second page: which column of a file is which column of its table.
type columns struct {
	vm     *viewmodel.Importing
	object *fyne.Container
	list   *fileList
	table  *widgets.Choice
	unit   *widgets.Choice
	zone   *widgets.Entry
	load   *widgets.Button
	save   *widgets.Button
	alike  *widgets.Button
	lacks  *fyne.Container
	rows   []*mapped
	column *fyne.Container
	of     *viewmodel.ImportFile
	below  *preview
}

var units = []string{"", "s", "ms", "us", "ns"}

func newColumns(vm *viewmodel.Importing) *columns {
	p := &columns{vm: vm, list: newFileList(vm, (*viewmodel.ImportFile).NeedsMapping), column: widgets.NewColumn(4), lacks: widgets.NewColumn(4), below: newPreview("")}
	p.table = widgets.NewChoice(viewmodel.ImportTables(), func(i int) { vm.SetTable(vm.Current.Get(), viewmodel.ImportTables()[i]) })
	p.unit = widgets.NewChoice([]string{"as the values look", "seconds", "milliseconds", "microseconds", "nanoseconds"}, func(i int) { vm.SetUnit(vm.Current.Get(), units[i]) })
	p.zone = widgets.NewEntry("UTC", nil)
	p.zone.OnChanged = func(text string) {
		if f := vm.At(); f != nil && text != f.Zone() {
			vm.SetZone(vm.Current.Get(), text)
		}
	}
	p.load = widgets.NewButton("Load mapping…", widgets.Link, func() { vm.LoadMapping(vm.Current.Get()) })
	p.save = widgets.NewButton("Save mapping…", widgets.Link, func() { vm.SaveMapping(vm.Current.Get()) })
	p.alike = widgets.NewButton("", widgets.Link, func() { vm.UseForAlike(vm.Current.Get()) })
	top := container.New(widgets.NewFlow(14), captioned("Table", 150, p.table), captioned("Times without zone are in", 120, p.zone), captioned("Numeric times count", 160, p.unit))
	under := widgets.NewRow(14, p.load, p.save, p.alike)
	head := widgets.NewColumn(8, top, under, p.lacks, heads())
	low := widgets.NewSized(0, 176, widgets.NewPadded(10, 0, 0, 0, p.below.object))
	right := widgets.NewDock(widgets.NewPadded(0, 0, 4, 0, head), low, nil, nil, framed(container.NewVScroll(p.column)))
	side := widgets.NewDock(widgets.NewPadded(0, 0, 6, 4, widgets.NewLabel("Files", widgets.Head)), nil, nil, nil, framed(p.list.scroll))
	p.object = widgets.NewDock(nil, nil, widgets.NewPadded(0, 16, 0, 0, widgets.NewSized(250, 0, side)), nil, right)
	return p
}

// captioned is a caption above a control of a width.
func captioned(caption string, width float32, control fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewColumn(4, widgets.NewLabel(caption, widgets.Small), widgets.NewSized(width, 30, control))
}

// The widths of the list of columns.
const (
	nameWidth   = 140
	sampleWidth = 146
	targetWidth = 164
)

func heads() fyne.CanvasObject {
	row := widgets.NewRow(10, widgets.NewSized(nameWidth, 16, widgets.NewCut("Column of the file", widgets.Small)), widgets.NewSized(sampleWidth, 16, widgets.NewCut("Holds, for example", widgets.Small)),
		widgets.NewSized(targetWidth, 16, widgets.NewCut("Goes to", widgets.Small)), widgets.NewLabel("Because", widgets.Small))
	return widgets.NewPadded(0, 0, 0, 8, row)
}

func (p *columns) Object() fyne.CanvasObject { return p.object }

// First is the table, which decides the rest.
func (p *columns) First() fyne.Focusable { return p.table }

func (p *columns) Show() {
	p.list.show()
	f := p.vm.At()
	if f == nil {
		return
	}
	if f != p.of || strings.TrimSpace(p.zone.Text) != f.Zone() {
		p.of, p.zone.Text = f, f.Zone()
		p.zone.Refresh()
	}
	p.table.Pick(slices.Index(viewmodel.ImportTables(), f.Look.Table))
	p.unit.Pick(slices.Index(units, f.TimeUnit()))
	n := p.vm.Alike(p.vm.Current.Get())
	p.alike.SetText("Use for " + viewmodel.Many(int64(n), "file") + " with the same columns")
	visible(p.alike, n > 0)
	p.lacks.RemoveAll()
	switch {
	case f.Lacks() != "":
		p.lacks.Add(remark("warning", theme.Warn, f.Lacks()))
	case f.Look.Error != nil:
		sentence, hint := f.Wrong()
		p.lacks.Add(remark("warning", theme.Bad, sentence+" "+hint))
	}
	p.fill(f)
	if f.Look.Error != nil {
		p.below.raw(f)
	} else {
		p.below.trial(f)
	}
}

// fill shows the columns; rows that are there are kept, so that the focus stays.
func (p *columns) fill(f *viewmodel.ImportFile) {
	list, targets := f.Columns(), f.Targets()
	for i, c := range list {
		if i == len(p.rows) {
			m := newMapped(func(from, to string) { p.vm.SetColumn(p.vm.Current.Get(), from, to) })
			p.rows = append(p.rows, m)
			p.column.Add(m.object)
		}
		p.rows[i].show(c, targets)
	}
	for len(p.rows) > len(list) {
		p.column.Remove(p.rows[len(p.rows)-1].object)
		p.rows = p.rows[:len(p.rows)-1]
	}
}

// mapped is one column of the file with where it goes.
type mapped struct {
	object            fyne.CanvasObject
	name, sample, why *widgets.Label
	target            *widgets.Choice
	column            viewmodel.MappedColumn
	targets           []string
}

func newMapped(onPick func(from, to string)) *mapped {
	m := &mapped{name: widgets.NewCut("", widgets.Mono), sample: widgets.NewCut("", widgets.MonoSmall), why: widgets.NewCut("", widgets.Small)}
	m.target = widgets.NewChoice([]string{""}, func(i int) { onPick(m.column.From, m.targets[i]) })
	left := widgets.NewRow(10, sizedMiddle(nameWidth, m.name), sizedMiddle(sampleWidth, m.sample), widgets.NewSized(targetWidth, 30, m.target))
	m.object = widgets.NewPadded(0, 8, 0, 4, widgets.NewDock(nil, nil, widgets.NewPadded(0, 10, 0, 0, left), nil, widgets.NewMiddle(m.why)))
	return m
}

func sizedMiddle(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewSized(width, 0, widgets.NewMiddle(o))
}

func (m *mapped) show(c viewmodel.MappedColumn, targets []string) {
	m.column = c
	if !slices.Equal(targets, m.targets) {
		m.targets = targets
		m.target.SetOptions(targets)
	}
	m.target.Pick(max(0, slices.Index(targets, c.To)))
	m.name.SetText(c.From)
	m.sample.SetText(c.Example)
	m.why.SetText(c.Why)
	m.why.SetToken("")
	if c.Bad > 0 {
		m.why.SetText(viewmodel.Many(int64(c.Bad), "value") + " cannot be read as " + c.To)
		m.why.SetToken(theme.Bad)
	}
}
