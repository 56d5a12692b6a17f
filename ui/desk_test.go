package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// memory is a Keep for one test.
type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

// deskOf puts a case on a desk over a pump, without the program around it.
func deskOf(t *testing.T, work *casework.Casework) (*desk, *uitest.Pump) {
	t.Helper()
	app := uitest.App(t, true)
	b, pump := uitest.Bench(t, work)
	keep := memory{}
	w := &Window{app: app, win: app.NewWindow("test"), bridge: &Bridge{do: pump.Post}, prefs: viewmodel.NewPreferences(keep), toast: widgets.NewToast(),
		stage: container.NewStack(), unbind: func() {}, idle: viewmodel.NewIdle(uitest.Now), probe: newProbe(func() {})}
	w.start = viewmodel.NewWelcome(viewmodel.WelcomeOptions{Keep: keep, Post: pump.Post, Config: uitest.Config, SampleDir: t.TempDir()})
	w.start.Opened = w.sit
	d := newDesk(w, b, defaultSizes())
	w.desk = d
	t.Cleanup(func() {
		d.leave()
		w.start.Close()
		w.win.Close()
	})
	return d, pump
}

// ids returns what commands are called, those of menus within included.
func ids(commands []*command, into map[string]bool) map[string]bool {
	for _, c := range commands {
		into[c.id] = true
		ids(c.child, into)
	}
	return into
}

// The list of keys promises nothing that the window does not do.
func TestEveryShortcutDoesSomething(t *testing.T) {
	d, _ := deskOf(t, uitest.Case(t))
	have := ids(d.commands(), map[string]bool{})
	for _, s := range viewmodel.Shortcuts() {
		switch {
		case s.Where != "", s.ID == "copy": // the parts that have the focus do these
		case !have[s.ID]:
			t.Errorf("%q (%v) is on the list and does nothing", s.Name, s.Keys)
		}
	}
}

// Each document opens, once.
func TestEveryDocumentOpens(t *testing.T) {
	d, pump := deskOf(t, uitest.Case(t))
	d.begin()
	for _, tab := range viewmodel.Tabs() {
		d.bench.Tab.Set(tab)
		if len(d.stage.Objects) != 1 || d.docs[tab] == nil || d.stage.Objects[0] != d.docs[tab].Object() {
			t.Errorf("%s is not in front", tab)
		}
	}
	first := d.docs[viewmodel.TabEvents]
	d.bench.Tab.Set(viewmodel.TabEvents)
	if d.docs[viewmodel.TabEvents] != first {
		t.Error("the events were made twice")
	}
	pump.Until(t, "the counts", func() bool { return d.counts.Counts.Get()[viewmodel.TabAccounts] > 0 })
}

// Escape stops nothing that was not asked for, then takes away the selection, then
// the filter.
func TestEscape(t *testing.T) {
	d, _ := deskOf(t, uitest.Case(t))
	b := d.bench
	b.SetFilter("status:429")
	b.Selection.Set(viewmodel.Select(viewmodel.ClusterRef(1)))
	d.escape()
	if !b.Selection.Get().Empty() || b.Filter.Get() == "*" {
		t.Errorf("after one: %v, %q", b.Selection.Get(), b.Filter.Get())
	}
	d.escape()
	if b.Filter.Get() != "*" {
		t.Errorf("after two: %q", b.Filter.Get())
	}
}

// No part of the frame can be dragged out of sight, whatever the size of the window.
func TestTheFrameKeepsItsParts(t *testing.T) {
	d, _ := deskOf(t, uitest.Empty(t))
	f := d.frame
	for _, size := range []fyne.Size{fyne.NewSize(1280, 620), fyne.NewSize(1600, 900), fyne.NewSize(3000, 2000)} {
		f.box.Resize(size)
		for _, by := range []float32{-5000, 5000, 0} {
			f.one.moved(by)
			f.two.moved(by)
			f.three.moved(by)
			for name, o := range map[string]fyne.CanvasObject{"navigator": f.left, "document": f.top, "timeline": f.bottom, "inspector": f.right} {
				s, at := o.Size(), o.Position()
				if s.Width < leastSide || s.Height < leastBottom || at.X < 0 || at.X+s.Width > size.Width+1 || at.Y+s.Height > size.Height+1 {
					t.Errorf("%v, dragged by %v: the %s is %v at %v", size, by, name, s, at)
				}
			}
		}
	}
}

func TestKeysAreRead(t *testing.T) {
	for key, want := range map[string]string{"Ctrl+Z": "Undo", "Ctrl+Y": "Redo", "Ctrl+A": "SelectAll"} {
		if s := shortcutOf(key); s == nil || s.ShortcutName() != want {
			t.Errorf("%s is %v, want %s", key, s, want)
		}
	}
	if name, mod := keyOf("Ctrl+Shift+O"); name != fyne.KeyO || mod != fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift {
		t.Errorf("%v, %v", name, mod)
	}
	if shortcutOf("F9") != nil {
		t.Error("a bare key is no shortcut")
	}
}
