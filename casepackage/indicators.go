package casepackage

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
)

func (p *packer) indicatorMembers() []member {
	if p.o.Profile.userData() {
		return []member{p.bytes("data/indicators/indicators.csv", p.indicatorTable)}
	}
	return []member{p.bytes("data/indicators/indicators.csv", p.tokenTable)}
}

func (p *packer) indicatorTable(w *bytes.Buffer) error {
	type key struct {
		id   string
		part int
	}
	hits := map[key]*Hit{}
	for i := range p.c.Hits {
		hits[key{p.c.Hits[i].Indicator, p.c.Hits[i].Part}] = &p.c.Hits[i]
	}
	t := newTable(w, "id", "part", "type", "value", "usage", "tlp", "confidence", "valid_from", "valid_until", "revoked", "standing",
		"provider", "legal_basis", "comment", "accounts", "events", "first_seen", "last_seen")
	for i := range p.c.Indicators {
		x := &p.c.Indicators[i]
		h := hits[key{x.ID, x.Part}]
		if h == nil {
			h = &Hit{}
		}
		standing := string(casefile.StandingPending)
		if said, ok := p.c.Reviewed[x.Place()]; ok {
			standing = string(said.Standing)
		}
		t.add(x.ID, x.Part, string(x.Type), x.Value, string(x.Usage), x.TLP.String(), x.Confidence, x.ValidFrom, x.ValidUntil, x.Revoked, standing,
			x.Provider, x.LegalBasis, x.Comment, strings.Join(h.Accounts, " "), h.Events, h.First, h.Last)
	}
	return t.close()
}

// tokenPurpose separates these tokens from every other use of the exchange key.
const tokenPurpose = "casebench-indicator-v1"

// exchangeToken keys a value for a partner (FORMAT.md, data/indicators).
func exchangeToken(key []byte, t casefile.IndicatorType, value string) string {
	m := hmac.New(sha256.New, key)
	fmt.Fprintf(m, "%s\x00%s\x00%s", tokenPurpose, t, strings.ToLower(strings.TrimSpace(value)))
	return hex.EncodeToString(m.Sum(nil))
}

// tokenTable is all that a partner gets: keyed tokens with coarse bands.
func (p *packer) tokenTable(w *bytes.Buffer) error {
	var rows [][]string
	held := map[string]int{}
	for i := range p.c.Observables {
		x := &p.c.Observables[i]
		if why := p.keepBack(x); why != "" {
			held[string(x.Type)+"\x00"+why]++
			continue
		}
		rows = append(rows, []string{string(x.Type), exchangeToken(p.o.ExchangeKey, x.Type, x.Value), band(x.Accounts),
			month(x.First.UTC().Format("2006-01"), x.First.IsZero()), month(x.Last.UTC().Format("2006-01"), x.Last.IsZero()), x.Marking.String()})
	}
	// By token: the order must not tell in which order the case met the values.
	slices.SortFunc(rows, slices.Compare[[]string])
	t := newTable(w, "type", "token", "accounts_band", "first_month", "last_month", "tlp")
	for _, r := range slices.CompactFunc(rows, slices.Equal[[]string]) {
		t.raw(r...)
	}
	keys := make([]string, 0, len(held))
	for k := range held {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		kind, why, _ := strings.Cut(k, "\x00")
		p.block(fmt.Sprintf("%d of type %s", held[k], kind), why)
	}
	return t.close()
}

func month(s string, zero bool) string {
	if zero {
		return ""
	}
	return s
}

// keepBack says why a value may not go to a partner even as a token, or "".
func (p *packer) keepBack(x *Observable) string {
	switch x.Type {
	case casefile.IndicatorIPv4, casefile.IndicatorIPv6, casefile.IndicatorASN:
		return "There are few enough addresses to try them all against a keyed hash."
	case casefile.IndicatorPhoneSum:
		return "There are few enough phone numbers to try them all against a keyed hash."
	case casefile.IndicatorAccount:
		return "Account names are user data."
	}
	switch {
	case x.Marking.Rank() > casefile.Marking("green").Rank():
		return "Its marking does not allow it to be shared with a partner."
	case x.Accounts < 2:
		return "Only one account shows it, and one account is no network."
	}
	return ""
}

// band makes a number coarse, so that it tells a partner nothing of volumes.
func band(n int) string {
	switch {
	case n < 2:
		return "1"
	case n < 10:
		return "2-9"
	case n < 100:
		return "10-99"
	case n < 1000:
		return "100-999"
	}
	return "1000+"
}
