package graphpane_test

import (
	"image"
	"image/color"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/progress"
	"casebench/ui/graphpane"
	"casebench/ui/theme"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

const width, height = 900, 600

// stand is a pane in a window, with its picture drawn.
type stand struct {
	vm     *viewmodel.Graph
	bench  *viewmodel.Bench
	pane   *graphpane.Pane
	window fyne.Window
	pump   *uitest.Pump
}

func open(t *testing.T, work *casework.Casework) *stand {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, work)
	s := &stand{vm: viewmodel.NewGraph(b), bench: b, pump: pump}
	t.Cleanup(s.vm.Close)
	s.pane = graphpane.New(s.vm)
	t.Cleanup(s.pane.Close)
	s.window = uitest.Window(t, s.pane.Object(), width, height)
	return s
}

func picture(t *testing.T) *stand {
	t.Helper()
	s := open(t, uitest.Case(t))
	s.pump.Until(t, "the picture", func() bool { return s.vm.Picture.Get().Chart != nil })
	s.rest(t)
	return s
}

// rest waits until the newest frame is shown.
func (s *stand) rest(t *testing.T) {
	t.Helper()
	s.pump.Until(t, "the frame", s.pane.Idle)
}

// at returns where an account is in the window.
func (s *stand) at(t *testing.T, name string) fyne.Position {
	t.Helper()
	c := s.vm.Picture.Get().Chart
	for i, n := range c.View().Nodes {
		if n.Key == name {
			x, y := s.vm.Camera.Get().ToScreen(float64(c.Places()[i].X), float64(c.Places()[i].Y))
			return fyne.NewPos(float32(x), float32(y))
		}
	}
	t.Fatalf("%s is not in the picture", name)
	return fyne.Position{}
}

// hand is the part of the pane that takes gestures.
type hand interface {
	desktop.Mouseable
	desktop.Hoverable
	fyne.Draggable
	fyne.Scrollable
	fyne.Focusable
	fyne.DoubleTappable
}

func (s *stand) hand(t *testing.T) hand {
	t.Helper()
	for _, o := range test.LaidOutObjects(s.pane.Object()) {
		if h, ok := o.(hand); ok {
			return h
		}
	}
	t.Fatal("nothing takes gestures")
	return nil
}

func press(at fyne.Position, button desktop.MouseButton, mods fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: button, Modifier: mods}
}

// drag presses, moves in steps and lets go.
func drag(h hand, from, to fyne.Position, button desktop.MouseButton, mods fyne.KeyModifier) {
	h.MouseDown(press(from, button, mods))
	const steps = 4
	for i := 1; i <= steps; i++ {
		share := float32(i) / steps
		now := fyne.NewPos(from.X+(to.X-from.X)*share, from.Y+(to.Y-from.Y)*share)
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: now, AbsolutePosition: now}, Dragged: fyne.NewDelta((to.X-from.X)/steps, (to.Y-from.Y)/steps)})
	}
	h.DragEnd()
	h.MouseUp(press(to, button, mods))
}

func click(h hand, at fyne.Position, mods fyne.KeyModifier) {
	h.MouseDown(press(at, desktop.MouseButtonPrimary, mods))
	h.MouseUp(press(at, desktop.MouseButtonPrimary, mods))
}

func TestTheFrameIsShown(t *testing.T) {
	s := picture(t)
	img := s.window.Canvas().Capture()
	p := s.at(t, "p1_1")
	ground := theme.Color(theme.Ground)
	if got := colorAt(img, p); got == ground {
		t.Errorf("at %v there is nothing but the ground", p)
	}
	drag(s.hand(t), fyne.NewPos(300, 560), fyne.NewPos(300, 500), desktop.MouseButtonTertiary, 0)
	moved := s.at(t, "p1_1")
	if moved == p {
		t.Fatal("nothing was panned")
	}
	// Before a new frame is there, the old one has moved with the hand.
	if a, b := colorAt(img, p), colorAt(s.window.Canvas().Capture(), moved); a != b {
		t.Errorf("the account was %v and is %v", a, b)
	}
}

func colorAt(img image.Image, p fyne.Position) color.NRGBA {
	return color.NRGBAModel.Convert(img.At(int(p.X), int(p.Y))).(color.NRGBA)
}

