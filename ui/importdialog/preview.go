package importdialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/grid"
)

// preview is the first rows of a file: as they came, or as they would be kept.
type preview struct {
	object *fyne.Container
	head   *widgets.Label
	note   *widgets.Label
	grid   *grid.Grid
	state  *widgets.State
	shape  string // of the columns that the grid has
}

func newPreview(title string) *preview {
	p := &preview{head: widgets.NewLabel(title, widgets.Head), note: widgets.NewLabel("", widgets.Small), grid: grid.New(), state: widgets.NewState(widgets.StateLook{}, nil)}
	p.grid.Name = title
	head := widgets.NewSized(0, 22, widgets.NewDock(nil, nil, nil, p.note, p.head))
	p.object = widgets.NewDock(head, nil, nil, nil, widgets.NewPanelPadded(container.NewStack(p.grid, p.state), 1))
	return p
}

// raw shows the rows as they came.
func (p *preview) raw(f *viewmodel.ImportFile) {
	v := f.Look.Preview
	if v == nil || len(v.Columns) == 0 {
		p.trial(f)
		return
	}
	columns := make([]grid.Column, len(v.Columns))
	for i, name := range v.Columns {
		columns[i] = grid.Column{ID: name, Title: name, Width: width(name, v.Rows, i), Mono: true}
	}
	var rows cells
	for _, r := range v.Rows {
		line := make([]grid.Cell, len(r))
		for i, text := range r {
			line[i].Text = text
		}
		rows = append(rows, line)
	}
	p.head.SetText("First rows, as they came")
	p.note.SetText("")
	p.set(f.Path+"raw", columns, rows)
}

// width is enough for a column's title and the values that are shown, within bounds.
func width(title string, rows [][]string, i int) float32 {
	most := len(title)
	for _, r := range rows {
		if i < len(r) {
			most = max(most, len([]rune(r[i])))
		}
	}
	return min(max(float32(most)*7.6+22, 64), 260)
}

// trial shows the rows as they would be kept. What does not parse is red.
func (p *preview) trial(f *viewmodel.ImportFile) {
	t := f.Look.Trial
	p.head.SetText("First rows, as they will be kept")
	p.note.SetText("")
	if t == nil || f.Look.Error != nil {
		text := "What it holds is seen while it is read."
		if f.Look.Error != nil {
			text = "There is nothing to show until the file can be read."
		}
		p.grid.Hide()
		p.state.Set(widgets.StateLook{Kind: widgets.Loading, Icon: "table", Title: "No rows to show", Text: text})
		p.state.Show()
		return
	}
	columns := make([]grid.Column, len(t.Columns))
	texts := make([][]string, len(t.Lines))
	var rows cells
	bad := int64(len(t.Lines))
	for n, l := range t.Lines {
		line := make([]grid.Cell, len(l.Cells))
		for i, c := range l.Cells {
			line[i].Text = c.Text
			if c.Bad {
				bad = min(bad, int64(n))
				line[i].Token, line[i].Dot = theme.Bad, theme.Bad
			}
			texts[n] = append(texts[n], c.Text)
		}
		rows = append(rows, line)
	}
	for i, c := range t.Columns {
		columns[i] = grid.Column{ID: c.Name, Title: c.Name, Width: width(c.Name, texts, i), Mono: true}
		if c.Kind == casefile.KindInt || c.Kind == casefile.KindFloat {
			columns[i].Align = grid.End
		}
	}
	p.note.SetText(outcome(t.Accepted, t.Rejected, len(t.Bad) > 0))
	if p.set(f.Path+"trial", columns, rows); bad < int64(len(t.Lines)) {
		p.grid.Reveal(bad)
	}
}

func outcome(accepted, rejected int, bad bool) string {
	text := viewmodel.Many(int64(accepted), "row") + " read"
	if rejected > 0 {
		text += ", " + viewmodel.Thousands(int64(rejected)) + " rejected"
	}
	if bad {
		text += "; what is red does not parse and is kept as extra"
	}
	return text
}

// set fills the grid. The place in it stays while the columns are the same.
func (p *preview) set(of string, columns []grid.Column, rows cells) {
	shape := of
	for _, c := range columns {
		shape += "\x00" + c.ID
	}
	if shape != p.shape {
		p.grid.SetColumns(columns)
		p.shape = shape
	}
	p.grid.SetRows(rows)
	p.grid.Show()
	p.state.Hide()
	if len(rows) == 0 {
		p.state.Set(widgets.StateLook{Kind: widgets.Loading, Icon: "table", Title: "No rows", Text: "The file has a header and nothing under it."})
		p.state.Show()
	}
}

// cells are rows that are all there.
type cells [][]grid.Cell

func (c cells) Len() int64 { return int64(len(c)) }

func (c cells) Row(i int64) ([]grid.Cell, bool) {
	if i < 0 || i >= int64(len(c)) {
		return nil, false
	}
	return c[i], true
}
