package viewmodel

// Shortcut is an action with its keys. The window binds them from Shortcuts, the
// sheet lists them from there, and menus show them: there is no second table.
type Shortcut struct {
	ID    string // of the action
	Group string // heading on the sheet
	Name  string
	Keys  []string // each a chord such as "Ctrl+Shift+Z"; the first is shown in menus
	Where string   // "" everywhere, else where it holds: "graph", "tables", "dialogs"

	Unlisted bool // the sheet has it in the line of another
}

// Shortcuts returns the table of shortcuts, in the order of the sheet.
func Shortcuts() []Shortcut {
	everywhere := func(id, group, name string, keys ...string) Shortcut {
		return Shortcut{ID: id, Group: group, Name: name, Keys: keys}
	}
	unlisted := func(id, group, name string, keys ...string) Shortcut {
		return Shortcut{ID: id, Group: group, Name: name, Keys: keys, Unlisted: true}
	}
	in := func(where, id, group, name string, keys ...string) Shortcut {
		return Shortcut{ID: id, Group: group, Name: name, Keys: keys, Where: where}
	}
	const cases, edit, selecting, view, linking, graph, tables, dialogs = "Case", "Edit", "Select", "View", "Link", "In the graph", "In tables", "In dialogs"
	return []Shortcut{
		everywhere("new", cases, "New case", "Ctrl+N"),
		everywhere("open", cases, "Open case", "Ctrl+O"),
		everywhere("import", cases, "Import data", "Ctrl+Shift+O"),
		everywhere("export", cases, "Export package", "Ctrl+Shift+E"),
		everywhere("lock", cases, "Lock the case now", "Ctrl+L"),
		everywhere("close", cases, "Close case", "Ctrl+W"),
		everywhere("quit", cases, "Quit", "Ctrl+Q"),

		everywhere("undo", edit, "Undo", "Ctrl+Z"),
		everywhere("redo", edit, "Redo", "Ctrl+Shift+Z", "Ctrl+Y"),
		everywhere("copy", edit, "Copy", "Ctrl+C"),
		everywhere("find", edit, "Filter events", "Ctrl+F"),
		everywhere("searches", edit, "Search history", "Ctrl+Shift+F"),
		everywhere("preferences", edit, "Preferences", "Ctrl+,"),

		everywhere("select-all", selecting, "Select all", "Ctrl+A"),
		everywhere("select-invert", selecting, "Invert selection", "Ctrl+Shift+I"),
		everywhere("select-none", selecting, "Select nothing", "Escape"),
		everywhere("select-neighbours", selecting, "Add neighbours to the selection", "Ctrl+Right"),

		everywhere("tab-1", view, "Graph", "Alt+1"),
		everywhere("tab-2", view, "Events", "Alt+2"),
		everywhere("tab-3", view, "Accounts", "Alt+3"),
		everywhere("tab-4", view, "Clusters", "Alt+4"),
		everywhere("tab-5", view, "Indicators", "Alt+5"),
		everywhere("tab-6", view, "Log", "Alt+6"),
		everywhere("tab-7", view, "Sources", "Alt+7"),
		everywhere("back", view, "Back to where you were", "Alt+Left"),
		everywhere("forward", view, "Forward again", "Alt+Right"),
		everywhere("view-1", view, "Saved view 1, … 9, and back", "Ctrl+Alt+1"),
		unlisted("view-2", view, "Saved view 2", "Ctrl+Alt+2"),
		unlisted("view-3", view, "Saved view 3", "Ctrl+Alt+3"),
		unlisted("view-4", view, "Saved view 4", "Ctrl+Alt+4"),
		unlisted("view-5", view, "Saved view 5", "Ctrl+Alt+5"),
		unlisted("view-6", view, "Saved view 6", "Ctrl+Alt+6"),
		unlisted("view-7", view, "Saved view 7", "Ctrl+Alt+7"),
		unlisted("view-8", view, "Saved view 8", "Ctrl+Alt+8"),
		unlisted("view-9", view, "Saved view 9", "Ctrl+Alt+9"),
		everywhere("timeline", view, "Show or hide the timeline", "F8"),
		everywhere("navigator", view, "Show or hide the navigator", "F9"),
		everywhere("inspector", view, "Show or hide the inspector", "Ctrl+I", "F10"),
		everywhere("full-screen", view, "Full screen", "F11"),
		everywhere("shortcuts", view, "This list", "F1", "?"),

		everywhere("link", linking, "Link accounts", "Ctrl+Shift+L"),
		everywhere("same", linking, "The two are the same actor", "Y"),
		everywhere("different", linking, "The two are different actors", "N"),
		everywhere("unsure", linking, "The two cannot be told apart yet", "U"),
		everywhere("star", linking, "Star the selection", "Ctrl+B"),
		everywhere("tag", linking, "Tag the selection", "Ctrl+T"),
		everywhere("note", linking, "Note on the selection", "Ctrl+M"),
		everywhere("exhibit", linking, "Make the selection an exhibit", "Ctrl+Shift+X"),

		in("graph", "zoom-in", graph, "Zoom in", "+"),
		in("graph", "zoom-out", graph, "Zoom out", "-"),
		in("graph", "zoom-selection", graph, "Zoom to the selection", "Ctrl+Up"),
		in("graph", "fit", graph, "Show everything", "Ctrl+Down"),
		in("graph", "pause", graph, "Pause or resume the layout", "P"),
		in("graph", "graph-find", graph, "Find an account", "/"),
		in("graph", "expand", graph, "Expand the selection", "Ctrl+E"),
		in("graph", "hide", graph, "Hide the selection", "Ctrl+H"),

		in("tables", "down", tables, "Next row", "J", "Down"),
		in("tables", "up", tables, "Previous row", "K", "Up"),
		in("tables", "row-context", tables, "What is around the event", "A"),
		in("tables", "row-star", tables, "Star the row", "S"),
		in("tables", "row-tag", tables, "Tag the row", "T"),
		in("tables", "row-note", tables, "Note on the row", "C"),
		in("tables", "row-exhibit", tables, "Make the row an exhibit", "X"),

		in("dialogs", "confirm", dialogs, "Confirm", "Enter", "Ctrl+Enter"),
		in("dialogs", "cancel", dialogs, "Cancel", "Escape"),
	}
}

// ShortcutOf returns the first keys of an action, for menus; "" when it has none.
func ShortcutOf(id string) string {
	for _, s := range Shortcuts() {
		if s.ID == id {
			return s.Keys[0]
		}
	}
	return ""
}

// ShortcutGroup is a heading of the sheet with what stands under it.
type ShortcutGroup struct {
	Title     string
	Shortcuts []Shortcut
}

// ShortcutGroups returns the table by heading, in the order of the headings.
func ShortcutGroups() (groups []ShortcutGroup) {
	for _, s := range Shortcuts() {
		if s.Unlisted {
			continue
		}
		if n := len(groups); n == 0 || groups[n-1].Title != s.Group {
			groups = append(groups, ShortcutGroup{Title: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Shortcuts = append(g.Shortcuts, s)
	}
	return groups
}
