package template

import (
	"bytes"
	"strconv"
	"strings"
)

// instants calls try with the styles in which an instant may have been written as
// the text, the simplest first, until one is taken.
func instants(ns int64, text []byte, try func(Style) bool) bool {
	if numeric(text) {
		digits := []uint8{0}
		if point := bytes.IndexByte(text, '.'); point >= 0 {
			digits = []uint8{uint8(min(len(text)-point-1, 100)), AsNeeded}
		} else {
			digits = append(digits, AsNeeded)
		}
		for _, unit := range [...]uint8{3, 0, 6, 9} {
			for _, d := range digits {
				if s := (Style{Way: Epoch, Unit: unit, Digits: d}); s.check() == nil && try(s) {
					return true
				}
			}
		}
		return false
	}
	bare, bracket := bytes.CutPrefix(text, []byte{'['})
	forms, seconds, ok := readLayout(string(bare))
	if !ok {
		return false
	}
	whole, _ := floorDiv(ns, secondNS)
	offset := seconds - whole
	if offset < -24*3600 || offset > 24*3600 {
		return false
	}
	for _, f := range forms {
		if bracket {
			f = "[" + f
		}
		if s := (Style{Way: Clock, Layout: f, Offset: int32(offset)}); s.check() == nil && try(s) {
			return true
		}
	}
	return false
}

func numeric(text []byte) bool {
	for i, c := range text {
		if (c < '0' || c > '9') && c != '.' && (c != '-' || i > 0) {
			return false
		}
	}
	return len(text) > 0 && bytes.Count(text, []byte{'.'}) < 2
}

// readLayout guesses the layouts that a time may be written in, and returns the
// civil seconds since 1970 that it names, without regard to a zone.
func readLayout(text string) (forms []string, seconds int64, ok bool) {
	var y, mo, d, h, mi, s int
	var head string
	rest := text
	number := func(n int) (v int) {
		if !ok || len(rest) < n {
			ok = false
			return 0
		}
		u, err := strconv.ParseUint(rest[:n], 10, 32)
		ok = err == nil && rest[0] != '+'
		rest = rest[n:]
		return int(u)
	}
	literal := func() string {
		if !ok || rest == "" {
			ok = false
			return ""
		}
		c := rest[:1]
		rest = rest[1:]
		return strings.ReplaceAll(c, "%", "%%")
	}
	named := func() int {
		if !ok || len(rest) < 3 {
			ok = false
			return 0
		}
		at := strings.Index(months, rest[:3])
		ok = at >= 0 && at%3 == 0
		rest = rest[3:]
		return at/3 + 1
	}
	ok = true
	switch {
	case len(text) > 10 && text[4] >= '-' && text[4] <= '/' && text[4] == text[7]:
		y = number(4)
		head = "%Y" + literal()
		mo = number(2)
		head += "%m" + literal()
		d = number(2)
		head += "%d" + literal()
	case len(text) > 12 && text[2] == '/' && text[6] == '/':
		d = number(2)
		head = "%d" + literal()
		mo = named()
		head += "%b" + literal()
		y = number(4)
		head += "%Y" + literal()
	case len(text) > 17 && text[3] == ',' && text[4] == ' ':
		head, rest = "%a, ", rest[5:]
		d = number(2)
		head += "%d" + literal()
		mo = named()
		head += "%b" + literal()
		y = number(4)
		head += "%Y" + literal()
	case len(text) == 10 && text[4] == '-' && text[7] == '-':
		y, _ = number(4), literal()
		mo, _ = number(2), literal()
		d = number(2)
		return []string{"%Y-%m-%d"}, civilSeconds(y, mo, d, 0, 0, 0), ok
	default:
		return nil, 0, false
	}
	h = number(2)
	head += "%H" + literal()
	mi = number(2)
	head += "%M"
	if ok && len(rest) > 2 && rest[0] == ':' {
		head += literal() + "%S"
		s = number(2)
	}
	if !ok {
		return nil, 0, false
	}
	seconds = civilSeconds(y, mo, d, h, mi, s)
	n := 0
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') {
		for n = 1; n < len(rest) && rest[n] >= '0' && rest[n] <= '9'; n++ {
		}
	}
	if n > 10 {
		return nil, 0, false
	}
	zone := strings.ReplaceAll(rest[max(n, 0):], "%", "%%")
	if n > 1 {
		forms = append(forms, head+rest[:1]+"%"+string(rune('0'+n-1))+zone)
	} else {
		forms = append(forms, head+zone)
	}
	return append(forms, head+"%f"+zone, head+"%F"+zone), seconds, true
}

func civilSeconds(y, m, d, h, mi, s int) int64 {
	// Days from the civil date, the inverse of civil.
	yy, mm := int64(y), int64(m)
	if mm <= 2 {
		yy--
		mm += 12
	}
	era, yoe := floorDiv(yy, 400)
	doy := (153*(mm-3)+2)/5 + int64(d) - 1
	days := era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
	return days*86400 + int64(h)*3600 + int64(mi)*60 + int64(s)
}
