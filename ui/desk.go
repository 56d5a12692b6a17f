package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/casefile"
	"casebench/ui/accountspane"
	"casebench/ui/chipbar"
	"casebench/ui/clusterspane"
	"casebench/ui/eventspane"
	"casebench/ui/graphpane"
	"casebench/ui/importdialog"
	"casebench/ui/indicatorspane"
	"casebench/ui/inspector"
	"casebench/ui/jobbar"
	"casebench/ui/logpane"
	"casebench/ui/navigator"
	"casebench/ui/sourcespane"
	"casebench/ui/timelinepane"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// pane is what every part of the frame is.
type pane interface {
	Object() fyne.CanvasObject
	Close()
}

// desk is an open case on the screen.
type desk struct {
	w      *Window
	bench  *viewmodel.Bench
	routes *viewmodel.Routes
	object fyne.CanvasObject
	frame  *frame
	bar    *toolbar
	tabs   *widgets.Tabs
	stage  *fyne.Container // the document in front
	docs   map[viewmodel.Tab]pane

	graph     *viewmodel.Graph
	importing *importdialog.Dialog // the newest
	exporting *viewmodel.Exporting
	events    *viewmodel.Events
	views     *viewmodel.Views
	searches  *viewmodel.Searches
	sources   *viewmodel.Sources
	verified  *viewmodel.Verification
	counts    *viewmodel.TabCounts
	keeping   *viewmodel.Keeping
	keys      *viewmodel.Keys
	panes     []pane
	models    []closer
	stops     viewmodel.Stops
}

type closer interface{ Close() }

// frameView is the name under which the sizes of the frame are kept with the case.
const frameView = "frame"

// newDesk lays out an open case. Documents are made when they are first looked at.
func newDesk(w *Window, b *viewmodel.Bench, sizes Sizes) *desk {
	d := &desk{w: w, bench: b, docs: map[viewmodel.Tab]pane{}, stage: container.NewStack()}
	b.Ask = func(q viewmodel.Question) {
		if w.locked == nil {
			showQuestion(w.win.Canvas(), q)
		}
	}
	b.Pick = w.pick
	b.Copy = w.app.Clipboard().SetContent
	b.Show = d.intend
	b.Zone.Set(w.prefs.Location())
	d.routes = viewmodel.NewRoutes(b)
	d.graph = viewmodel.NewGraph(b)
	d.events = viewmodel.NewEvents(b)
	d.verified = viewmodel.NewVerification(b)
	d.views = viewmodel.NewViews(b, d.events)
	d.searches = viewmodel.NewSearches(b, d.views, d.events)
	nav, status, chips := viewmodel.NewNavigator(b, d.verified, d.views, d.searches), viewmodel.NewStatus(b, d.verified), viewmodel.NewChips(b, d.views)
	timeline, inspect := viewmodel.NewTimeline(b), viewmodel.NewInspect(b)
	d.counts = viewmodel.NewTabCounts(b)
	d.keeping, d.keys = viewmodel.NewKeeping(b), viewmodel.NewKeys(b)
	d.models = []closer{d.routes, d.graph, d.events, nav, status, chips, timeline, inspect, d.views, d.searches, d.verified, d.counts, d.keeping, d.keys}

	d.bar = newToolbar(b, d.query)
	left, bottom, right := navigator.New(nav), timelinepane.New(timeline), inspector.New(inspect)
	foot, chip := jobbar.New(status), chipbar.New(chips)
	d.panes = []pane{left, bottom, right, foot, chip}
	d.tabs = widgets.NewTabs(func(id string) { b.Tab.Set(viewmodel.Tab(id)) }, tabLooks()...)
	documents := widgets.NewDock(d.tabs, nil, nil, nil, d.stage)
	d.frame = newFrame(left.Object(), documents, bottom.Object(), right.Object(), sizes, func(s Sizes) { b.Keep(frameView, s) })
	top := widgets.NewColumn(0, newMenuBar(d.menus()), d.bar.object, chip.Object())
	d.object = widgets.NewDock(top, foot.Object(), nil, nil, d.frame.box)
	return d
}

// tabNames are the documents as their tabs say them.
var tabNames = map[viewmodel.Tab]string{viewmodel.TabGraph: "Graph", viewmodel.TabEvents: "Events", viewmodel.TabAccounts: "Accounts",
	viewmodel.TabClusters: "Clusters", viewmodel.TabIndicators: "Indicators", viewmodel.TabSources: "Sources", viewmodel.TabLog: "Log"}

