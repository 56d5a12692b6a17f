package preferences_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/ui/preferences"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

func TestLooks(t *testing.T) {
	for _, dark := range []bool{true, false} {
		win := uitest.Over(t, dark)
		preferences.New(viewmodel.NewPreferences(memory{"by": "R. Lindqvist", "zone": "Europe/Vilnius"})).Show(win.Canvas())
		uitest.ShotOver(t, win, "sheet")
	}
}

// Everything is reached by Tab and kept at once.
func TestPreferencesByKeys(t *testing.T) {
	keep := memory{"by": "someone"}
	vm := viewmodel.NewPreferences(keep)
	win := uitest.Over(t, true)
	d := preferences.New(vm)
	d.Show(win.Canvas())
	c := win.Canvas()
	seen := map[fyne.Focusable]bool{}
	for range 40 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || seen[f] {
			break
		}
		seen[f] = true
		if e, ok := f.(interface{ SelectedText() string }); ok {
			_ = e
			test.Type(f, "2")
			continue
		}
		if label, ok := f.(fyne.Accessible); ok && label.AccessibilityLabel() != "Close" {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
	}
	if keep["theme"] != "light" || keep["contrast"] != "high" || keep["profile"] != "partner" || keep["by"] == "someone" {
		t.Errorf("kept %v after %d stops", keep, len(seen))
	}
	d.Close()
}
