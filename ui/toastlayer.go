package ui

import (
	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// newToastLayer lays the quiet line over the window, above the status bar.
func newToastLayer(toast fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewPadded(0, 0, theme.StatusRow, 0, toast)
}
