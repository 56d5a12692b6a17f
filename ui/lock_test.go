package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// shown returns the desk of an encrypted case as the window shows it.
func shown(t *testing.T) (*desk, *uitest.Pump) {
	t.Helper()
	d, pump := deskOf(t, uitest.Encrypted(t))
	d.w.win.SetContent(d.w.stage)
	d.w.win.Resize(fyne.NewSize(1280, 720))
	d.w.show(d.object, d.commands())
	d.begin()
	t.Cleanup(func() {
		if now := d.w.current(); now != nil && now != d {
			now.leave()
			if err := now.bench.Close(); err != nil {
				t.Error(err)
			}
			pump.Turn()
		}
	})
	return d, pump
}

// The page covers everything at once, the case is closed behind it, and who unlocks it
// is where they were.
func TestLockAndUnlock(t *testing.T) {
	d, pump := shown(t)
	w, path := d.w, d.bench.Work.Path()
	d.bench.Tab.Set(viewmodel.TabAccounts)
	if why := d.bench.SetFilter("account:p1_3"); why != "" {
		t.Fatal(why)
	}
	widgets.ShowSheet(w.win.Canvas(), widgets.Sheet{Title: "A note on p1_3"})
	pump.Until(t, "quiet", func() bool { return !d.bench.Busy() })
	w.lock()
	if w.win.Canvas().Overlays().Top() != nil || len(w.stage.Objects) != 1 || w.stage.Objects[0] != w.locked.page.Object() || w.win.Title() != "Casebench" {
		t.Error("something of the case can be seen")
	}
	if w.current() != nil || w.Bench() != nil {
		t.Error("the case is still at hand")
	}
	d.intend(viewmodel.Intention{Name: viewmodel.IntendShortcuts})
	w.dropped([]string{path})
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("something opened over the lock")
	}
	ask := w.locked.ask
	pump.Until(t, "the case closed", func() bool { return ask.Ready("x") })
	if _, err := casework.Open(path, uitest.Config()); fault.KindOf(err) != fault.NeedsKey {
		t.Errorf("the file is not closed: %v", err)
	}
	entry := w.win.Canvas().Focused().(*widgets.Entry)
	enter := func(text string) {
		t.Helper()
		test.Type(entry, text)
		entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if entry.Text != "" {
			t.Error("the passphrase stays in the entry")
		}
		pump.Until(t, "an answer", func() bool { return !ask.State.Get().Working })
	}
	enter("not it")
	if !ask.State.Get().Wrong || w.locked == nil {
		t.Fatalf("%+v", ask.State.Get())
	}
	enter(uitest.Passphrase)
	pump.Until(t, "the case", func() bool { return w.current() != nil })
	if b := w.current().bench; w.locked != nil || b.Tab.Get() != viewmodel.TabAccounts || b.Filter.Get() != "account:p1_3" {
		t.Errorf("back at %s, %s", b.Tab.Get(), b.Filter.Get())
	}
}

// While work goes on, the page covers it; a person who unlocks finds it going on. When
// it has ended, the key goes.
func TestLockWhileWorkGoesOn(t *testing.T) {
	d, pump := shown(t)
	w := d.w
	end := make(chan struct{})
	d.bench.Long("Work", func(context.Context, progress.Reporter) error {
		<-end
		return fault.New(fault.Invalid, "It did not work.", "", nil)
	}, nil)
	w.lock()
	if w.current() != d || w.stage.Objects[0] == d.object {
		t.Fatal("the work lost its case, or is not covered")
	}
	ask := w.locked.ask
	ask.Try("wrong")
	pump.Until(t, "no", func() bool { return ask.State.Get().Wrong })
	ask.Try(uitest.Passphrase)
	pump.Until(t, "yes", func() bool { return w.locked == nil })
	if w.current() != d || w.stage.Objects[0] != d.object {
		t.Fatal("the case is not shown again")
	}
	w.lock()
	close(end)
	pump.Until(t, "the key dropped", func() bool { return w.current() == nil && w.locked.ask.Ready("x") })
	if w.win.Canvas().Overlays().Top() != nil || len(w.locked.failed) != 1 {
		t.Errorf("what went wrong is not kept for later: %v", w.locked.failed)
	}
}

// Fifteen minutes without a touch lock; a pointer that moves or a key puts it off. A
// plain case stays open.
func TestIdleLocks(t *testing.T) {
	d, pump := shown(t)
	w := d.w
	now := uitest.Now()
	w.idle = viewmodel.NewIdle(func() time.Time { return now })
	w.probe = newProbe(w.idle.Stir)
	pass := func(minutes int) { now = now.Add(time.Duration(minutes) * time.Minute); w.watchIdle() }
	pass(0)
	pass(14)
	if !w.probe.Visible() {
		t.Fatal("nobody watches the pointer")
	}
	w.probe.MouseIn(nil)
	if w.probe.Visible() {
		t.Error("the probe stays in the way")
	}
	pass(14)
	d.bench.Tab.Set(viewmodel.TabEvents)
	pass(14)
	if w.locked != nil {
		t.Fatal("locked under the hands of a person")
	}
	pass(15)
	if w.locked == nil {
		t.Fatal("not locked")
	}
	ask := w.locked.ask
	pump.Until(t, "the case closed", func() bool { return ask.Ready("x") })
}

func TestAPlainCaseIsNotLocked(t *testing.T) {
	d, _ := deskOf(t, uitest.Case(t))
	d.w.lock()
	if d.w.locked != nil || d.w.current() != d {
		t.Error("a plain case was locked")
	}
	for _, c := range d.fileMenu() {
		if c.id == "lock" && (c.can() || c.name() != "Lock (this case is not encrypted)") {
			t.Errorf("the menu says %q", c.name())
		}
	}
}
