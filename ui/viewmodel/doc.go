// Package viewmodel is what the window shows and what may be done in it, without
// a window.
//
// A view model belongs to one goroutine, that of the window: it has no lock, and
// everything in it is read and changed there. What takes time is done elsewhere
// and comes back through a Post, which runs a function on that goroutine; in a
// test the Post is a pump that the test turns. So every pane can be tested, click
// by click, without a display, and the package knows no toolkit.
//
// Start with Value, something that can be observed; Latest, work of which only the
// newest answer counts; and Bench, an open case as all panes see it together: one
// selection, one time window, one filter. Each pane has one view model over the
// Bench, in a file of its own. Panes know their view model and nothing else.
package viewmodel

// Post runs a function on the goroutine of the window, later.
type Post func(func())