func TestClicks(t *testing.T) {
	s := picture(t)
	h := s.hand(t)
	one, two := casefile.AccountRef("p1_1"), casefile.AccountRef("p2_1")
	click(h, s.at(t, "p1_1"), 0)
	click(h, s.at(t, "p2_1"), fyne.KeyModifierShift)
	if got := s.bench.Selection.Get(); !got.Equal(viewmodel.Select(one, two)) {
		t.Fatalf("selected %v", got)
	}
	click(h, s.at(t, "p1_1"), fyne.KeyModifierShortcutDefault)
	if got := s.bench.Selection.Get(); !got.Equal(viewmodel.Select(two)) {
		t.Errorf("selected %v", got)
	}
	h.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !s.bench.Selection.Get().Empty() {
		t.Error("Escape left something selected")
	}
}

func TestDrags(t *testing.T) {
	t.Run("over the ground is a box", func(t *testing.T) {
		s := picture(t)
		drag(s.hand(t), fyne.NewPos(2, 2), fyne.NewPos(width-2, height-2), desktop.MouseButtonPrimary, 0)
		if got, want := len(s.bench.Selection.Get().Refs), s.vm.Picture.Get().Chart.View().Shown; got != want {
			t.Errorf("%d of %d selected", got, want)
		}
	})
	t.Run("with Alt is a lasso", func(t *testing.T) {
		s := picture(t)
		h, p := s.hand(t), s.at(t, "honest_01")
		h.MouseDown(press(p.AddXY(-12, -12), desktop.MouseButtonPrimary, fyne.KeyModifierAlt))
		for _, to := range []fyne.Position{p.AddXY(12, -12), p.AddXY(12, 12), p.AddXY(-12, 12)} {
			h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
		}
		h.DragEnd()
		if !s.bench.Selection.Get().Has(casefile.AccountRef("honest_01")) {
			t.Errorf("selected %v", s.bench.Selection.Get())
		}
	})
	t.Run("of a node moves and pins it", func(t *testing.T) {
		s := picture(t)
		p := s.at(t, "honest_02")
		drag(s.hand(t), p, p.AddXY(40, 30), desktop.MouseButtonPrimary, 0)
		s.pump.Until(t, "the pin", func() bool { return len(s.vm.Picture.Get().Pinned) == 1 })
		if now := s.at(t, "honest_02"); now.X < p.X+39 || now.X > p.X+41 || now.Y < p.Y+29 || now.Y > p.Y+31 {
			t.Errorf("from %v it went to %v", p, now)
		}
	})
	t.Run("with the middle button pans", func(t *testing.T) {
		s := picture(t)
		p := s.at(t, "p1_1")
		drag(s.hand(t), fyne.NewPos(450, 580), fyne.NewPos(470, 550), desktop.MouseButtonTertiary, 0)
		if now := s.at(t, "p1_1"); now.X < p.X+19 || now.Y > p.Y-29 {
			t.Errorf("from %v it went to %v", p, now)
		}
	})
}

func TestTheWheelZoomsToThePointer(t *testing.T) {
	s := picture(t)
	p, zoom := s.at(t, "p1_1"), s.vm.Camera.Get().Zoom
	s.hand(t).Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: p}, Scrolled: fyne.NewDelta(0, 50)})
	now := s.at(t, "p1_1")
	if s.vm.Camera.Get().Zoom <= zoom || now.X < p.X-0.5 || now.X > p.X+0.5 || now.Y < p.Y-0.5 || now.Y > p.Y+0.5 {
		t.Errorf("from %v it went to %v, zoom from %g to %g", p, now, zoom, s.vm.Camera.Get().Zoom)
	}
	s.hand(t).TypedRune('0')
	if s.vm.Camera.Get().Zoom != zoom {
		t.Error("0 does not fit")
	}
}

// A press in the little map brings what lies there into the middle of the window.
func TestTheOverviewLeadsThere(t *testing.T) {
	s := picture(t)
	s.vm.Zoom(6)
	s.rest(t)
	for _, o := range test.LaidOutObjects(s.pane.Object()) {
		little, ok := o.(interface {
			fyne.CanvasObject
			desktop.Mouseable
			fyne.Accessible
		})
		if !ok || little.AccessibilityLabel() != "Overview map" {
			continue
		}
		size := little.Size()
		before := s.vm.Camera.Get()
		little.MouseDown(press(fyne.NewPos(size.Width/4, size.Height/2), desktop.MouseButtonPrimary, 0))
		if now := s.vm.Camera.Get(); now.X >= before.X || now.Zoom != before.Zoom {
			t.Errorf("from %+v to %+v", before, now)
		}
		return
	}
	t.Error("there is no overview")
}

