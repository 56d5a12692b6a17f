package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/ui/exportdialog"
	"casebench/ui/filepicker"
	"casebench/ui/importdialog"
	"casebench/ui/linkdialog"
	"casebench/ui/preferences"
	"casebench/ui/problem"
	"casebench/ui/question"
	"casebench/ui/searchdialog"
	"casebench/ui/shortcuts"
	"casebench/ui/verifydialog"
	"casebench/ui/viewmodel"
	"casebench/ui/welcome"
)

// intend opens what a pane wants opened.
func (d *desk) intend(i viewmodel.Intention) {
	if d.w.locked != nil {
		return // nothing opens over a locked case
	}
	c := d.w.win.Canvas()
	switch i.Name {
	case viewmodel.IntendImport:
		var paths []string
		if i.Argument != "" {
			paths = []string{i.Argument}
		}
		d.importFiles(paths)
	case viewmodel.IntendLink:
		linkdialog.New(viewmodel.NewLinking(d.bench)).Show(c)
	case viewmodel.IntendExport:
		if d.exporting == nil || !d.exporting.State.Get().Running { // else the export that goes on is shown
			d.exporting = viewmodel.NewExporting(d.bench, d.w.prefs)
		}
		e := exportdialog.New(d.exporting)
		e.OnOpen = d.w.openFile
		e.Show(c)
	case viewmodel.IntendVerify:
		v := viewmodel.NewVerifying(d.bench, i.Argument, d.w.config())
		verifydialog.New(v).Show(c)
		v.Start() // it was asked for by name: nobody presses twice
	case viewmodel.IntendPurge:
		if id, err := strconv.ParseUint(i.Argument, 10, 32); err == nil {
			d.keeping.PurgeSource(uint32(id))
		}
	case viewmodel.IntendSave:
		d.w.askSave(d.bench.Work.Path())
	case viewmodel.IntendRejects, viewmodel.IntendSources:
		d.bench.Tab.Set(viewmodel.TabSources)
		if id, err := strconv.ParseUint(i.Argument, 10, 32); err == nil && d.sources != nil {
			d.sources.Go(uint32(id))
		}
	case viewmodel.IntendInspect:
		if d.frame.sizes.HideRight {
			d.toggle(&d.frame.sizes.HideRight)
		}
	case viewmodel.IntendContext:
		if ref, err := casefile.ParseRef(i.Argument); err == nil {
			d.events.Context(ref, viewmodel.Scopes()[0])
		}
	case viewmodel.IntendSearches:
		searchdialog.New(viewmodel.NewSearchList(d.searches)).Show(c)
	case viewmodel.IntendPreferences:
		d.w.showPreferences()
	case viewmodel.IntendShortcuts:
		d.w.showShortcuts()
	}
}

// verifyPackage asks for a package and verifies it.
func (d *desk) verifyPackage() {
	d.w.pick(viewmodel.FilePick{Title: "Verify a package", Kind: viewmodel.PickFile, Extensions: []string{".zip"}, Confirm: "Verify",
		Then: func(paths []string) { d.intend(viewmodel.Intention{Name: viewmodel.IntendVerify, Argument: paths[0]}) }})
}

// importFiles opens the import dialog, looking at files that were named or dropped.
// More files join those of a dialog that is open; without files, the work that goes
// on is shown again.
func (d *desk) importFiles(paths []string) {
	old := d.importing
	switch {
	case old != nil && old.IsOpen() && old.Adds():
		old.Add(paths)
		return
	case old != nil && old.IsOpen():
		old.Close()
	case old != nil && old.Running() && len(paths) == 0:
		old.Show(d.w.win.Canvas())
		return
	}
	d.importing = importdialog.New(viewmodel.NewImporting(d.bench, paths...))
	d.importing.Show(d.w.win.Canvas())
}

func (w *Window) showPreferences() { preferences.New(w.prefs).Show(w.win.Canvas()) }

func (w *Window) showShortcuts() { shortcuts.New(viewmodel.ShortcutGroups()).Show(w.win.Canvas()) }

// pick asks for a file or folder.
func (w *Window) pick(ask viewmodel.FilePick) {
	filepicker.New(viewmodel.NewPicker(ask, w.bridge.Post)).Show(w.win.Canvas())
}

func showProblem(c fyne.Canvas, err error) {
	d := problem.New(err)
	d.Show(c)
}

func showQuestion(c fyne.Canvas, q viewmodel.Question) { question.New(q).Show(c) }

// newWelcomePage makes the page before a case is open.
func newWelcomePage(w *Window) pane {
	p := welcome.New(w.start)
	p.OnNew, p.OnSave = w.askNew, w.askSave
	return p
}
