package canon

import "encoding/binary"

// clock reads the commonest form of a time, yyyy-mm-ddThh:mm:ss with or without a
// fraction and with a Z, and remembers the day: most rows are of the same day as
// the one before. What it does not read ParseTime may.
type clock struct {
	set  bool
	head uint64 // the first eight bytes of the date, yyyy-mm-
	tail uint16 // its last two
	day  int64  // its beginning, in nanoseconds
}

// read reports ok only for times that ParseTime reads the same, as zoned.
func (c *clock) read(b []byte) (ns int64, ok bool) {
	if len(b) < 20 || len(b) > 30 || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[len(b)-1] != 'Z' {
		return 0, false
	}
	if head, tail := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint16(b[8:]); !c.set || head != c.head || tail != c.tail {
		if !c.begin(b[:10]) {
			return 0, false
		}
		c.set, c.head, c.tail = true, head, tail
	}
	h, m, s := two(b[11:]), two(b[14:]), two(b[17:])
	if h > 23 || m > 59 || s > 60 {
		return 0, false
	}
	ns = c.day + int64(h*3600+m*60+s)*1e9
	if len(b) == 20 {
		return ns, true
	}
	if b[19] != '.' || len(b) == 21 {
		return 0, false
	}
	scale := int64(1e8)
	for _, d := range b[20 : len(b)-1] {
		if d -= '0'; d > 9 {
			return 0, false
		}
		ns += int64(d) * scale
		scale /= 10
	}
	return ns, true
}

// begin reads a date.
func (c *clock) begin(b []byte) bool {
	year, ok1 := number(b[0:4])
	month, ok2 := number(b[5:7])
	day, ok3 := number(b[8:10])
	if !ok1 || !ok2 || !ok3 || b[4] != '-' || b[7] != '-' || year < 1700 || year > 2250 || month < 1 || month > 12 ||
		day < 1 || day > daysIn(year, month) {
		return false
	}
	c.day = daysSince1970(year, month, day) * 86400 * 1e9
	return true
}

// two reads two digits; what they are not is larger than 99.
func two(b []byte) int {
	tens, ones := b[0]-'0', b[1]-'0'
	if tens > 9 || ones > 9 {
		return 100
	}
	return int(tens)*10 + int(ones)
}
