package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

type pressed interface {
	fyne.CanvasObject
	fyne.Tappable
	fyne.Focusable
	fyne.Disableable
}

// Whatever can be pressed answers the mouse, Enter and Space, and is deaf when it
// is off.
func TestPartsAnswerMouseAndKeys(t *testing.T) {
	uitest.App(t, true)
	var n int
	count := func() { n++ }
	for name, part := range map[string]pressed{
		"button": widgets.NewButton("Go", widgets.Primary, count), "icon": widgets.NewIconButton("undo", "Undo", count),
		"row": widgets.NewListRow(widgets.RowLook{Text: "C-03"}, count), "chip": widgets.NewChip("time", count, nil),
		"check": widgets.NewCheck("Show", func(bool) { n++ }), "status": widgets.NewStatusItem("5 of 5", "", count),
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Window(t, part, 200, 40)
			n = 0
			test.Tap(part)
			part.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			part.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			part.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA})
			if n != 3 {
				t.Errorf("pressed three times, heard %d", n)
			}
			part.Disable()
			test.Tap(part)
			part.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if n != 3 {
				t.Error("it answers though it is off")
			}
		})
	}
}

func TestChipIsChangedOrRemoved(t *testing.T) {
	uitest.App(t, true)
	var changed, removed int
	c := widgets.NewChip("cluster C-03", func() { changed++ }, func() { removed++ })
	uitest.Window(t, c, 140, 24)
	test.TapAt(c, fyne.NewPos(20, 12))
	test.TapAt(c, fyne.NewPos(c.Size().Width-8, 12))
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if changed != 1 || removed != 2 {
		t.Errorf("changed %d times and removed %d times, want 1 and 2", changed, removed)
	}
}

func TestRowAsksForItsMenu(t *testing.T) {
	uitest.App(t, true)
	row := widgets.NewListRow(widgets.RowLook{Text: "accounts.csv"}, nil)
	row.TappedSecondary(&fyne.PointEvent{}) // nobody listens: nothing happens
	var at fyne.Position
	row.OnMenu = func(p fyne.Position) { at = p }
	row.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(3, 4)})
	if at != fyne.NewPos(3, 4) {
		t.Errorf("the menu was asked for at %v", at)
	}
}

func TestTabsSignalAPressAndObeyPick(t *testing.T) {
	uitest.App(t, true)
	var heard []string
	tabs := widgets.NewTabs(func(id string) { heard = append(heard, id) },
		widgets.Tab{ID: "graph", Title: "Graph"}, widgets.Tab{ID: "events", Title: "Events", Count: "8.4 M"})
	win := uitest.Window(t, tabs, 400, 36)
	if tabs.Picked() != "graph" {
		t.Errorf("at first %q is picked", tabs.Picked())
	}
	test.TapCanvas(win.Canvas(), fyne.NewPos(120, 18))
	if tabs.Picked() != "events" || len(heard) != 1 {
		t.Errorf("after a press %q is picked, heard %v", tabs.Picked(), heard)
	}
	tabs.Pick("graph")
	tabs.SetCount("events", "12")
	if tabs.Picked() != "graph" || len(heard) != 1 {
		t.Errorf("Pick is not a press: %q, heard %v", tabs.Picked(), heard)
	}
}

func TestChoiceShowsAndSignals(t *testing.T) {
	uitest.App(t, true)
	picked := -1
	c := widgets.NewChoice([]string{"likely", "very likely"}, func(i int) { picked = i })
	win := uitest.Window(t, c, 200, 240)
	if c.Text() != "likely" || c.Picked() != 0 {
		t.Errorf("at first it shows %q", c.Text())
	}
	test.Tap(c)
	win.Canvas().Overlays().Top().Refresh()
	test.TapCanvas(win.Canvas(), fyne.NewPos(40, 240-20))
	c.Pick(1)
	if c.Text() != "very likely" || picked > 1 {
		t.Errorf("it shows %q and said %d", c.Text(), picked)
	}
	c.Pick(9)
	if c.Picked() != -1 || c.Text() != "" {
		t.Error("an option that is not there is shown")
	}
}

func TestCheckSaysWhatItIsNow(t *testing.T) {
	uitest.App(t, true)
	var said []bool
	c := widgets.NewCheck("Show", func(on bool) { said = append(said, on) })
	c.SetOn(true)
	test.Tap(c)
	test.Tap(c)
	if len(said) != 2 || said[0] || !said[1] || c.AccessibilityLabel() != "Show, ticked" {
		t.Errorf("it said %v and is %q", said, c.AccessibilityLabel())
	}
}

func TestSplitIsDraggedWithinBounds(t *testing.T) {
	uitest.App(t, true)
	side, main := widgets.NewCut("side", widgets.Body), widgets.NewCut("main", widgets.Body)
	s := widgets.NewSplit(widgets.AtRight, side, main, 300)
	var kept float32
	s.OnResize = func(v float32) { kept = v }
	win := uitest.Window(t, s, 1000, 400)
	if side.Size().Width != 300 || main.Size().Width != 699 {
		t.Fatalf("side %v, main %v", side.Size(), main.Size())
	}
	test.Drag(win.Canvas(), fyne.NewPos(699, 200), -50, 0)
	if kept != 350 || side.Size().Width != 350 {
		t.Errorf("after a drag the side measures %v, and %v was told", side.Size().Width, kept)
	}
	s.SetSize(5)
	if got := side.Size().Width; got < 100 {
		t.Errorf("the side shrank to %v", got)
	}
	s.SetOpen(false)
	if main.Size().Width != 1000 || s.Open() {
		t.Errorf("a side put away leaves %v", main.Size().Width)
	}
}

// The window's keys work wherever the focus stands, and a press takes the cursor
// out of a search that was typed before.
func TestKeysReachTheWindow(t *testing.T) {
	uitest.App(t, true)
	search, row := widgets.NewEntry("", nil), widgets.NewListRow(widgets.RowLook{Text: "C-03"}, nil)
	win := uitest.Window(t, container.NewVBox(search, row), 200, 80)
	var keys []fyne.KeyName
	var runes []rune
	win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { keys = append(keys, e.Name) })
	win.Canvas().SetOnTypedRune(func(r rune) { runes = append(runes, r) })
	win.Canvas().Focus(row)
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	row.TypedRune('y')
	row.TypedRune(' ')
	if len(keys) != 1 || keys[0] != fyne.KeyEscape || string(runes) != "y" {
		t.Errorf("the window heard %v and %q", keys, runes)
	}
	win.Canvas().Focus(search)
	row.Tapped(&fyne.PointEvent{})
	if win.Canvas().Focused() != nil {
		t.Error("the cursor stays in the entry")
	}
}
