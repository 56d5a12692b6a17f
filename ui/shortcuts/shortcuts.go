// Package shortcuts is the sheet of keys, made from the one table of shortcuts.
package shortcuts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is the sheet.
type Dialog struct {
	body  fyne.CanvasObject
	sheet *widgets.OpenSheet
}

// New makes the sheet of a table of shortcuts by heading.
func New(groups []viewmodel.ShortcutGroup) *Dialog {
	all := 0
	for _, g := range groups {
		all += len(g.Shortcuts) + 2
	}
	columns := []*fyne.Container{widgets.NewColumn(0), widgets.NewColumn(0), widgets.NewColumn(0)}
	at, filled := 0, 0
	for _, g := range groups {
		if filled+len(g.Shortcuts)/2 > all/len(columns) && at < len(columns)-1 {
			at, filled = at+1, 0
		}
		columns[at].Add(widgets.NewPadded(0, 0, 2, 0, widgets.NewLabel(g.Title, widgets.Head)))
		for _, s := range g.Shortcuts {
			columns[at].Add(line(s))
		}
		columns[at].Add(widgets.NewSized(0, 16, widgets.NewCut("", widgets.Small)))
		filled += len(g.Shortcuts) + 2
	}
	row := container.NewGridWithColumns(len(columns))
	for i, c := range columns {
		right := float32(14)
		if i == len(columns)-1 {
			right = 0
		}
		row.Add(widgets.NewPadded(0, right, 0, 0, c))
	}
	return &Dialog{body: row}
}

// line is one action with the caps of its keys.
func line(s viewmodel.Shortcut) fyne.CanvasObject {
	caps := widgets.NewRow(5)
	for _, k := range s.Keys {
		caps.Add(widgets.NewKeyCap(strings.ReplaceAll(k, "+", " ")))
		if k == "+" {
			caps.Objects[len(caps.Objects)-1] = widgets.NewKeyCap("+")
		}
	}
	return widgets.NewSized(0, 27, widgets.NewDock(nil, nil, nil, container.NewCenter(caps), widgets.NewMiddle(widgets.NewCut(s.Name, widgets.Body))))
}

// Object is the sheet's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show shows the sheet over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: "Keys", Body: d.body, Width: 920})
}

// Close takes the sheet away.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
}
