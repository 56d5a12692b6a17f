// Package filepicker is the file dialog: a path to type, with completion, places to
// begin at, and what lies in the folder.
//
// It is our own because the toolkit's has no path to type and cannot be driven by
// the keyboard alone. Tab completes what is typed and, when there is nothing to
// complete, goes on; Down goes into the list; Enter opens a folder or takes a file;
// Space ticks a file where several are asked for; Backspace goes up.
package filepicker

import (
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// Dialog is the file dialog.
type Dialog struct {
	vm      *viewmodel.Picker
	body    *fyne.Container
	list    *grid.Grid
	entry   *widgets.Entry
	places  []*widgets.ListRow
	stops   viewmodel.Stops
	sheet   *widgets.OpenSheet
	stopped string // the text at the last Tab
}

// New makes the dialog.
func New(vm *viewmodel.Picker) *Dialog {
	d := &Dialog{vm: vm, list: grid.New()}
	d.entry = widgets.NewEntry("name or path; Tab completes", func(text string) { vm.Typed(text); d.say("") })
	d.entry.TextStyle = fyne.TextStyle{Monospace: true}
	d.entry.OnTab, d.entry.OnDown = d.tab, d.intoList
	d.entry.OnSubmit = func(string) { d.confirm() }
	d.stops.Add(vm.Name.Observe(func(text string) {
		if d.entry.Text != text {
			d.entry.SetText(text)
			d.entry.CursorColumn = len([]rune(text))
			d.entry.Refresh()
		}
	}))
	d.makeList()
	top := widgets.NewPadded(0, 0, 8, 0, d.where())
	low := widgets.NewPadded(10, 0, 14, 0, widgets.NewDock(nil, nil, nil, d.switches(), widgets.NewPadded(0, 12, 0, 0, d.entry)))
	side := widgets.NewDock(nil, nil, nil, nil, widgets.NewPadded(0, 10, 0, 0, widgets.NewSized(130, 0, d.sideList())))
	d.body = widgets.NewSized(0, 430, widgets.NewDock(nil, nil, side, nil, widgets.NewDock(top, low, nil, nil, d.framed())))
	return d
}

// where is the folder that is shown, and the way up.
func (d *Dialog) where() fyne.CanvasObject {
	path := widgets.NewCut("", widgets.Mono)
	up := widgets.NewButton("Up", widgets.Plain, d.vm.Up).WithIcon("chevron-up")
	d.stops.Add(d.vm.Folder.Observe(func(folder string) {
		path.SetText(folder)
		for i, p := range d.vm.Places {
			d.places = d.placesMade()
			d.places[i].SetCurrent(p.Path == folder)
		}
		d.list.SetCurrent(-1)
	}))
	return widgets.NewDock(nil, nil, nil, up, widgets.NewMiddle(path))
}

// placesMade makes the rows of the places once.
func (d *Dialog) placesMade() []*widgets.ListRow {
	if d.places == nil {
		for _, p := range d.vm.Places {
			r := widgets.NewListRow(widgets.RowLook{Icon: "folder", Text: p.Name}, func() { d.vm.Go(p.Path) })
			r.Inset = 8
			d.places = append(d.places, r)
		}
	}
	return d.places
}

func (d *Dialog) sideList() fyne.CanvasObject {
	column := widgets.NewColumn(0)
	for _, r := range d.placesMade() {
		column.Add(r)
	}
	return column
}

// framed is the list, or why there is none.
func (d *Dialog) framed() fyne.CanvasObject {
	state := widgets.NewState(widgets.StateLook{}, nil)
	d.stops.Add(d.vm.Listed.Observe(func(l viewmodel.FolderView) {
		d.list.SetRows(rows{d})
		d.list.Refresh()
		state.Hide()
		switch {
		case l.Problem != "":
			state.Set(widgets.StateLook{Kind: widgets.Failed, Title: l.Problem, Text: l.Hint})
			state.Show()
		case !l.Loading && len(l.Entries) == 0:
			state.Set(widgets.StateLook{Kind: widgets.Empty, Icon: "folder", Title: "Nothing to choose here", Text: d.emptyText()})
			state.Show()
		}
	}))
	return widgets.NewPanelPadded(container.NewStack(d.list, state), 1)
}

func (d *Dialog) emptyText() string {
	if len(d.vm.Ask.Extensions) > 0 && !d.vm.All.Get() {
		return "Files of other kinds are not shown."
	}
	return ""
}

// switches are what is shown.
func (d *Dialog) switches() fyne.CanvasObject {
	row := widgets.NewRow(14)
	if len(d.vm.Ask.Extensions) > 0 {
		all := widgets.NewCheck("All files", d.vm.SetAll)
		row.Add(all)
	}
	row.Add(widgets.NewCheck("Hidden", d.vm.SetHidden))
	return row
}

func (d *Dialog) makeList() {
	g := d.list
	g.Name = "Files"
	g.SetColumns([]grid.Column{{ID: "name", Title: "Name", Width: 322}, {ID: "size", Title: "Size", Width: 84, Align: grid.End}, {ID: "changed", Title: "Changed", Width: 150}})
	g.OnPick = func(row int64, _ grid.Modifiers) {
		if e, ok := d.at(row); ok && d.vm.Ask.Kind != viewmodel.PickFiles {
			d.vm.Point(e)
		}
	}
	g.OnOpen = func(row int64) {
		if e, ok := d.at(row); ok {
			if len(d.vm.Chosen.Get()) > 0 && !e.Dir {
				d.confirm()
				return
			}
			d.vm.Enter(e, d.take)
		}
	}
	g.OnKey = func(name string, row int64) bool {
		switch name {
		case "Escape":
			d.sheet.Cancel()
		case "Space":
			if e, ok := d.at(row); ok {
				d.vm.Point(e)
			}
		default:
			return false
		}
		return true
	}
	g.SetSelected(func(row int64) bool {
		e, ok := d.at(row)
		return ok && slices.Contains(d.vm.Chosen.Get(), e.Name)
	})
	d.stops.Add(d.vm.Chosen.Follow(func(list []string) {
		g.Refresh()
		if d.sheet != nil && d.vm.Ask.Kind == viewmodel.PickFiles {
			d.sheet.SetPrimary(d.caption(len(list)))
		}
	}))
}

func (d *Dialog) caption(chosen int) string {
	confirm := d.vm.Ask.Confirm
	if confirm == "" {
		confirm = "Choose"
	}
	if chosen > 0 {
		return fmt.Sprintf("%s %s", confirm, viewmodel.Many(int64(chosen), "file"))
	}
	return confirm
}

func (d *Dialog) at(row int64) (viewmodel.PickEntry, bool) {
	list := d.vm.Listed.Get().Entries
	if row < 0 || row >= int64(len(list)) {
		return viewmodel.PickEntry{}, false
	}
	return list[row], true
}

// tab completes what is typed; when that was done already it goes on.
func (d *Dialog) tab() {
	if d.entry.Text == "" || d.entry.Text == d.stopped {
		d.focus(d.list)
		return
	}
	d.stopped = d.entry.Text
	d.vm.Complete()
}

func (d *Dialog) intoList() {
	if d.list.Len() > 0 && d.list.Current() < 0 {
		d.list.SetCurrent(0)
	}
	d.focus(d.list)
}

func (d *Dialog) focus(f fyne.Focusable) {
	widgets.Focus(f)
}

func (d *Dialog) say(why string) {
	if d.sheet != nil {
		d.sheet.SetError(why)
	}
}

func (d *Dialog) confirm() { d.vm.Confirm(d.take, d.say) }

// take hands over what was picked.
func (d *Dialog) take(paths []string) {
	d.Close()
	d.vm.Ask.Then(paths)
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the dialog over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: d.vm.Ask.Title, Body: d.body, Width: 760, Primary: d.caption(0),
		OnPrimary: func(*widgets.OpenSheet) { d.confirm() }, OnCancel: d.end})
	c.Focus(d.entry)
}

func (d *Dialog) end() {
	d.stops.Stop()
	d.vm.Close()
}

// Close takes the dialog away; nothing is picked.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
	d.end()
}

// rows are the entries as the grid asks for them.
type rows struct{ d *Dialog }

func (r rows) Len() int64 { return int64(len(r.d.vm.Listed.Get().Entries)) }

func (r rows) Row(i int64) ([]grid.Cell, bool) {
	e, ok := r.d.at(i)
	if !ok {
		return nil, false
	}
	name := grid.Cell{Text: e.Name}
	size := grid.Cell{Text: viewmodel.SizeOf(e.Size), Token: theme.Text2}
	if e.Dir {
		name.Text += string(filepath.Separator)
		name.Strong = true
		size.Text = ""
	}
	return []grid.Cell{name, size, {Text: e.Changed.Local().Format("2006-01-02 15:04"), Token: theme.Text2}}, true
}
