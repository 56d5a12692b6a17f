package template

// A layout is text in which fields of a civil time stand, as in strftime:
//
//	%Y %m %d %H %M %S   year of four digits, the others of two
//	%b %a               month and weekday, the first three letters of English
//	%1 … %9             so many digits of the second's fraction, not rounded
//	%f                  a point and the fraction without zeros at its end, or nothing
//	%F                  a point and six digits, or nothing where they are zeros
//	%%                  a percent sign
type layout struct {
	coarse []op // fields of a minute and more, all of them before fine
	fine   []op
}

// op is a field, or a literal text.
type op struct {
	field   byte // 0: literal
	literal string
}

const maxLayout = 64

func compileLayout(s string) (layout, error) {
	var l layout
	if len(s) > maxLayout {
		return l, errTemplate
	}
	add := func(o op) {
		if len(l.fine) > 0 || o.field == 'S' || o.field == 'f' || o.field == 'F' || o.field >= '1' && o.field <= '9' {
			l.fine = append(l.fine, o)
			return
		}
		l.coarse = append(l.coarse, o)
	}
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && s[i] != '%' {
			i++
		}
		if i > start {
			add(op{0, s[start:i]})
			continue
		}
		if i+1 == len(s) {
			return l, errTemplate
		}
		switch f := s[i+1]; f {
		case '%':
			add(op{0, "%"})
		case 'Y', 'm', 'd', 'H', 'M', 'S', 'b', 'a', 'f', 'F', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			add(op{f, ""})
		default:
			return l, errTemplate
		}
		i += 2
	}
	return l, nil
}

// clock prints instants by a layout. It remembers the minute that it printed last,
// since rows of a log come one after another.
type clock struct {
	layout
	offset int64
	minute int64
	known  bool
	text   []byte // the coarse part of minute
}

const (
	secondNS = 1_000_000_000
	minuteNS = 60 * secondNS
)

func (c *clock) append(dst []byte, ns int64) []byte {
	minute, rest := floorDiv(ns, minuteNS)
	seconds := minute*60 + c.offset
	local, extra := floorDiv(seconds, 60)
	rest += extra * secondNS
	if rest >= minuteNS {
		local, rest = local+1, rest-minuteNS
	}
	if !c.known || local != c.minute {
		c.minute, c.known = local, true
		c.text = appendFields(c.text[:0], c.coarse, local, 0)
	}
	dst = append(dst, c.text...)
	return appendFields(dst, c.fine, local, rest)
}

func floorDiv(a, b int64) (q, r int64) {
	q, r = a/b, a%b
	if r < 0 {
		q, r = q-1, r+b
	}
	return q, r
}

// appendFields prints fields of a minute since 1970 and nanoseconds in it.
func appendFields(dst []byte, ops []op, minute, ns int64) []byte {
	for i := range ops {
		switch f := ops[i].field; f {
		case 0:
			dst = append(dst, ops[i].literal...)
		case 'S':
			dst = two(dst, ns/secondNS)
		case 'f':
			dst = trimmed(dst, uint32(ns%secondNS))
		case 'F':
			if micro := ns % secondNS / 1000; micro != 0 {
				dst = digits(append(dst, '.'), uint32(micro), 6)
			}
		case 'H':
			_, day := floorDiv(minute, 1440)
			dst = two(dst, day/60)
		case 'M':
			_, day := floorDiv(minute, 1440)
			dst = two(dst, day%60)
		case 'a':
			day, _ := floorDiv(minute, 1440)
			_, at := floorDiv(day+4, 7)
			dst = append(dst, weekdays[3*at:3*at+3]...)
		case 'Y', 'm', 'd', 'b':
			days, _ := floorDiv(minute, 1440)
			y, m, d := civil(days)
			switch f {
			case 'Y':
				dst = digits(dst, uint32(y), 4)
			case 'm':
				dst = two(dst, m)
			case 'b':
				dst = append(dst, months[3*m-3:3*m]...)
			default:
				dst = two(dst, d)
			}
		default: // '1' to '9'
			n := int(f - '0')
			part := uint32(ns % secondNS)
			for k := n; k < 9; k++ {
				part /= 10
			}
			dst = digits(dst, part, n)
		}
	}
	return dst
}

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

func two(dst []byte, v int64) []byte { return append(dst, byte('0'+v/10), byte('0'+v%10)) }

// digits writes the lowest n decimal digits of v, with zeros in front.
func digits(dst []byte, v uint32, n int) []byte {
	var buf [10]byte
	for i := n - 1; i >= 0; i-- {
		buf[i] = byte('0' + v%10)
		v /= 10
	}
	return append(dst, buf[:n]...)
}

// trimmed writes a point and the digits of a billionth part, without zeros at
// their end; nothing for 0.
func trimmed(dst []byte, part uint32) []byte {
	if part == 0 {
		return dst
	}
	n := 9
	for part%10 == 0 {
		part, n = part/10, n-1
	}
	return digits(append(dst, '.'), part, n)
}

// civil returns the date of a day since 1970-01-01 in the Gregorian calendar, for
// every instant that 64 bits of nanoseconds can name.
func civil(days int64) (y, m, d int64) {
	z := days + 719468
	era, doe := floorDiv(z, 146097)
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}
