package parquetfile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// writer appends a value that is not null as JSON.
type writer = func(dst []byte, v *parquet.Value) []byte

// writerOf chooses how values of a column are written: by their logical type, and
// where there is none by their physical one.
func writerOf(t parquet.Type) writer {
	if l := t.LogicalType(); l != nil {
		switch l := l.Value.(type) {
		case *format.StringType, *format.EnumType:
			return writeBytes
		case *format.JsonType:
			return writeJSON
		case *format.UUIDType:
			return writeUUID
		case *format.DecimalType:
			return writeDecimal(int(l.Scale))
		case *format.DateType:
			return writeDate
		case *format.TimestampType:
			return writeStamp(unitOf(l.Unit), l.IsAdjustedToUTC)
		case *format.TimeType:
			return writeClock(unitOf(l.Unit))
		case *format.IntType:
			if !l.IsSigned {
				return writeUnsigned
			}
		case *format.Float16Type:
			return writeHalf
		}
	}
	switch t.Kind() {
	case parquet.Boolean:
		return func(dst []byte, v *parquet.Value) []byte { return strconv.AppendBool(dst, v.Boolean()) }
	case parquet.Int32:
		return func(dst []byte, v *parquet.Value) []byte { return strconv.AppendInt(dst, int64(v.Int32()), 10) }
	case parquet.Int64:
		return func(dst []byte, v *parquet.Value) []byte { return strconv.AppendInt(dst, v.Int64(), 10) }
	case parquet.Int96:
		return writeInt96
	case parquet.Float:
		return func(dst []byte, v *parquet.Value) []byte { return appendFloat(dst, float64(v.Float()), 32) }
	case parquet.Double:
		return func(dst []byte, v *parquet.Value) []byte { return appendFloat(dst, v.Double(), 64) }
	case parquet.ByteArray:
		return writeBytes
	}
	return func(dst []byte, v *parquet.Value) []byte { return appendHex(dst, v.ByteArray()) }
}

// writeBytes writes text as text. Bytes that are none are written as 0x and their
// hexadecimal form.
func writeBytes(dst []byte, v *parquet.Value) []byte {
	b := v.ByteArray()
	plain := true
	for _, c := range b {
		if c < 0x20 || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			plain = false
			break
		}
	}
	switch {
	case plain:
		dst = append(dst, '"')
		dst = append(dst, b...)
		return append(dst, '"')
	case !utf8.Valid(b):
		return appendHex(dst, b)
	}
	return appendText(dst, b)
}

const hexDigits = "0123456789abcdef"

// appendText appends UTF-8 as a JSON string.
func appendText(dst, b []byte) []byte {
	dst = append(dst, '"')
	start := 0
	for i, c := range b {
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, b[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	dst = append(dst, b[start:]...)
	return append(dst, '"')
}

func appendHex(dst, b []byte) []byte {
	dst = append(dst, `"0x`...)
	dst = hex.AppendEncode(dst, b)
	return append(dst, '"')
}

// writeJSON writes a JSON value as it stands, on one line; what is none is text.
func writeJSON(dst []byte, v *parquet.Value) []byte {
	b := v.ByteArray()
	if !utf8.Valid(b) || !json.Valid(b) {
		return writeBytes(dst, v)
	}
	out := bytes.NewBuffer(dst)
	if err := json.Compact(out, b); err != nil {
		return writeBytes(dst, v)
	}
	return out.Bytes()
}

func writeUUID(dst []byte, v *parquet.Value) []byte {
	b := v.ByteArray()
	if len(b) != 16 {
		return appendHex(dst, b)
	}
	dst = append(dst, '"')
	for i, part := range [...][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return append(dst, '"')
}

func writeUnsigned(dst []byte, v *parquet.Value) []byte {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(dst, uint64(v.Uint32()), 10)
	}
	return strconv.AppendUint(dst, v.Uint64(), 10)
}

// maxScale is the scale past which a decimal is not written with all its zeros.
const maxScale = 100

// writeDecimal writes all digits of the scale, so that nothing is rounded.
func writeDecimal(scale int) writer {
	return func(dst []byte, v *parquet.Value) []byte {
		if scale < 0 || scale > maxScale {
			return appendHex(dst, v.Bytes())
		}
		n := new(big.Int)
		switch v.Kind() {
		case parquet.Int32:
			n.SetInt64(int64(v.Int32()))
		case parquet.Int64:
			n.SetInt64(v.Int64())
		default: // two's complement, highest byte first
			b := v.ByteArray()
			if len(b) > maxScale {
				return appendHex(dst, b)
			}
			n.SetBytes(b)
			if len(b) > 0 && b[0] >= 0x80 {
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
			}
		}
		if n.Sign() < 0 {
			dst = append(dst, '-')
		}
		digits := n.Abs(n).Append(nil, 10)
		for len(digits) <= scale {
			digits = append([]byte{'0'}, digits...)
		}
		dst = append(dst, digits[:len(digits)-scale]...)
		if scale > 0 {
			dst = append(dst, '.')
			dst = append(dst, digits[len(digits)-scale:]...)
		}
		return dst
	}
}

// appendFloat writes the shortest number that reads as the same one, as JSON does;
// what JSON has no number for is text.
func appendFloat(dst []byte, f float64, bits int) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, `"NaN"`...)
	case math.IsInf(f, 1):
		return append(dst, `"Infinity"`...)
	case math.IsInf(f, -1):
		return append(dst, `"-Infinity"`...)
	}
	form := byte('f')
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		form = 'e'
	}
	dst = strconv.AppendFloat(dst, f, form, -1, bits)
	if n := len(dst); form == 'e' && dst[n-4] == 'e' && dst[n-3] == '-' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1] // 1e-9, as JavaScript writes it, not 1e-09
		dst = dst[:n-1]
	}
	return dst
}

