package template

import (
	"bytes"
	"math"
	"strconv"
)

// decimal writes a number of floating point.
func (s *Style) decimal(dst []byte, x float64) []byte {
	size := math.Abs(x)
	switch s.Way {
	case Fixed:
		return strconv.AppendFloat(dst, x, 'f', int(s.Digits), 64)
	case Python:
		at := len(dst)
		if size != 0 && (size < 1e-4 || size >= 1e16) {
			return strconv.AppendFloat(dst, x, 'e', -1, 64)
		}
		dst = strconv.AppendFloat(dst, x, 'f', -1, 64)
		if bytes.IndexByte(dst[at:], '.') < 0 && size <= math.MaxFloat64 {
			dst = append(dst, '.', '0')
		}
		return dst
	}
	if whole := int64(x); size < 1<<53 && float64(whole) == x && (whole != 0 || !math.Signbit(x)) {
		return strconv.AppendInt(dst, whole, 10)
	}
	if size == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, x, 'e', -1, 64)
	// encoding/json and JavaScript write e-9 where strconv writes e-09.
	if n := len(dst); n >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

// epoch writes an instant as a number of units since 1970.
func (s *Style) epoch(dst []byte, ns int64) []byte {
	unit := int64(1)
	for range 9 - s.Unit {
		unit *= 10
	}
	whole, part := ns/unit, ns%unit
	if ns < 0 {
		dst = append(dst, '-')
	}
	// The magnitude, also of the least integer there is.
	dst = strconv.AppendUint(dst, magnitude(whole), 10)
	places := int(9 - s.Unit)
	if s.Digits == 0 || places == 0 {
		return dst
	}
	fraction := uint32(magnitude(part))
	if s.Digits == AsNeeded {
		for range s.Unit {
			fraction *= 10
		}
		return trimmed(dst, fraction)
	}
	for n := places; n > int(s.Digits); n-- {
		fraction /= 10
	}
	return digits(append(dst, '.'), fraction, int(s.Digits))
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// integer writes a whole number. Most are small.
func integer(dst []byte, x int64) []byte {
	if x < 0 || x >= 100_000_000 {
		return strconv.AppendInt(dst, x, 10)
	}
	v, n := uint32(x), 1
	for t := v; t >= 10; t /= 10 {
		n++
	}
	dst = append(dst, "00000000"...)
	dst = dst[:len(dst)-8+n]
	for at := len(dst) - 1; v >= 10; at-- {
		dst[at] = byte('0' + v%10)
		v /= 10
	}
	dst[len(dst)-n] = byte('0' + v)
	return dst
}
