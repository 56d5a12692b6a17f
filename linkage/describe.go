package linkage

import (
	"net/netip"
	"slices"
	"strings"

	"casebench/casefile"
)

// KnownShared is one line of the case's list of values that honest accounts are
// known to share.
type KnownShared struct{ Type, Value, Reason string }

// Lists holds the values that a case knows to be shared. The zero value knows
// none. It is read only after NewLists.
type Lists struct {
	values   map[casefile.ObservationKind]map[string]string // normalised value -> reason
	prefixes []knownPrefix
}

type knownPrefix struct {
	prefix netip.Prefix
	reason string
}

// NewLists reads the case's list of known shared values. Types that nothing in a
// case has are left out.
func NewLists(rows []KnownShared) *Lists {
	l := &Lists{values: map[casefile.ObservationKind]map[string]string{}}
	for _, r := range rows {
		if r.Reason == "" {
			r.Reason = "listed as shared"
		}
		if p, ok := prefixOf(r.Value); ok && addressType(r.Type) {
			l.prefixes = append(l.prefixes, knownPrefix{p, r.Reason})
			continue
		}
		for _, k := range kindsOfType(r.Type) {
			if l.values[k] == nil {
				l.values[k] = map[string]string{}
			}
			l.values[k][Normalize(k, r.Value)] = r.Reason
		}
	}
	return l
}

// prefixOf reads an address or a prefix as a prefix.
func prefixOf(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if p, err := netip.ParsePrefix(text); err == nil {
		return p.Masked(), true
	}
	if a, err := netip.ParseAddr(text); err == nil {
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	return netip.Prefix{}, false
}

func addressType(t string) bool {
	switch strings.ToLower(strings.TrimSpace(t)) {
	case "ip", "ipv4", "ipv6", "address", "ip_address", "ipv4-addr", "ipv6-addr", "cidr", "prefix", "ip_range":
		return true
	}
	return false
}

// kindsOfType returns the kinds of observation that a word of the list stands for.
func kindsOfType(t string) []casefile.ObservationKind {
	switch strings.ReplaceAll(strings.ToLower(strings.TrimSpace(t)), "-", "_") {
	case "template", "template_hash", "prompt_template", "prompt":
		return []casefile.ObservationKind{casefile.ObserveTemplate}
	case "domain", "email_domain", "domain_name", "mail_domain":
		return []casefile.ObservationKind{casefile.ObserveMailDomain}
	case "device", "device_id":
		return []casefile.ObservationKind{casefile.ObserveDevice}
	case "payment", "pay_fingerprint", "card", "payment_fingerprint":
		return []casefile.ObservationKind{casefile.ObservePayment}
	case "billing", "billing_hash":
		return []casefile.ObservationKind{casefile.ObserveBilling}
	case "email", "email_hash":
		return []casefile.ObservationKind{casefile.ObserveEmail}
	case "phone", "phone_hash":
		return []casefile.ObservationKind{casefile.ObservePhone}
	case "user_agent", "ua", "agent":
		return []casefile.ObservationKind{casefile.ObserveAgent}
	case "ja4":
		return []casefile.ObservationKind{casefile.ObserveJA4}
	case "tag", "tags":
		return []casefile.ObservationKind{casefile.ObserveTags}
	case "end_user":
		return []casefile.ObservationKind{casefile.ObserveEndUser}
	case "referrer":
		return []casefile.ObservationKind{casefile.ObserveReferrer}
	}
	return nil
}

// known returns the reason for which a value is listed, or "". An address range
// is known if it lies in a listed range or holds a listed address, because all
// accounts behind that address show the range as well.
func (l *Lists) known(kind casefile.ObservationKind, text string) string {
	if l == nil {
		return ""
	}
	if kind.Domain() == casefile.DomainAddress {
		if p, ok := prefixOf(text); ok {
			for _, k := range l.prefixes {
				if k.prefix.Overlaps(p) {
					return k.reason
				}
			}
		}
		return ""
	}
	return l.values[kind][Normalize(kind, text)]
}

// Describe says what scoring may know of a value. It is the one step that sees
// the text; the same text and lists give the same answer.
func Describe(kind casefile.ObservationKind, text string, lists *Lists) ValueInfo {
	info := ValueInfo{KnownShared: lists.known(kind, text)}
	norm := Normalize(kind, text)
	switch kind {
	case casefile.ObserveMailDomain:
		info.Public = slices.Contains(publicMail, norm)
	case casefile.ObserveTags, casefile.ObserveEndUser, casefile.ObserveReferrer:
		info.Stop = slices.Contains(emptyWords, norm)
	case casefile.ObserveDevice, casefile.ObservePayment, casefile.ObserveBilling, casefile.ObserveEmail, casefile.ObservePhone,
		casefile.ObserveTemplate:
		info.Stop = slices.Contains(emptyWords, strings.ToLower(norm)) || strings.Trim(norm, "0-") == ""
	case casefile.ObserveAction:
		info.Class, info.Halt = "action", halts(norm)
	case casefile.ObserveAddress, casefile.ObserveSignupAddr:
		info.Class = addressClass(kind, norm)
	}
	return info
}

// emptyWords are markers and framework defaults that name nobody.
var emptyWords = []string{"", "-", "0", "1", "none", "null", "nil", "n/a", "na", "unknown", "undefined", "default", "test",
	"testing", "user", "users", "anonymous", "anon", "guest", "admin", "root", "demo", "example", "prod", "production",
	"dev", "development", "staging", "local", "localhost", "api", "web", "app", "chat", "direct", "organic", "search", "google", "[]", "{}"}

// publicMail are domains that anybody can have an address at. The list is short
// on purpose: a popular domain that it lacks is caught by its frequency.
var publicMail = []string{"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
	"yahoo.co.jp", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com",
	"pm.me", "gmx.com", "gmx.de", "gmx.net", "web.de", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "qq.com", "163.com",
	"126.com", "sina.com", "foxmail.com", "naver.com", "daum.net", "zoho.com", "fastmail.com", "tutanota.com", "tuta.io",
	"t-online.de", "orange.fr", "free.fr", "laposte.net", "libero.it", "seznam.cz", "wp.pl", "uol.com.br", "rediffmail.com"}

// halts reports whether an action word says that an account was stopped or
// limited, and not that this was taken back.
func halts(word string) bool {
	for _, undo := range []string{"unsus", "unban", "unblock", "unlock", "lift", "reinstat", "restor", "appeal", "overturn", "revert", "reactivat", "warn"} {
		if strings.Contains(word, undo) {
			return false
		}
	}
	for _, stop := range []string{"suspen", "ban", "block", "limit", "throttl", "disabl", "terminat", "close", "revok", "lock", "deactivat"} {
		if strings.Contains(word, stop) {
			return true
		}
	}
	return false
}

func addressClass(kind casefile.ObservationKind, text string) string {
	class := "IP address"
	if a, err := netip.ParseAddr(text); err == nil {
		class = "IPv6 address"
		if a.Is4() {
			class = "IPv4 address"
		}
	}
	if kind == casefile.ObserveSignupAddr {
		return class + " at sign-up"
	}
	return class + " on the same day"
}
