package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"

	"casebench/casefile"
)

const (
	textsPlain = 0
	textsHex   = 1
	textsUUID  = 2

	packPlain = 0
	packZstd  = 1

	uuidText  = 36
	uuidBytes = 16
)

var errTexts = errors.New("unknown list of texts")

// appendPack writes bytes, compressed where that is worth it.
func appendPack(c *codec, s *scratch, dst, p []byte) []byte {
	if len(p) >= 32 && promising(c, s, p) {
		s.z = c.compress(s.z[:0], p)
		if len(s.z) < len(p)*31/32 {
			dst = binary.AppendUvarint(append(dst, packZstd), uint64(len(p)))
			return append(binary.AppendUvarint(dst, uint64(len(s.z))), s.z...)
		}
	}
	dst = binary.AppendUvarint(append(dst, packPlain), uint64(len(p)))
	return append(binary.AppendUvarint(dst, uint64(len(p))), p...)
}

// promising tries a part of a long list of bytes, since most that are long are
// identifiers and hashes, which do not compress.
func promising(c *codec, s *scratch, p []byte) bool {
	const part = 16 << 10
	if len(p) < 4*part {
		return true
	}
	s.z = c.compress(s.z[:0], p[:part])
	return len(s.z) < part*31/32
}

// readPack returns a copy of the bytes.
func readPack(c *codec, r *reader) []byte {
	kind := r.u8()
	size := r.count(0, maxValue)
	stored := r.take(r.count(1, len(r.p)))
	switch {
	case r.err != nil:
		return nil
	case kind == packPlain && size == len(stored):
		return append(make([]byte, 0, size), stored...)
	case kind == packZstd:
		p, err := c.expand(nil, stored, size)
		if err != nil {
			r.fail(err)
		}
		return p
	}
	r.fail(errTexts)
	return nil
}

// appendTexts writes byte strings. Identifiers and hashes that are hexadecimal
// after a common prefix take half their length.
func appendTexts(c *codec, s *scratch, dst []byte, t *casefile.Texts) []byte {
	n := t.Len()
	if packed, ok := unUUID(s.bytes[:0], t); ok {
		s.bytes = packed
		return appendPack(c, s, append(dst, textsUUID), s.bytes)
	}
	lengths := make([]uint32, n)
	if prefix, ok := hexPrefix(t); ok {
		if s.bytes, ok = unhexAll(s.bytes[:0], t, prefix, lengths); ok {
			dst = appendText(append(dst, textsHex), string(t.At(0)[:prefix]))
			return appendPack(c, s, appendWords(c, s, dst, lengths), s.bytes)
		}
	}
	start := uint32(0)
	for i, end := range t.Ends {
		lengths[i], start = end-start, end
	}
	s.bytes = append(s.bytes[:0], t.Bytes...)
	return appendPack(c, s, appendWords(c, s, append(dst, textsPlain), lengths), s.bytes)
}

func readTexts(c *codec, r *reader, n int) casefile.Texts {
	var t casefile.Texts
	kind := r.u8()
	if n < 0 || n > maxValue/8 {
		r.fail(errTexts)
		return t
	}
	switch kind {
	case textsPlain:
		lengths := readWords[uint32](c, r, n, nil)
		t.Bytes = readPack(c, r)
		t.Ends = lengths
		if r.err == nil && !endsOf(t.Ends, len(t.Bytes)) {
			r.fail(errTexts)
		}
	case textsHex:
		prefix := r.text()
		lengths := readWords[uint32](c, r, n, nil)
		p := readPack(c, r)
		if r.err == nil && !endsOf(lengths, len(p)) {
			r.fail(errTexts)
		}
		if r.err != nil {
			return casefile.Texts{}
		}
		t.Bytes = make([]byte, 0, 2*len(p)+n*len(prefix))
		t.Ends = make([]uint32, n)
		start := uint32(0)
		for i, end := range lengths {
			t.Bytes = hex.AppendEncode(append(t.Bytes, prefix...), p[start:end])
			t.Ends[i], start = uint32(len(t.Bytes)), end
		}
	case textsUUID:
		p := readPack(c, r)
		if r.err == nil && len(p) != n*uuidBytes {
			r.fail(errTexts)
		}
		if r.err != nil {
			return t
		}
		t.Bytes = make([]byte, 0, n*uuidText)
		t.Ends = make([]uint32, n)
		for i := range n {
			t.Bytes = appendUUIDText(t.Bytes, p[i*uuidBytes:])
			t.Ends[i] = uint32(len(t.Bytes))
		}
	default:
		r.fail(errTexts)
	}
	if r.err != nil {
		return casefile.Texts{}
	}
	return t
}

