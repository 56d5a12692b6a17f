package ui

import (
	"image/color"
	"runtime"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"casebench/casework"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Options say what the window begins with.
type Options struct {
	Config      casework.Config
	Case        string // opened at once; "" is the welcome page
	OpenSample  bool   // make the sample case if it is not there, and open it
	SampleDir   string
	SampleScale string
	SampleSeed  uint64
	GL          bool // the canvas draws shaders
	Size        fyne.Size
}

// Window is the one window of the program: the welcome page or an open case.
type Window struct {
	app    fyne.App
	win    fyne.Window
	o      Options
	bridge *Bridge
	prefs  *viewmodel.Preferences
	start  *viewmodel.Welcome
	page   pane            // the welcome page
	stage  *fyne.Container // what is shown
	toast  *widgets.Toast
	unbind func()

	waiting []string // files to import into the case that is being made
	locked  *locked  // the case that is locked; nil when none is
	idle    *viewmodel.Idle
	probe   *probe // notices a pointer that moves
	tick    func() // ends the watch for idleness
	closing sync.WaitGroup

	mu   sync.Mutex
	desk *desk // the open case; nil on the welcome page
}

// leastSize is the smallest window that everything fits into.
var leastSize = fyne.NewSize(1280, 720)

// New makes the window. It is called, like everything here but Close, on the
// goroutine of the window.
func New(a fyne.App, o Options) *Window {
	w := &Window{app: a, o: o, bridge: NewBridge(), toast: widgets.NewToast(), stage: container.NewStack(), unbind: func() {}}
	w.prefs = viewmodel.NewPreferences(keep{a.Preferences()})
	w.prefs.Appearance.Follow(func(viewmodel.Appearance) { w.look() })
	w.prefs.HighContrast.Follow(func(bool) { w.look() })
	w.prefs.Scale.Follow(func(int) { w.look() })
	w.look()
	w.start = viewmodel.NewWelcome(viewmodel.WelcomeOptions{Keep: keep{a.Preferences()}, Post: w.bridge.Post, Config: w.config,
		SampleDir: o.SampleDir, Scale: o.SampleScale, Seed: o.SampleSeed})
	w.start.Opened, w.start.Pick = w.sit, w.pick
	w.start.Drop = func(_ *casework.Casework, files []string) { w.waiting = files }
	w.start.AskKey = w.askKey
	w.start.Ask = func(q viewmodel.Question) { showQuestion(w.win.Canvas(), q) }
	w.start.Under.Follow(func(viewmodel.UnderWay) {
		w.bridge.Tick(time.Second/10, func() bool { w.start.Tick(); return w.start.Busy() })
	})
	w.page = newWelcomePage(w)
	w.idle = viewmodel.NewIdle(time.Now)
	w.probe = newProbe(w.idle.Stir)
	a.SetIcon(theme.AppIcon())
	w.win = a.NewWindow("Casebench")
	w.win.SetPadded(false)
	w.win.SetMaster()
	least := canvas.NewRectangle(color.Transparent) // the toolkit asks the content how small it may get
	least.SetMinSize(leastSize)
	w.win.SetContent(container.NewStack(least, w.stage, newToastLayer(w.toast), widgets.NewHints(), w.probe))
	size := o.Size
	if size.IsZero() {
		size = fyne.NewSize(1440, 900)
	}
	w.win.Resize(size)
	w.win.CenterOnScreen()
	w.win.SetCloseIntercept(w.askQuit)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.dropped(pathsOf(files)) })
	return w
}

// Show puts the window on the screen and begins with what the options say.
func (w *Window) Show() {
	w.tick = w.bridge.Every(lookIdle, w.watchIdle)
	w.welcome()
	switch {
	case w.o.OpenSample:
		w.start.OpenSample()
	case w.o.Case != "":
		w.openFirst(w.o.Case)
	}
	w.win.Show()
}

// Hide takes the window from the screen.
func (w *Window) Hide() { w.win.Hide() }

// Canvas is what the window is drawn on.
func (w *Window) Canvas() fyne.Canvas { return w.win.Canvas() }

// Bench is the open case as its view models share it; nil when none is open.
func (w *Window) Bench() *viewmodel.Bench {
	if d := w.current(); d != nil {
		return d.bench
	}
	return nil
}

func (w *Window) current() *desk {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.desk
}

func (w *Window) setDesk(d *desk) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.desk = d
}

// Close cancels what runs, waits for it and closes the case. It may be called from
// any goroutine, after the window's own has ended or while it goes on.
func (w *Window) Close() error {
	if w.tick != nil {
		w.tick()
	}
	defer w.closing.Wait()
	w.start.Close()
	w.mu.Lock()
	d := w.desk
	w.desk = nil
	w.mu.Unlock()
	if d == nil {
		return nil
	}
	return d.bench.Close()
}

// look puts the person's theme and scale into force.
func (w *Window) look() {
	o := theme.Options{Scale: float32(w.prefs.Scale.Get()) / 100, HighContrast: w.prefs.HighContrast.Get()}
	switch w.prefs.Appearance.Get() {
	case viewmodel.AlwaysDark:
		o.Variant = theme.Dark
	case viewmodel.AlwaysLight:
		o.Variant = theme.Light
	}
	w.app.Settings().SetTheme(theme.New(o))
}

