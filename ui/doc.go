// Package ui is the window: its frame, menus, keys and dialogs, around the panes.
//
// Start with Window, which shows the welcome page or one open case; desk is an open
// case on the screen: it makes a view model and a pane for each part and lays them
// out in a frame. Everything that a person may do is a command (commands.go), named
// once and found again in the menus, the toolbar and the keys. What a pane wants
// opened it says by a viewmodel.Intention (intend.go).
//
// Rules. The view models hold the decisions and know no toolkit; a pane knows its
// view model and nothing else; widgets signal and do not act. Nothing waits on the
// goroutine of the window, and only Bridge crosses to it. A case is opened and closed
// elsewhere, and closing cancels what runs and waits for it.
package ui
