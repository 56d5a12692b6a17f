package ui

import (
	"net/url"
	"os"
	"path/filepath"

	"casebench/ui/viewmodel"
	"casebench/ui/welcome"
)

// askOpen asks for a case and opens it.
func (w *Window) askOpen() {
	start := ""
	if list := w.start.Recent.Get(); len(list) > 0 {
		start = filepath.Dir(list[0].Path)
	}
	w.pick(viewmodel.FilePick{Title: "Open case", Kind: viewmodel.PickFile, Extensions: []string{".case"}, Start: start, Confirm: "Open",
		Then: func(paths []string) { w.openCase(paths[0]) }})
}

// askNew asks for a title and a place and makes a case. The one that is open is
// left when the new one is there.
func (w *Window) askNew() {
	w.askLeave("Close the case", func() {
		folder, err := os.UserHomeDir()
		if err != nil {
			folder = string(filepath.Separator)
		}
		welcome.NewNewCase(viewmodel.NewNewCase(w.start, folder)).Show(w.win.Canvas())
	})
}

// openFile opens a file with the system's own program: a report in the reader that
// the person chose.
func (w *Window) openFile(path string) {
	if err := w.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
		w.fail(err)
	}
}
