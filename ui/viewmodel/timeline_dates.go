package viewmodel

import (
	"strconv"
	"time"

	"casebench/casefile/timeline"
)

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
