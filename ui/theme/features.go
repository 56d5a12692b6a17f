package theme

import "encoding/binary"

// exact prepares a typeface for evidence: what is drawn is what is there.
//
// Both our faces join signs by default, "->" to an arrow and "!=" to one glyph,
// which an identifier or a raw line must not suffer; and Inter's digits have
// widths of their own, which columns of numbers must not. Fyne cannot be told to
// switch the features of a face. So the copy of the face that is handed to Fyne
// has its list of features renamed: contextual alternates and ligatures get a name
// that no shaper asks for, tabular figures one that every shaper asks for. The
// file in assets stays as its makers published it; nothing but these names differs
// in memory. A face that cannot be read is returned as it is.
//
// The layout of the list is that of the OpenType specification, "GSUB" and
// "Feature List Table".
func exact(font []byte) []byte {
	list, ok := features(font)
	if !ok {
		return font
	}
	for at := list + 2; at+6 <= len(font) && at < list+2+6*count(font, list); at += 6 {
		switch string(font[at : at+4]) {
		case "calt", "liga", "clig":
			copy(font[at:], "zz00")
		}
	}
	for at := list + 2; at+6 <= len(font) && at < list+2+6*count(font, list); at += 6 {
		if string(font[at:at+4]) == "tnum" {
			copy(font[at:], "clig")
		}
	}
	return font
}

// features finds where the feature list of the substitution table starts.
func features(font []byte) (at int, ok bool) {
	if len(font) < 12 {
		return 0, false
	}
	tables := int(binary.BigEndian.Uint16(font[4:]))
	for i := range tables {
		record := 12 + 16*i
		if record+16 > len(font) {
			return 0, false
		}
		if string(font[record:record+4]) != "GSUB" {
			continue
		}
		table := int(binary.BigEndian.Uint32(font[record+8:]))
		if table+8 > len(font) {
			return 0, false
		}
		at = table + int(binary.BigEndian.Uint16(font[table+6:]))
		return at, at+2 <= len(font)
	}
	return 0, false
}

func count(font []byte, list int) int { return int(binary.BigEndian.Uint16(font[list:])) }
