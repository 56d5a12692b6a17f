package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Sheet describes a modal card: a title, a body, buttons at the lower right. Esc
// cancels, Enter in an entry of one line does what the primary button does.
type Sheet struct {
	Title     string
	Body      fyne.CanvasObject
	Width     float32 // 0 is 440
	Height    float32 // 0 is what the body asks for
	Primary   string  // caption; "" is a sheet that is only closed
	Cancel    string  // "" is "Cancel", or "Close" where there is no primary
	Danger    bool    // the primary cannot be undone
	Others    []*Button
	OnPrimary func(*OpenSheet) // closes the sheet itself when it is content
	OnCancel  func()           // after the sheet has closed
}

// OpenSheet is a sheet on a canvas.
type OpenSheet struct {
	sheet   Sheet
	popup   *widget.PopUp
	primary *Button
	cancel  *Button
	problem *Paragraph
	before  fyne.Focusable
	canvas  fyne.Canvas
	unwire  []func() // takes from the body what wire gave it
}

// ShowSheet opens a sheet over a canvas. The first entry of its body has the
// cursor; when it closes, what had it before has it again.
func ShowSheet(c fyne.Canvas, s Sheet) *OpenSheet {
	o := &OpenSheet{sheet: s, canvas: c, before: c.Focused(), problem: NewParagraph("", Small)}
	o.problem.SetToken(theme.Bad)
	o.problem.Hide()
	kind := Primary
	if s.Danger {
		kind = Bad
	}
	o.primary = NewButton(s.Primary, kind, o.confirm)
	o.cancel = NewButton(s.cancelText(), Plain, o.Cancel)
	o.popup = widget.NewModalPopUp(newSheetCard(o), c)
	o.popup.Show()
	o.settle()
	o.wire()
	return o
}

// settle gives the sheet the height that its paragraphs need at the width they have
// now.
func (o *OpenSheet) settle() {
	for range 2 {
		o.popup.Resize(o.popup.MinSize())
	}
	size, of := o.popup.Size(), o.canvas.Size()
	o.popup.Move(fyne.NewPos((of.Width-size.Width)/2, (of.Height-size.Height)/2))
}

func (s Sheet) cancelText() string {
	switch {
	case s.Cancel != "":
		return s.Cancel
	case s.Primary == "":
		return "Close"
	}
	return "Cancel"
}

// Close takes the sheet away.
func (o *OpenSheet) Close() {
	o.popup.Hide()
	for _, f := range o.unwire {
		f()
	}
	o.unwire = nil
	if o.before != nil {
		o.canvas.Focus(o.before)
	}
}

// Cancel closes the sheet and tells its owner.
func (o *OpenSheet) Cancel() {
	o.Close()
	if o.sheet.OnCancel != nil {
		o.sheet.OnCancel()
	}
}

// SetError says above the buttons what is wrong; "" takes it away.
func (o *OpenSheet) SetError(what string) {
	o.problem.SetText(what)
	if show(o.problem, what != ""); what != "" {
		o.popup.Refresh()
	}
	o.settle()
}

// SetReady lets the primary button be pressed, or not.
func (o *OpenSheet) SetReady(ready bool) {
	if ready {
		o.primary.Enable()
	} else {
		o.primary.Disable()
	}
}

// FocusPrimary gives the keyboard to the primary button, or where it is not ready to
// the one that closes.
func (o *OpenSheet) FocusPrimary() {
	if o.primary.Disabled() {
		o.canvas.Focus(o.cancel)
		return
	}
	o.canvas.Focus(o.primary)
}

// SetPrimary changes the caption of the primary button.
func (o *OpenSheet) SetPrimary(caption string) { o.primary.SetText(caption) }

func (o *OpenSheet) confirm() {
	if o.sheet.OnPrimary != nil && !o.primary.Disabled() {
		o.sheet.OnPrimary(o)
	}
}

// wire gives Esc and Enter their meaning in the body, and the cursor to its first
// entry.
func (o *OpenSheet) wire() {
	first := o.Rewire()
	for _, b := range append([]*Button{o.primary, o.cancel}, o.sheet.Others...) {
		b.setEscape(o.Cancel)
	}
	switch {
	case first != nil:
		o.canvas.Focus(first)
	case o.sheet.Primary != "" && !o.sheet.Danger && !o.primary.Disabled():
		o.canvas.Focus(o.primary)
	default:
		o.canvas.Focus(o.cancel)
	}
}

// Rewire gives Esc and Enter their meaning in parts that came into the body after
// it was shown. It returns the body's first entry, or nil.
func (o *OpenSheet) Rewire() (first fyne.Focusable) {
	walk(o.sheet.Body, func(object fyne.CanvasObject) {
		switch part := object.(type) {
		case *Entry:
			if part.OnEscape == nil {
				part.OnEscape = o.Cancel
				o.unwire = append(o.unwire, func() { part.OnEscape = nil })
			}
			if part.OnSubmit == nil && !part.MultiLine && o.sheet.Primary != "" {
				part.OnSubmit = func(string) { o.confirm() }
				o.unwire = append(o.unwire, func() { part.OnSubmit = nil })
			}
			if part.OnFinish == nil && o.sheet.Primary != "" {
				part.OnFinish = o.confirm
				o.unwire = append(o.unwire, func() { part.OnFinish = nil })
			}
			if first == nil && !part.Disabled() && inView(o.sheet.Body, part) {
				first = part
			}
		case interface{ setEscape(func()) }:
			part.setEscape(o.Cancel)
			o.unwire = append(o.unwire, func() { part.setEscape(nil) })
		}
	})
	return first
}

