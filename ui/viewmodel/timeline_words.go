package viewmodel

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/fault"
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
		return WindowText(v.Axis, zone) + " of " + WindowText(v.Activity.Whole, zone) + " · drag to narrow"
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
	text += countText(total, strings.TrimSuffix(a.Unit, "s"))
	slices.SortStableFunc(named, func(x, y casework.ActivityLayer) int { return int(y.Counts[i] - x.Counts[i]) })
	for k, l := range named {
		if k == readLayers {
			text += fmt.Sprintf(" and %d more", len(named)-k)
			break
		}
		text += ", " + l.Label + " " + numberText(l.Counts[i])
	}
	for _, m := range a.Marks {
		if bin.Contains(m.At) {
			text += " · " + m.Label
		}
	}
	return text
}

// TimelineMark is a release, an outage or a wave of bans with its place on the axis.
type TimelineMark struct {
	At    float64
	Label string
	Ban   bool
}

// A wave of bans is shown when it stands out: at least so many actions in a bin, so
// many times the mean of the bins that have any, and among so many of the largest.
// The read-out tells of all.
const (
	waveLeast = 5
	waveTimes = 3
	wavesMost = 3
)

// Marks lists what happened within the axis, in order of time.
func (t *Timeline) Marks() []TimelineMark {
	v := t.Shown.Get()
	least := leastWave(v.Activity.Marks)
	var out []TimelineMark
	for _, m := range v.Activity.Marks {
		if v.Axis.Contains(m.At) && (!m.Ban || m.Count >= least) {
			out = append(out, TimelineMark{placeOf(v.Axis, m.At), cutText(m.Label, longestMark), m.Ban})
		}
	}
	return out
}

// leastWave is how many actions a bin must have to be shown as a wave.
func leastWave(marks []casework.ActivityMark) int64 {
	var sizes []int64
	total := int64(0)
	for _, m := range marks {
		if m.Ban {
			sizes = append(sizes, m.Count)
			total += m.Count
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	least := max(int64(waveLeast), sizes[max(len(sizes)-wavesMost, 0)])
	if len(sizes) > wavesMost {
		least = max(least, waveTimes*total/int64(len(sizes)))
	}
	return least
}

// longestMark is how many characters a mark is labelled with.
const longestMark = 28

// TimelineTick is a time written below the axis.
type TimelineTick struct {
	At    float64
	Label string
}

// Ticks returns at most so many round times of the axis.
func (t *Timeline) Ticks(most int) []TimelineTick {
	axis, zone := t.Shown.Get().Axis, t.bench.Zone.Get()
	if axis.Empty() || most < 1 {
		return nil
	}
	step := tickSteps[len(tickSteps)-1]
	for _, s := range tickSteps {
		if axis.Span() <= time.Duration(most)*s {
			step = s
			break
		}
	}
	var out []TimelineTick
	for at := firstTick(axis.From, step, zone); at.Before(axis.Until) && len(out) <= most; at = at.Add(step) {
		out = append(out, TimelineTick{placeOf(axis, at), tickText(at, step, zone)})
	}
	return out
}

const aDay = 24 * time.Hour

var tickSteps = []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, aDay, 2 * aDay, 3 * aDay, 7 * aDay, 14 * aDay, 28 * aDay, 91 * aDay, 182 * aDay, 364 * aDay, 5 * 364 * aDay}

// firstTick is the first round time of the zone at or after from: ticks of a day or
// more begin at its midnight.
func firstTick(from time.Time, step time.Duration, zone *time.Location) time.Time {
	local := from.In(zone)
	y, m, d := local.Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if step >= aDay {
		if at.Before(from) {
			at = at.AddDate(0, 0, 1)
		}
		return at
	}
	for at.Before(from) {
		at = at.Add(max(step, from.Sub(at)/step*step))
	}
	return at
}

func tickText(at time.Time, step time.Duration, zone *time.Location) string {
	at = at.In(zone)
	switch {
	case step >= 182*aDay:
		return at.Format("Jan 2006")
	case step >= aDay:
		return at.Format("2 Jan")
	case at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0:
		return at.Format("2 Jan")
	case step < time.Minute:
		return at.Format("15:04:05")
	}
	return at.Format("15:04")
}

// widthName is a width after "per": "hour", "6 hours", "day".
func widthName(w time.Duration) string {
	for _, u := range []struct {
		of   time.Duration
		name string
	}{{7 * aDay, "week"}, {aDay, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if w >= u.of && w%u.of == 0 {
			if n := int64(w / u.of); n > 1 {
				return strconv.FormatInt(n, 10) + " " + u.name + "s"
			}
			return u.name
		}
	}
	return w.String()
}

// WindowText writes a window as people do: "22 Apr – 5 Jun 2026", with hours where
// it does not begin and end at midnight.
func WindowText(w timeline.Window, zone *time.Location) string {
	if w.Empty() {
		return "all of time"
	}
	from, until := w.From.In(zone), w.Until.In(zone)
	if midnight(from) && midnight(until) {
		last := until.AddDate(0, 0, -1)
		switch {
		case sameDay(from, last):
			return from.Format("2 Jan 2006")
		case from.Year() != last.Year():
			return from.Format("2 Jan 2006") + " – " + last.Format("2 Jan 2006")
		case from.Month() == last.Month():
			return from.Format("2") + " – " + last.Format("2 Jan 2006")
		}
		return from.Format("2 Jan") + " – " + last.Format("2 Jan 2006")
	}
	clock := "15:04"
	if from.Second() != 0 || until.Second() != 0 {
		clock = "15:04:05"
	}
	switch {
	case sameDay(from, until.Add(-1)):
		end := until.Format(clock)
		if midnight(until) {
			end = "24:00"
		}
		return from.Format("2 Jan 2006 "+clock) + " – " + end
	case from.Year() == until.Year():
		return from.Format("2 Jan "+clock) + " – " + until.Format("2 Jan "+clock+" 2006")
	}
	return from.Format("2 Jan 2006 "+clock) + " – " + until.Format("2 Jan 2006 "+clock)
}

func midnight(t time.Time) bool {
	return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// momentText names a bin by its start, as finely as it is wide.
func momentText(at time.Time, width time.Duration, zone *time.Location) string {
	at = at.In(zone)
	switch {
	case width >= 7*aDay:
		return "week of " + at.Format("2 Jan 2006")
	case width >= aDay:
		return at.Format("2 Jan 2006")
	case width < time.Minute:
		return at.Format("2 Jan 2006 15:04:05")
	}
	return at.Format("2 Jan 2006 15:04")
}

// numberText writes a number with its thousands apart.
func numberText(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// countText writes a number with its noun: "1 request", "1,204 requests".
func countText(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return numberText(n) + " " + noun + "s"
}

// shortText writes a number for a narrow place: "24,031", "412 k", "28.8 M".
func shortText(n int64) string {
	switch {
	case n < 100_000:
		return numberText(n)
	case n < 1_000_000:
		return numberText(n/1000) + " k"
	case n < 100_000_000:
		return fmt.Sprintf("%d.%d M", n/1_000_000, n/100_000%10)
	}
	return numberText(n/1_000_000) + " M"
}

// sentence is a failure as a person reads it: what happened and what to do.
func sentence(err error) string {
	var f *fault.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f) && f.Hint != "":
		return f.Message + " " + f.Hint
	case errors.As(err, &f):
		return f.Message
	}
	return "Something went wrong that this program did not expect."
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
