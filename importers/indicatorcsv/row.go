package indicatorcsv

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/importers/canon"
)

// types are the words that people use for each type of indicator. "ip" stands
// for both families: the value decides.
var types = map[string]casefile.IndicatorType{
	"ip": casefile.IndicatorIPv4, "ipv4": casefile.IndicatorIPv4, "ipv4-addr": casefile.IndicatorIPv4, "ip-src": casefile.IndicatorIPv4,
	"ip-dst": casefile.IndicatorIPv4, "address": casefile.IndicatorIPv4, "cidr": casefile.IndicatorIPv4, "prefix": casefile.IndicatorIPv4,
	"network": casefile.IndicatorIPv4, "ipv6": casefile.IndicatorIPv6, "ipv6-addr": casefile.IndicatorIPv6, "ip_prefix": casefile.IndicatorIPv4,
	"asn": casefile.IndicatorASN, "as": casefile.IndicatorASN, "autonomous-system": casefile.IndicatorASN,
	"domain": casefile.IndicatorDomain, "domain-name": casefile.IndicatorDomain, "hostname": casefile.IndicatorDomain,
	"host": casefile.IndicatorDomain, "email_domain": casefile.IndicatorDomain, "fqdn": casefile.IndicatorDomain,
	"email": casefile.IndicatorEmail, "e-mail": casefile.IndicatorEmail, "mail": casefile.IndicatorEmail, "email-addr": casefile.IndicatorEmail,
	"email_hash": casefile.IndicatorEmailSum, "email-hash": casefile.IndicatorEmailSum, "email_sha256": casefile.IndicatorEmailSum,
	"url": casefile.IndicatorURL, "uri": casefile.IndicatorURL, "link": casefile.IndicatorURL,
	"account": casefile.IndicatorAccount, "account_id": casefile.IndicatorAccount, "user": casefile.IndicatorAccount,
	"user_id": casefile.IndicatorAccount, "user-account": casefile.IndicatorAccount,
	"user_agent": casefile.IndicatorAgent, "user-agent": casefile.IndicatorAgent, "useragent": casefile.IndicatorAgent, "ua": casefile.IndicatorAgent,
	"ja4": casefile.IndicatorJA4, "ja4_hash": casefile.IndicatorJA4, "ja4_fingerprint": casefile.IndicatorJA4,
	"payment": casefile.IndicatorPayment, "card": casefile.IndicatorPayment, "pay_fingerprint": casefile.IndicatorPayment,
	"payment_fingerprint": casefile.IndicatorPayment, "payment-fingerprint": casefile.IndicatorPayment, "card_fingerprint": casefile.IndicatorPayment,
	"phone_hash": casefile.IndicatorPhoneSum, "phone-hash": casefile.IndicatorPhoneSum, "phone": casefile.IndicatorPhoneSum,
	"device": casefile.IndicatorDevice, "device_id": casefile.IndicatorDevice, "fingerprint": casefile.IndicatorDevice,
	"template": casefile.IndicatorTemplate, "template_hash": casefile.IndicatorTemplate, "prompt_template": casefile.IndicatorTemplate,
	"prompt-template": casefile.IndicatorTemplate,
	"md5":             casefile.IndicatorFile, "sha1": casefile.IndicatorFile, "sha256": casefile.IndicatorFile, "file": casefile.IndicatorFile,
	"hash": casefile.IndicatorFile, "other": casefile.IndicatorOther, "text": casefile.IndicatorOther,
}

// The reasons for which a row is rejected.
const (
	noValue       = "The row has no value."
	noType        = "The row has no type."
	badMarking    = "The TLP label is none of clear, green, amber, amber+strict and red."
	badConfidence = "The confidence is not a number from 0 to 100."
	badTime       = "A time of validity cannot be read."
	badOrder      = "The validity ends before it begins."
	badAddress    = "The value is not an address or a prefix."
	badASN        = "The value is not the number of an autonomous system."
	badDomain     = "The value is not a domain name."
	badEmail      = "The value is not an e-mail address."
)

// rowOf makes an indicator of a row's columns, or says why it cannot be made.
func rowOf(column func(int) string) (in casefile.Indicator, why string) {
	word := strings.ToLower(column(colType))
	value := canon.Refang(column(colValue))
	kind, known := types[word]
	switch {
	case value == "":
		return in, noValue
	case word == "":
		return in, noType
	case !known:
		kind = casefile.IndicatorOther
	}
	in = casefile.Indicator{Type: kind, Value: value, Usage: casefile.UsageMatch, Provider: column(colSource),
		LegalBasis: column(colBasis), Comment: column(colComment)}
	switch {
	case !known:
		in.Usage, in.Why = casefile.UsageContext, "The type is not one that a case could be matched with."
	case kind == casefile.IndicatorFile, kind == casefile.IndicatorOther:
		in.Usage, in.Why = casefile.UsageContext, "The case has nothing of this type to match."
	}
	if why := setValue(&in); why != "" {
		return in, why
	}
	return in, setLimits(&in, column)
}

// setValue writes the value the way a case writes it, and checks that it is of
// its type.
func setValue(in *casefile.Indicator) (why string) {
	of, value, ok := canon.Normalise(in.Type, in.Value)
	if ok && of == casefile.IndicatorDomain && !strings.Contains(value, ".") {
		ok = false
	}
	if ok {
		in.Type, in.Value = of, value
		return ""
	}
	return map[casefile.IndicatorType]string{casefile.IndicatorIPv4: badAddress, casefile.IndicatorIPv6: badAddress, casefile.IndicatorASN: badASN,
		casefile.IndicatorDomain: badDomain, casefile.IndicatorEmail: badEmail}[in.Type]
}

// setLimits reads marking, confidence and validity.
func setLimits(in *casefile.Indicator, column func(int) string) (why string) {
	var ok bool
	if in.TLP, ok = casefile.ParseMarking(column(colTLP)); !ok {
		return badMarking
	}
	if s := column(colConfidence); s != "" {
		n, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
		if err != nil || n < 0 || n > 100 {
			return badConfidence
		}
		in.Confidence = int(n)
	}
	if in.ValidFrom, ok = instant(column(colFrom)); !ok {
		return badTime
	}
	if in.ValidUntil, ok = instant(column(colUntil)); !ok {
		return badTime
	}
	if !in.ValidUntil.IsZero() && in.ValidUntil.Before(in.ValidFrom) {
		return badOrder
	}
	return ""
}

func instant(s string) (t time.Time, ok bool) {
	if s == "" {
		return t, true
	}
	ns, _, ok := canon.ParseTime([]byte(s), time.UTC)
	return time.Unix(0, ns).UTC(), ok
}

// idOf makes an id for an indicator that has none: the same type and value of
// one provider have one id.
func idOf(in casefile.Indicator) string {
	sum := sha256.Sum256([]byte(string(in.Type) + "\x00" + in.Value + "\x00" + in.Provider))
	return "csv-" + hex.EncodeToString(sum[:8])
}