// inView reports whether a part of the body is shown, with everything around it.
func inView(body, part fyne.CanvasObject) (shown bool) {
	walk(body, func(o fyne.CanvasObject) { shown = shown || o == part }, fyne.CanvasObject.Visible)
	return shown
}

// walk visits an object and what lies inside it, as far as containers tell, but not
// what one of the conditions keeps out.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject), only ...func(fyne.CanvasObject) bool) {
	if o == nil {
		return
	}
	for _, ok := range only {
		if !ok(o) {
			return
		}
	}
	visit(o)
	switch c := o.(type) {
	case *fyne.Container:
		for _, child := range c.Objects {
			walk(child, visit, only...)
		}
	case *container.Scroll:
		walk(c.Content, visit, only...)
	case *container.Split:
		walk(c.Leading, visit, only...)
		walk(c.Trailing, visit, only...)
	case *Field:
		walk(c.Control, visit, only...)
	case *Panel:
		walk(c.content, visit, only...)
	case *Segments:
		walk(c.row, visit, only...)
	case *State:
		walk(c.column, visit, only...)
	case *Search:
		walk(c.Entry, visit, only...)
	}
}

// sheetCard lays a sheet out: title, body, problem, buttons.
type sheetCard struct {
	widget.BaseWidget
	open *OpenSheet
}

func newSheetCard(o *OpenSheet) *sheetCard {
	c := &sheetCard{open: o}
	c.ExtendBaseWidget(c)
	return c
}

const sheetPad = 18

func (c *sheetCard) CreateRenderer() fyne.WidgetRenderer {
	o := c.open
	card, title := canvas.NewRectangle(color.Transparent), NewCut(o.sheet.Title, Title)
	body := o.sheet.Body
	if body == nil {
		body = container.NewWithoutLayout()
	}
	head, foot := px(sheetPad+20+12), px(sheetPad+theme.ControlRow+14)
	inside := body.MinSize
	ring := float32(0) // room for focus rings at the edge of what is clipped
	of := o.canvas.Size()
	if of.Height < head+inside().Height+px(14)+foot+px(48) || of.Width < inside().Width+2*px(sheetPad) { // a small window: the body scrolls
		ring = px(3)
		body = container.NewScroll(NewPadded(3, 3, 3, 3, body))
	}
	rule := NewRule()
	objects := []fyne.CanvasObject{card, title, body, o.problem, rule, o.cancel}
	if o.sheet.Primary != "" {
		objects = append(objects, o.primary)
	}
	for _, b := range o.sheet.Others {
		objects = append(objects, b)
	}
	problem := func() float32 {
		if !o.problem.Visible() {
			return 0
		}
		return o.problem.MinSize().Height + px(8)
	}
	return draw(&drawing{
		owner: c, objects: objects,
		paint: func() {
			card.FillColor, card.StrokeColor, card.StrokeWidth = theme.Color(theme.Surface), theme.Color(theme.Line), 1
			card.CornerRadius = px(8)
		},
		layout: func(s fyne.Size) {
			pad := px(sheetPad)
			inner := s.Width - 2*pad
			place(card, 0, 0, s.Width, s.Height)
			place(title, pad, pad, inner, px(20))
			low := s.Height - foot
			place(o.problem, pad, low-problem(), inner, problem())
			place(body, pad-ring, head-ring, inner+2*ring, low-problem()-head+ring)
			place(rule, 0, low, s.Width, 1)
			y, x := low+px(14)-1, s.Width-pad
			for i, b := range []*Button{o.primary, o.cancel} {
				if i == 0 && o.sheet.Primary == "" {
					continue
				}
				w := max(b.MinSize().Width, px(84))
				x -= w
				place(b, x, y, w, px(theme.ControlRow))
				x -= px(8)
			}
			x = pad
			for _, b := range o.sheet.Others {
				if !b.Visible() {
					continue
				}
				w := b.MinSize().Width
				place(b, x, y, w, px(theme.ControlRow))
				x += w + px(8)
			}
		},
		min: func() fyne.Size {
			w := o.sheet.Width
			if w == 0 {
				w = 440
			}
			h := max(head+inside().Height+px(14)+problem()+foot, px(o.sheet.Height))
			wide := max(min(px(w), o.canvas.Size().Width-px(32)), inside().Width+2*px(sheetPad))
			return fyne.NewSize(wide, min(h, max(o.canvas.Size().Height-px(48), head+foot)))
		},
	})
}
