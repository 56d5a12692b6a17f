package uitest

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"casebench/internal/golden"
)

// Markup compares what an object is made of, as Fyne writes it in XML, with the
// golden file testdata/name.xml; -update writes it. The object is laid out at the
// size it has, or at its least where it has none.
func Markup(t testing.TB, o fyne.CanvasObject, name string) {
	t.Helper()
	size := o.Size()
	if size.IsZero() {
		size = o.MinSize()
	}
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(o)
	settle(c, o, size, c.Resize)
	golden.EqualString(t, filepath.Join("testdata", name+".xml"), test.RenderToMarkup(c))
}
