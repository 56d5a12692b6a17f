package viewmodel

import (
	"net/netip"
	"strconv"
	"strings"
)

// TSV returns the rows that are selected, with their heads, as lines of cells
// apart by tabs, for a spreadsheet. What a spreadsheet would run as a formula is
// kept from it; with defanged, values that a browser would follow are broken.
func (t *Table[T]) TSV(defanged bool) (text string, rows int) {
	var b strings.Builder
	for k, c := range t.columns {
		tsvCell(&b, k, c.Title)
	}
	picked := t.picked()
	for _, r := range picked {
		b.WriteByte('\n')
		for k := range t.columns {
			tsvCell(&b, k, t.plain(k, r, defanged))
		}
	}
	return b.String() + "\n", len(picked)
}

// plain returns what is copied of a row's column.
func (t *Table[T]) plain(k int, r *T, defanged bool) string {
	c := &t.columns[k]
	if c.Value != nil {
		if v, ok := c.Value(r); ok {
			if defanged {
				return Defang(v)
			}
			return v
		}
	}
	if c.Plain != nil {
		return c.Plain(r)
	}
	return c.Cell(r).Text
}

func tsvCell(b *strings.Builder, k int, text string) {
	if k > 0 {
		b.WriteByte('\t')
	}
	b.WriteString(GuardCell(text))
}

// GuardCell makes a text fit for a cell of a spreadsheet: on one line, and never
// run as a formula.
func GuardCell(text string) string {
	text = oneLine(text)
	if lead := strings.TrimLeft(text, " "); lead != "" && strings.ContainsRune("=+-@", rune(lead[0])) {
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return "'" + text
		}
	}
	return text
}

// Defang writes an address, a domain, a URL or an e-mail address so that no
// program follows it: hxxps://example[.]com, 192[.]0[.]2[.]1. Text that is none of
// them is returned as it is.
func Defang(value string) string {
	host := strings.SplitN(value, "/", 2)[0]
	if a, err := netip.ParseAddr(host); err == nil {
		if a.Is4() {
			return strings.ReplaceAll(value, ".", "[.]")
		}
		return strings.ReplaceAll(value, ":", "[:]")
	}
	if scheme, rest, ok := strings.Cut(value, "://"); ok {
		if strings.HasPrefix(strings.ToLower(scheme), "http") {
			scheme = "hxxp" + scheme[4:]
		}
		host, path, cut := strings.Cut(rest, "/")
		value = scheme + "[://]" + strings.ReplaceAll(strings.ReplaceAll(host, "@", "[@]"), ".", "[.]")
		if cut {
			value += "/" + path
		}
		return value
	}
	if strings.Contains(value, ".") && !strings.ContainsAny(value, " /\\") {
		return strings.ReplaceAll(strings.ReplaceAll(value, "@", "[@]"), ".", "[.]")
	}
	return value
}
