package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Hints is the layer of a window in which a resting pointer is told what the icon
// under it does. It lies on top of the stack that is the window's content; where
// there is none, nothing is told. It catches neither pointer nor focus.
type Hints struct {
	widget.BaseWidget
	// After calls then, on the UI goroutine, when d has passed, unless stopped.
	After func(d time.Duration, then func()) (stop func())

	text string
	near fyne.CanvasObject
	at   fyne.Position // of near's lower left corner, on this layer
	stop func()
}

// hintWaits is how long a pointer rests before it is told something.
const hintWaits = 450 * time.Millisecond

// NewHints makes a layer that tells nothing yet.
func NewHints() *Hints {
	h := &Hints{After: byAnimation}
	h.ExtendBaseWidget(h)
	return h
}

// Text returns what is told now, "" when nothing is.
func (h *Hints) Text() string { return h.text }

func (h *Hints) rest(text string, near fyne.CanvasObject) {
	h.leave(h.near)
	h.near = near
	h.stop = h.After(hintWaits, func() {
		d := fyne.CurrentApp().Driver()
		h.at = d.AbsolutePositionForObject(near).Subtract(d.AbsolutePositionForObject(h)).AddXY(0, near.Size().Height)
		h.text = text
		h.Refresh()
	})
}

func (h *Hints) leave(near fyne.CanvasObject) {
	if near != h.near {
		return
	}
	if h.stop != nil {
		h.stop()
	}
	h.stop, h.near = nil, nil
	if h.text != "" {
		h.text = ""
		h.Refresh()
	}
}

// hintsOf finds the layer of the window that shows an object.
func hintsOf(o fyne.CanvasObject) *Hints {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	if root, ok := c.Content().(*fyne.Container); ok {
		for _, layer := range root.Objects {
			if h, ok := layer.(*Hints); ok {
				return h
			}
		}
	}
	return nil
}

func hint(o fyne.CanvasObject, text string) {
	if h := hintsOf(o); h != nil {
		h.rest(text, o)
	}
}

func unhint(o fyne.CanvasObject) {
	if h := hintsOf(o); h != nil {
		h.leave(o)
	}
}

// CreateRenderer draws the layer; Fyne calls it.
func (h *Hints) CreateRenderer() fyne.WidgetRenderer {
	card, word := box(theme.BadgeRadius), text(Small)
	return draw(&drawing{
		owner: h, objects: []fyne.CanvasObject{card, word},
		paint: func() {
			wear(word, Small, theme.Text)
			card.FillColor, card.StrokeColor, card.StrokeWidth = theme.Color(theme.Pressed), theme.Color(theme.Line), 1
			show(card, h.text != "")
			show(word, h.text != "")
		},
		layout: func(s fyne.Size) {
			w, high := measure(line(h.text), Small)+px(16), px(24)
			x, y := min(h.at.X, s.Width-w-px(8)), h.at.Y+px(6)
			if y+high > s.Height {
				y = h.at.Y - px(6) - high - px(theme.ControlRow)
			}
			place(card, max(x, 0), y, w, high)
			word.Text = line(h.text)
			m := word.MinSize()
			place(word, max(x, 0)+px(8), y+middle(high, m.Height), m.Width, m.Height)
		},
		min: func() fyne.Size { return fyne.NewSize(1, 1) },
	})
}
