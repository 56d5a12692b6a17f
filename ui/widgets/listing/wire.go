package listing

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// rows lets a grid look at a listing.
type rows struct{ vm *viewmodel.Listing }

var _ grid.Rows = rows{}

// Len returns how many rows are shown.
func (r rows) Len() int64 { return int64(r.vm.Len()) }

// Row returns what a row shows.
func (r rows) Row(i int64) ([]grid.Cell, bool) {
	cells := r.vm.Cells(int(i))
	if cells == nil {
		return nil, false
	}
	return Cells(cells), true
}

// Cells makes what a grid shows of a view model's cells.
func Cells(cells []viewmodel.ListCell) []grid.Cell {
	out := make([]grid.Cell, len(cells))
	for k, c := range cells {
		out[k] = grid.Cell{Text: c.Text, Token: c.Token, Strong: c.Strong, Dot: c.Dot, Mark: markOf(c.Mark)}
	}
	return out
}

func markOf(name string) grid.Mark {
	switch name {
	case "star":
		return grid.Star
	case "tag":
		return grid.Tag
	case "note":
		return grid.Note
	}
	return grid.NoMark
}

// wire passes on what is done to the grid and the search.
func (l *Listing) wire() {
	g := l.Grid
	g.OnPick = func(row int64, mod grid.Modifiers) { l.vm.Pick(int(row), mod.Shift, mod.Ctrl) }
	g.OnOpen = func(row int64) { l.vm.Open(int(row)) }
	g.OnSort = l.vm.SortBy
	g.OnWidth = l.vm.SetWidth
	g.OnCopy = func() { l.vm.CopyRows(false) }
	g.OnMenu = func(row int64, _ string, at fyne.Position) { widgets.PopMenuAt(l.menu(int(row)), g, at) }
	g.OnKey = func(name string, row int64) bool {
		switch name {
		case "/":
			l.Search.Focus()
			return true
		case "Menu":
			widgets.PopMenu(l.menu(int(row)), l.title)
			return true
		}
		return l.vm.Key(name, int(row))
	}
	g.OnSide = func(name string, row int64) bool { return l.vm.Key(name, int(row)) }
	l.Search.OnChange = l.vm.Find
	l.Search.OnSubmit = func(string) { l.Focus() }
}

// menu makes the menu of a row; nil when there is none.
func (l *Listing) menu(row int) *fyne.Menu { return Menu(l.vm.Menu(row)) }

// Menu makes a menu of a view model's items; nil when there are none.
func Menu(items []viewmodel.MenuItem) *fyne.Menu {
	if len(items) == 0 {
		return nil
	}
	m := fyne.NewMenu("")
	for _, i := range items {
		if i.Text == "" {
			m.Items = append(m.Items, fyne.NewMenuItemSeparator())
			continue
		}
		text := i.Text
		if i.Key != "" {
			text += "  (" + i.Key + ")"
		}
		item := fyne.NewMenuItem(text, i.Do)
		item.Disabled, item.Checked = i.Off, i.On
		item.ChildMenu = Menu(i.Sub)
		m.Items = append(m.Items, item)
	}
	return m
}
