package misp

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
)

// attribute is one line of an event.
type attribute struct {
	UUID      string `json:"uuid"`
	Type      string `json:"type"`
	Value     string `json:"value"`
	Comment   string `json:"comment"`
	ToIDs     flag   `json:"to_ids"`
	Deleted   flag   `json:"deleted"`
	FirstSeen string `json:"first_seen"`
	LastSeen  string `json:"last_seen"`
	Tag       []tag  `json:"Tag"`
}

// flag is a boolean that some exports write as a number or a string.
type flag bool

// UnmarshalJSON implements json.Unmarshaler.
func (f *flag) UnmarshalJSON(b []byte) error {
	s := string(bytes.Trim(b, `"`))
	v, err := strconv.ParseBool(s)
	*f = flag(v && err == nil)
	return nil
}

var _ json.Unmarshaler = (*flag)(nil)

// indicator turns an attribute into an indicator. The part of a composite value
// that a log can show is the value; the whole stays in Pattern.
func (a *attribute) indicator(e event, at casefile.Origin) casefile.Indicator {
	in := casefile.Indicator{ID: a.UUID, Type: casefile.IndicatorOther, Value: a.Value, Usage: casefile.UsageMatch,
		TLP: narrower(marking(e.Tag), marking(a.Tag)), Provider: e.Orgc.Name, Comment: a.Comment, Origin: at,
		ValidFrom: instant(a.FirstSeen), ValidUntil: instant(a.LastSeen)}
	if in.ID == "" {
		in.ID = "misp-" + strconv.FormatInt(at.Row, 10)
	}
	in.Type, in.Value = typed(a.Type, a.Value)
	if in.Value != a.Value {
		in.Pattern = a.Value
	}
	switch {
	case !bool(a.ToIDs):
		in.Usage, in.Why = casefile.UsageContext, "its author did not set to_ids"
	case in.Type == casefile.IndicatorOther || in.Type == casefile.IndicatorFile:
		in.Usage, in.Why = casefile.UsageContext, "no column of a case holds values of this type"
	}
	// MISP's last_seen is when it was last seen, not when it ceases to hold.
	in.ValidUntil = time.Time{}
	return in
}

func narrower(a, b casefile.Marking) casefile.Marking {
	if b.Rank() > a.Rank() {
		return b
	}
	return a
}

func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// typed returns what a value of a MISP type is in a case.
func typed(kind, value string) (casefile.IndicatorType, string) {
	first, second, _ := strings.Cut(value, "|")
	switch kind {
	case "ip-src", "ip-dst":
		return address(value), value
	case "ip-src|port", "ip-dst|port":
		return address(first), first
	case "domain|ip":
		return address(second), second
	case "domain", "hostname", "onion-address":
		return casefile.IndicatorDomain, value
	case "hostname|port":
		return casefile.IndicatorDomain, first
	case "email", "email-src", "email-dst", "email-reply-to", "target-email", "eppn":
		return casefile.IndicatorEmail, value
	case "url", "uri":
		return casefile.IndicatorURL, value
	case "AS":
		return casefile.IndicatorASN, strings.TrimPrefix(strings.ToUpper(value), "AS")
	case "user-agent":
		return casefile.IndicatorAgent, value
	case "github-username", "twitter-id", "target-user":
		return casefile.IndicatorAccount, value
	case "ja4-fingerprint":
		return casefile.IndicatorJA4, value
	case "md5", "sha1", "sha256", "sha512", "ssdeep", "filename", "filename|md5", "filename|sha1", "filename|sha256":
		return casefile.IndicatorFile, value
	}
	return casefile.IndicatorOther, value
}

// address tells IPv4 from IPv6; what is neither is kept as context.
func address(value string) casefile.IndicatorType {
	p, err := netip.ParsePrefix(value)
	if err != nil {
		a, aerr := netip.ParseAddr(value)
		if aerr != nil {
			return casefile.IndicatorOther
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	if p.Addr().Unmap().Is4() {
		return casefile.IndicatorIPv4
	}
	return casefile.IndicatorIPv6
}