func TestHoverExplains(t *testing.T) {
	s := picture(t)
	h := s.hand(t)
	h.MouseMoved(press(s.at(t, "p1_1"), 0, 0))
	if s.vm.Hover.Get().Kind != graphview.HitNode || s.vm.Tip.Get().Title != "p1_1" {
		t.Fatalf("hover %+v, tip %+v", s.vm.Hover.Get(), s.vm.Tip.Get())
	}
	if m := test.RenderObjectToMarkup(s.pane.Object()); !strings.Contains(m, "heaviest") {
		t.Error("the card is not shown")
	}
	h.MouseMoved(press(fyne.NewPos(20, 20), 0, 0)) // over the buttons
	if s.vm.Hover.Get().Kind != graphview.HitNothing {
		t.Error("what lies behind a button is highlighted")
	}
}

// What narrows the picture is a chip, and goes with it.
func TestChipsTakeConditionsAway(t *testing.T) {
	s := picture(t)
	all := s.vm.Picture.Get().Chart.View().Shown
	s.bench.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1")))
	s.vm.HideSelected()
	s.pump.Until(t, "it to go", func() bool { return s.vm.Picture.Get().Chart.View().Shown == all-1 })
	for _, o := range test.LaidOutObjects(s.pane.Object()) {
		if c, ok := o.(*widgets.Chip); ok {
			c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(c.Size().Width-4, 4)})
		}
	}
	s.pump.Until(t, "it to come back", func() bool { return s.vm.Picture.Get().Chart.View().Shown == all })
}

func TestTheToolsFollowTheHand(t *testing.T) {
	s := picture(t)
	s.vm.Tool.Set(viewmodel.GraphPan)
	p := s.at(t, "p1_1")
	drag(s.hand(t), fyne.NewPos(450, 580), fyne.NewPos(480, 560), desktop.MouseButtonPrimary, 0)
	if now := s.at(t, "p1_1"); now.X < p.X+29 {
		t.Errorf("from %v it went to %v", p, now)
	}
	s.vm.Tool.Set(viewmodel.GraphPath)
	click(s.hand(t), s.at(t, "p1_1"), 0)
	click(s.hand(t), s.at(t, "p1_3"), 0)
	s.pump.Until(t, "the path", func() bool { return len(s.bench.Selection.Get().Of(casefile.RefLink)) > 0 })
}

func TestAThemeIsFollowed(t *testing.T) {
	s := picture(t)
	uitest.Look(fyne.CurrentApp(), false)
	s.pane.Object().Refresh()
	s.rest(t)
	if got := colorAt(s.window.Canvas().Capture(), fyne.NewPos(width/2, 3)); got != theme.Color(theme.Ground) {
		t.Errorf("the ground is %v", got)
	}
}

func TestStatesTeachTheNextStep(t *testing.T) {
	for name, c := range map[string]struct {
		work    func(*testing.T) *casework.Casework
		button  string
		intends string
	}{
		"nothing-imported": {func(t *testing.T) *casework.Casework { return uitest.Empty(t) }, "Import…", viewmodel.IntendImport},
		"nothing-linked":   {unlinked, "Link accounts", viewmodel.IntendLink},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.work(t))
			s.pump.Until(t, "the state", func() bool { return s.vm.Status.Get().State != viewmodel.GraphLoading })
			asked := ""
			s.bench.Show = func(i viewmodel.Intention) { asked = i.Name }
			for _, o := range test.LaidOutObjects(s.pane.Object()) {
				if b, ok := o.(*widgets.Button); ok && b.Visible() && b.Text() == c.button {
					b.Tapped(&fyne.PointEvent{})
				}
			}
			if asked != c.intends {
				t.Errorf("the button asks for %q", asked)
			}
			uitest.Markup(t, s.pane.Object(), name)
		})
	}
}

// unlinked is a case of the small world without a run.
func unlinked(t *testing.T) *casework.Casework {
	t.Helper()
	world := t.TempDir()
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	work := uitest.Empty(t)
	if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{world}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	return work
}

func TestAHiddenPictureCanBeShownAgain(t *testing.T) {
	s := picture(t)
	s.vm.SelectAll()
	s.vm.HideSelected()
	s.vm.SetValues(false)
	s.pump.Until(t, "everything to go", func() bool { return s.vm.Status.Get().State == viewmodel.GraphNothing })
	for _, o := range test.LaidOutObjects(s.pane.Object()) {
		if b, ok := o.(*widgets.Button); ok && b.Visible() && b.Text() == "Show all accounts" {
			b.Tapped(&fyne.PointEvent{})
		}
	}
	s.pump.Until(t, "it to come back", func() bool { return s.vm.Status.Get().State == viewmodel.GraphReady })
}

// Nothing is left running when the pane and the case are closed.
func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("open and close", func(t *testing.T) {
		s := picture(t)
		s.hand(t).TypedRune('+')
		s.vm.Relax()
	})
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}
