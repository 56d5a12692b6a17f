package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// command is something that a person may do: one entry of a menu, perhaps with a
// key. The same commands stand in the menus and under the keys, so that neither can
// offer what the other does not.
type command struct {
	name  func() string // as the menu says it now
	key   string        // "Ctrl+Shift+Z", "F9", "Alt+1"; "" for none
	also  string        // a second key
	can   func() bool   // nil: always
	on    func() bool   // for what is on or off; nil: it is not of that kind
	do    func()
	child []*command // a menu of its own
	line  bool       // a line between groups
}

// named is a command whose name never changes.
func named(name, key string, do func()) *command {
	return &command{name: func() string { return name }, key: key, do: do}
}

// when says when the command can be given.
func (c *command) when(can func() bool) *command { c.can = can; return c }

// checked says whether what it switches is on.
func (c *command) checked(on func() bool) *command { c.on = on; return c }

// or is a second key for it.
func (c *command) or(key string) *command { c.also = key; return c }

func lineBetween() *command { return &command{line: true} }

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
	if s := shortcutOf(c.key); s != nil {
		i.Shortcut = s
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
		}
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifier}
}

// keyOf reads "Ctrl+Shift+Z" as a name and modifiers. Ctrl is Command on a Mac.
func keyOf(key string) (fyne.KeyName, fyne.KeyModifier) {
	var modifier fyne.KeyModifier
	parts := strings.Split(key, "+")
	last := parts[len(parts)-1]
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

// bind puts commands under their keys on a canvas, and returns what takes bare keys
// and what takes them away again.
func bind(c fyne.Canvas, commands []*command) (bare func(*fyne.KeyEvent), unbind func()) {
	byKey := map[fyne.KeyName]*command{}
	var bound []fyne.Shortcut
	var add func(commands []*command)
	add = func(commands []*command) {
		for _, cmd := range commands {
			add(cmd.child)
			for _, key := range []string{cmd.key, cmd.also} {
				if key == "" {
					continue
				}
				if s := shortcutOf(key); s != nil {
					c.AddShortcut(s, func(fyne.Shortcut) { cmd.give() })
					bound = append(bound, s)
				} else {
					name, _ := keyOf(key)
					byKey[name] = cmd
				}
			}
		}
	}
	add(commands)
	bare = func(e *fyne.KeyEvent) {
		if cmd := byKey[e.Name]; cmd != nil {
			cmd.give()
		}
	}
	return bare, func() {
		for _, s := range bound {
			c.RemoveShortcut(s)
		}
	}
}
