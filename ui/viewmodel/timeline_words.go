package viewmodel

import (
	"fmt"
	"slices"
	"strings"

	"casebench/casefile/timeline"
	"casebench/casework"
)

// Title says what the bars count: "requests per hour, by cluster".
func (t *Timeline) Title() string {
	a := t.Shown.Get().Activity
	if a.Width <= 0 {
		return "requests over time"
	}
	title := a.Unit + " per " + widthName(a.Width)
	for _, l := range a.Layers {
		if l.Cluster > 0 {
			return title + ", by cluster"
		}
	}
	return title
}

// Note says what stretch of time is looked at, and what a hand can do about it.
func (t *Timeline) Note() string {
	v := t.Shown.Get()
	w, zone := t.Brush.Get(), t.bench.Zone.Get()
	switch {
	case v.State != TimelineReady:
		return ""
	case t.Holding():
		return WindowText(w, zone)
	case !w.Empty():
		return WindowText(w, zone) + " · double-click for all"
	case v.Axis != v.Activity.Whole:
		return WindowText(v.Axis, zone) + " of " + WindowText(v.Activity.Whole, zone) + " · Home shows all"
	}
	return WindowText(v.Axis, zone) + " · drag to narrow"
}

// Explain says in one sentence why there is nothing to see, and how to go on.
func (t *Timeline) Explain() (title, text, action string) {
	switch t.Shown.Get().State {
	case TimelineEmpty:
		return "No events yet.", "Import a log of requests, and they appear here over time.", "Import…"
	case TimelineFailed:
		return "The events could not be counted.", "The case file was not changed. " + sentence(t.Shown.Get().Problem), "Try again"
	}
	return "Counting…", "", ""
}

// Point reads out what is at a place.
func (t *Timeline) Point(at float64) {
	v := t.Shown.Get()
	if v.State != TimelineReady || at < 0 || at >= 1 || v.Activity.Width <= 0 {
		t.Leave()
		return
	}
	start := timeline.Align(timeAt(v.Axis, at), v.Activity.Width)
	bin := timeline.Window{From: start, Until: start.Add(v.Activity.Width)}
	t.Hover.Set(Readout{Bin: bin, Text: t.read(&v.Activity, bin)})
}

// Leave forgets the pointer.
func (t *Timeline) Leave() { t.Hover.Set(Readout{}) }

// readLayers is how many clusters the read-out names.
const readLayers = 3

func (t *Timeline) read(a *casework.Activity, bin timeline.Window) string {
	i := int(bin.From.Sub(a.Window.From) / a.Width)
	text := momentText(bin.From, a.Width, t.bench.Zone.Get()) + ": "
	if !a.Window.Contains(bin.From) {
		return text + "counting…"
	}
	total, named := int64(0), []casework.ActivityLayer{}
	for _, l := range a.Layers {
		if i < len(l.Counts) {
			total += l.Counts[i]
			if l.Cluster > 0 && l.Counts[i] > 0 {
				named = append(named, l)
			}
		}
	}
	text += Many(total, strings.TrimSuffix(a.Unit, "s"))
	slices.SortStableFunc(named, func(x, y casework.ActivityLayer) int { return int(y.Counts[i] - x.Counts[i]) })
	for k, l := range named {
		if k == readLayers {
			text += fmt.Sprintf(" and %d more", len(named)-k)
			break
		}
		text += ", " + l.Label + " " + Thousands(l.Counts[i])
	}
	for _, m := range a.Marks {
		if bin.Contains(m.At) {
			text += " · " + m.Label
		}
	}
	return text
}

// Silence says why there are no bars although there are events; "" when there are.
func (t *Timeline) Silence() string {
	v := t.Shown.Get()
	if v.State != TimelineReady || v.Activity.Count > 0 {
		return ""
	}
	if f := t.bench.Filter.Get(); f != "*" && f != "" {
		return "No " + v.Activity.Unit + " match the filter."
	}
	return "No " + v.Activity.Unit + " in this stretch of time."
}
