//go:build cgo

package main

import (
	"os"

	"fyne.io/fyne/v2/app"

	"casebench/ui"
)

// hasWindow: the toolkit is built in.
const hasWindow = true

// appID is under which the toolkit keeps what belongs to the person and not to a
// case: recent cases, theme, zone.
const appID = "example.casebench.workbench"

// openWindow opens the window and returns when it was closed. It must run on the
// first goroutine, which is the window's from then on.
func openWindow(e *env, o windowOptions) error {
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // the toolkit makes its own folder in it, and complains where it is not there
	}
	ui.MakeRoom()
	a := app.NewWithID(appID)
	dir := o.SampleDir
	if dir == "" {
		var err error
		if dir, err = sampleDir(); err != nil {
			return err
		}
	}
	scale, seed := o.SampleScale, o.SampleSeed
	if scale == "" {
		scale, seed = "s", 1
	}
	w := ui.New(a, ui.Options{Config: e.windowConfig(), Case: o.Case, OpenSample: o.Sample, SampleDir: dir, SampleScale: scale, SampleSeed: seed, GL: true})
	w.Show()
	go func() {
		<-e.ctx.Done()
		ui.Quit(a)
	}()
	a.Run()
	return w.Close()
}