func writeHalf(dst []byte, v *parquet.Value) []byte {
	b := v.ByteArray()
	if len(b) != 2 {
		return appendHex(dst, b)
	}
	h := uint32(b[0]) | uint32(b[1])<<8
	exponent, fraction := int(h>>10&31), float64(h&1023)
	f := math.Ldexp(1+fraction/1024, exponent-15)
	switch {
	case exponent == 31 && fraction != 0:
		f = math.NaN()
	case exponent == 31:
		f = math.Inf(1)
	case exponent == 0:
		f = math.Ldexp(fraction, -24)
	}
	if h>>15 == 1 {
		f = -f
	}
	return appendFloat(dst, f, 64)
}

// unitOf returns how many nanoseconds a unit of time has.
func unitOf(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return int64(time.Millisecond)
	case *format.MicroSeconds:
		return int64(time.Microsecond)
	}
	return 1
}

// writeStamp writes an instant with Z; one that is not adjusted to UTC names no zone.
func writeStamp(unit int64, zoned bool) writer {
	perSecond := int64(time.Second) / unit
	form := "2006-01-02T15:04:05.999999999"
	if zoned {
		form += "Z"
	}
	form = `"` + form + `"`
	return func(dst []byte, v *parquet.Value) []byte {
		n := v.Int64()
		seconds, rest := n/perSecond, n%perSecond
		if rest < 0 {
			seconds, rest = seconds-1, rest+perSecond
		}
		return appendTime(dst, time.Unix(seconds, rest*unit), form, n)
	}
}

// appendTime writes an instant, or its number where the year has not four digits.
func appendTime(dst []byte, t time.Time, form string, n int64) []byte {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return strconv.AppendInt(dst, n, 10)
	}
	return t.AppendFormat(dst, form)
}

func writeDate(dst []byte, v *parquet.Value) []byte {
	n := int64(v.Int32())
	return appendTime(dst, time.Unix(n*86400, 0), `"2006-01-02"`, n)
}

func writeClock(unit int64) writer {
	return func(dst []byte, v *parquet.Value) []byte {
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		if n < 0 || n >= int64(24*time.Hour)/unit {
			return strconv.AppendInt(dst, n, 10)
		}
		return time.Unix(0, n*unit).UTC().AppendFormat(dst, `"15:04:05.999999999"`)
	}
}

// writeInt96 writes the instants of old writers: nanoseconds of a day, and the day
// by its Julian number. They name no zone.
func writeInt96(dst []byte, v *parquet.Value) []byte {
	x := v.Int96()
	nanos, day := int64(x[0])|int64(x[1])<<32, int64(int32(x[2]))
	const unixDay = 2440588
	if nanos < 0 || nanos >= int64(24*time.Hour) {
		return append(append(append(dst, '"'), x.String()...), '"')
	}
	return appendTime(dst, time.Unix((day-unixDay)*86400, nanos), `"2006-01-02T15:04:05.999999999"`, day)
}
