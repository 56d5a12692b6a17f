package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Tab is one entry of a row of tabs.
type Tab struct {
	ID, Title, Count string
}

// Tabs is a row of tabs with quiet counts; the picked one is underlined in the
// accent. It shows which is picked when it is told to, and signals a press.
type Tabs struct {
	widget.BaseWidget
	OnPick func(id string)

	tabs []*tab
	row  *fyne.Container
}

// NewTabs makes a row of tabs, the first one picked.
func NewTabs(onPick func(id string), tabs ...Tab) *Tabs {
	t := &Tabs{OnPick: onPick, row: container.New(layout.NewCustomPaddedHBoxLayout(0))}
	for i, look := range tabs {
		one := newTab(t, look)
		one.picked = i == 0
		t.tabs = append(t.tabs, one)
		t.row.Add(one)
	}
	t.ExtendBaseWidget(t)
	return t
}

// Pick shows the tab of that id as picked. It does not call OnPick.
func (t *Tabs) Pick(id string) {
	for _, one := range t.tabs {
		if picked := one.look.ID == id; picked != one.picked {
			one.picked = picked
			one.Refresh()
		}
	}
}

// Picked returns the id of the picked tab, "" if there is none.
func (t *Tabs) Picked() string {
	for _, one := range t.tabs {
		if one.picked {
			return one.look.ID
		}
	}
	return ""
}

// SetCount changes the quiet text beside a tab's title.
func (t *Tabs) SetCount(id, count string) {
	for _, one := range t.tabs {
		if one.look.ID == id && one.look.Count != count {
			one.look.Count = count
			one.Refresh()
			t.row.Refresh()
		}
	}
}

// CreateRenderer draws the row; Fyne calls it.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	return draw(&drawing{
		owner: t, objects: []fyne.CanvasObject{t.row}, paint: func() {},
		layout: func(s fyne.Size) { place(t.row, px(6), 0, s.Width-px(6), s.Height) },
		min:    func() fyne.Size { return t.row.MinSize().AddWidthHeight(px(6), 0) },
	})
}

type tab struct {
	widget.BaseWidget
	pressable
	look   Tab
	picked bool
	row    *Tabs
}

func newTab(row *Tabs, look Tab) *tab {
	t := &tab{look: look, row: row}
	t.act = func() {
		row.Pick(look.ID)
		if row.OnPick != nil {
			row.OnPick(look.ID)
		}
	}
	t.owner = t
	t.ExtendBaseWidget(t)
	return t
}

func (t *tab) AccessibilityLabel() string             { return t.look.Title + " " + t.look.Count }
func (t *tab) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (t *tab) style() Style {
	if t.picked {
		return Strong
	}
	return Secondary
}

// TypedKey also walks along the row.
func (t *tab) TypedKey(e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		switch e.Name {
		case fyne.KeyRight:
			c.FocusNext()
			return
		case fyne.KeyLeft:
			c.FocusPrevious()
			return
		}
	}
	t.pressable.TypedKey(e)
}

func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	ground, under := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	title, count := text(Secondary), text(Hint)
	return draw(&drawing{
		owner: t, objects: []fyne.CanvasObject{ground, title, count, under},
		paint: func() {
			wear(title, t.style(), "")
			wear(count, Hint, "")
			under.FillColor = theme.Color(theme.Accent)
			show(under, t.picked)
			ground.FillColor, ground.StrokeColor, ground.StrokeWidth = color.Transparent, color.Transparent, 0
			if t.hovered && !t.picked {
				title.Color = theme.Color(theme.Text)
			}
			if t.focused {
				ground.StrokeColor, ground.StrokeWidth = theme.Fade(theme.Accent, 0.7), 1
			}
		},
		layout: func(s fyne.Size) {
			place(ground, 1, 3, s.Width-2, s.Height-6)
			ground.CornerRadius = px(theme.BadgeRadius)
			place(under, 0, s.Height-2, s.Width, 2)
			title.Text, count.Text = line(t.look.Title), line(t.look.Count)
			m, c := title.MinSize(), count.MinSize()
			place(title, px(14), middle(s.Height, m.Height), m.Width, m.Height)
			place(count, px(14)+t.titleWidth()+px(6), middle(s.Height, c.Height), c.Width, c.Height)
		},
		min: func() fyne.Size {
			w := t.titleWidth() + 2*px(14)
			if t.look.Count != "" {
				w += px(6) + measure(line(t.look.Count), Hint)
			}
			return fyne.NewSize(w, px(theme.TabRow))
		},
	})
}

// titleWidth is that of the title in its wider face, so that picking a tab does
// not move its neighbours.
func (t *tab) titleWidth() float32 {
	return max(measure(line(t.look.Title), Strong), measure(line(t.look.Title), Secondary))
}
