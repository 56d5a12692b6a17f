// Package graphpane shows the picture of the case: accounts, links and clusters.
//
// A Pane is the surface with cards over it. The surface (surface.go) turns gestures
// into what the view model understands. Frames (frames.go) are drawn in the
// background, larger than the window, and handed over finished; the screen
// (screen.go) shows the newest one where the camera puts it, so that the picture
// follows the hand while a sharper one is on its way. Nothing is drawn on the
// goroutine of the window. What is shown, and what a click does, is decided by
// viewmodel.Graph.
package graphpane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the graph as it is shown.
type Pane struct {
	vm      *viewmodel.Graph
	frames  *frames
	surface *surface
	chrome  *chrome
	little  *overview
	tip     *tip
	state   *widgets.State
	instead *fyne.Container
	object  *fyne.Container
	ground  graphview.Palette
	stops   viewmodel.Stops
}

// New makes the pane for a canvas that knows no shaders, such as a test's.
func New(vm *viewmodel.Graph) *Pane { return newPane(vm, newPlain()) }

// NewShaded makes the pane for a real window: the graphics card pans and zooms the
// newest frame.
func NewShaded(vm *viewmodel.Graph) *Pane { return newPane(vm, newShaded()) }

func newPane(vm *viewmodel.Graph, s screen) *Pane {
	p := &Pane{vm: vm, surface: newSurface(vm, s), chrome: newChrome(vm), little: newOverview(vm), tip: newTip()}
	p.frames = newFrames(vm.Post, p.put)
	p.state = widgets.NewState(widgets.StateLook{}, p.act)
	p.instead = widgets.NewOn(theme.Ground, p.state)
	p.surface.resized = p.resized
	p.surface.themed = p.themed
	p.surface.pointed = p.tip.follow
	cards := &cards{chrome: p.chrome, little: p.little, tip: p.tip}
	over := container.New(cards, p.chrome.bar, p.chrome.tools, p.chrome.icons, p.chrome.chips, p.chrome.moving, p.chrome.banner, p.chrome.legend, p.chrome.note, p.little, p.tip.card)
	p.surface.covered = cards.covers
	p.object = container.NewStack(p.surface, over, p.instead)
	p.stops.Add(
		vm.Picture.Follow(func(viewmodel.GraphPicture) { p.draw() }),
		vm.Hover.Follow(func(graphview.Hit) { p.draw() }),
		vm.Camera.Observe(func(graphview.Camera) { p.aim(); p.draw() }),
		vm.Status.Observe(func(s viewmodel.GraphStatus) { p.say(s); over.Refresh() }),
		vm.Tool.Observe(p.chrome.take),
		vm.Note.Observe(func(n string) { p.chrome.say(n); over.Refresh() }),
		vm.Tip.Follow(func(t viewmodel.GraphTip) { p.tip.say(t); over.Refresh() }),
	)
	p.draw()
	return p
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Focus gives the keys to the picture.
func (p *Pane) Focus() { p.surface.focus() }

// Close ends the pane; it waits for the frame that is being drawn.
func (p *Pane) Close() {
	p.stops.Stop()
	p.frames.close()
}

// resized tells the view model how large the picture is.
func (p *Pane) resized() {
	s := p.surface.Size()
	if s.Width >= 1 && s.Height >= 1 {
		p.vm.Resize(float64(s.Width), float64(s.Height))
	}
}

// themed draws afresh when the colours are others.
func (p *Pane) themed() {
	if now := theme.Palette(); p.ground[graphview.Ground] != now[graphview.Ground] || p.ground[graphview.Text] != now[graphview.Text] {
		p.draw()
		p.chrome.explain(p.vm.Status.Get().Legend)
	}
}

// draw asks for a frame of what is to be seen now.
func (p *Pane) draw() {
	now := p.vm.Picture.Get()
	if now.Chart == nil {
		return
	}
	p.ground = theme.Palette()
	r := request{chart: now.Chart, cam: p.vm.Camera.Get(), look: render.FrameOptions{
		Palette: p.ground, PixelScale: pixelScale(p.surface), Labels: true, Hulls: true,
		Selected: now.Selected, SelectedLinks: now.SelectedLinks, SelectedClusters: now.SelectedClusters,
		Dimmed: now.Dimmed, Pinned: now.Pinned, Hover: p.vm.Hover.Get(),
	}}
	r.small, r.smallScale = p.little.pixels()
	p.frames.ask(r)
}

// put shows a finished frame.
func (p *Pane) put(f frame) {
	p.surface.screen.put(f)
	if f.over != nil {
		p.little.put(f.over, p.vm.Picture.Get().Chart)
	}
	p.aim()
}

// aim points the screen and the overview where the camera looks.
func (p *Pane) aim() {
	p.surface.screen.aim(p.vm.Camera.Get())
	p.little.aim(p.vm.Camera.Get())
}

// say shows what stands around the picture, or in its place.
func (p *Pane) say(s viewmodel.GraphStatus) {
	p.chrome.show(s)
	look, instead := stateLook(s)
	p.state.Set(look)
	show(p.instead, instead)
	show(p.little, !instead)
}

// stateLook says what stands in the place of the picture.
func stateLook(s viewmodel.GraphStatus) (widgets.StateLook, bool) {
	switch s.State {
	case viewmodel.GraphLoading:
		return widgets.StateLook{Kind: widgets.Loading, Title: "Reading the newest run…"}, true
	case viewmodel.GraphLaying:
		return widgets.StateLook{Kind: widgets.Loading, Title: "Finding a place for every account…"}, true
	case viewmodel.GraphNoData:
		return widgets.StateLook{Title: "Nothing is imported yet.", Icon: "import", Action: "Import…",
			Text: "Drop log files on this window, or import them: the picture of who belongs together is made from them."}, true
	case viewmodel.GraphNoRun:
		return widgets.StateLook{Title: "The accounts are not linked yet.", Icon: "link", Action: "Link accounts",
			Text: "A linkage run weighs what accounts share and draws who moves together. It changes no data and can be repeated."}, true
	case viewmodel.GraphNothing:
		return widgets.StateLook{Kind: widgets.Empty, Title: "Everything is hidden.", Icon: "filter", Action: "Show all accounts",
			Text: "Nothing has left the case; it is only not drawn."}, true
	case viewmodel.GraphFailed:
		return widgets.StateLook{Kind: widgets.Failed, Title: "The picture cannot be shown.", Text: s.Problem, Action: "Try again"}, true
	}
	return widgets.StateLook{}, false
}

// act does what the button of a state offers.
func (p *Pane) act() {
	switch p.vm.Status.Get().State {
	case viewmodel.GraphNoData:
		p.vm.Import()
	case viewmodel.GraphNoRun:
		p.vm.Link()
	case viewmodel.GraphNothing:
		p.vm.ShowAll()
	case viewmodel.GraphFailed:
		p.vm.Reload()
	}
}

func show(o fyne.CanvasObject, visible bool) {
	if visible && !o.Visible() {
		o.Show()
	} else if !visible && o.Visible() {
		o.Hide()
	}
}

// Idle reports whether the newest frame is shown and none is on its way.
func (p *Pane) Idle() bool { return !p.frames.busy }
