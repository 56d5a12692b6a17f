package uitest

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// Over opens a window of 1280 by 720 in our look, for a dialog to be shown over.
func Over(t testing.TB, dark bool) fyne.Window {
	t.Helper()
	if fyne.CurrentApp() == nil {
		App(t, dark)
	}
	Look(fyne.CurrentApp(), dark)
	return Window(t, widgets.NewGround(theme.Ground), 1280, 720)
}

// ShotOver draws a window with what lies over it and writes the picture as Shot
// does, named after the test, the name and the look.
func ShotOver(t testing.TB, win fyne.Window, name string) string {
	t.Helper()
	look := "light"
	if theme.IsDark() {
		look = "dark"
	}
	for _, o := range win.Canvas().Overlays().List() {
		for range 2 {
			o.Refresh()
		}
	}
	return write(t, win.Canvas().Capture(), name+"-"+look)
}
