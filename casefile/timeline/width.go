package timeline

import (
	"strconv"
	"strings"
	"time"

	"casebench/internal/fault"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// Align returns the start of the bin that holds t, in UTC.
func Align(t time.Time, width time.Duration) time.Time { return t.UTC().Truncate(width) }

// ParseWidth reads the width of a bin: a whole number of days or weeks ("1d",
// "2w"), or what time.ParseDuration reads ("15m", "1h"). Its error is a fault of
// kind Invalid.
func ParseWidth(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	width, err := time.ParseDuration(s)
	for _, unit := range []struct {
		letter string
		width  time.Duration
	}{{"d", day}, {"w", week}} {
		if number, ok := strings.CutSuffix(s, unit.letter); ok {
			var n int64
			if n, err = strconv.ParseInt(number, 10, 32); err == nil {
				width = 0
				if n <= int64(longest/unit.width) {
					width = time.Duration(n) * unit.width
				}
			}
		}
	}
	if err != nil || width < time.Millisecond || width > longest {
		return 0, fault.New(fault.Invalid, strconv.Quote(s)+" is not the width of a bin.",
			"Write 15m, 1h, 1d or 1w; from a millisecond to ten years.", nil)
	}
	return width, nil
}

const longest = 3650 * day

// ParseBin reads the width of a histogram's bins: months of the calendar ("1mo",
// "3mo"; at most ten years), or what ParseWidth reads. One of the two is zero.
func ParseBin(s string) (width time.Duration, months int, err error) {
	number, ok := strings.CutSuffix(strings.TrimSpace(s), "mo")
	if !ok {
		width, err = ParseWidth(s)
		return width, 0, err
	}
	if months, err = strconv.Atoi(number); err != nil || months < 1 || months > 120 {
		return 0, 0, fault.New(fault.Invalid, strconv.Quote(s)+" is not the width of a bin.", "Write 1mo or 3mo; at most 120 months.", nil)
	}
	return 0, months, nil
}

// widths are those that a clock or a calendar reader counts in.
func widths() []time.Duration {
	return []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute,
		15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, day, week, 4 * week, 13 * week, 52 * week}
}

// WidthFor returns the finest usual width that divides the window into at most
// that many bins, and the coarsest when none does.
func WidthFor(w Window, bins int) time.Duration {
	all := widths()
	for _, width := range all {
		if w.Aligned(width).Span() <= time.Duration(max(bins, 1))*width {
			return width
		}
	}
	return all[len(all)-1]
}
