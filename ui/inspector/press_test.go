package inspector_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/inspector"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// spoken finds the part that is called something by those who listen.
func spoken(t *testing.T, o fyne.CanvasObject, label string) fyne.CanvasObject {
	t.Helper()
	var found fyne.CanvasObject
	walk(o, func(o fyne.CanvasObject) {
		if a, ok := o.(fyne.Accessible); ok && found == nil && o.Visible() && a.AccessibilityRole() != fyne.AccessibleRoleText && a.AccessibilityLabel() == label {
			found = o
		}
	})
	if found == nil {
		t.Fatalf("nothing is called %q", label)
	}
	return found
}

// walk visits an object and all in it.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, visit)
		}
	}
}

// texts are all the words that the pane shows.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	walk(o, func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *widgets.Label:
			b.WriteString(x.Text() + "\n")
		case *widgets.Paragraph:
			b.WriteString(x.Text() + "\n")
		}
	})
	return b.String()
}

// What is pressed in the pane is done: a signal is left out, rows come to the
// front, a verdict is asked for; and the part that was pressed keeps the focus.
func TestPressing(t *testing.T) {
	b, pump, vm, pane := opened(t, uitest.Case(t), account("p1_1"), account("p1_2"))
	win := uitest.Window(t, pane.Object(), 346, 860)
	out := spoken(t, pane.Object(), "Leave out Device")
	win.Canvas().Focus(out.(fyne.Focusable))
	out.(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	settled(t, pump, vm)
	if !vm.Page.Get().Why.Bars[0].Left {
		t.Error("Space left no signal out")
	}
	if in := spoken(t, pane.Object(), "Take in Device"); win.Canvas().Focused() != in.(fyne.Focusable) {
		t.Error("the focus was lost")
	}
	test.Tap(spoken(t, pane.Object(), "Take in Device").(fyne.Tappable))
	settled(t, pump, vm)
	test.Tap(spoken(t, pane.Object(), vm.Page.Get().Why.Bars[0].Rows).(fyne.Tappable))
	if b.Tab.Get() != viewmodel.TabEvents || !strings.Contains(b.Filter.Get(), "p1_1") {
		t.Errorf("tab %s, filter %s", b.Tab.Get(), b.Filter.Get())
	}
	asked := ""
	b.Ask = func(q viewmodel.Question) { asked = q.Title }
	for _, label := range []string{"Same", "Different", "Unsure", "+ note", "+ tag"} {
		asked = ""
		test.Tap(spoken(t, pane.Object(), label).(fyne.Tappable))
		if asked == "" {
			t.Errorf("%s asked nothing", label)
		}
	}
	copied := ""
	b.Copy = func(s string) { copied = s }
	test.Tap(spoken(t, pane.Object(), "Copy as paragraph").(fyne.Tappable))
	if copied == "" {
		t.Error("nothing was copied")
	}
}

// An honest explanation unfolds to what was found.
func TestUnfolding(t *testing.T) {
	_, _, vm, pane := opened(t, uitest.Case(t), casefile.Ref{Kind: casefile.RefCluster, ID: "1"})
	h := vm.Page.Get().Honest[len(vm.Page.Get().Honest)-1]
	if strings.Contains(texts(pane.Object()), h.Found) {
		t.Fatal("it is unfolded from the start")
	}
	test.Tap(spoken(t, pane.Object(), h.Name+", "+h.Result).(fyne.Tappable))
	if !strings.Contains(texts(pane.Object()), h.Found) {
		t.Error("what was found is not shown")
	}
}

// A verdict and a privileged note are shown as a person's.
func TestPersonsWords(t *testing.T) {
	w := uitest.Case(t)
	said(t, w)
	if _, err := w.Decide(t.Context(), "p1_1", "p1_2", "different", "They met."); err != nil {
		t.Fatal(err)
	}
	_, _, _, pane := opened(t, w, casefile.Ref{Kind: casefile.RefLink, ID: "p1_1", Peer: "p1_2"})
	got := texts(pane.Object())
	for _, want := range []string{"Different actors, says Test Person, 9 Jun 2026 14:02", "“They met.”", "leaves the case in no package", "Counsel asked for this on 8 June."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not shown", want)
		}
	}
}

// The states of the pane, as they are made.
func TestStates(t *testing.T) {
	for name, refs := range map[string][]casefile.Ref{
		"nothing": nil, "gone": {account("nobody")}, "apart": {account("p1_1"), account("honest_07")},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, pane := opened(t, uitest.Case(t), refs...)
			pane.Object().Resize(fyne.NewSize(346, 400))
			uitest.Markup(t, pane.Object(), name)
		})
	}
	t.Run("loading", func(t *testing.T) {
		uitest.App(t, true)
		b, pump := uitest.Bench(t, uitest.Case(t))
		b.Selection.Set(viewmodel.Select(account("p1_3")))
		vm := viewmodel.NewInspect(b)
		pane := inspector.New(vm) // the pump has not turned: nothing has arrived
		t.Cleanup(func() { pane.Close(); vm.Close(); pump.Turn() })
		pane.Object().Resize(fyne.NewSize(346, 400))
		uitest.Markup(t, pane.Object(), "loading")
	})
}

// Text from logs and people is text: it neither leaves the pane nor breaks it, at
// any width and scale.
func TestHostileAndNarrow(t *testing.T) {
	w := uitest.Case(t)
	evil := "\x1b[31m<b>**[x](http://evil)**</b>\u202e\u0000 " + strings.Repeat("long", 400)
	for _, o := range []casework.AnnotateOptions{{Ref: "account:p1_3", Note: evil}, {Ref: "account:p1_3", Tags: []string{strings.Repeat("tag", 60)}}} {
		if _, err := w.Annotate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	_, _, _, pane := opened(t, w, account("p1_3"))
	for _, width := range []float32{160, 240, 346, 700} {
		uitest.Window(t, pane.Object(), width, 600)
		inside(t, pane.Object(), width)
	}
	_, _, _, why := opened(t, uitest.Case(t), account("p1_1"), account("p1_2"))
	for _, width := range []float32{200, 346} {
		uitest.Window(t, why.Object(), width, 600)
		inside(t, why.Object(), width)
	}
}

// inside checks that nothing stands beyond the right edge.
func inside(t *testing.T, o fyne.CanvasObject, width float32) {
	t.Helper()
	var check func(o fyne.CanvasObject, x float32)
	check = func(o fyne.CanvasObject, x float32) {
		if !o.Visible() {
			return
		}
		x += o.Position().X
		if right := x + o.Size().Width; right > width+4 && o.Size().Width > 0 {
			t.Errorf("width %v: %T ends at %v", width, o, right)
		}
		switch c := o.(type) {
		case *fyne.Container:
			for _, child := range c.Objects {
				check(child, x)
			}
		case *container.Scroll:
			check(c.Content, x)
		}
	}
	for _, part := range o.(*fyne.Container).Objects {
		check(part, 0)
	}
}
