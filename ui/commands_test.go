package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/widgets"
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
	defer over.Hide()
	press(fyne.KeyY, 'y')
	press(fyne.KeyF9, 0)
	if given["same"] != 1 || given["navigator"] != 1 {
		t.Errorf("under a dialog: %v", given)
	}
}

// Under a dialog Esc closes the dialog wherever the focus is, and keys open nothing
// behind it.
func TestKeysUnderADialog(t *testing.T) {
	test.NewTempApp(t)
	c := test.NewTempWindow(t, widget.NewLabel("")).Canvas()
	none := 0
	defer bind(c, []*command{named("select-none", "", func() { none++ })})()
	cancelled := false
	widgets.ShowSheet(c, widgets.Sheet{Title: "A sheet", Body: widgets.NewLabel("", widgets.Body), OnCancel: func() { cancelled = true }})
	c.Unfocus()
	escape := func() { c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	escape()
	if !cancelled || none != 0 || c.Overlays().Top() != nil {
		t.Errorf("cancelled %v, and %d commands were given", cancelled, none)
	}
	escape()
	if none != 1 {
		t.Error("without a dialog Esc is not the window's")
	}
}
