package query

import (
	"math"
	"strings"
	"time"
)

// span is the stretch of time that an operand names: from From up to, and not
// including, Until. Day is set when no time of day was given.
type span struct {
	From, Until int64 // nanoseconds since the Unix epoch
	Day         bool
}

// The forms of a time, with the finest unit that each names. Times without a
// zone are UTC.
var timeForms = []struct {
	layout string
	day    bool
	until  func(time.Time) time.Time
}{
	{"2006", true, func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
	{"2006-01", true, func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-01-02", true, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{"2006-01-02T15:04", false, func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04Z07:00", false, func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05", false, func(t time.Time) time.Time { return t.Add(time.Second) }},
	{"2006-01-02T15:04:05Z07:00", false, func(t time.Time) time.Time { return t.Add(time.Second) }},
}

// parseTime reads a date, or a date and a time with a T or a space between, in
// the manner of RFC 3339.
func parseTime(s string) (span, bool) {
	s = strings.TrimSpace(strings.ToUpper(s))
	if len(s) > 10 && s[10] == ' ' {
		s = s[:10] + "T" + s[11:]
	}
	s = strings.ReplaceAll(s, " ", "") // before a zone
	for _, form := range timeForms {
		t, err := time.Parse(form.layout, s)
		if err != nil || t.Year() < 1678 || t.Year() > 2261 { // what 64 bits of nanoseconds hold
			continue
		}
		until := form.until(t)
		if digits := fraction(s); digits > 0 {
			until = t.Add(time.Duration(math.Pow10(max(9-digits, 0))))
		}
		return span{t.UnixNano(), until.UnixNano(), form.day}, true
	}
	return span{}, false
}

// fraction returns the number of digits after the point of the seconds.
func fraction(s string) int {
	_, after, found := strings.Cut(s, ".")
	if !found {
		return 0
	}
	digits := strings.IndexFunc(after, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		return len(after)
	}
	return digits
}

// interval is a closed interval of integers; it is empty when Low > High.
type interval struct{ Low, High int64 }

// whole is every integer.
var whole = interval{math.MinInt64, math.MaxInt64}

var nothing = interval{math.MaxInt64, math.MinInt64}

// after and before return the neighbours of v, staying within 64 bits.
func after(v int64) (int64, bool)  { return v + 1, v < math.MaxInt64 }
func before(v int64) (int64, bool) { return v - 1, v > math.MinInt64 }

// timeInterval returns the instants that a test asks for. A date stands for the
// whole day (month, year): the upper end of a range covers it. A time of day is
// an instant, but field:time means as precisely as it is written.
func timeInterval(t Test) (interval, *problem) {
	if t.Op == OpRange {
		out := whole
		if t.Range.Low != "" {
			s, ok := parseTime(t.Range.Low)
			if !ok {
				return nothing, &problem{expected: "a time", hint: timeHint}
			}
			out.Low = s.From
			if t.Range.LowOut {
				out.Low = s.last() + 1
			}
		}
		if t.Range.High != "" {
			s, ok := parseTime(t.Range.High)
			if !ok {
				return nothing, &problem{expected: "a time", hint: timeHint, high: true}
			}
			out.High = s.last()
			if t.Range.HighOut {
				out.High = s.From - 1
			}
		}
		return out, nil
	}
	text, ok := operand(t)
	s, fine := parseTime(text)
	if !ok || !fine {
		return nothing, &problem{expected: "a time", hint: timeHint}
	}
	switch t.Op {
	case OpLess:
		return interval{math.MinInt64, s.From - 1}, nil
	case OpAtMost:
		return interval{math.MinInt64, s.last()}, nil
	case OpMore:
		return interval{s.last() + 1, math.MaxInt64}, nil
	case OpAtLeast:
		return interval{s.From, math.MaxInt64}, nil
	}
	return interval{s.From, s.Until - 1}, nil
}

const timeHint = `Write a time as 2026-04-22, 2026-04-22T10:15 or 2026-04-22T10:15:00Z; UTC where no zone is given.`

// last is the latest instant that counts as "at" the span in a comparison.
func (s span) last() int64 {
	if s.Day {
		return s.Until - 1
	}
	return s.From
}
