package query

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainForm brings texts to the form in which text filters compare them: two texts
// that a search takes for the same have the same plain form. See FORMAT.md beside
// the case file. The zero value is ready; it belongs to one goroutine.
type plainForm struct {
	table []rune // of the characters below tabled that are not ASCII, made when one is met
}

// tabled is where the alphabets with cases end, but for a few.
const tabled = 0x3000

// append writes the plain form of text.
func (f *plainForm) append(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if len(text)-i >= 8 {
			if w := binary.LittleEndian.Uint64(text[i:]); w&(0x80*ones) == 0 {
				dst = binary.LittleEndian.AppendUint64(dst, lower8(w))
				i += 8
				continue
			}
		}
		c := text[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		dst = utf8.AppendRune(dst, f.rune(r))
		i += n
	}
	return dst
}

const ones = 0x0101010101010101

// lower8 makes small letters of the capitals among eight bytes of ASCII.
func lower8(w uint64) uint64 {
	fromA := w + (0x80-'A')*ones  // the high bit of each byte: at or above A
	aboveZ := w + (0x7f-'Z')*ones // above Z
	return w | (fromA&^aboveZ)&(0x80*ones)>>2
}

// rune returns the plain form of one character.
func (f *plainForm) rune(r rune) rune {
	switch {
	case r >= tabled && r < 0xa640, r >= 0xac00 && r < 0xd800, r >= 0xf900 && r < 0xfb00:
		return r // scripts of East Asia, which have no cases
	case r >= tabled:
		return plainRune(r)
	}
	if f.table == nil {
		f.table = make([]rune, tabled)
		for i := range f.table {
			f.table[i] = plainRune(rune(i))
		}
	}
	return f.table[r]
}

func plainRune(r rune) rune {
	r = folded(r)
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// unicodeMajor is the major version of the tables that characters are folded by.
func unicodeMajor() uint8 {
	major, _, _ := strings.Cut(unicode.Version, ".")
	n, _ := strconv.ParseUint(major, 10, 8)
	return uint8(n)
}
