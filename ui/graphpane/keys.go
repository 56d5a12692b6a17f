package graphpane

import "fyne.io/fyne/v2"

// focus takes the keys.
func (f *surface) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && !f.focused {
		c.Focus(f)
	}
}

// FocusGained and FocusLost say whether the keys go here.
func (f *surface) FocusGained() { f.focused = true }

// FocusLost lets go of the keys.
func (f *surface) FocusLost() { f.focused, f.space = false, false }

// KeyDown and KeyUp follow the space bar, which makes a drag pan.
func (f *surface) KeyDown(e *fyne.KeyEvent) { f.space = f.space || e.Name == fyne.KeySpace }

// KeyUp ends it.
func (f *surface) KeyUp(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		f.space = false
	}
}

// TypedRune zooms and fits.
func (f *surface) TypedRune(r rune) {
	switch r {
	case '+', '=':
		f.vm.Zoom(1)
	case '-', '_':
		f.vm.Zoom(-1)
	case '0', 'f', 'F':
		f.vm.Fit()
	case '/':
		f.vm.AskFind()
	case 'p', 'P':
		f.vm.Pause()
	default:
		if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && r != ' ' && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// panStep is how far an arrow key moves the picture, in points.
const panStep = 60

// TypedKey pans by arrows and leaves off by Escape.
func (f *surface) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		f.vm.Pan(panStep, 0)
	case fyne.KeyRight:
		f.vm.Pan(-panStep, 0)
	case fyne.KeyUp:
		f.vm.Pan(0, panStep)
	case fyne.KeyDown:
		f.vm.Pan(0, -panStep)
	case fyne.KeyHome:
		f.vm.Fit()
	case fyne.KeyEscape:
		f.press = press{}
		f.clearMarks()
		f.vm.SelectNone()
	case fyne.KeySpace:
	default: // the window's keys work here too
		if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
		}
	}
}
