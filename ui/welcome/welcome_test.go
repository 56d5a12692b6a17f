package welcome_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/welcome"
)

type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

func page(t *testing.T, keep memory) (*viewmodel.Welcome, *uitest.Pump) {
	t.Helper()
	pump := &uitest.Pump{}
	vm := viewmodel.NewWelcome(viewmodel.WelcomeOptions{Keep: keep, Post: pump.Post, Config: uitest.Config, SampleDir: t.TempDir()})
	t.Cleanup(func() { vm.Close(); pump.Turn() })
	return vm, pump
}

func recent(t *testing.T) memory {
	t.Helper()
	dir := t.TempDir()
	there := filepath.Join(dir, "2026-014.case")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]viewmodel.RecentCase{
		{Path: there, Title: "2026-014 Atlas distillation, spring wave", When: uitest.Now().Add(-time.Hour)},
		{Path: there + "2", Title: "2026-009 Reseller review", When: uitest.Now().Add(-30 * time.Hour)},
		{Path: there, When: uitest.Now().Add(-50 * time.Hour), Locked: true},
		{Path: there, Title: "Sample case, scale s, seed 1", When: uitest.Now().AddDate(0, 0, -4)},
		{Path: there, Title: "2025-118 Campus NAT, closed", When: uitest.Now().AddDate(0, -3, 0)}})
	if err != nil {
		t.Fatal(err)
	}
	return memory{"recent": string(b)}
}

func TestLooks(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for name, keep := range map[string]memory{"cases": recent(t), "first": {}} {
			vm, pump := page(t, keep)
			pump.Until(t, "the look", func() bool { return name == "first" || vm.Recent.Get()[1].Missing })
			uitest.Over(t, dark)
			p := welcome.New(vm)
			win := uitest.Window(t, p.Object(), 1280, 720)
			uitest.ShotOver(t, win, name)
			p.Close()
		}
		vm, _ := page(t, memory{})
		win := uitest.Over(t, dark)
		welcome.NewNewCase(viewmodel.NewNewCase(vm, "/home/rl/cases")).Show(win.Canvas())
		uitest.ShotOver(t, win, "new")
	}
}

// From the first Tab to an open case without a mouse.
func TestACaseIsMadeByKeys(t *testing.T) {
	uitest.App(t, true)
	vm, pump := page(t, memory{})
	var open *casework.Casework
	vm.Opened = func(c *casework.Casework) { open = c }
	p := welcome.New(vm)
	defer p.Close()
	win := uitest.Window(t, p.Object(), 1280, 720)
	c := win.Canvas()
	p.OnNew = func() { welcome.NewNewCase(viewmodel.NewNewCase(vm, t.TempDir())).Show(c) }
	p.Focus()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // no title yet
	test.Type(c.Focused(), "First case")
	for range 4 { // the file, its button, the tick: the passphrase
		c.FocusNext()
	}
	test.Type(c.Focused(), "only four plain words")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // not yet typed twice
	c.FocusNext()
	test.Type(c.Focused(), "only four plain words")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	pump.Until(t, "the case", func() bool { return open != nil })
	if !open.Encrypted() || open.Case().Title != "First case" || filepath.Base(open.Path()) != "first-case.case" {
		t.Errorf("%q at %s", open.Case().Title, open.Path())
	}
	if err := open.Close(); err != nil {
		t.Error(err)
	}
}
