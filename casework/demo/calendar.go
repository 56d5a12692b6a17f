package demo

import "time"

// release is a dated event of the outside world.
type release struct {
	at         int64
	kind, name string
}

// outageLength is how long the service fails in an outage.
const outageLength = 35 * minute

func instant(month time.Month, d, h, m int) int64 {
	return time.Date(2026, month, d, h, m, 0, 0, time.UTC).UnixMilli()
}

// calendar lists what everybody lived through, as far as this world reaches.
// The dates are the same at every scale: the release falls where even the
// shortest world has a week before and after it.
func (w *world) calendar() {
	all := []release{
		{instant(time.April, 14, 15, 0), "model", "lumen-3"},
		{instant(time.April, 29, 9, 0), "campaign", "spring education credits"},
		{instant(time.May, 5, 21, 40), "outage", "gateway errors, region east"},
		{instant(time.May, 20, 8, 0), "campaign", "hackathon week"},
		{instant(time.May, 22, 13, 10), "outage", "gateway errors, all regions"},
		{instant(time.May, 28, 16, 0), "model", "atlas-5"},
	}
	for _, r := range all {
		if r.at >= w.start-45*day {
			w.releases = append(w.releases, r)
		}
	}
}

// pivot is when the new model came out.
func (w *world) pivot() int64 { return instant(time.May, 28, 16, 0) }

// outage returns the outage that touches the day, if there is one.
func (w *world) outage(dayStart int64) (from int64, ok bool) {
	for _, r := range w.releases {
		if r.kind == "outage" && r.at >= dayStart && r.at < dayStart+day {
			return r.at, true
		}
	}
	return 0, false
}
