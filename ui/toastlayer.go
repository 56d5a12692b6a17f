package ui

import "fyne.io/fyne/v2"

// toastLayer lays the quiet line over the foot of the window, in its middle.
type toastLayer struct{}

func (toastLayer) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		w := min(m.Width, size.Width-80)
		place(o, (size.Width-w)/2, size.Height-m.Height-64, w, m.Height)
	}
}

func (toastLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

func newToastLayer(toast fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: toastLayer{}, Objects: []fyne.CanvasObject{toast}}
}
