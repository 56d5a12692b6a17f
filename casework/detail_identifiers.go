package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/linkage"
)

// IdentifierView is what an account shows of one kind: its cards, its devices.
type IdentifierView struct {
	Kind     string      `json:"kind"`      // as packages spell it: "payment", "address"
	Distinct int         `json:"distinct"`  // values
	Shared   int         `json:"shared"`    // of which another account shows too
	SetAside int         `json:"set_aside"` // of which say nothing: too common, known to be shared, public
	Values   []ValueView `json:"values"`    // those that tell most, at most valuesShown
}

// ValueView is one value that an account shows.
type ValueView struct {
	Value  string    `json:"value"`
	Class  string    `json:"class,omitempty"`
	Count  int64     `json:"count"`  // rows
	Others int       `json:"others"` // other accounts that show it
	First  time.Time `json:"first,omitzero"`
	Last   time.Time `json:"last,omitzero"`
	Aside  string    `json:"aside,omitempty"` // why it is not counted: "hub", "known_shared", "public", "stop"
	Reason string    `json:"reason,omitempty"`
	Expr   string    `json:"expr"`           // of the query language: every row that shows it
	Said   []Said    `json:"said,omitempty"` // by datasets

	code uint32
}

// valuesShown is how many values of a kind a detail carries.
const valuesShown = 8

// identifying are the kinds that tell accounts apart or tie them, in the order of
// how much they usually carry.
func identifying() []casefile.ObservationKind {
	return []casefile.ObservationKind{casefile.ObservePayment, casefile.ObserveBilling, casefile.ObserveBIN, casefile.ObserveDevice,
		casefile.ObserveAddress, casefile.ObserveSignupAddr, casefile.ObservePrefix, casefile.ObserveTemplate, casefile.ObserveEmail,
		casefile.ObserveMailDomain, casefile.ObserveMailPattern, casefile.ObservePhone, casefile.ObservePhonePrefix, casefile.ObserveKey,
		casefile.ObserveEndUser, casefile.ObserveAgent, casefile.ObserveJA4, casefile.ObserveSDK, casefile.ObserveTags,
		casefile.ObserveReferrer, casefile.ObserveInviter}
}

func (c *Casework) fillIdentifiers(ctx context.Context, code uint32, d *AccountDetail) error {
	values, err := c.values(ctx)
	if err != nil {
		return err
	}
	aside, err := c.asides()
	if err != nil {
		return err
	}
	for _, kind := range identifying() {
		h, err := c.held(ctx, kind)
		if err != nil {
			return err
		}
		if v, ok := c.identifier(kind, h, code, values, aside[kind]); ok {
			if err := c.fillSaid(kind, &v); err != nil {
				return err
			}
			d.Identifiers = append(d.Identifiers, v)
		}
	}
	return nil
}

// fillSaid adds what datasets say of the values that are shown.
func (c *Casework) fillSaid(kind casefile.ObservationKind, v *IdentifierView) error {
	if _, ok := enrichable()[kind.Domain()]; !ok {
		return nil
	}
	codes := map[uint32]bool{}
	for i := range v.Values {
		codes[v.Values[i].code] = true
	}
	said, err := c.saidOf(kind.Domain(), codes)
	for i := range v.Values {
		v.Values[i].Said = said[v.Values[i].code]
	}
	return err
}

// identifier describes what an account shows of one kind.
func (c *Casework) identifier(kind casefile.ObservationKind, h *holdings, code uint32, values *valueReader, hubs map[uint32]string) (IdentifierView, bool) {
	v := IdentifierView{Kind: kind.String()}
	for _, x := range h.of(code) {
		if x.value == 0 {
			continue
		}
		info := values.Info(kind, x.value)
		one := ValueView{code: x.value, Class: info.Class, Count: x.count, Others: h.sharedBy(x.value) - 1, First: instant(x.first), Last: instant(x.last)}
		one.Aside, one.Reason = asideOf(info, hubs[x.value])
		one.Value = values.text(kind, x.value)
		if kind.Domain() == casefile.DomainAccount {
			one.Value = casefile.AccountName(one.Value)
		}
		v.Distinct++
		switch {
		case one.Aside != "":
			v.SetAside++
		case one.Others > 0:
			v.Shared++
		}
		v.Values = append(v.Values, one)
	}
	slices.SortStableFunc(v.Values, func(a, b ValueView) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.Others, b.Others), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	v.Values = v.Values[:min(len(v.Values), valuesShown)]
	for i := range v.Values {
		v.Values[i].Expr = rowsOf(nil, kind, []string{v.Values[i].Value})
	}
	return v, v.Distinct > 0
}

// rank puts values that tie first, then the account's own, then those set aside.
func (v *ValueView) rank() int {
	switch {
	case v.Aside != "":
		return 2
	case v.Others == 0:
		return 1
	}
	return 0
}

// asideOf says why a value is not counted, "" when it is.
func asideOf(info linkage.ValueInfo, hub string) (why, reason string) {
	switch {
	case info.KnownShared != "":
		return "known_shared", info.KnownShared
	case info.Public:
		return "public", ""
	case info.Stop:
		return "stop", ""
	}
	return hub, ""
}

// asides returns the values that the newest run set aside, with the reason.
func (c *Casework) asides() (map[casefile.ObservationKind]map[uint32]string, error) {
	out := map[casefile.ObservationKind]map[uint32]string{}
	err := c.file.View(func(tx *store.Tx) error {
		run, _, err := tx.NewestRun()
		for _, s := range run.Suppressed {
			kind := observedBy(s.Signal)
			if out[kind] == nil {
				out[kind] = map[uint32]string{}
			}
			if s.Reason == "hub" {
				out[kind][s.Value] = s.Reason
			}
		}
		return err
	})
	return out, err
}
