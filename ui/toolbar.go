package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casework"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// toolbar is the row of what is done most: import, undo and redo by name, the query,
// export.
type toolbar struct {
	object fyne.CanvasObject
	search *widgets.Search
	stops  viewmodel.Stops
}

func newToolbar(b *viewmodel.Bench, query func(text string)) *toolbar {
	t := &toolbar{search: widgets.NewSearch("Filter everything: model:atlas-5 AND NOT status:200", "Ctrl F")}
	undo := widgets.NewButton("Undo", widgets.Plain, b.Undo).WithIcon("undo")
	redo := widgets.NewIconButton("redo", "Redo", b.Redo)
	t.stops.Add(b.Undoable.Observe(func(u casework.Undoable) {
		undo.SetText(trimRight("Undo " + viewmodel.ActName(u.Undo)))
		enable(undo, u.Undo.Verb != "")
		enable(redo, u.Redo.Verb != "")
	}))
	t.search.OnSubmit = query
	t.stops.Add(b.Filter.Observe(func(expr string) {
		if expr == "*" {
			expr = ""
		}
		t.search.SetText(expr)
		t.search.SetError("")
	}))
	left := widgets.NewRow(6,
		widgets.NewButton("Import…", widgets.Primary, func() { b.Show(viewmodel.Intention{Name: viewmodel.IntendImport}) }),
		undo, redo)
	right := widgets.NewRow(6,
		widgets.NewButton("Export package…", widgets.Plain, func() { b.Show(viewmodel.Intention{Name: viewmodel.IntendExport}) }))
	row := container.New(&toolRow{}, left, t.search, right)
	t.object = bar(row)
	return t
}

func enable(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func trimRight(s string) string {
	if s[len(s)-1] == ' ' {
		return s[:len(s)-1]
	}
	return s
}

// toolRow lays out the row: left, the query in the middle as wide as it is useful,
// right.
type toolRow struct{}

func (*toolRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const margin, gap = 12, 24
	left, right := o[0].MinSize(), o[2].MinSize()
	centre := func(h float32) float32 { return (size.Height - h) / 2 }
	place(o[0], margin, centre(left.Height), left.Width, left.Height)
	place(o[2], size.Width-margin-right.Width, centre(right.Height), right.Width, right.Height)
	x := max(margin+left.Width+gap, theme.Navigator+gap)
	width := min(560, size.Width-margin-right.Width-gap-x)
	h := theme.ControlRow
	place(o[1], x, centre(h), width, h)
}

func (*toolRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, theme.ToolRow) }
