package casepackage

import (
	"fmt"
	"path"
	"strings"
)

const maxSafeName = 80

// safeName makes a file name that is the same harmless thing on every system.
func safeName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	s = b.String()
	if len(s) > maxSafeName {
		ext := path.Ext(s)
		if len(ext) > 12 {
			ext = ""
		}
		s = s[:maxSafeName-len(ext)] + ext
	}
	s = strings.TrimRight(strings.TrimLeft(s, "."), ".")
	if s == "" || s == "_" {
		return "item"
	}
	if reservedName(s) {
		return "_" + s
	}
	return s
}

// reservedName reports names that Windows gives to devices, with any extension.
func reservedName(s string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(s), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

// exhibitLabel prints an exhibit's number as people cite it.
func exhibitLabel(n uint32) string { return fmt.Sprintf("E-%06d", n) }

// packageID names the bag.
func packageID(c *Contents, p Profile) string {
	id := safeName(c.Case.ID)
	if len(id) > 8 {
		id = id[:8]
	}
	return fmt.Sprintf("casebench-%s-r%d-%s", id, c.Revision, p)
}

// safePath reports whether a path of a package is one that the writer makes:
// relative, ASCII, no empty, dot or reserved part.
func safePath(p string) bool {
	if p == "" || len(p) > maxName {
		return false
	}
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part == "." || part == ".." || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || reservedName(part) {
			return false
		}
		for i := range len(part) {
			c := part[i]
			ok := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-'
			if !ok {
				return false
			}
		}
	}
	return true
}
