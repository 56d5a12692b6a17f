package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// StateKind is why a pane has nothing to show.
type StateKind int

// The kinds. Their words are the view model's.
const (
	Empty   StateKind = iota // nothing is there yet: teaches the next step
	Loading                  // it is on its way
	Failed                   // what happened, what is unharmed, what to do
	TooMuch                  // more than can be shown: says how to narrow it
)

// StateLook is what a state says.
type StateLook struct {
	Kind    StateKind
	Title   string // one sentence
	Text    string // the explanation
	Details string // to unfold and copy; for Failed
	Action  string // caption of the one button; "" is none
	Icon    string // "" is the kind's
}

// State fills a pane that has nothing to show.
type State struct {
	widget.BaseWidget
	OnAction func()

	look   StateLook
	open   bool
	icon   *Icon
	title  *Paragraph
	text   *Paragraph
	action *Button
	more   *Button
	copied *Button
	detail *Paragraph
	column *fyne.Container
}

// NewState makes a state; onAction is what its button does.
func NewState(look StateLook, onAction func()) *State {
	s := &State{OnAction: onAction}
	s.icon = NewIconOf("info", theme.Text3, 28)
	s.title, s.text, s.detail = NewParagraph("", Title), NewParagraph("", Secondary), NewParagraph("", MonoSmall)
	s.title.Align, s.text.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	s.detail.MaxLines = 12
	s.action = NewButton("", Plain, func() {
		if s.OnAction != nil {
			s.OnAction()
		}
	})
	s.more = NewButton("Details", Link, func() { s.open = !s.open; s.Refresh() })
	s.copied = NewButton("Copy", Link, func() { fyne.CurrentApp().Clipboard().SetContent(s.look.Details) })
	s.column = container.New(layout.NewCustomPaddedVBoxLayout(px(10)), s.icon, s.title, s.text,
		container.NewCenter(s.action), container.NewCenter(container.NewHBox(s.more, s.copied)), s.detail)
	s.ExtendBaseWidget(s)
	s.Set(look)
	return s
}

// Set shows another state.
func (s *State) Set(look StateLook) {
	if look.Details != s.look.Details {
		s.open = false
	}
	s.look = look
	s.Refresh()
}

// Look returns what the state says.
func (s *State) Look() StateLook { return s.look }

// Button returns the state's one button, to be focused.
func (s *State) Button() *Button { return s.action }

func (s *State) mark() (icon string, token theme.Token) {
	switch s.look.Kind {
	case Loading:
		return "time", theme.Text3
	case Failed:
		return "warning", theme.Bad
	case TooMuch:
		return "filter", theme.Warn
	}
	return "info", theme.Text3
}

// CreateRenderer draws the state; Fyne calls it.
func (s *State) CreateRenderer() fyne.WidgetRenderer {
	width := func(of float32) float32 { return min(of-px(32), px(420)) }
	return draw(&drawing{
		owner: s, objects: []fyne.CanvasObject{s.column},
		paint: s.paint,
		layout: func(size fyne.Size) {
			w := width(size.Width)
			for range 2 { // the second pass knows how the paragraphs broke
				h := s.column.MinSize().Height
				place(s.column, middle(size.Width, w), max(middle(size.Height, h)-px(12), px(8)), w, h)
			}
		},
		min: func() fyne.Size { return fyne.NewSize(px(200), s.column.MinSize().Height+px(16)) },
	})
}

func (s *State) paint() {
	name, token := s.mark()
	if s.look.Icon != "" {
		name = s.look.Icon
	}
	s.icon.Set(name, token)
	s.title.SetText(s.look.Title)
	s.text.SetText(s.look.Text)
	show(s.text, s.look.Text != "")
	s.action.SetText(s.look.Action)
	s.action.SetKind(Plain)
	if s.look.Kind == Empty {
		s.action.SetKind(Primary)
	}
	show(s.action, s.look.Action != "")
	s.more.SetText("Details")
	if s.open {
		s.more.SetText("Hide details")
	}
	show(s.more, s.look.Details != "")
	show(s.copied, s.look.Details != "" && s.open)
	s.detail.SetText(s.look.Details)
	show(s.detail, s.look.Details != "" && s.open)
	s.column.Refresh()
}
