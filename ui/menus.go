package ui

import (
	"path/filepath"
	"strconv"

	"casebench/casefile"
	"casebench/ui/eventspane"
	"casebench/ui/viewmodel"
)

// always are the commands that there are with and without an open case.
func (w *Window) always() []*command {
	return []*command{
		named("new", "New case…", w.askNew),
		named("open", "Open case…", w.askOpen),
		w.recent(),
		named("", "Open the sample case", w.openSample),
		named("preferences", "Preferences…", w.showPreferences),
		named("shortcuts", "Keyboard shortcuts", w.showShortcuts),
		named("full-screen", "Full screen", w.fullScreen),
		named("", "About Casebench", w.showAbout),
		named("quit", "Quit", w.askQuit),
	}
}

// recent is the menu of the cases that were open lately.
func (w *Window) recent() *command {
	c := under("Open recent")
	for _, r := range w.start.Recent.Get() {
		if r.Missing {
			continue
		}
		c.child = append(c.child, named("", recentName(r), func() { w.openCase(r.Path) }))
	}
	if len(c.child) == 0 {
		c.child = []*command{named("", "No case was opened yet", nil).when(never)}
	}
	return c
}

func recentName(r viewmodel.RecentCase) string {
	if r.Locked {
		return r.Name() + "  ·  encrypted"
	}
	return r.Name() + "  ·  " + filepath.Base(r.Path)
}

func never() bool { return false }

// menus are the menus over an open case.
func (d *desk) menus() []heading {
	return []heading{
		{"File", d.fileMenu}, {"Edit", d.editMenu}, {"View", d.viewMenu}, {"Select", d.selectMenu},
		{"Link", d.linkMenu}, {"Layout", d.layoutMenu}, {"Evidence", d.evidenceMenu}, {"Report", d.reportMenu}, {"Help", d.helpMenu},
	}
}

// commands are all of them, to be put under their keys.
func (d *desk) commands() []*command {
	var all []*command
	for _, h := range d.menus() {
		all = append(all, h.commands()...)
	}
	return append(all, named("select-none", "Select nothing", d.escape), named("redo", "", d.bench.Redo))
}

func (d *desk) fileMenu() []*command {
	w := d.w
	return []*command{
		named("new", "New case…", w.askNew),
		named("open", "Open case…", w.askOpen),
		w.recent(),
		lineBetween(),
		named("import", "Import data…", func() { d.importFiles(nil) }),
		named("", "Sources and rejects", func() { d.bench.Tab.Set(viewmodel.TabSources) }),
		lineBetween(),
		named("export", "Export package…", func() { d.intend(viewmodel.Intention{Name: viewmodel.IntendExport}) }),
		named("", "Export the picture…", d.exportPicture).when(d.linked),
		lineBetween(),
		under("Keys", d.keysMenu()...),
		&command{id: "lock", name: d.lockName, do: w.lock, can: d.bench.Work.Encrypted},
		named("close", "Close case", w.closeCase),
		named("quit", "Quit", w.askQuit),
	}
}

func (d *desk) keysMenu() (list []*command) {
	for _, i := range d.keys.Menu() {
		list = append(list, fromMenu(i))
	}
	return list
}

func (d *desk) editMenu() []*command {
	b := d.bench
	undo, redo := b.Undoable.Get().Undo, b.Undoable.Get().Redo
	return []*command{
		{id: "undo", name: func() string { return trimRight("Undo " + viewmodel.ActName(undo)) }, do: b.Undo, can: func() bool { return b.Undoable.Get().Undo.Verb != "" }},
		{id: "redo", name: func() string { return trimRight("Redo " + viewmodel.ActName(redo)) }, do: b.Redo, can: func() bool { return b.Undoable.Get().Redo.Verb != "" }},
		lineBetween(),
		named("find", "Filter", d.find),
		named("searches", "Search history…", func() { d.intend(viewmodel.Intention{Name: viewmodel.IntendSearches}) }),
		named("", "Show everything", func() { b.SetFilter("") }).when(func() bool { return b.Filter.Get() != "*" }),
		lineBetween(),
		named("preferences", "Preferences…", d.w.showPreferences),
	}
}

