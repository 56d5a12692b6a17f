package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

func TestSheetIsAnsweredByKeys(t *testing.T) {
	uitest.App(t, true)
	below := widgets.NewEntry("", nil)
	win := uitest.Window(t, widgets.NewColumn(0, below), 800, 600)
	win.Canvas().Focus(below)
	var done, cancelled int
	title := widgets.NewEntry("Title", nil)
	open := func() *widgets.OpenSheet {
		return widgets.ShowSheet(win.Canvas(), widgets.Sheet{Title: "Make an exhibit", Body: widgets.NewField("Title", title, ""), Primary: "Make exhibit",
			OnPrimary: func(o *widgets.OpenSheet) { done++; o.Close() }, OnCancel: func() { cancelled++ }})
	}
	open()
	if win.Canvas().Focused() != title {
		t.Fatal("the cursor is not in the first entry")
	}
	test.Type(title, "x")
	title.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != 1 || len(win.Canvas().Overlays().List()) != 0 {
		t.Errorf("Enter did it %d times", done)
	}
	if win.Canvas().Focused() != below {
		t.Error("the cursor is not back where it was")
	}
	open()
	title.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if cancelled != 1 || done != 1 {
		t.Errorf("Esc: cancelled %d, done %d", cancelled, done)
	}
	second := open()
	second.SetReady(false)
	title.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != 1 {
		t.Error("Enter did what is not ready")
	}
	second.SetError("An exhibit needs a title.")
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if cancelled != 2 {
		t.Error("Esc did not cancel")
	}
}

// Without a mouse there is a way out of a text of several lines.
func TestTabLeavesATextOfSeveralLines(t *testing.T) {
	uitest.App(t, true)
	if widgets.NewTextArea("", 3, nil).AcceptsTab() {
		t.Error("Tab is kept by the text")
	}
}

// What cannot be undone is not one Enter away.
func TestDangerHasTheFocusOnCancel(t *testing.T) {
	uitest.App(t, true)
	win := uitest.Window(t, widgets.NewCut("", widgets.Body), 800, 600)
	var done bool
	widgets.ShowSheet(win.Canvas(), widgets.Sheet{Title: "Purge", Primary: "Purge", Danger: true, OnPrimary: func(*widgets.OpenSheet) { done = true }})
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done || len(win.Canvas().Overlays().List()) != 0 {
		t.Error("Enter did not cancel")
	}
}

func TestToastGoesAwayByItself(t *testing.T) {
	uitest.App(t, true)
	toast := widgets.NewToast()
	var later func()
	stopped := 0
	toast.After = func(d time.Duration, then func()) func() { later = then; return func() { stopped++ } }
	undone := 0
	toast.Say("3 accounts tagged", "Undo", func() { undone++ })
	if toast.Text() != "3 accounts tagged" {
		t.Errorf("it says %q", toast.Text())
	}
	later()
	if toast.Text() != "" {
		t.Error("it stays")
	}
	toast.Say("Sealed as revision 7", "", nil)
	toast.Warn("12 rows were not read")
	if toast.Text() != "12 rows were not read" || stopped < 2 {
		t.Errorf("it says %q; %d clocks were stopped", toast.Text(), stopped)
	}
}

func TestFailedUnfoldsItsDetails(t *testing.T) {
	app := uitest.App(t, true)
	again := 0
	s := widgets.NewState(widgets.StateLook{Kind: widgets.Failed, Title: "It failed.", Details: "no space left on device", Action: "Again"}, func() { again++ })
	win := uitest.Window(t, s, 500, 400)
	press := func(caption string) {
		t.Helper()
		for _, o := range visible(win.Content()) {
			if b, ok := o.(*widgets.Button); ok && b.Text() == caption {
				test.Tap(b)
				return
			}
		}
		t.Errorf("there is no button %q", caption)
	}
	sees := func(text string) bool {
		for _, shown := range texts(win.Content()) {
			if shown.Text == text {
				return true
			}
		}
		return false
	}
	if sees("no space left on device") {
		t.Error("details are shown before they are asked for")
	}
	press("Details")
	if !sees("no space left on device") {
		t.Error("details are not shown")
	}
	press("Copy")
	if app.Clipboard().Content() != "no space left on device" {
		t.Errorf("%q was copied", app.Clipboard().Content())
	}
	press("Again")
	if again != 1 {
		t.Error("the one button does nothing")
	}
}

func TestSearchIsClearedByEscape(t *testing.T) {
	uitest.App(t, true)
	s := widgets.NewSearch("search", "Ctrl F")
	var heard []string
	submitted := ""
	s.OnChange = func(q string) { heard = append(heard, q) }
	s.OnSubmit = func(q string) { submitted = q }
	win := uitest.Window(t, s, 300, 30)
	s.Focus()
	if win.Canvas().Focused() != s.Entry {
		t.Fatal("the cursor is elsewhere")
	}
	test.Type(s.Entry, "ip:1")
	s.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.SetError("There is no field “ipp”.")
	if !s.Message.Visible() || submitted != "ip:1" {
		t.Errorf("message %v, submitted %q", s.Message.Visible(), submitted)
	}
	s.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.Text() != "" || heard[len(heard)-1] != "" {
		t.Errorf("it holds %q, the last that was heard is %q", s.Text(), heard[len(heard)-1])
	}
}

// An icon says what it does when the pointer rests on it, and no longer when the
// pointer is gone.
func TestIconIsExplainedToAPointerThatRests(t *testing.T) {
	uitest.App(t, true)
	icon, hints := widgets.NewIconButton("undo", "Undo reject link", nil), widgets.NewHints()
	var rested func()
	hints.After = func(_ time.Duration, then func()) func() { rested = then; return func() { rested = nil } }
	uitest.Window(t, container.NewStack(container.NewWithoutLayout(icon), hints), 400, 300)
	icon.Resize(icon.MinSize())
	icon.MouseIn(&desktop.MouseEvent{})
	if hints.Text() != "" || rested == nil {
		t.Fatalf("at once it says %q", hints.Text())
	}
	rested()
	if hints.Text() != "Undo reject link" {
		t.Errorf("it says %q", hints.Text())
	}
	icon.MouseOut()
	if hints.Text() != "" {
		t.Error("it says so when the pointer is gone")
	}
	icon.MouseIn(&desktop.MouseEvent{})
	rested()
	test.Tap(icon)
	if hints.Text() != "" {
		t.Error("it still says so after a press, which may open a menu over it")
	}
	alone := widgets.NewIconButton("redo", "Redo", nil)
	uitest.Window(t, alone, 40, 40)
	alone.MouseIn(&desktop.MouseEvent{}) // a window without the layer tells nothing
	alone.MouseOut()
}

// A sheet taller than the window keeps its buttons in sight.
func TestTallSheetScrolls(t *testing.T) {
	uitest.App(t, true)
	win := uitest.Window(t, widgets.NewCut("", widgets.Body), 700, 400)
	body := widgets.NewColumn(0)
	for range 40 {
		body.Add(widgets.NewCut("a row", widgets.Body))
	}
	widgets.ShowSheet(win.Canvas(), widgets.Sheet{Title: "Shortcuts", Body: body})
	if h := win.Canvas().Size().Height; h != 400 {
		t.Errorf("the window grew to %v", h)
	}
	t.Log(uitest.Snap(t, win.Canvas(), "tall"))
	for _, o := range visible(win.Canvas().Overlays().Top().(fyne.Widget)) {
		if b, ok := o.(*widgets.Button); ok {
			if low := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y + b.Size().Height; low > 400 {
				t.Errorf("the button %q ends at %v", b.Text(), low)
			}
		}
	}
}
