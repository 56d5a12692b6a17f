package misp

import (
	"strings"

	"casebench/casefile"
	"casebench/importers/canon"
)

// kinds says what the values of each MISP type are; composite types have two.
// Types that are not listed are context. From describeTypes of the MISP project.
var kinds = map[string][]casefile.IndicatorType{
	"ip-src": {casefile.IndicatorIPv4}, "ip-dst": {casefile.IndicatorIPv4},
	"ip-src|port": {casefile.IndicatorIPv4}, "ip-dst|port": {casefile.IndicatorIPv4},
	"AS":     {casefile.IndicatorASN},
	"domain": {casefile.IndicatorDomain}, "hostname": {casefile.IndicatorDomain}, "hostname|port": {casefile.IndicatorDomain},
	"domain|ip": {casefile.IndicatorDomain, casefile.IndicatorIPv4}, "onion-address": {casefile.IndicatorDomain},
	"email": {casefile.IndicatorEmail}, "email-src": {casefile.IndicatorEmail}, "email-dst": {casefile.IndicatorEmail},
	"email-reply-to": {casefile.IndicatorEmail}, "target-email": {casefile.IndicatorEmail}, "eppn": {casefile.IndicatorEmail},
	"jabber-id": {casefile.IndicatorEmail}, "whois-registrant-email": {casefile.IndicatorEmail}, "dns-soa-email": {casefile.IndicatorEmail},
	"url": {casefile.IndicatorURL}, "uri": {casefile.IndicatorURL}, "link": {casefile.IndicatorURL},
	"user-agent": {casefile.IndicatorAgent}, "email-x-mailer": {casefile.IndicatorAgent},
	"github-username": {casefile.IndicatorAccount}, "twitter-id": {casefile.IndicatorAccount}, "target-user": {casefile.IndicatorAccount},
	"ja4-fingerprint": {casefile.IndicatorJA4},
	"btc":             {casefile.IndicatorPayment}, "dash": {casefile.IndicatorPayment}, "xmr": {casefile.IndicatorPayment},
	"iban": {casefile.IndicatorPayment}, "bank-account-nr": {casefile.IndicatorPayment}, "cc-number": {casefile.IndicatorPayment},
	"prtn":           {casefile.IndicatorPayment},
	"malware-sample": {casefile.IndicatorFile, casefile.IndicatorFile},
}

// fileKinds are the types of single values that are of a file.
var fileKinds = []string{"filename", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512/224", "sha512/256",
	"sha3-224", "sha3-256", "sha3-384", "sha3-512", "ssdeep", "tlsh", "imphash", "impfuzzy", "pehash", "vhash", "authentihash",
	"cdhash", "telfhash", "attachment"}

// relations says what a value is that has no type of its own, by the object that
// it stands in and its relation to it.
var relations = map[string]casefile.IndicatorType{
	"ja4-plus/ja4-fingerprint": casefile.IndicatorJA4,
	"user-account/user-id":     casefile.IndicatorAccount,
	"user-account/username":    casefile.IndicatorAccount,
}

// The reasons why values of a type are context only.
const (
	whyFile = "It is of a file, and a case holds no files to match."
	whyKind = "The case has nothing that this type could be matched with."
	whyLink = "It is a reference to read, not something to look for."
)

// part is one value of an attribute.
type part struct {
	kind  casefile.IndicatorType
	value string
	why   string // why it is context only, or ""
}

// split returns the attribute's parts, at least one; false means that there are
// fewer than its type promises. A port is no part: no log of a case shows it.
func (a *attribute) split() ([]part, bool) {
	switch found := a.kinds(); {
	case strings.HasSuffix(a.kind, "|port"):
		host, _, _ := strings.Cut(a.value, "|")
		if name, port, ok := strings.Cut(host, ":"); ok && found[0] == casefile.IndicatorDomain && strings.Trim(port, "0123456789") == "" {
			host = name
		}
		return []part{{found[0], host, ""}}, true
	case len(found) == 2:
		at := strings.IndexByte(a.value, '|')
		if found[0] == casefile.IndicatorFile {
			at = strings.LastIndexByte(a.value, '|') // a file's name may hold one too
		}
		if at < 0 {
			return []part{{found[0], a.value, whyOf(a.kind, found[0])}}, false
		}
		return []part{{found[0], a.value[:at], whyOf(a.kind, found[0])}, {found[1], a.value[at+1:], whyOf(a.kind, found[1])}}, true
	default:
		return []part{{found[0], a.value, whyOf(a.kind, found[0])}}, true
	}
}

// kinds returns what the attribute's values are.
func (a *attribute) kinds() []casefile.IndicatorType {
	if found, ok := kinds[a.kind]; ok {
		return found
	}
	if strings.HasPrefix(a.kind, "filename|") {
		return []casefile.IndicatorType{casefile.IndicatorFile, casefile.IndicatorFile}
	}
	for _, k := range fileKinds {
		if a.kind == k {
			return []casefile.IndicatorType{casefile.IndicatorFile}
		}
	}
	if a.group != nil {
		if kind, ok := relations[a.group.name+"/"+a.relation]; ok {
			return []casefile.IndicatorType{kind}
		}
	}
	return []casefile.IndicatorType{casefile.IndicatorOther}
}

func whyOf(kind string, is casefile.IndicatorType) string {
	switch {
	case kind == "link":
		return whyLink
	case is == casefile.IndicatorFile:
		return whyFile
	case is == casefile.IndicatorOther:
		return whyKind
	}
	return ""
}

// normalise writes a value the way a case writes it. A value that is not of its
// type is other and stays as it came.
func normalise(kind casefile.IndicatorType, v string) (casefile.IndicatorType, string, bool) {
	of, value, ok := canon.Normalise(kind, v)
	if !ok {
		return casefile.IndicatorOther, v, false
	}
	return of, value, true
}