// show puts one thing on the stage and its commands under their keys.
func (w *Window) show(o fyne.CanvasObject, commands []*command) {
	w.unbind()
	w.unbind = bind(w.win.Canvas(), commands)
	w.win.Canvas().Unfocus()
	w.stage.Objects = []fyne.CanvasObject{o}
	w.stage.Refresh()
}

// welcome shows the page before a case is open.
func (w *Window) welcome() {
	w.win.SetTitle("Casebench")
	w.start.Look()
	w.show(w.page.Object(), w.always())
}

// openFirst opens a case instead of the page before one is open, which comes when it
// does not open or asks for its key.
func (w *Window) openFirst(path string) {
	w.start.Open(path)
	w.show(newWaiting("Opening the case"), w.always())
	var stop func()
	stop = w.start.Under.Follow(func(u viewmodel.UnderWay) {
		if u.Title == "" {
			stop()
			w.show(w.page.Object(), w.always())
		}
	})
}

// openCase opens a case, after the one that is open was closed.
func (w *Window) openCase(path string) {
	w.askLeave("Close the case", func() { w.leave(func() { w.welcome(); w.start.Open(path) }) })
}

// askSave saves what can be saved of a case that may be open.
func (w *Window) askSave(path string) {
	w.start.AskSave(path, func(then func()) {
		w.askLeave("Close the case", func() { w.leave(func() { w.welcome(); then() }) })
	})
}

// openSample opens the sample case, which is made first where it is not there.
func (w *Window) openSample() {
	w.askLeave("Close the case", func() { w.leave(func() { w.welcome(); w.start.OpenSample() }) })
}

func (w *Window) config() casework.Config {
	c := w.o.Config
	c.By = w.prefs.By.Get()
	// Searches go on while the window draws, perhaps without a graphics card: one
	// processor is left to it.
	c.Workers = max(1, runtime.NumCPU()-1)
	return c
}

// sit shows a case that was opened.
func (w *Window) sit(work *casework.Casework) {
	if w.current() != nil {
		w.leave(func() { w.sit(work) })
		return
	}
	w.show(newWaiting("Opening the case"), w.always())
	b := viewmodel.NewBench(work, w.bridge.Post)
	sizes, spot := defaultSizes(), viewmodel.Spot{}
	back := w.locked != nil
	w.unlocked()
	b.Recall(spotView, &spot, func() {})
	b.Recall(frameView, &sizes, func() {
		d := newDesk(w, b, sizes)
		w.setDesk(d)
		w.win.SetTitle(d.title())
		w.show(d.object, d.commands())
		d.begin()
		if back {
			d.routes.GoTo(spot)
		}
		viewmodel.AskDrafts(b)
		if files := w.waiting; len(files) > 0 {
			w.waiting = nil
			d.importFiles(files)
		}
	})
}

// leave closes the open case, if there is one, and goes on when it is closed.
func (w *Window) leave(then func()) {
	d := w.current()
	if d == nil {
		then()
		return
	}
	w.setDesk(nil)
	d.leave()
	w.show(newWaiting("Closing the case"), w.always())
	w.win.SetTitle("Casebench")
	go func() {
		err := d.bench.Close()
		w.bridge.Post(func() {
			then()
			if err != nil {
				w.fail(err)
			}
		})
	}()
}

// askQuit ends the program, and asks first when work runs that a person began.
func (w *Window) askQuit() { w.askLeave("Quit", func() { w.leave(w.app.Quit) }) }

// closeCase goes back to the welcome page.
func (w *Window) closeCase() { w.askLeave("Close the case", func() { w.leave(w.welcome) }) }

// askLeave asks before work is stopped; then runs when it may be.
func (w *Window) askLeave(what string, then func()) {
	d := w.current()
	if d == nil || !d.bench.Busy() {
		then()
		return
	}
	body := widgets.NewParagraph("Work is still going on. Stopping it leaves the case as it was before that work began: nothing half-done is kept.", widgets.Body)
	widgets.ShowSheet(w.win.Canvas(), widgets.Sheet{Title: what + "?", Body: body, Primary: "Stop the work and " + lowerFirst(what), Cancel: "Keep working", Danger: true,
		OnPrimary: func(s *widgets.OpenSheet) {
			s.Close()
			then()
		}})
}

func lowerFirst(s string) string { return string(s[0]|0x20) + s[1:] }

// dropped imports files that were dropped on the window; a case among them is
// opened.
func (w *Window) dropped(paths []string) {
	switch d := w.current(); {
	case len(paths) == 0, w.locked != nil:
	case len(paths) == 1 && isCase(paths[0]):
		w.openCase(paths[0])
	case d != nil:
		d.importFiles(paths)
	case w.start.Dropped(paths):
		w.askNew()
	}
}

// fail shows what went wrong; over a locked case, when it is unlocked.
func (w *Window) fail(err error) {
	if w.locked != nil {
		w.locked.failed = append(w.locked.failed, err)
		return
	}
	showProblem(w.win.Canvas(), err)
}
