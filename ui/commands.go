package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"casebench/ui/viewmodel"
)

// command is something that a person may do: one entry of a menu, perhaps with
// keys. The same commands stand in the menus and under the keys, so that neither can
// offer what the other does not.
type command struct {
	id    string        // of its keys in viewmodel.Shortcuts; "" for none
	name  func() string // as the menu says it now
	can   func() bool   // nil: always
	on    func() bool   // for what is on or off; nil: it is not of that kind
	do    func()
	child []*command // a menu of its own
	line  bool       // a line between groups
}

// named is a command whose name never changes.
func named(id, name string, do func()) *command {
	return &command{id: id, name: func() string { return name }, do: do}
}

// under is a menu of commands.
func under(name string, child ...*command) *command {
	return &command{name: func() string { return name }, child: child}
}

// when says when the command can be given.
func (c *command) when(can func() bool) *command { c.can = can; return c }

// checked says whether what it switches is on.
func (c *command) checked(on func() bool) *command { c.on = on; return c }

func lineBetween() *command { return &command{line: true} }

// keys returns the command's keys, the one for menus first.
func (c *command) keys() []string {
	for _, s := range viewmodel.Shortcuts() {
		if c.id != "" && s.ID == c.id {
			return s.Keys
		}
	}
	return nil
}

// menu makes the menu as it is now.
func menu(label string, commands []*command) *fyne.Menu {
	m := fyne.NewMenu(label)
	for _, c := range commands {
		m.Items = append(m.Items, c.item())
	}
	return m
}

func (c *command) item() *fyne.MenuItem {
	if c.line {
		return fyne.NewMenuItemSeparator()
	}
	i := fyne.NewMenuItem(c.name(), c.do)
	i.Disabled = c.can != nil && !c.can()
	i.Checked = c.on != nil && c.on()
	if keys := c.keys(); len(keys) > 0 {
		if s := shortcutOf(keys[0]); s != nil {
			i.Shortcut = s
		}
	}
	if c.child != nil {
		i.ChildMenu = menu("", c.child)
	}
	return i
}

// give does it if it can be done.
func (c *command) give() {
	if c.do != nil && (c.can == nil || c.can()) {
		c.do()
	}
}

// shortcutOf reads a key with modifiers; nil for a bare key.
func shortcutOf(key string) fyne.Shortcut {
	name, modifier := keyOf(key)
	if modifier == 0 {
		return nil
	}
	if modifier == fyne.KeyModifierShortcutDefault {
		switch name {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifier}
}

// keyOf reads "Ctrl+Shift+Z" as a name and modifiers. Ctrl is Command on a Mac.
func keyOf(key string) (fyne.KeyName, fyne.KeyModifier) {
	var modifier fyne.KeyModifier
	parts := strings.Split(key, "+")
	last := parts[len(parts)-1]
	if name, ok := keyNames[last]; ok {
		last = string(name)
	}
	if strings.HasSuffix(key, "++") {
		last = "+"
	}
	for _, p := range parts[:len(parts)-1] {
		switch p {
		case "Ctrl":
			modifier |= fyne.KeyModifierShortcutDefault
		case "Shift":
			modifier |= fyne.KeyModifierShift
		case "Alt":
			modifier |= fyne.KeyModifierAlt
		}
	}
	return fyne.KeyName(last), modifier
}

// keyNames are keys that the toolkit calls otherwise.
var keyNames = map[string]fyne.KeyName{"Enter": fyne.KeyReturn}

// bind puts commands under their keys on a canvas, and returns what takes them away
// again. Keys that write a character are taken as characters, so that a part that
// passes on both gives a command once. Under a dialog keys are the dialog's: Esc
// closes it wherever the focus is, and nothing opens behind it.
func bind(c fyne.Canvas, commands []*command) (unbind func()) {
	byKey := map[fyne.KeyName]*command{}
	var bound []fyne.Shortcut
	var add func(commands []*command)
	add = func(commands []*command) {
		for _, cmd := range commands {
			add(cmd.child)
			for _, key := range cmd.keys() {
				if s := shortcutOf(key); s != nil {
					c.AddShortcut(s, func(fyne.Shortcut) {
						if c.Overlays().Top() == nil || cmd.id == "quit" {
							cmd.give()
						}
					})
					bound = append(bound, s)
				} else {
					name, _ := keyOf(key)
					byKey[name] = cmd
				}
			}
		}
	}
	add(commands)
	bare := func(name fyne.KeyName) {
		if cmd := byKey[name]; cmd != nil && c.Overlays().Top() == nil {
			cmd.give()
		}
	}
	leaving := false
	leave := func() { // a part of the dialog knows how; one that does not hands the key back
		if leaving {
			return
		}
		leaving = true
		c.FocusPrevious()
		if last := c.Focused(); last != nil {
			last.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		leaving = false
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape && c.Overlays().Top() != nil {
			leave()
			return
		}
		if len(e.Name) > 1 {
			bare(e.Name)
		}
	})
	c.SetOnTypedRune(func(r rune) { bare(fyne.KeyName(strings.ToUpper(string(r)))) })
	return func() {
		for _, s := range bound {
			c.RemoveShortcut(s)
		}
	}
}
