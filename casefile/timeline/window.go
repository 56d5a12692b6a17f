package timeline

import "time"

// Window is the time from From up to, and not including, Until. The zero value
// is empty.
type Window struct {
	From, Until time.Time
}

// Empty reports whether no instant lies in the window.
func (w Window) Empty() bool { return !w.From.Before(w.Until) }

// Contains reports whether t lies in the window.
func (w Window) Contains(t time.Time) bool { return !t.Before(w.From) && t.Before(w.Until) }

// Span returns the length of the window, or 0 when it is empty.
func (w Window) Span() time.Duration {
	if w.Empty() {
		return 0
	}
	return w.Until.Sub(w.From)
}

// Union returns the smallest window that covers both. An empty window adds
// nothing.
func (w Window) Union(v Window) Window {
	switch {
	case w.Empty():
		return v
	case v.Empty():
		return w
	}
	if v.From.Before(w.From) {
		w.From = v.From
	}
	if v.Until.After(w.Until) {
		w.Until = v.Until
	}
	return w
}

// Overlap returns the time that both windows cover; it may be empty.
func (w Window) Overlap(v Window) Window {
	if v.From.After(w.From) {
		w.From = v.From
	}
	if v.Until.Before(w.Until) {
		w.Until = v.Until
	}
	if w.Empty() {
		return Window{}
	}
	return w
}

// Aligned returns the window widened to whole bins.
func (w Window) Aligned(width time.Duration) Window {
	if w.Empty() || width <= 0 {
		return w
	}
	until := Align(w.Until, width)
	if until.Before(w.Until) {
		until = until.Add(width)
	}
	return Window{Align(w.From, width), until}
}
