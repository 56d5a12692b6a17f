package exportdialog_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casework"
	"casebench/ui/exportdialog"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

func open(t *testing.T, dark bool) (*viewmodel.Exporting, *viewmodel.Bench, fyne.Window, *uitest.Pump) {
	t.Helper()
	work := uitest.Case(t)
	if _, err := work.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:p1_1", Note: "asked by counsel", Kind: "privileged"}); err != nil {
		t.Fatal(err)
	}
	b, pump := uitest.Bench(t, work)
	key := filepath.Join(t.TempDir(), "lab-key")
	if _, err := casework.Keygen(key, "r.lindqvist@lab.example", nil); err != nil {
		t.Fatal(err)
	}
	vm := viewmodel.NewExporting(b, viewmodel.NewPreferences(memory{"key": key}))
	vm.SetPath(filepath.Join(t.TempDir(), "2026-014-legal.zip"))
	win := uitest.Over(t, dark)
	exportdialog.New(vm).Show(win.Canvas())
	pump.Until(t, "the check", func() bool { return !vm.Check.Get().Loading })
	return vm, b, win, pump
}

// A package is written and then verified by Enter alone.
func TestAPackageByKeys(t *testing.T) {
	for _, dark := range []bool{true, false} {
		vm, b, win, pump := open(t, dark)
		uitest.ShotOver(t, win, "before")
		var asked viewmodel.Intention
		b.Show = func(i viewmodel.Intention) { asked = i }
		win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		pump.Until(t, "the package", func() bool { s := vm.State.Get(); return s.Done || s.Problem.Sentence != "" })
		if !vm.State.Get().Done {
			t.Fatal(vm.State.Get().Problem)
		}
		uitest.ShotOver(t, win, "after")
		win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if asked != (viewmodel.Intention{Name: viewmodel.IntendVerify, Argument: vm.Path.Get()}) {
			t.Errorf("asked for %+v", asked)
		}
	}
}
