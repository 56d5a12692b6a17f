package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// A key that writes a character comes twice from the toolkit, as a key and as a
// character, and from some parts as a character alone. Its command is given once,
// and not under a dialog.
func TestBareKeysGiveACommandOnce(t *testing.T) {
	test.NewTempApp(t)
	c := test.NewTempWindow(t, widget.NewLabel("")).Canvas()
	given := map[string]int{}
	count := func(id string) *command { return named(id, "", func() { given[id]++ }) }
	unbind := bind(c, []*command{count("same"), count("different"), count("unsure").when(never), count("navigator"), count("shortcuts")})
	defer unbind()
	press := func(name fyne.KeyName, r rune) {
		c.OnTypedKey()(&fyne.KeyEvent{Name: name})
		if r != 0 {
			c.OnTypedRune()(r)
		}
	}
	press(fyne.KeyY, 'y')
	press(fyne.KeyN, 'N')
	press(fyne.KeyU, 'u')
	press(fyne.KeyF9, 0)
	press(fyne.KeySlash, '?')
	for id, want := range map[string]int{"same": 1, "different": 1, "unsure": 0, "navigator": 1, "shortcuts": 1} {
		if given[id] != want {
			t.Errorf("%s was given %d times, want %d", id, given[id], want)
		}
	}
	over := widget.NewPopUp(widget.NewLabel(""), c)
	over.Show()
	press(fyne.KeyY, 'y')
	press(fyne.KeyF9, 0)
	if given["same"] != 1 || given["navigator"] != 1 {
		t.Errorf("under a dialog: %v", given)
	}
}