func (d *desk) viewMenu() []*command {
	var list []*command
	for i, t := range viewmodel.Tabs() {
		list = append(list, named("tab-"+string(rune('1'+i)), tabNames[t], func() { d.bench.Tab.Set(t) }).
			checked(func() bool { return d.bench.Tab.Get() == t }))
	}
	can := d.routes.Can
	return append(list,
		lineBetween(),
		named("back", "Back", d.routes.Back).when(func() bool { return can.Get().Back }),
		named("forward", "Forward", d.routes.Forward).when(func() bool { return can.Get().Forward }),
		lineBetween(),
		under("Saved views", d.savedViews()...),
		lineBetween(),
		named("navigator", "Navigator", func() { d.toggle(&d.frame.sizes.HideLeft) }).checked(func() bool { return !d.frame.sizes.HideLeft }),
		named("inspector", "Inspector", func() { d.toggle(&d.frame.sizes.HideRight) }).checked(func() bool { return !d.frame.sizes.HideRight }),
		named("timeline", "Timeline", func() { d.toggle(&d.frame.sizes.HideBottom) }).checked(func() bool { return !d.frame.sizes.HideBottom }),
		lineBetween(),
		under("Theme", d.w.themes()...),
		named("full-screen", "Full screen", d.w.fullScreen),
	)
}

// savedViews are the commands of the saved views: to keep one, and to switch to the
// first nine and back.
func (d *desk) savedViews() []*command {
	list := []*command{named("save-view", "Save view…", d.views.Ask), lineBetween()}
	for place := 1; place <= 9; place++ {
		at := func() (casefile.SavedView, bool) {
			all := d.views.Saved.Get()
			if place > len(all) {
				return casefile.SavedView{}, false
			}
			return all[place-1], true
		}
		list = append(list, &command{id: "view-" + strconv.Itoa(place), do: func() { d.views.Toggle(place) },
			name: func() string {
				if v, ok := at(); ok {
					return v.Name
				}
				return "View " + strconv.Itoa(place)
			},
			on: func() bool { v, ok := at(); return ok && d.views.Shown(v) }})
	}
	return list
}

// toggle hides or shows a part of the frame.
func (d *desk) toggle(hidden *bool) {
	*hidden = !*hidden
	d.frame.layout()
	d.bench.Keep(frameView, d.frame.sizes)
}

func (w *Window) themes() []*command {
	one := func(name string, a viewmodel.Appearance) *command {
		return named("", name, func() { w.prefs.Appearance.Set(a) }).checked(func() bool { return w.prefs.Appearance.Get() == a })
	}
	return []*command{one("Dark", viewmodel.AlwaysDark), one("Light", viewmodel.AlwaysLight), one("As the system", viewmodel.FollowSystem)}
}

func (d *desk) selectMenu() []*command {
	g, b := d.graph, d.bench
	some := func() bool { return len(b.Selection.Get().Accounts()) > 0 }
	return []*command{
		named("", "Find an account in the graph…", g.AskFind).when(d.linked),
		lineBetween(),
		named("select-all", "All accounts shown", g.SelectAll),
		named("select-invert", "The others", g.SelectInverse),
		named("", "Nothing", func() { b.Selection.Set(viewmodel.Selection{}) }).when(func() bool { return !b.Selection.Get().Empty() }),
		lineBetween(),
		named("select-neighbours", "With their neighbours", func() { g.SelectNeighbours(1) }).when(some),
		named("", "With two hops around", func() { g.SelectNeighbours(2) }).when(some),
		named("", "Path between the two", g.PathSelected).when(d.pair),
		lineBetween(),
		named("zoom-selection", "Zoom to the selection", func() { b.Tab.Set(viewmodel.TabGraph); g.ZoomToSelection() }).when(some),
	}
}

func (d *desk) layoutMenu() []*command {
	g := d.graph
	list := []*command{
		named("fit", "Show everything", g.Fit),
		named("zoom-in", "Zoom in", func() { g.Zoom(1) }),
		named("zoom-out", "Zoom out", func() { g.Zoom(-1) }),
		lineBetween(),
	}
	for _, i := range g.LayoutMenu() {
		list = append(list, fromMenu(i))
	}
	return append(list, lineBetween(),
		named("expand", "Expand the selection", g.ExpandSelected),
		named("hide", "Hide the selection", g.HideSelected),
		named("hide-others", "Hide the others", g.HideOthers),
		named("", "Show what is hidden", g.ShowHidden),
		&command{name: func() string { return trimRight("Take back " + g.Back.Get()) }, do: g.TakeBack, can: func() bool { return g.Back.Get() != "" }})
}

