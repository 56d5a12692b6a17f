package canon

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"time"
)

// Unit is what a numeric time counts, as a number of nanoseconds; 0 is unknown.
type Unit int64

// units in the order of their size.
var units = [...]struct {
	name string
	unit Unit
}{{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}}

// UnitByName returns the unit called "s", "ms", "us" or "ns".
func UnitByName(name string) (Unit, bool) {
	for _, u := range units {
		if u.name == name {
			return u.unit, true
		}
	}
	return 0, false
}

// Name returns the unit's short name.
func (u Unit) Name() string {
	for _, k := range units {
		if k.unit == u {
			return k.name
		}
	}
	return ""
}

// Word returns the unit's name as a plural word.
func (u Unit) Word() string {
	return map[Unit]string{1e9: "seconds", 1e6: "milliseconds", 1e3: "microseconds", 1: "nanoseconds"}[u]
}

// ProposeUnit looks at a column's numeric times together and returns the unit
// under which the middle one falls between 1973 and 2286, the range in which the
// four units cannot be confused.
func ProposeUnit(values []float64) Unit {
	if len(values) == 0 {
		return 0
	}
	middle := middleOf(values)
	for _, u := range units {
		seconds := middle * float64(u.unit) / 1e9
		if seconds >= 1e8 && seconds < 1e10 {
			return u.unit
		}
	}
	return 0
}

// ParseEpoch reads a decimal number of units since 1970 exactly.
func ParseEpoch(b []byte, u Unit) (ns int64, ok bool) {
	if u == 0 || !isNumber(b) {
		return 0, false
	}
	if bytes.ContainsAny(b, "eE") {
		f, err := strconv.ParseFloat(string(b), 64)
		f *= float64(u)
		if err != nil || math.Abs(f) >= math.MaxInt64 {
			return 0, false
		}
		return int64(math.Round(f)), true
	}
	negative := b[0] == '-'
	if negative {
		b = b[1:]
	}
	whole, fraction, _ := bytes.Cut(b, []byte{'.'})
	n, err := strconv.ParseInt(string(whole), 10, 64)
	if err != nil || n > math.MaxInt64/int64(u)-1 {
		return 0, false
	}
	ns = n * int64(u)
	scale := int64(u)
	for _, c := range fraction {
		if scale /= 10; scale == 0 {
			break
		}
		ns += int64(c-'0') * scale
	}
	if negative {
		ns = -ns
	}
	return ns, true
}

// isNumber reports whether b is a decimal number as JSON writes it.
func isNumber(b []byte) bool {
	i := 0
	if i < len(b) && b[i] == '-' {
		i++
	}
	whole := digits(b, i)
	if whole == i {
		return false
	}
	i = whole
	if i < len(b) && b[i] == '.' {
		if whole = digits(b, i+1); whole == i+1 {
			return false
		}
		i = whole
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if whole = digits(b, i); whole == i {
			return false
		}
		i = whole
	}
	return i == len(b)
}

func digits(b []byte, i int) int {
	for i < len(b) && b[i]-'0' < 10 {
		i++
	}
	return i
}

// ParseTime reads a written time: RFC 3339 and its usual variants (a space or an
// underscore for the T, a comma before the fraction, an offset without colon or
// minutes, "UTC", no zone, date alone), the Apache log form and the dates of
// e-mail and HTTP. A time without zone is taken to be in zone, and zoned is false.
func ParseTime(b []byte, zone *time.Location) (ns int64, zoned, ok bool) {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '[' {
		b = bytes.Trim(b, "[]")
	}
	if len(b) >= 10 && b[4] == b[7] && (b[4] == '-' || b[4] == '/') {
		return parseISO(b, zone)
	}
	if len(b) >= 20 && b[2] == '/' && b[6] == '/' && b[11] == ':' {
		return parseCLF(b, zone)
	}
	if len(b) >= 20 && len(b) <= 40 {
		s := string(bytes.Trim(b, "[]"))
		for _, layout := range writtenLayouts {
			if t, err := time.Parse(layout, s); err == nil {
				return instantOf(t)
			}
		}
	}
	return 0, false, false
}

// RFC 5322 and RFC 9110 dates; Go's and Ruby's loggers.
var writtenLayouts = [...]string{"Mon, 02 Jan 2006 15:04:05 -0700",
	"Mon, _2 Jan 2006 15:04:05 -0700", "Mon, 02 Jan 2006 15:04:05 GMT", "02 Jan 2006 15:04:05 -0700"}

func instantOf(t time.Time) (int64, bool, bool) {
	if y := t.Year(); y < 1700 || y > 2250 {
		return 0, false, false
	}
	return t.UnixNano(), true, true
}

