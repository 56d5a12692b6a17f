package eventspane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// lines are lines of text for a grid: rows of a log may be of any length.
type lines []string

// Len returns the number of lines.
func (l lines) Len() int64 { return int64(len(l)) }

// Row returns a line.
func (l lines) Row(i int64) ([]grid.Cell, bool) {
	return []grid.Cell{{Text: l[i]}}, true
}

// reveal shows the original of a row on a sheet: as text, and as bytes.
func (p *Pane) reveal(r viewmodel.Revealed) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.object)
	if c == nil || r.Number == 0 {
		return
	}
	widgets.ShowSheet(c, widgets.Sheet{Title: r.Title, Body: revealBody(r), Width: 800, Height: 520,
		Others: []*widgets.Button{widgets.NewButton("Copy text", widgets.Plain, func() { fyne.CurrentApp().Clipboard().SetContent(r.Text()) })}})
}

// revealBody is the original of a row under two tabs.
func revealBody(r viewmodel.Revealed) fyne.CanvasObject {
	page := func(title string, text []string) *grid.Grid {
		g := grid.New()
		g.Name = r.Title
		g.SetColumns([]grid.Column{{ID: "line", Title: title, Width: 738, Mono: true}})
		g.SetRows(lines(text))
		return g
	}
	text, bytes := page("Laid out for reading", r.Lines), page("As the bytes lie in the file", r.Bytes)
	bytes.Hide()
	var tabs *widgets.Tabs
	tabs = widgets.NewTabs(func(id string) {
		tabs.Pick(id)
		show(text, id == "text")
		show(bytes, id == "bytes")
	}, widgets.Tab{ID: "text", Title: "Text"}, widgets.Tab{ID: "bytes", Title: "Bytes"})
	note := widgets.NewCut(r.Note, widgets.Small)
	show(note, r.Note != "")
	return widgets.NewDock(widgets.NewDock(tabs, widgets.NewRule(), nil, nil, nil), note, nil, nil, container.NewStack(text, bytes))
}
