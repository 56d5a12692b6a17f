package linkage

import (
	"net/netip"
	"strings"
	"unicode"

	"casebench/casefile"
)

// Normalize returns the form in which two texts of a kind are compared: letter
// case and white space where they carry no meaning, addresses in their canonical
// form. It is for lists and indicators; the case keeps what the log said.
func Normalize(kind casefile.ObservationKind, text string) string {
	text = strings.TrimSpace(text)
	switch kind {
	case casefile.ObserveAddress, casefile.ObserveSignupAddr:
		if a, err := netip.ParseAddr(text); err == nil {
			return a.Unmap().WithZone("").String()
		}
	case casefile.ObservePrefix:
		if p, err := netip.ParsePrefix(text); err == nil {
			return p.Masked().String()
		}
	case casefile.ObserveMailDomain:
		return strings.TrimFunc(strings.ToLower(text), func(r rune) bool { return r == '@' || r == '.' || unicode.IsSpace(r) })
	case casefile.ObserveEmail, casefile.ObservePhone, casefile.ObserveTemplate, casefile.ObserveJA4,
		casefile.ObserveBilling, casefile.ObserveReferrer, casefile.ObserveTags, casefile.ObserveEndUser,
		casefile.ObserveAction:
		return strings.ToLower(text)
	}
	return text
}
