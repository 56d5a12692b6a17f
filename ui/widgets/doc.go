// Package widgets holds the parts of which every pane is built: labels, buttons,
// badges, rows, tabs, states, sheets, and the words for numbers and times.
//
// Three habits: a part shows what it is given and signals what was done to it
// (OnTap, OnPick), it never acts; it reads its colours from ui/theme whenever it
// is refreshed, so that light and dark change at run time; text is text, never
// markup, and a line that does not fit ends in "…" instead of running over its
// neighbour. A part knows nothing of cases. All parts belong to the UI goroutine.
package widgets
