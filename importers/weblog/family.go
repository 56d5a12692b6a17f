package weblog

import (
	"bytes"
	"net/netip"

	"casebench/importers/lines"
)

// familyText is how the forms that need no layout are stated.
const familyText = "clf"

// family reads common and combined lines, either of them behind name:port. Which one
// a line is in shows in the line: it ends with the size or with two quoted values,
// and begins with an address or with a name and a port.
type family struct {
	plain, vhost [2]*matcher // combined, common
}

func newFamily() *family {
	f := &family{}
	for i, name := range [...]string{"combined", "common"} {
		for _, l := range [...]struct {
			to   *[2]*matcher
			name string
		}{{&f.plain, name}, {&f.vhost, "vhost_" + name}} {
			compiled, err := parseLayout(l.name)
			if err != nil {
				panic("weblog: " + err.Error())
			}
			l.to[i] = &matcher{layout: compiled}
		}
	}
	return f
}

// Begin implements lines.Parser.
func (*family) Begin(any) {}

// Parse implements lines.Parser.
func (f *family) Parse(line []byte, r *lines.Row) (skip bool, why string) {
	forms := &f.plain
	if behindHost(line) {
		forms = &f.vhost
	}
	if bytes.IndexByte(line, '"') < 0 {
		r.Begin(forms[0].names)
		return false, "The line has no request between quotes."
	}
	r.Begin(forms[0].names)
	found, why := forms[0].match(line, r)
	if why == "" {
		return false, forms[0].stray(r)
	}
	r.Begin(forms[1].names)
	again, second := forms[1].match(line, r)
	if second == "" {
		return false, forms[1].stray(r)
	}
	if again > found {
		why = second
	}
	return false, why
}

// stray tells a line that something else stands before, such as what a collector
// adds to every line: the name of a user may hold spaces, but not behind an ident.
func (m *matcher) stray(r *lines.Row) (why string) {
	ident, user := r.Values[m.at[m.slotOf("remote_ident")]], r.Values[m.names.User]
	if ident != nil && bytes.IndexByte(user, ' ') >= 0 {
		return "The line does not begin as the common form does."
	}
	return ""
}

// behindHost reports whether a line begins with name:port and not with an address.
func behindHost(line []byte) bool {
	first, _, _ := bytes.Cut(line[:min(len(line), 300)], []byte{' '})
	colon := bytes.LastIndexByte(first, ':')
	if colon <= 0 || !digits(first[colon+1:]) {
		return false
	}
	_, err := netip.ParseAddr(string(first))
	return err != nil
}
