package viewmodel

import (
	"context"
	"strconv"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
)

// Timeline is requests over time, stacked by cluster, and the brush over it: the
// time window of the bench. It follows the filter, and shows the whole of time
// however narrow the window is; a wheel narrows the axis instead.
//
// Places on it are shares of the axis, from 0 at its left end to 1 at its right.
type Timeline struct {
	Shown *Value[TimelineView]
	Brush *Value[timeline.Window] // the bench's window, or while a hand drags what it would be
	Hover *Value[Readout]         // what the pointer is on

	bench  *Bench
	load   *Latest
	stops  Stops
	axis   timeline.Window // looked at; empty: the whole
	bins   int             // there is room for
	grip   Grip            // what the hand holds
	from   time.Time       // where it took hold
	before timeline.Window // the brush then
}

// TimelineView is what the timeline shows: the newest counts, or why there are none.
type TimelineView struct {
	State    TimelineState
	Problem  error
	Axis     timeline.Window // what is in view; the counts may still be those of another axis
	Activity casework.Activity
	Stressed int // id of the cluster that is selected; 0: none
}

// TimelineState is whether there is something to show.
type TimelineState int

// The states.
const (
	TimelineLoading TimelineState = iota
	TimelineReady
	TimelineEmpty
	TimelineFailed
)

// Readout is what lies under the pointer: one bin of the timeline.
type Readout struct {
	Bin  timeline.Window // empty: nothing is under the pointer
	Text string          // "12 May 2026 14:00: 1,204 requests, C-03 812"
}

// NewTimeline makes the timeline of a bench.
func NewTimeline(b *Bench) *Timeline {
	t := &Timeline{
		Shown: NewValue(TimelineView{}, nil),
		Brush: Of(b.Window.Get()),
		Hover: Of(Readout{}),
		bench: b, load: b.NewLatest(), bins: 200,
	}
	t.stops.Add(
		b.Filter.Follow(func(string) { t.reload() }),
		b.Window.Follow(func(w timeline.Window) {
			t.grip = GripNone
			t.Brush.Set(w)
		}),
		b.OnChange(casework.TopicAll&^casework.TopicLog, t.reload),
		b.Selection.Follow(func(Selection) { t.stress() }),
		b.Zone.Follow(func(*time.Location) { t.Shown.Set(t.Shown.Get()) }),
		t.load.Cancel,
	)
	t.reload()
	return t
}

// Close ends the timeline.
func (t *Timeline) Close() { t.stops.Stop() }

// SetBins says for how many bins there is room; the counts follow.
func (t *Timeline) SetBins(n int) {
	n = min(max(n, 10), 2000)
	if n == t.bins {
		return
	}
	t.bins = n
	t.reload()
}

// Retry counts again after a failure.
func (t *Timeline) Retry() { t.reload() }

// Import asks for the import dialog: the one thing to do while there is nothing.
func (t *Timeline) Import() { t.bench.Show(Intention{Name: IntendImport}) }

// reload counts what is in view. What is shown stays until the answer comes.
func (t *Timeline) reload() {
	o := casework.ActivityOptions{Expr: t.bench.Filter.Get(), Window: t.axis, Bins: t.bins}
	t.load.Run(func(ctx context.Context) func() {
		a, err := t.bench.Work.Activity(ctx, o)
		if isCancelled(err) {
			return nil
		}
		return func() { t.show(a, err) }
	})
}

func (t *Timeline) show(a casework.Activity, err error) {
	v := TimelineView{State: TimelineReady, Activity: a, Axis: t.axis}
	switch {
	case err != nil:
		v = TimelineView{State: TimelineFailed, Problem: err, Axis: t.axis, Activity: t.Shown.Get().Activity}
	case a.Whole.Empty():
		v.State = TimelineEmpty
	case v.Axis.Empty():
		v.Axis = a.Whole
	}
	v.Stressed = t.Shown.Get().Stressed
	t.Hover.Set(Readout{})
	t.Shown.Set(v)
}

// stress lets the layer of a selected cluster stand out.
func (t *Timeline) stress() {
	v, lead := t.Shown.Get(), t.bench.Selection.Get().Lead()
	id := 0
	if lead.Kind == casefile.RefCluster {
		id, _ = strconv.Atoi(lead.ID) // what is no number is no cluster of a layer
	}
	if id != v.Stressed {
		v.Stressed = id
		t.Shown.Set(v)
	}
}

// setAxis looks at another stretch of time, at once over the counts there are, and
// counts it.
func (t *Timeline) setAxis(w timeline.Window) {
	v := t.Shown.Get()
	whole := v.Activity.Whole
	if v.State != TimelineReady || whole.Empty() {
		return
	}
	t.axis = w
	if !w.From.After(whole.From) && !w.Until.Before(whole.Until) {
		t.axis, w = timeline.Window{}, whole
	}
	if w == v.Axis {
		return
	}
	v.Axis = w
	t.Hover.Set(Readout{})
	t.Shown.Set(v)
	t.reload()
}

// Zoom narrows the axis by a factor above 1, or widens it by one below, so that
// the moment at a place stays there.
func (t *Timeline) Zoom(at, factor float64) {
	v := t.Shown.Get()
	if v.State != TimelineReady || factor <= 0 {
		return
	}
	span := time.Duration(float64(v.Axis.Span()) / factor)
	span = min(max(span, narrowest), v.Activity.Whole.Span())
	from := timeAt(v.Axis, at).Add(-time.Duration(at * float64(span)))
	t.setAxis(inside(timeline.Window{From: from, Until: from.Add(span)}, v.Activity.Whole))
}

// narrowest is the least that the axis shows.
const narrowest = time.Minute

// Pan moves the axis by a share of its length.
func (t *Timeline) Pan(by float64) {
	v := t.Shown.Get()
	shift := time.Duration(by * float64(v.Axis.Span()))
	t.setAxis(inside(timeline.Window{From: v.Axis.From.Add(shift), Until: v.Axis.Until.Add(shift)}, v.Activity.Whole))
}

// ShowAll makes the axis the whole of time again.
func (t *Timeline) ShowAll() { t.setAxis(t.Shown.Get().Activity.Whole) }

// ShowWindow makes the axis as long as the window, with a little around it.
func (t *Timeline) ShowWindow() {
	w := t.bench.Window.Get()
	if w.Empty() {
		return
	}
	around := max(w.Span()/20, narrowest/2)
	t.setAxis(timeline.Window{From: w.From.Add(-around), Until: w.Until.Add(around)}.Overlap(t.Shown.Get().Activity.Whole))
}

// inside moves a window into another without making it longer.
func inside(w, whole timeline.Window) timeline.Window {
	if d := whole.From.Sub(w.From); d > 0 {
		w.From, w.Until = w.From.Add(d), w.Until.Add(d)
	}
	if d := w.Until.Sub(whole.Until); d > 0 {
		w.From, w.Until = w.From.Add(-d), w.Until.Add(-d)
	}
	return w.Overlap(whole)
}

// timeAt is the moment at a share of an axis.
func timeAt(axis timeline.Window, at float64) time.Time {
	return axis.From.Add(time.Duration(at * float64(axis.Span())))
}

// placeOf is the share of an axis at which a moment lies; it may be outside.
func placeOf(axis timeline.Window, at time.Time) float64 {
	if axis.Empty() {
		return 0
	}
	return float64(at.Sub(axis.From)) / float64(axis.Span())
}
