package filepicker_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/ui/filepicker"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"2026-04/requests-0422.jsonl.gz", "2026-05/x.csv", "accounts.csv", "logins.jsonl", "payments.csv", "releases.csv"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, 1000*len(name)*len(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, dark bool, ask viewmodel.FilePick) (fyne.Window, *viewmodel.Picker, *uitest.Pump) {
	t.Helper()
	win, pump := uitest.Over(t, dark), &uitest.Pump{}
	vm := viewmodel.NewPicker(ask, pump.Post)
	d := filepicker.New(vm)
	d.Show(win.Canvas())
	pump.Until(t, "the folder", func() bool { return len(vm.Listed.Get().Entries) > 0 })
	return win, vm, pump
}

func TestLooks(t *testing.T) {
	dir := folder(t)
	for _, dark := range []bool{true, false} {
		win, vm, _ := open(t, dark, viewmodel.FilePick{Title: "Files to import", Kind: viewmodel.PickFiles, Start: dir, Confirm: "Add"})
		vm.Point(viewmodel.PickEntry{Name: "accounts.csv"})
		vm.Point(viewmodel.PickEntry{Name: "logins.jsonl"})
		uitest.ShotOver(t, win, "picker")
	}
}

func key(c fyne.Canvas, name fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }

func TestFilesArePickedByKeys(t *testing.T) {
	dir := folder(t)
	var got []string
	win, vm, pump := open(t, true, viewmodel.FilePick{Kind: viewmodel.PickFile, Extensions: []string{".csv"}, Start: dir, Then: func(p []string) { got = p }})
	c := win.Canvas()
	test.Type(c.Focused(), "pay")
	key(c, fyne.KeyTab)
	pump.Until(t, "the completion", func() bool { return vm.Name.Get() == "payments.csv" })
	key(c, fyne.KeyReturn)
	pump.Until(t, "the file", func() bool { return got != nil })
	if got[0] != filepath.Join(dir, "payments.csv") || len(c.Overlays().List()) != 0 {
		t.Errorf("picked %v", got)
	}

	got = nil
	win, vm, pump = open(t, true, viewmodel.FilePick{Kind: viewmodel.PickFiles, Start: dir, Then: func(p []string) { got = p }})
	c = win.Canvas()
	key(c, fyne.KeyDown) // into the list
	key(c, fyne.KeyReturn)
	pump.Until(t, "the folder below", func() bool { return vm.Folder.Get() == filepath.Join(dir, "2026-04") && !vm.Listed.Get().Loading })
	vm.Up()
	pump.Until(t, "the folder above", func() bool { return vm.Folder.Get() == dir && !vm.Listed.Get().Loading })
	for range 3 {
		key(c, fyne.KeyDown)
	}
	key(c, fyne.KeySpace)
	key(c, fyne.KeyDown)
	key(c, fyne.KeySpace)
	key(c, fyne.KeyReturn)
	if len(got) != 2 || filepath.Base(got[0]) != "accounts.csv" || filepath.Base(got[1]) != "logins.jsonl" {
		t.Errorf("picked %v", got)
	}

	got = nil
	win, _, _ = open(t, true, viewmodel.FilePick{Kind: viewmodel.PickFile, Start: dir, Then: func(p []string) { got = p }})
	key(win.Canvas(), fyne.KeyDown)
	key(win.Canvas(), fyne.KeyEscape)
	if got != nil || len(win.Canvas().Overlays().List()) != 0 {
		t.Error("Esc in the list does not cancel")
	}
}
