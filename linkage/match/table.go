package match

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/linkage"
)

// kindsOf returns the kinds of observation that can show an indicator's value.
func kindsOf(t casefile.IndicatorType) []casefile.ObservationKind {
	switch t {
	case casefile.IndicatorIPv4, casefile.IndicatorIPv6:
		return []casefile.ObservationKind{casefile.ObserveAddress, casefile.ObserveSignupAddr}
	case casefile.IndicatorDomain:
		return []casefile.ObservationKind{casefile.ObserveMailDomain}
	case casefile.IndicatorEmail, casefile.IndicatorEmailSum:
		return []casefile.ObservationKind{casefile.ObserveEmail}
	case casefile.IndicatorAccount:
		return []casefile.ObservationKind{casefile.ObserveActivity}
	case casefile.IndicatorAgent:
		return []casefile.ObservationKind{casefile.ObserveAgent}
	case casefile.IndicatorJA4:
		return []casefile.ObservationKind{casefile.ObserveJA4}
	case casefile.IndicatorPayment:
		return []casefile.ObservationKind{casefile.ObservePayment}
	case casefile.IndicatorPhoneSum:
		return []casefile.ObservationKind{casefile.ObservePhone}
	case casefile.IndicatorDevice:
		return []casefile.ObservationKind{casefile.ObserveDevice}
	case casefile.IndicatorTemplate:
		return []casefile.ObservationKind{casefile.ObserveTemplate}
	}
	return nil
}

// Looks reports whether some column of a case can show an indicator of the type.
func Looks(t casefile.IndicatorType) bool { return len(kindsOf(t)) > 0 }

// Matchable reports whether Find looks for the indicator: it may be matched by itself,
// was not taken back, and a case can show its type.
func Matchable(in *casefile.Indicator) bool {
	return in.Usage == casefile.UsageMatch && !in.Revoked && Looks(in.Type)
}

// table looks for the values of one kind.
type table struct {
	kind     casefile.ObservationKind
	exact    map[string][]int // normal form -> indicators
	prefixes map[netip.Prefix][]int
	lengths  []int // of prefixes, each once
}

func newTable(k casefile.ObservationKind) *table {
	return &table{kind: k, exact: map[string][]int{}, prefixes: map[netip.Prefix][]int{}}
}

func (t *table) add(i int, in *casefile.Indicator) {
	for _, form := range forms(t.kind, in) {
		if p, err := netip.ParsePrefix(form); err == nil && t.kind.Domain() == casefile.DomainAddress {
			p = p.Masked()
			t.prefixes[p] = append(t.prefixes[p], i)
			if !slices.Contains(t.lengths, p.Bits()) {
				t.lengths = append(t.lengths, p.Bits())
			}
			continue
		}
		if !slices.Contains(t.exact[form], i) {
			t.exact[form] = append(t.exact[form], i)
		}
	}
}

// forms returns the texts that a case may hold for an indicator's value. A plain
// e-mail address is looked for as the SHA-256 of its lower-case form, which is
// how cases hold them.
func forms(kind casefile.ObservationKind, in *casefile.Indicator) []string {
	form := linkage.Normalize(kind, in.Value)
	switch in.Type {
	case casefile.IndicatorEmail:
		sum := sha256.Sum256([]byte(strings.ToLower(form)))
		return []string{form, hex.EncodeToString(sum[:])}
	case casefile.IndicatorEmailSum, casefile.IndicatorPhoneSum:
		_, bare, ok := strings.Cut(form, ":") // "sha256:…"
		if ok {
			return []string{form, bare}
		}
	case casefile.IndicatorAccount:
		return []string{strings.TrimSpace(in.Value)}
	}
	return []string{form}
}

// lookup returns the indicators that a text of the case meets.
func (t *table) lookup(text string) []int {
	if t.kind == casefile.ObserveActivity {
		return t.exact[casefile.AccountName(text)]
	}
	form := linkage.Normalize(t.kind, text)
	hits := t.exact[form]
	if len(t.prefixes) == 0 {
		return hits
	}
	a, err := netip.ParseAddr(form)
	if err != nil {
		return hits
	}
	hits = slices.Clone(hits)
	for _, n := range t.lengths {
		if p, err := a.Prefix(n); err == nil {
			hits = append(hits, t.prefixes[p]...)
		}
	}
	slices.Sort(hits)
	return slices.Compact(hits)
}

func (t *table) find(ctx context.Context, c Case, all []casefile.Indicator, out []found) error {
	byCode := map[uint32][]int{}
	domain := t.kind.Domain()
	if t.kind == casefile.ObserveActivity {
		domain = casefile.DomainAccount
	}
	err := c.Values(domain, func(code uint32, text string) {
		if hits := t.lookup(text); len(hits) > 0 {
			byCode[code] = hits
		}
	})
	if err != nil || len(byCode) == 0 {
		return err
	}
	for o, err := range c.Observations(ctx, t.kind) {
		if err != nil {
			return err
		}
		code := o.Value
		if t.kind == casefile.ObserveActivity {
			code = o.Account
		}
		for _, i := range byCode[code] {
			out[i].note(&all[i], t.kind, &o)
		}
	}
	return ctx.Err()
}
