package widgets

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Count writes a whole number with its thousands apart: 28,811,904.
func Count(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Short writes a number for a narrow place: up to 99,999 in full, then 412 k,
// 8.4 M, 1.2 G. It rounds down, so that it never claims more than there is.
func Short(n int64) string {
	if n < 0 {
		return "−" + Short(-max(n, -math.MaxInt64))
	}
	if n < 100_000 {
		return Count(n)
	}
	for _, u := range []struct {
		size int64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		switch {
		case n >= 100*u.size:
			return Count(n/u.size) + " " + u.name
		case n >= u.size:
			tenths := n / (u.size / 10)
			return fmt.Sprintf("%d.%d %s", tenths/10, tenths%10, u.name)
		}
	}
	return Count(n)
}

// Bytes writes a size in steps of 1,024: 1.5 MiB.
func Bytes(n int64) string {
	if n < 1024 {
		return Plural(n, "byte")
	}
	v := float64(n)
	for _, unit := range []string{"KiB", "MiB", "GiB", "TiB"} {
		v /= 1024
		if v < 10 {
			return fmt.Sprintf("%.1f %s", v, unit)
		}
		if v < 1023.5 || unit == "TiB" {
			return fmt.Sprintf("%.0f %s", v, unit)
		}
	}
	return ""
}

// Bits writes a weight with its sign: +12.6. Nothing has no sign: 0.0.
func Bits(b float64) string {
	s := strconv.FormatFloat(math.Abs(b), 'f', 1, 64)
	switch {
	case s == "0.0":
		return s
	case b < 0:
		return "−" + s
	}
	return "+" + s
}

// Percent writes a share from 0 to 1: 62 %. What is not all is never 100 %, and
// what is there is never 0 %.
func Percent(share float64) string {
	p := math.Round(share * 100)
	switch {
	case share > 0 && p < 1:
		return "< 1 %"
	case share < 1 && p >= 100:
		p = 99
	}
	return fmt.Sprintf("%.0f %%", p)
}

// Instant writes a time in a zone, to the second: 2026-06-09 14:02:11. The zone
// stands elsewhere, once; nil is UTC. The zero time is a dash.
func Instant(t time.Time, zone *time.Location) string { return stamp(t, zone, "2006-01-02 15:04:05") }

// Day writes the day of a time in a zone: 2026-06-09.
func Day(t time.Time, zone *time.Location) string { return stamp(t, zone, "2006-01-02") }

// Clock writes hours and minutes in a zone: 14:02.
func Clock(t time.Time, zone *time.Location) string { return stamp(t, zone, "15:04") }

func stamp(t time.Time, zone *time.Location, layout string) string {
	if t.IsZero() {
		return "–"
	}
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format(layout)
}

// Left writes how long something will still take: 4 s left, 3 min left, 2 h left.
// It rounds up; nothing known is "".
func Left(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	up := func(unit time.Duration) int64 { return int64((d + unit - 1) / unit) }
	switch {
	case d <= 90*time.Second:
		return fmt.Sprintf("%d s left", up(time.Second))
	case d <= 90*time.Minute:
		return fmt.Sprintf("%d min left", up(time.Minute))
	}
	return fmt.Sprintf("%d h left", up(time.Hour))
}

// Plural writes a count with its noun: 1 account, 24,031 accounts, 2 entities.
func Plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	switch {
	case strings.HasSuffix(noun, "y") && !strings.ContainsAny(noun[max(len(noun)-2, 0):len(noun)-1], "aeiou"):
		noun = noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		noun += "es"
	default:
		noun += "s"
	}
	return Count(n) + " " + noun
}
