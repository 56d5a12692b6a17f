package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/widgets"
)

// newWaiting is the page while a case is opened or closed: for a moment, or for as
// long as it takes to stop what runs.
func newWaiting(what string) fyne.CanvasObject {
	return container.NewCenter(widgets.NewLabel(what+"…", widgets.Secondary))
}
