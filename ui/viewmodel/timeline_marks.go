package viewmodel

import (
	"slices"
	"time"

	"casebench/casework"
)

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

// tickSteps are at most three times the one before, so that no axis falls between two
// ticks.
var tickSteps = []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, aDay, 2 * aDay, 3 * aDay, 7 * aDay, 14 * aDay, 28 * aDay, 56 * aDay, 91 * aDay, 182 * aDay, 364 * aDay, 2 * 364 * aDay, 5 * 364 * aDay}

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
