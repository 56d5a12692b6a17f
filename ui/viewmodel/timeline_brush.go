package viewmodel

import (
	"math"
	"time"

	"casebench/casefile/timeline"
)

// Grip is what a hand holds of the brush.
type Grip int

// The grips.
const (
	GripNone  Grip = iota
	GripNew        // draws a new window
	GripFrom       // its left edge
	GripUntil      // its right edge
	GripMove       // all of it
)

// GripAt says what a press at a place would hold; near is how far from an edge, as
// a share of the axis, still counts as on it.
func (t *Timeline) GripAt(at, near float64) Grip {
	v := t.Shown.Get()
	if v.State != TimelineReady {
		return GripNone
	}
	w := t.Brush.Get()
	if w.Empty() {
		return GripNew
	}
	from, until := placeOf(v.Axis, w.From), placeOf(v.Axis, w.Until)
	// Of two edges close together the nearer one is held.
	toFrom, toUntil := math.Abs(at-from), math.Abs(at-until)
	switch {
	case toFrom <= near && toFrom <= toUntil:
		return GripFrom
	case toUntil <= near:
		return GripUntil
	case at > from && at < until && (from > 0 || until < 1): // else there is nothing to move it to
		return GripMove
	}
	return GripNew
}

// Press takes hold at a place.
func (t *Timeline) Press(at, near float64) {
	t.grip = t.GripAt(at, near)
	t.from = timeAt(t.Shown.Get().Axis, at)
	t.before = t.Brush.Get()
}

// Drag moves what is held to a place and previews the window in Brush.
func (t *Timeline) Drag(at float64) {
	v := t.Shown.Get()
	if t.grip == GripNone || v.State != TimelineReady {
		return
	}
	to := timeAt(v.Axis, min(max(at, 0), 1))
	w := t.before
	switch t.grip {
	case GripNew:
		w = ordered(t.from, to)
	case GripFrom:
		w = ordered(to, t.before.Until)
	case GripUntil:
		w = ordered(t.before.From, to)
	case GripMove:
		by := timeline.Align(to.Add(v.Activity.Width/2), v.Activity.Width).Sub(timeline.Align(t.from.Add(v.Activity.Width/2), v.Activity.Width))
		t.Brush.Set(inside(timeline.Window{From: w.From.Add(by), Until: w.Until.Add(by)}, v.Activity.Whole))
		return
	}
	t.Brush.Set(t.snapped(w))
}

// Release lets go: what Brush shows becomes the window of the bench.
func (t *Timeline) Release() {
	if t.grip == GripNone {
		return
	}
	t.grip = GripNone
	t.commit(t.Brush.Get())
}

// Holding reports whether a hand holds the brush.
func (t *Timeline) Holding() bool { return t.grip != GripNone }

// Drop lets go without a change, as when the press was no drag or Esc came.
func (t *Timeline) Drop() {
	t.grip = GripNone
	t.Brush.Set(t.bench.Window.Get())
}

// Clear takes the window away: all of time is looked at.
func (t *Timeline) Clear() {
	t.grip = GripNone
	t.commit(timeline.Window{})
}

// Step moves the window by so many bins; without a window it moves the axis.
func (t *Timeline) Step(bins int) {
	v := t.Shown.Get()
	w := t.bench.Window.Get()
	if v.State != TimelineReady {
		return
	}
	if w.Empty() {
		t.Pan(0.1 * float64(bins))
		return
	}
	by := time.Duration(bins) * v.Activity.Width
	t.commit(inside(timeline.Window{From: w.From.Add(by), Until: w.Until.Add(by)}, v.Activity.Whole))
}

// Widen makes the window longer by so many bins: at its end, or for a number below
// 0 at its beginning. Without a window it begins one in the middle of the axis.
func (t *Timeline) Widen(bins int) {
	v := t.Shown.Get()
	w := t.bench.Window.Get()
	if v.State != TimelineReady {
		return
	}
	by := time.Duration(bins) * v.Activity.Width
	switch {
	case w.Empty():
		mid := timeline.Align(timeAt(v.Axis, 0.5), v.Activity.Width)
		w = timeline.Window{From: mid, Until: mid.Add(v.Activity.Width)}
	case bins < 0:
		w.From = w.From.Add(by)
	default:
		w.Until = w.Until.Add(by)
	}
	t.commit(w.Overlap(v.Activity.Whole))
}

// commit makes a window that of the bench; one that leaves nothing out is none.
func (t *Timeline) commit(w timeline.Window) {
	whole := t.Shown.Get().Activity.Whole
	if !whole.Empty() && !w.Empty() && !w.From.After(whole.From) && !w.Until.Before(whole.Until) {
		w = timeline.Window{}
	}
	if w.Empty() {
		w = timeline.Window{}
	}
	t.Brush.Set(w)
	t.bench.Window.Set(w)
}

// snapped widens a window to whole bins.
func (t *Timeline) snapped(w timeline.Window) timeline.Window {
	v := t.Shown.Get()
	return w.Aligned(v.Activity.Width).Overlap(v.Activity.Whole)
}

// ordered is the window between two moments, whichever is first; never empty.
func ordered(a, b time.Time) timeline.Window {
	if b.Before(a) {
		a, b = b, a
	}
	if !a.Before(b) {
		b = a.Add(1)
	}
	return timeline.Window{From: a.UTC(), Until: b.UTC()}
}
