package verifydialog_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/verifydialog"
	"casebench/ui/viewmodel"
)

func TestVerifyByKeys(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	dir := t.TempDir()
	key, good, bad := filepath.Join(dir, "key"), filepath.Join(dir, "2026-014-legal.zip"), filepath.Join(dir, "changed.zip")
	if _, err := casework.Keygen(key, "r.lindqvist@lab.example", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Work.Export(t.Context(), casework.ExportOptions{Path: good, Profile: "legal", Key: key}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(bad, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"case": "", "package": good, "changed": bad} {
		for _, dark := range []bool{true, false} {
			vm := viewmodel.NewVerifying(b, path, uitest.Config())
			win := uitest.Over(t, dark)
			d := verifydialog.New(vm)
			d.Show(win.Canvas())
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if !vm.State.Get().Running {
				t.Fatal("Enter does not begin")
			}
			pump.Until(t, "the verification", func() bool { return vm.State.Get().Done })
			uitest.ShotOver(t, win, name)
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if len(win.Canvas().Overlays().List()) != 0 {
				t.Error("Esc does not close")
			}
		}
	}
}
