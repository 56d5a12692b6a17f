package importers

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

// Encodings are the names by which a person says how text is written.
func Encodings() []string {
	return []string{"utf-8", packing.UTF16LE, packing.UTF16BE, packing.Windows1252}
}

// textLayer returns the layer under which text becomes UTF-8: what the person said,
// or what the first bytes show. It is "" for UTF-8, and for what is no text.
func textLayer(in Input, head []byte, whole bool) (string, error) {
	switch in.Encoding {
	case "":
		return encodingOf(head, whole), nil
	case "utf-8":
		return "", nil
	}
	if !packing.IsText(in.Encoding) {
		return "", fault.New(fault.Usage, fmt.Sprintf("There is no encoding %q.", in.Encoding),
			"The encodings are utf-8, utf-16le, utf-16be and windows-1252.", nil)
	}
	return in.Encoding, nil
}

// encodingOf finds out how text is written: by its byte order mark, by its zero
// bytes, by signs that cannot be UTF-8.
func encodingOf(head []byte, whole bool) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}) && wide(head[2:], 1):
		return packing.UTF16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}) && wide(head[2:], 0):
		return packing.UTF16BE
	case bytes.IndexByte(head, 0) >= 0:
		return unmarked(head)
	case accented(head, whole):
		return packing.Windows1252
	}
	return ""
}

// wide reports whether b may be UTF-16 with its high bytes at odd places (1) or even
// ones (0): it holds no unit of zero, as UTF-32 and other binary files do.
func wide(b []byte, high int) bool {
	for i := 0; i+1 < len(b); i += 2 {
		if b[i+high] == 0 && b[i+1-high] == 0 {
			return false
		}
	}
	return true
}

// unmarkedFrom is the least text that shows its encoding by zero bytes alone.
const unmarkedFrom = 16

// unmarked recognises UTF-16 without a mark: nearly all its signs are ASCII, so that
// every other byte is zero, and none of the others is.
func unmarked(head []byte) string {
	if len(head) < unmarkedFrom {
		return ""
	}
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[0] == 0 && zeros[1]*10 >= half*9:
		return packing.UTF16LE
	case zeros[1] == 0 && zeros[0]*10 >= half*9:
		return packing.UTF16BE
	}
	return ""
}

// accented reports whether text is Windows-1252: it holds signs above ASCII, none of
// which is part of UTF-8 or unassigned, and nearly all of which stand beside a
// letter, as they do in names, or are the thorns that quote the fields of load files.
// JSON is never taken for it: it is UTF-8 by its own rules, and what is not is
// damaged.
func accented(head []byte, whole bool) bool {
	if t := bytes.TrimLeft(head, " \t\r\n"); len(t) == 0 || t[0] == '{' || t[0] == '[' {
		return false
	}
	high, fits := 0, 0
	for i := 0; i < len(head); {
		b := head[i]
		if b < utf8.RuneSelf {
			if b < ' ' && b != '\t' && b != '\r' && b != '\n' && b != '\f' && b != 0x14 {
				return false
			}
			i++
			continue
		}
		if r, n := utf8.DecodeRune(head[i:]); r != utf8.RuneError || n > 1 {
			return false
		}
		if !whole && len(head)-i < utf8.UTFMax && !utf8.FullRune(head[i:]) {
			break // the head may end inside a sign
		}
		switch b {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return false
		}
		high++
		before, after := byte(0), byte(0)
		if i > 0 {
			before = head[i-1]
		}
		if i+1 < len(head) {
			after = head[i+1]
		}
		if letter(before) || letter(after) || b == 0xfe && (apart(before) || apart(after)) {
			fits++
		}
		i++
	}
	return high > 0 && fits*10 >= high*9
}

// apart reports whether a byte ends a field of a load file; 0 is the end of the text.
func apart(b byte) bool { return b == 0 || b == 0x14 || b == '\r' || b == '\n' }

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
