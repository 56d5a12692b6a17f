package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Toast is a quiet line that says what was done and goes away by itself, perhaps
// with one thing to do about it, such as Undo. It lies over the window, below
// the middle; it never takes the focus.
type Toast struct {
	widget.BaseWidget
	// After calls then, on the UI goroutine, when d has passed, unless it was
	// stopped. NewToast sets one that rides on Fyne's animations.
	After func(d time.Duration, then func()) (stop func())

	text   *Label
	action *Button
	stop   func()
	token  theme.Token
}

// toastStays is long enough to read two sentences and to reach for Undo.
const toastStays = 7 * time.Second

// NewToast makes a toast that is not seen until Say.
func NewToast() *Toast {
	t := &Toast{text: NewCut("", Body), action: NewButton("", Link, nil), After: byAnimation}
	t.Hidden = true
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a line. action may be "", then onAction is not asked.
func (t *Toast) Say(text, action string, onAction func()) { t.say(text, "", action, onAction) }

// Warn shows a line about what did not go well.
func (t *Toast) Warn(text string) { t.say(text, theme.Warn, "", nil) }

// Text returns the line that is shown, "" when there is none.
func (t *Toast) Text() string {
	if !t.Visible() {
		return ""
	}
	return t.text.Text()
}

// Dismiss takes the line away.
func (t *Toast) Dismiss() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	t.Hide()
}

func (t *Toast) say(text string, token theme.Token, action string, onAction func()) {
	t.Dismiss()
	t.text.SetText(text)
	t.token = token
	t.action.SetText(action)
	t.action.OnTap = func() {
		t.Dismiss()
		if onAction != nil {
			onAction()
		}
	}
	show(t.action, action != "")
	t.Show()
	if t.After != nil {
		t.stop = t.After(toastStays, t.Dismiss)
	}
}

// CreateRenderer draws the line; Fyne calls it.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	card, mark := box(theme.Radius), NewDot(theme.Good)
	return draw(&drawing{
		owner: t, objects: []fyne.CanvasObject{card, mark, t.text, t.action},
		paint: func() {
			card.FillColor, card.StrokeColor, card.StrokeWidth = theme.Color(theme.Pressed), theme.Color(theme.Line), 1
			mark.token = theme.Good
			if t.token != "" {
				mark.token = t.token
			}
		},
		layout: func(s fyne.Size) {
			tail := float32(0)
			if t.action.Visible() {
				tail = t.action.MinSize().Width + px(12)
			}
			w := min(px(14)+px(9)+px(8)+measure(line(t.text.Text()), Body)+tail+px(16), s.Width-px(32))
			h := px(34)
			x, y := middle(s.Width, w), s.Height-h-px(16)
			place(card, x, y, w, h)
			place(mark, x+px(14), y, px(9), h)
			place(t.text, x+px(31), y, w-px(31)-tail-px(14), h)
			place(t.action, x+w-tail-px(2), y+middle(h, px(theme.ControlRow)), tail-px(12), px(theme.ControlRow))
		},
		min: func() fyne.Size { return fyne.NewSize(px(200), px(50)) },
	})
}

// byAnimation counts on Fyne's clock, which calls back on the UI goroutine.
func byAnimation(d time.Duration, then func()) (stop func()) {
	a := fyne.NewAnimation(d, func(done float32) {
		if done >= 1 {
			then()
		}
	})
	a.Start()
	return a.Stop
}