// fromMenu makes a command of what a view model offers.
func fromMenu(i viewmodel.MenuItem) *command {
	if i.Text == "" {
		return lineBetween()
	}
	c := named("", i.Text, i.Do)
	c.can = func() bool { return !i.Off }
	for _, sub := range i.Sub {
		c.child = append(c.child, fromMenu(sub))
	}
	return c
}

func (d *desk) linkMenu() []*command {
	return []*command{
		named("link", "Link accounts…", func() { d.intend(viewmodel.Intention{Name: viewmodel.IntendLink}) }),
		lineBetween(),
		named("", "Why linked", d.whyLinked).when(d.pair),
		named("same", "Same actor…", func() { d.decide(casefile.VerdictSame) }).when(d.pair),
		named("different", "Different actors…", func() { d.decide(casefile.VerdictDifferent) }).when(d.pair),
		named("unsure", "Unsure…", func() { d.decide(casefile.VerdictUnsure) }).when(d.pair),
	}
}

func (d *desk) evidenceMenu() []*command {
	b := d.bench
	some := func() bool { return !b.Selection.Get().Empty() }
	list := []*command{
		named("star", "Star", func() { b.Star(d.selected()...) }).when(some),
		named("tag", "Tag…", func() { b.Tag(d.selected()...) }).when(some),
		named("note", "Add note…", func() { b.Note(d.selected()...) }).when(some),
		named("exhibit", "Make exhibit…", func() { b.Exhibit(last(d.selected())) }).when(some),
		lineBetween(),
		named("", "Verify the sources", d.verified.Again),
		named("", "Verify this case…", func() { d.intend(viewmodel.Intention{Name: viewmodel.IntendVerify}) }),
		named("", viewmodel.SaveTitle, func() { d.w.askSave(b.Work.Path()) }),
		named("", "Log", func() { b.Tab.Set(viewmodel.TabLog) }),
		lineBetween(),
	}
	for _, i := range d.keeping.Menu() {
		list = append(list, fromMenu(i))
	}
	return list
}

func (d *desk) reportMenu() []*command {
	return []*command{
		named("export", "Export package…", func() { d.intend(viewmodel.Intention{Name: viewmodel.IntendExport}) }),
		named("", "Verify a package…", d.verifyPackage),
	}
}

func (d *desk) helpMenu() []*command {
	return []*command{
		named("shortcuts", "Keyboard shortcuts", d.w.showShortcuts),
		named("", "Open the sample case", d.w.openSample),
		lineBetween(),
		named("", "About Casebench", d.w.showAbout),
	}
}

// last is what was selected last; nothing when nothing is.
func last(refs []casefile.Ref) casefile.Ref {
	if len(refs) == 0 {
		return casefile.Ref{}
	}
	return refs[len(refs)-1]
}

// pair reports whether two accounts are what is selected.
func (d *desk) pair() bool { return len(d.bench.Selection.Get().Accounts()) == 2 }

func (d *desk) whyLinked() {
	a := d.bench.Selection.Get().Accounts()
	d.bench.Selection.Set(viewmodel.Select(casefile.Ref{Kind: casefile.RefLink, ID: a[0], Peer: a[1]}))
}

func (d *desk) decide(v casefile.Verdict) {
	a := d.bench.Selection.Get().Accounts()
	d.bench.Decide(a[0], a[1], v)
}

// find brings the cursor into the query box.
func (d *desk) find() {
	if p, ok := d.docs[d.bench.Tab.Get()].(*eventspane.Pane); ok {
		p.Focus()
		return
	}
	d.bar.search.Focus()
}

// escape stops the search or the work that runs, or takes the selection away, or the filter:
// whichever comes first.
func (d *desk) escape() {
	b := d.bench
	switch {
	case b.Tab.Get() == viewmodel.TabEvents && d.events.Searching():
		d.events.Stop()
	case b.Busy():
		b.Jobs.Cancel(false)
	case b.Tab.Get() == viewmodel.TabEvents && d.events.Around.Get() != (viewmodel.Around{}):
		d.events.LeaveContext()
	case !b.Selection.Get().Empty():
		b.Selection.Set(viewmodel.Selection{})
	case b.Filter.Get() != "*":
		b.Filter.Set("*")
	}
}
