package stix

import (
	"strings"

	"casebench/casefile"
	"casebench/importers/canon"
	"casebench/importers/stix/pattern"
)

// found is one value of a pattern with what may be done with it.
type found struct {
	kind  casefile.IndicatorType
	value string
	usage casefile.Usage
	why   string
}

// The reasons why a value is context only.
const (
	whyAnd      = "It stands beside other conditions (AND), and says nothing alone."
	whyFollowed = "It is one of several observations that must come together."
	whyNot      = "The pattern excludes it (NOT)."
	whyRegex    = "It is a pattern of texts (LIKE or MATCHES), not a value."
	whyFile     = "It is of a file, and a case holds no files to match."
	whyPath     = "The case has nothing that this path could be matched with."
	whyValue    = "The value is not what its path promises."
	whyDisplay  = "A display name is no identity."
)

// valuesOf finds every value that the pattern compares with, in its order.
func valuesOf(p *pattern.Pattern) []found {
	var out []found
	var walk func(p *pattern.Pattern, why string)
	walk = func(p *pattern.Pattern, why string) {
		if p.Kind == pattern.And || p.Kind == pattern.FollowedBy {
			why = whyFollowed
		}
		for _, part := range p.Parts {
			walk(part, why)
		}
		if p.Expr != nil {
			exprValues(p.Expr, why, &out)
		}
	}
	walk(p, "")
	return out
}

func exprValues(e *pattern.Expr, why string, out *[]found) {
	if e.Kind == pattern.Comparison {
		*out = append(*out, testValues(e.Test, why)...)
		return
	}
	if e.Kind == pattern.And && narrowing(e.Parts) > 1 && why == "" {
		why = whyAnd
	}
	for _, part := range e.Parts {
		exprValues(part, why, out)
	}
}

// narrowing counts the parts of an AND that narrow it. That a reference is of a
// type, which writers add to dst_ref.value, does not.
func narrowing(parts []*pattern.Expr) (n int) {
	for _, e := range parts {
		if e.Kind != pattern.Comparison || !ofReference(e.Test) {
			n++
		}
	}
	return n
}

// ofReference reports whether a test says only what type a reference is of.
func ofReference(t *pattern.Test) bool {
	s := t.Path.Steps
	return t.Op == "=" && !t.Negated && len(s) > 1 && s[len(s)-1].Key == "type" && strings.Contains(s[len(s)-2].Key, "_ref")
}

func testValues(t *pattern.Test, why string) (out []found) {
	kind, pathWhy := typeOf(t.Path)
	switch {
	case ofReference(t):
		return nil
	case t.Negated || t.Op == "!=":
		why = whyNot
	case t.Op == "LIKE" || t.Op == "MATCHES":
		why = whyRegex
	case t.Op == "=" || t.Op == "IN":
	case t.Op == "ISSUBSET" && (kind == casefile.IndicatorIPv4 || kind == casefile.IndicatorIPv6):
	default: // orders and EXISTS name no value
		return nil
	}
	if why == "" {
		why = pathWhy
	}
	for _, v := range t.Values {
		f := found{kind: kind, value: v.Text, usage: casefile.UsageMatch, why: why}
		if why != whyRegex {
			ok := true
			if f.kind, f.value, ok = canon.Normalise(kind, v.Text); !ok && why == "" {
				f.why = whyValue
			}
		}
		if f.why != "" {
			f.usage = casefile.UsageContext
		}
		out = append(out, f)
	}
	return out
}

// paths that mean one thing, with indexes left out. From STIX 2.1 part 6.
var paths = map[string]casefile.IndicatorType{
	"ipv4-addr:value":                                 casefile.IndicatorIPv4,
	"ipv6-addr:value":                                 casefile.IndicatorIPv6,
	"network-traffic:src_ref.value":                   casefile.IndicatorIPv4,
	"network-traffic:dst_ref.value":                   casefile.IndicatorIPv4,
	"domain-name:resolves_to_refs.value":              casefile.IndicatorIPv4,
	"autonomous-system:number":                        casefile.IndicatorASN,
	"domain-name:value":                               casefile.IndicatorDomain,
	"email-addr:value":                                casefile.IndicatorEmail,
	"email-message:from_ref.value":                    casefile.IndicatorEmail,
	"email-message:sender_ref.value":                  casefile.IndicatorEmail,
	"email-message:to_refs.value":                     casefile.IndicatorEmail,
	"email-message:additional_header_fields.reply_to": casefile.IndicatorEmail,
	"url:value":                                       casefile.IndicatorURL,
	"user-account:account_login":                      casefile.IndicatorAccount,
	"user-account:user_id":                            casefile.IndicatorAccount,
	"network-traffic:extensions.http-request-ext.request_header.user-agent": casefile.IndicatorAgent,
}

// names that vendors give to values for which STIX has no path.
var names = map[string]casefile.IndicatorType{
	"ja4": casefile.IndicatorJA4, "ja4_hash": casefile.IndicatorJA4, "ja4_fingerprint": casefile.IndicatorJA4,
	"user-agent": casefile.IndicatorAgent, "user_agent": casefile.IndicatorAgent,
	"pay_fingerprint": casefile.IndicatorPayment, "payment_fingerprint": casefile.IndicatorPayment,
	"payment-fingerprint": casefile.IndicatorPayment, "card_fingerprint": casefile.IndicatorPayment,
	"email_hash": casefile.IndicatorEmailSum, "email-hash": casefile.IndicatorEmailSum, "email_sha256": casefile.IndicatorEmailSum,
	"phone_hash": casefile.IndicatorPhoneSum, "phone-hash": casefile.IndicatorPhoneSum,
	"device_id": casefile.IndicatorDevice, "device": casefile.IndicatorDevice, "device_fingerprint": casefile.IndicatorDevice,
	"template_hash": casefile.IndicatorTemplate, "prompt_template": casefile.IndicatorTemplate,
	"prompt-template": casefile.IndicatorTemplate, "template": casefile.IndicatorTemplate,
	"asn": casefile.IndicatorASN,
}

// typeOf says what a path's values are, and why they cannot be matched if so.
func typeOf(p pattern.Path) (kind casefile.IndicatorType, why string) {
	keys := make([]string, 0, len(p.Steps))
	for _, s := range p.Steps {
		if s.Key != "" {
			keys = append(keys, strings.ToLower(s.Key))
		}
	}
	if kind, ok := paths[p.Object+":"+strings.Join(keys, ".")]; ok {
		return kind, ""
	}
	last := ""
	if len(keys) > 0 {
		last = keys[len(keys)-1]
	}
	switch {
	case p.Object == "file" || p.Object == "artifact":
		return casefile.IndicatorFile, whyFile
	case p.Object == "user-account" && last == "display_name":
		return casefile.IndicatorAccount, whyDisplay
	}
	if kind, ok := names[last]; ok {
		return kind, ""
	}
	for custom, ok := strings.CutPrefix(p.Object, "x-"); ok && last == "value"; _, custom, ok = strings.Cut(custom, "-") {
		if kind, known := names[custom]; known {
			return kind, ""
		}
	}
	return casefile.IndicatorOther, whyPath
}
