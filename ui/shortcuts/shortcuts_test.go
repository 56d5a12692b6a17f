package shortcuts_test

import (
	"testing"

	"casebench/ui/shortcuts"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestLooks(t *testing.T) {
	for _, dark := range []bool{true, false} {
		win := uitest.Over(t, dark)
		d := shortcuts.New(viewmodel.ShortcutGroups())
		d.Show(win.Canvas())
		uitest.ShotOver(t, win, "keys")
		if h := win.Canvas().Overlays().Top().MinSize().Height; h > 720 {
			t.Errorf("the sheet is %v high: it does not fit the least window", h)
		}
	}
}

// An action stands once in the table, and two actions have no key in common where
// both hold.
func TestKeysMeanOneThing(t *testing.T) {
	ids, keys := map[string]bool{}, map[string]string{}
	for _, s := range viewmodel.Shortcuts() {
		if ids[s.ID] {
			t.Errorf("%s stands twice", s.ID)
		}
		ids[s.ID] = true
		for _, k := range s.Keys {
			if other, ok := keys[k]; ok && s.Where == "" {
				t.Errorf("%s is %s and %s", k, other, s.ID)
			}
			if s.Where == "" {
				keys[k] = s.ID
			}
		}
	}
}
