package ui

import (
	"runtime/debug"
	"time"

	"casebench/ui/unlock"
	"casebench/ui/viewmodel"
)

// locked is a case that is covered. While work goes on that a person began, the case
// stays open behind the page, because that work needs its key; when it has ended, the
// case is closed and its key dropped.
type locked struct {
	ask    *viewmodel.Unlock
	page   *unlock.Page
	desk   *desk // behind the page; nil when the case is closed
	failed []error
	stop   func() // ends the look whether the work has ended
}

// spotView is the name under which a case keeps where the person was when it was
// locked. It is sealed like everything else.
const spotView = "locked"

// lock covers the open case and closes it: what was on the screen goes at once,
// dialogs included. A plain case cannot be locked: its file tells everything.
func (w *Window) lock() {
	d := w.current()
	if d == nil || w.locked != nil || !d.bench.Work.Encrypted() {
		return
	}
	l := &locked{desk: d, ask: w.start.NewProof(d.bench.Work.Path(), d.bench.Prove), stop: func() {}}
	l.page = unlock.NewPage(l.ask)
	l.page.OnClose = w.closeLocked
	l.ask.Ended = w.uncover
	w.locked = l
	w.toast.Dismiss()
	over := w.win.Canvas().Overlays()
	for _, o := range over.List() {
		over.Remove(o)
	}
	w.win.SetTitle("Casebench")
	w.show(l.page.Object(), w.underLock())
	l.page.Focus()
	if !d.bench.Busy() {
		w.putAway()
		return
	}
	l.page.Say("Work is still going on. It needs the key, which is dropped when the work has ended.")
	l.stop = w.bridge.Every(time.Second/5, w.putAway)
}

// underLock are the commands that there are while a case is locked.
func (w *Window) underLock() []*command {
	return []*command{named("full-screen", "Full screen", w.fullScreen), named("quit", "Quit", w.askQuit)}
}

// putAway closes a covered case, unless work goes on in it or somebody is about to
// unlock it.
func (w *Window) putAway() {
	l := w.locked
	if l == nil || l.desk == nil || l.desk.bench.Busy() || l.ask.State.Get().Working {
		return
	}
	l.stop()
	d := l.desk
	l.desk = nil
	w.setDesk(nil)
	spot := d.routes.Spot()
	d.leave()
	l.ask.Close()
	w.closing.Add(1)
	go func() {
		defer w.closing.Done()
		// Where the person was is no loss worth a word.
		_ = d.bench.Work.SaveView(spotView, spot)
		err := d.bench.Close()
		d = nil
		debug.FreeOSMemory() // what was read of the case goes out of memory with it
		w.bridge.Post(func() {
			l.ask.Closed()
			l.page.Say("")
			if err != nil {
				l.failed = append(l.failed, err)
			}
		})
	}()
}

// uncover shows a case again that stayed open behind the page.
func (w *Window) uncover() {
	l := w.locked
	if l == nil || l.desk == nil {
		return // it is being opened; sit shows it
	}
	d := l.desk
	w.win.SetTitle(d.title())
	w.unlocked()
	w.show(d.object, d.commands())
}

// unlocked ends the page, and shows what went wrong behind it.
func (w *Window) unlocked() {
	l := w.locked
	if l == nil {
		return
	}
	l.stop()
	l.page.Close()
	w.locked = nil
	w.idle.Stir()
	for _, err := range l.failed {
		w.fail(err)
	}
}

// closeLocked leaves a locked case for the welcome page, without its key.
func (w *Window) closeLocked() {
	w.askLeave("Close the case", func() {
		w.unlocked()
		w.leave(w.welcome)
	})
}

// askKey asks for what opens an encrypted case.
func (w *Window) askKey(u *viewmodel.Unlock) { unlock.New(u).Show(w.win.Canvas()) }

// lockName is the command as the menu says it: where it cannot be given, why.
func (d *desk) lockName() string {
	if d.bench.Work.Encrypted() {
		return "Lock the case"
	}
	return "Lock (this case is not encrypted)"
}