// parseISO reads yyyy-mm-dd with what may follow it.
func parseISO(b []byte, zone *time.Location) (ns int64, zoned, ok bool) {
	year, ok1 := number(b[0:4])
	month, ok2 := number(b[5:7])
	day, ok3 := number(b[8:10])
	if !ok1 || !ok2 || !ok3 || year < 1700 || year > 2250 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false, false
	}
	var seconds, fraction int64
	rest := b[10:]
	if len(rest) > 0 {
		if len(rest) < 6 || rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' && rest[0] != '_' {
			return 0, false, false
		}
		if seconds, fraction, rest, ok = parseClock(rest[1:]); !ok {
			return 0, false, false
		}
	}
	offset, zoned, ok := parseOffset(rest)
	switch {
	case !ok:
		return 0, false, false
	case !zoned && zone != time.UTC:
		h, m, s := int(seconds/3600), int(seconds/60%60), int(seconds%60)
		return time.Date(year, time.Month(month), day, h, m, s, int(fraction), zone).UnixNano(), false, true
	}
	return (daysSince1970(year, month, day)*86400+seconds-offset)*1e9 + fraction, zoned, true
}

// parseCLF reads dd/Mon/yyyy:hh:mm:ss with what may follow it, as web servers write it.
func parseCLF(b []byte, zone *time.Location) (ns int64, zoned, ok bool) {
	day, ok1 := number(b[0:2])
	month := monthNamed(b[3:6])
	year, ok2 := number(b[7:11])
	if !ok1 || !ok2 || year < 1700 || year > 2250 || month == 0 || day < 1 || day > daysIn(year, month) {
		return 0, false, false
	}
	seconds, fraction, rest, ok := parseClock(b[12:])
	if !ok {
		return 0, false, false
	}
	offset, zoned, ok := parseOffset(rest)
	switch {
	case !ok:
		return 0, false, false
	case !zoned && zone != time.UTC:
		h, m, s := int(seconds/3600), int(seconds/60%60), int(seconds%60)
		return time.Date(year, time.Month(month), day, h, m, s, int(fraction), zone).UnixNano(), false, true
	}
	return (daysSince1970(year, month, day)*86400+seconds-offset)*1e9 + fraction, zoned, true
}

// monthNamed returns the number of the month whose English name begins with the
// three letters, in any case, or 0.
func monthNamed(b []byte) int {
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	for m := range 12 {
		if n := names[3*m:]; b[0]|0x20 == n[0] && b[1]|0x20 == n[1] && b[2]|0x20 == n[2] {
			return m + 1
		}
	}
	return 0
}

// parseClock reads hh:mm, with seconds (60 is a leap second) and a fraction.
func parseClock(b []byte) (seconds, fraction int64, rest []byte, ok bool) {
	if len(b) < 5 || b[2] != ':' {
		return 0, 0, nil, false
	}
	h, ok1 := number(b[0:2])
	m, ok2 := number(b[3:5])
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return 0, 0, nil, false
	}
	seconds, rest = int64(h*3600+m*60), b[5:]
	if len(rest) < 3 || rest[0] != ':' {
		return seconds, 0, rest, true
	}
	s, ok3 := number(rest[1:3])
	if !ok3 || s > 60 {
		return 0, 0, nil, false
	}
	seconds, rest = seconds+int64(s), rest[3:]
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') {
		end := digits(rest, 1)
		if end == 1 {
			return 0, 0, nil, false
		}
		scale := int64(1e8)
		for _, c := range rest[1:end] {
			fraction += int64(c-'0') * scale
			scale /= 10
		}
		rest = rest[end:]
	}
	return seconds, fraction, rest, true
}

// parseOffset reads what stands behind the clock: nothing, Z, UTC, GMT, ±hh:mm,
// ±hhmm or ±hh.
func parseOffset(b []byte) (seconds int64, zoned, ok bool) {
	if len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	switch {
	case len(b) == 0:
		return 0, false, true
	case len(b) == 1 && (b[0] == 'Z' || b[0] == 'z'), string(b) == "UTC", string(b) == "GMT":
		return 0, true, true
	case b[0] != '+' && b[0] != '-':
		return 0, false, false
	}
	var minutes []byte
	switch {
	case len(b) == 6 && b[3] == ':':
		minutes = b[4:6]
	case len(b) == 5:
		minutes = b[3:5]
	case len(b) == 3:
		minutes = []byte("00")
	default:
		return 0, false, false
	}
	h, ok1 := number(b[1:3])
	m, ok2 := number(minutes)
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return 0, false, false
	}
	seconds = int64(h*3600 + m*60)
	if b[0] == '-' {
		seconds = -seconds
	}
	return seconds, true, true
}

func number(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysSince1970 counts the days of the proleptic Gregorian calendar by the usual
// shift of the year to begin in March, for years after 0.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year, month = year-1, month+12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469)
}

func middleOf(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// FormatTime writes an instant as RFC 3339 in UTC.
func FormatTime(ns int64) string { return time.Unix(0, ns).UTC().Format(time.RFC3339Nano) }
