package ui

import (
	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// heading is one menu of the bar; its commands are asked for when it opens, so that
// it says what is true then.
type heading struct {
	label    string
	commands func() []*command
}

// newMenuBar makes the bar at the top of the window: the product's name, then the
// menus. It is our own, because the toolkit's takes keys away from the entries.
func newMenuBar(headings []heading) fyne.CanvasObject {
	row := []fyne.CanvasObject{widgets.NewPadded(0, 10, 0, 14, widgets.NewMiddle(widgets.NewLabel("Casebench", widgets.Strong)))}
	for _, h := range headings {
		var b *widgets.Button
		b = widgets.NewButton(h.label, widgets.Quiet, func() { widgets.PopMenu(menu(h.label, h.commands()), b) })
		row = append(row, b)
	}
	return bar(widgets.NewPadded(1, 4, 1, 0, widgets.NewRow(0, row...)))
}

// bar puts a row on the ground of bars, with a rule below it.
func bar(row fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewOn(theme.Surface, widgets.NewDock(nil, widgets.NewRule(), nil, nil, row))
}
