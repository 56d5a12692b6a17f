package widgets

import "fyne.io/fyne/v2"

// Focus gives the keyboard to a part of the window. The toolkit's driver knows the
// canvas of an object only from its first drawing on; a part that came a moment ago is
// on the canvas of the one window that there is. Without this the cursor would not go
// where a page that was just shown wants it.
func Focus(f fyne.Focusable) {
	app := fyne.CurrentApp()
	o, is := f.(fyne.CanvasObject)
	if app == nil || !is {
		return
	}
	c := app.Driver().CanvasForObject(o)
	if all := app.Driver().AllWindows(); c == nil && len(all) == 1 {
		c = all[0].Canvas()
	}
	if c != nil {
		c.Focus(f)
	}
}
