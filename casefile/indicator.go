package casefile

import (
	"strings"
	"time"
)

// Marking is a TLP 2.0 label in lower case ("clear", "green", "amber",
// "amber+strict", "red"), or "" for unmarked.
type Marking string

// The markings from the widest sharing to the narrowest.
var markings = []Marking{"clear", "green", "amber", "amber+strict", "red"}

// ParseMarking reads a label in any usual spelling, TLP 1's "white" included.
func ParseMarking(s string) (Marking, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "tlp:")
	s = strings.TrimPrefix(s, "tlp-")
	if s == "white" {
		s = "clear"
	}
	if s == "" {
		return "", true
	}
	for _, m := range markings {
		if string(m) == s {
			return m, true
		}
	}
	return "", false
}

// Rank orders markings by how narrowly they share: 0 for unmarked, 5 for red.
func (m Marking) Rank() int {
	for i, k := range markings {
		if k == m {
			return i + 1
		}
	}
	return 0
}

// String returns the label as FIRST writes it, "TLP:AMBER+STRICT", or "".
func (m Marking) String() string {
	if m == "" {
		return ""
	}
	return "TLP:" + strings.ToUpper(string(m))
}

// IndicatorType says what an indicator's value is.
type IndicatorType string

// The types of indicator, after STIX 2.1 where STIX has a word.
const (
	IndicatorIPv4     IndicatorType = "ipv4-addr" // an address or a prefix
	IndicatorIPv6     IndicatorType = "ipv6-addr"
	IndicatorASN      IndicatorType = "autonomous-system"
	IndicatorDomain   IndicatorType = "domain-name"
	IndicatorEmail    IndicatorType = "email-addr"
	IndicatorEmailSum IndicatorType = "email-hash"
	IndicatorURL      IndicatorType = "url"
	IndicatorAccount  IndicatorType = "user-account"
	IndicatorAgent    IndicatorType = "user-agent"
	IndicatorJA4      IndicatorType = "ja4"
	IndicatorPayment  IndicatorType = "payment-fingerprint"
	IndicatorPhoneSum IndicatorType = "phone-hash"
	IndicatorDevice   IndicatorType = "device"
	IndicatorTemplate IndicatorType = "prompt-template"
	IndicatorFile     IndicatorType = "file" // hashes: kept, nothing in a case to match
	IndicatorOther    IndicatorType = "other"
)

// Usage says what may be done with an indicator.
type Usage string

// The usages. Context is kept and shown but never matched by itself.
const (
	UsageMatch   Usage = "match"
	UsageContext Usage = "context"
)

// Indicator is a value that a partner, or this case, says is worth looking for.
type Indicator struct {
	ID         string        `json:"id"`   // its own id (STIX), or one made from source and row
	Part       int           `json:"part"` // several values of one pattern are parts 0, 1, 2 …
	Type       IndicatorType `json:"type"`
	Value      string        `json:"value"`
	Pattern    string        `json:"pattern,omitempty"` // as it was written
	Usage      Usage         `json:"usage"`
	Why        string        `json:"why,omitempty"` // why it is context only
	TLP        Marking       `json:"tlp,omitempty"`
	Confidence int           `json:"confidence,omitempty"` // 0 to 100; 0 is unstated
	ValidFrom  time.Time     `json:"valid_from,omitzero"`
	ValidUntil time.Time     `json:"valid_until,omitzero"`
	Revoked    bool          `json:"revoked,omitempty"`
	Provider   string        `json:"provider,omitempty"`
	LegalBasis string        `json:"legal_basis,omitempty"`
	Comment    string        `json:"comment,omitempty"`
	Origin     Origin        `json:"origin"`
}

// IndicatorRows returns how many rows the indicators come from: the parts of one
// indicator come from one.
func IndicatorRows(list []Indicator) int {
	n := 0
	for i := range list {
		if list[i].Part == 0 {
			n++
		}
	}
	return n
}