func tabLooks() []widgets.Tab {
	var looks []widgets.Tab
	for _, t := range viewmodel.Tabs() {
		looks = append(looks, widgets.Tab{ID: string(t), Title: tabNames[t]})
	}
	return looks
}

// begin starts following the bench; the desk is on the screen.
func (d *desk) begin() {
	b := d.bench
	d.stops.Add(
		b.Tab.Observe(d.turnTo),
		b.Said.Follow(d.said),
		b.Problem.Follow(func(err error) {
			if err != nil {
				b.Problem.Set(nil)
				d.w.fail(err)
			}
		}),
		b.Jobs.Running.Follow(func([]viewmodel.JobView) {
			if b.Jobs.Any() {
				d.w.bridge.Tick(time.Second/10, func() bool { b.Jobs.Tick(); return b.Jobs.Any() })
			}
		}),
		d.w.prefs.Zone.Follow(func(string) { b.Zone.Set(d.w.prefs.Location()) }),
		d.counts.Counts.Observe(func(counts map[viewmodel.Tab]int64) {
			for _, t := range viewmodel.Tabs() {
				d.tabs.SetCount(string(t), tabCount(counts[t]))
			}
		}),
	)
}

func tabCount(n int64) string {
	switch {
	case n == 0:
		return ""
	case n < 100_000:
		return widgets.Count(n)
	}
	return widgets.Short(n)
}

// turnTo shows a document, which is made when it is first asked for.
func (d *desk) turnTo(tab viewmodel.Tab) {
	p := d.docs[tab]
	if p == nil {
		p = d.document(tab)
		d.docs[tab] = p
		d.panes = append(d.panes, p)
	}
	d.tabs.Pick(string(tab))
	// The events have a query bar of their own, which says more: one box is enough.
	setVisible(tab != viewmodel.TabEvents, d.bar.search)
	d.bar.search.SetError("")
	d.stage.Objects = []fyne.CanvasObject{p.Object()}
	d.stage.Refresh()
}

func (d *desk) document(tab viewmodel.Tab) pane {
	b := d.bench
	switch tab {
	case viewmodel.TabEvents:
		return eventspane.New(d.events)
	case viewmodel.TabAccounts:
		m := viewmodel.NewAccounts(b)
		d.models = append(d.models, m)
		return accountspane.New(m)
	case viewmodel.TabClusters:
		m := viewmodel.NewClusters(b)
		d.models = append(d.models, m)
		return clusterspane.New(m)
	case viewmodel.TabIndicators:
		m := viewmodel.NewIndicators(b)
		d.models = append(d.models, m)
		return indicatorspane.New(m)
	case viewmodel.TabSources:
		d.sources = viewmodel.NewSources(b, d.verified)
		d.models = append(d.models, d.sources)
		return sourcespane.New(d.sources)
	case viewmodel.TabLog:
		m := viewmodel.NewLog(b)
		d.models = append(d.models, m)
		return logpane.New(m)
	}
	if d.w.o.GL {
		return graphpane.NewShaded(d.graph)
	}
	return graphpane.New(d.graph)
}

// said shows a quiet line about what was done.
func (d *desk) said(s viewmodel.Said) {
	if d.w.locked != nil {
		return
	}
	if s.Undo {
		d.w.toast.Say(s.Text, "Undo", d.bench.Undo)
	} else {
		d.w.toast.Say(s.Text, "", nil)
	}
}

// query sets the filter, or says under the box where it stops making sense.
func (d *desk) query(text string) {
	if why := d.bench.SetFilter(text); why != "" {
		d.bar.search.SetError(why)
		d.w.toast.Warn(why)
		return
	}
	d.w.win.Canvas().Unfocus()
}

// title is what the window is called.
func (d *desk) title() string { return d.bench.Work.Case().Title + " – Casebench" }

// leave ends everything that follows the bench; the case is closed after that.
func (d *desk) leave() {
	d.w.toast.Dismiss()
	d.stops.Stop()
	d.bar.stops.Stop()
	for _, p := range d.panes {
		p.Close()
	}
	for _, m := range d.models {
		m.Close()
	}
	d.bench.Leave()
}

// selected is what acts of a menu are about.
func (d *desk) selected() []casefile.Ref { return d.bench.Subject() }
