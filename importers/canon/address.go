package canon

import (
	"net/netip"
	"strings"
)

// Address prints an address or a prefix canonically: as netip writes it, IPv4
// inside IPv6 unwrapped, zones and ports dropped, a prefix with its host bits
// zeroed and one of full length as the address it is. An address whose last part
// is masked by the exporter ("203.0.113.***") is the prefix that is left, and
// masked is true.
func Address(s string) (canonical string, masked, ok bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap().WithZone("").String(), false, true
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return prefixText(p), false, true
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone("").String(), false, true
	}
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil && strings.HasPrefix(s, "[") {
		return a.WithZone("").String(), false, true
	}
	if dot := strings.LastIndexByte(s, '.'); dot > 0 && isMask(s[dot+1:]) {
		if a, err := netip.ParseAddr(s[:dot] + ".0"); err == nil && a.Is4() {
			return netip.PrefixFrom(a, 24).String(), true, true
		}
	}
	return "", false, false
}

func prefixText(p netip.Prefix) string {
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	if p.Bits() == p.Addr().BitLen() {
		return p.Addr().String()
	}
	return p.Masked().String()
}

// isMask reports whether s is what exporters write for a withheld octet.
func isMask(s string) bool {
	return s != "" && len(s) <= 3 && strings.Trim(s, "*xX") == ""
}