// endsOf turns lengths into ends, and reports whether the last one is total.
func endsOf(lengths []uint32, total int) bool {
	sum := uint64(0)
	for i, n := range lengths {
		if sum += uint64(n); sum > uint64(total) {
			return false
		}
		lengths[i] = uint32(sum)
	}
	return sum == uint64(total)
}

// nibbles has the value of each lower-case hexadecimal digit, and 0xff elsewhere.
const nibbles = "" +
	none16 + none16 + none16 + "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\xff\xff\xff\xff\xff\xff" +
	none16 + none16 + "\xff\x0a\x0b\x0c\x0d\x0e\x0f\xff\xff\xff\xff\xff\xff\xff\xff\xff" + none16 +
	none16 + none16 + none16 + none16 + none16 + none16 + none16 + none16

const none16 = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"

func isHex(b byte) bool { return nibbles[b] < 16 }

// unhex8 returns the four bytes that eight digits stand for, the first in the lowest
// place of both; ok is false when some are no lower-case hexadecimal digits.
func unhex8(digits uint64) (bytes uint32, ok bool) {
	const ones = 0x0101010101010101
	// Letters have the bit 0x40, and stand for 9 more than their low half.
	v := digits&(15*ones) + 9*(digits>>6&ones)
	// Written again, only digits that are lower case come out as they were.
	again := v + '0'*ones + ('a'-'0'-10)*((v+6*ones)>>4&ones)
	if v&^(15*ones) != 0 || again != digits {
		return 0, false
	}
	pairs := (v<<4 | v>>8) & 0x00ff00ff00ff00ff
	pairs = (pairs | pairs>>8) & 0x0000ffff0000ffff
	return uint32(pairs | pairs>>16), true
}

// appendUnhex appends the bytes that pairs of digits stand for; ok is false when
// some are no digits.
func appendUnhex(dst, digits []byte) (_ []byte, ok bool) {
	for ; len(digits) >= 8; digits = digits[8:] {
		bytes, ok := unhex8(binary.LittleEndian.Uint64(digits))
		if !ok {
			return dst, false
		}
		dst = binary.LittleEndian.AppendUint32(dst, bytes)
	}
	wrong := byte(0)
	for ; len(digits) >= 2; digits = digits[2:] {
		high, low := nibbles[digits[0]], nibbles[digits[1]]
		wrong |= high | low
		dst = append(dst, high<<4|low&15)
	}
	return dst, wrong < 16 && len(digits) == 0
}

// hexPrefix returns the length of a prefix that all strings share and after which
// each may be an even number of lower-case hexadecimal digits.
func hexPrefix(t *casefile.Texts) (int, bool) {
	if t.Len() == 0 {
		return 0, false
	}
	first := t.At(0)
	prefix := len(first)
	for i := 1; i < t.Len() && prefix > 0; i++ {
		s := t.At(i)
		prefix = min(prefix, len(s))
		if bytes.Equal(s[:prefix], first[:prefix]) {
			continue
		}
		for k := range prefix {
			if s[k] != first[k] {
				prefix = k
				break
			}
		}
	}
	if (len(first)-prefix)%2 == 1 {
		// A digit that all share by chance belongs to the digits.
		if prefix == 0 || !isHex(first[prefix-1]) {
			return 0, false
		}
		prefix--
	}
	return prefix, true
}

// unhexAll appends what the digits after the prefix of each string stand for, and
// sets how many bytes those are; ok is false when some are no digits.
func unhexAll(dst []byte, t *casefile.Texts, prefix int, lengths []uint32) (_ []byte, ok bool) {
	for i := range lengths {
		digits := t.At(i)[prefix:]
		if dst, ok = appendUnhex(dst, digits); !ok {
			return dst, false
		}
		lengths[i] = uint32(len(digits) / 2)
	}
	return dst, true
}

// unUUID appends the bytes of lower-case UUIDs; ok is false when some string is none.
func unUUID(dst []byte, t *casefile.Texts) (_ []byte, ok bool) {
	for i := range t.Len() {
		s := t.At(i)
		if len(s) != uuidText || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
			return dst, false
		}
		half := binary.LittleEndian.Uint32
		for _, digits := range [...]uint64{binary.LittleEndian.Uint64(s), uint64(half(s[9:])) | uint64(half(s[14:]))<<32,
			uint64(half(s[19:])) | uint64(half(s[24:]))<<32, binary.LittleEndian.Uint64(s[28:])} {
			bytes, ok := unhex8(digits)
			if !ok {
				return dst, false
			}
			dst = binary.LittleEndian.AppendUint32(dst, bytes)
		}
	}
	return dst, t.Len() > 0
}

func appendUUIDText(dst, p []byte) []byte {
	for i, part := range [...][]byte{p[:4], p[4:6], p[6:8], p[8:10], p[10:16]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst
}
