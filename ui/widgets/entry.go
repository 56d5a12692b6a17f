package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Entry is Fyne's entry with our keys: Esc calls OnEscape, Enter OnSubmit.
type Entry struct {
	widget.Entry
	OnEscape func()
	OnSubmit func(text string)
	OnFinish func() // Ctrl+Enter, for entries of several lines
	OnTab    func() // Tab, which then does not move on by itself; nil leaves it to Fyne
	OnDown   func() // Down in an entry of one line
}

// NewEntry makes a line to be typed in.
func NewEntry(placeholder string, onChange func(text string)) *Entry {
	e := &Entry{}
	e.ready(placeholder, onChange)
	return e
}

// NewTextArea makes an entry of several lines; Enter starts a new line.
func NewTextArea(placeholder string, rows int, onChange func(text string)) *Entry {
	e := &Entry{}
	e.MultiLine = true
	e.ready(placeholder, onChange)
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// NewPassword makes an entry that does not show what is typed.
func NewPassword(placeholder string, onChange func(text string)) *Entry {
	e := &Entry{}
	e.Password = true
	e.ready(placeholder, onChange)
	return e
}

func (e *Entry) ready(placeholder string, onChange func(string)) {
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder, e.OnChanged = placeholder, onChange
	e.OnSubmitted = func(s string) {
		if e.OnSubmit != nil {
			e.OnSubmit(s)
		}
	}
	e.ExtendBaseWidget(e)
}

// MinSize of one line is as high as a button.
func (e *Entry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	if !e.MultiLine {
		m.Height = max(m.Height, px(theme.ControlRow))
	}
	return m
}

// AcceptsTab reports whether Tab is for the entry. It is not for a text of several
// lines either: a person without a mouse could not leave it.
func (e *Entry) AcceptsTab() bool { return e.OnTab != nil }

// TypedKey answers Esc, and Tab and Down where they mean something, and leaves the
// rest to Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
		return
	case k.Name == fyne.KeyTab && e.OnTab != nil:
		e.OnTab()
		return
	case k.Name == fyne.KeyDown && e.OnDown != nil && !e.MultiLine:
		e.OnDown()
		return
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut answers Ctrl+Enter and leaves the rest to Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && e.OnFinish != nil && k.Modifier == fyne.KeyModifierShortcutDefault &&
		(k.KeyName == fyne.KeyReturn || k.KeyName == fyne.KeyEnter) {
		e.OnFinish()
		return
	}
	e.Entry.TypedShortcut(s)
}

// Search is the entry for queries: an icon, mono type, the cap of its key, and a
// red underline when the query cannot be read.
type Search struct {
	widget.BaseWidget
	Entry   *Entry
	Message *Label // says what is wrong; its owner places it where there is room

	OnChange func(text string)
	OnSubmit func(text string)

	wrong bool
}

// NewSearch makes a search box. key is the chord that brings the person here.
func NewSearch(placeholder, key string) *Search {
	s := &Search{Message: NewCut("", Small)}
	s.Message.SetToken(theme.Bad)
	s.Message.Hide()
	s.Entry = NewEntry(placeholder, func(t string) {
		if s.OnChange != nil {
			s.OnChange(t)
		}
	})
	s.Entry.Icon = theme.Icon("search", theme.Text2)
	s.Entry.TextStyle = fyne.TextStyle{Monospace: true}
	s.Entry.OnSubmit = func(t string) {
		if s.OnSubmit != nil {
			s.OnSubmit(t)
		}
	}
	s.Entry.OnEscape = func() { s.Entry.SetText("") }
	if key != "" {
		s.Entry.ActionItem = container.New(layout.NewCustomPaddedLayout(5, 5, 0, 6), NewKeyCap(key))
	}
	s.ExtendBaseWidget(s)
	return s
}

// SetText shows a query; OnChange hears of it.
func (s *Search) SetText(text string) {
	if text != s.Entry.Text {
		s.Entry.SetText(text)
	}
}

// Text returns the query.
func (s *Search) Text() string { return s.Entry.Text }

// SetError underlines the query and shows what is wrong; "" takes it away.
func (s *Search) SetError(what string) {
	s.wrong = what != ""
	s.Message.SetText(what)
	show(s.Message, s.wrong)
	s.Refresh()
}

// Focus puts the cursor into the box.
func (s *Search) Focus() {
	Focus(s.Entry)
}

// CreateRenderer draws the box; Fyne calls it.
func (s *Search) CreateRenderer() fyne.WidgetRenderer {
	under := canvas.NewRectangle(color.Transparent)
	return draw(&drawing{
		owner: s, objects: []fyne.CanvasObject{s.Entry, under},
		paint: func() {
			s.Entry.Icon = theme.Icon("search", theme.Text2)
			under.FillColor = theme.Color(theme.Bad)
			show(under, s.wrong)
		},
		layout: func(size fyne.Size) {
			place(s.Entry, 0, 0, size.Width, size.Height)
			place(under, px(6), size.Height-2, size.Width-px(12), 2)
		},
		min: func() fyne.Size { return fyne.NewSize(px(200), px(theme.ControlRow)) },
	})
}
