// Package match finds what partners' indicators meet in a case.
//
// Three nouns: a Case gives dictionaries and observations; a Hit says which
// accounts showed an indicator's value, how often and when; a Report holds the
// hits and what could not be matched. A value is compared in its normal form
// (linkage.Normalize); an address also lies in a prefix.
//
// A hit is a reason to look, never a reason to act: partner data may be stale or
// wrong, and own evidence is needed. So indicators that are context, revoked or
// outside their time do not hit; what was seen only outside an indicator's time
// is listed apart.
package match

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/linkage"
)

// Case is what indicators are matched against.
type Case interface {
	linkage.Observer
	// Values calls yield for the code and text of every value of a dictionary.
	Values(d casefile.Domain, yield func(code uint32, text string)) error
}

// Hit is one indicator that the case shows.
type Hit struct {
	Indicator casefile.Indicator
	At        int      // which of those given it is
	Accounts  []uint32 // codes, ascending
	Events    int64
	First     int64 // nanoseconds since the Unix epoch
	Last      int64
	Seen      []string // where: "address", "signup_address", …
}

// Report is the outcome of matching.
type Report struct {
	Indicators int   // all that were given
	Matchable  int   // may be matched, and a case can show such a value
	Hits       []Hit // most accounts first, then by indicator
	Stale      []Hit // shown by the case, but only outside the indicator's time
	Skipped    Skipped
}

// Skipped counts indicators that were not looked for.
type Skipped struct {
	Context, Revoked int
	NoColumn         int // of a type that no column of a case holds
}

// Find matches indicators against a case.
func Find(ctx context.Context, c Case, indicators []casefile.Indicator) (*Report, error) {
	r := &Report{Indicators: len(indicators)}
	looked := map[casefile.ObservationKind]*table{}
	for i := range indicators {
		in := &indicators[i]
		kinds := kindsOf(in.Type)
		switch {
		case in.Usage != casefile.UsageMatch:
			r.Skipped.Context++
			continue
		case in.Revoked:
			r.Skipped.Revoked++
			continue
		case len(kinds) == 0:
			r.Skipped.NoColumn++
			continue
		}
		r.Matchable++
		for _, k := range kinds {
			if looked[k] == nil {
				looked[k] = newTable(k)
			}
			looked[k].add(i, in)
		}
	}
	found := make([]found, len(indicators))
	for k := 1; k < casefile.ObservationKinds(); k++ {
		if t := looked[casefile.ObservationKind(k)]; t != nil {
			if err := t.find(ctx, c, indicators, found); err != nil {
				return nil, fmt.Errorf("match %s: %w", t.kind, err)
			}
		}
	}
	for i := range found {
		f := &found[i]
		if len(f.valid.Accounts) > 0 {
			r.Hits = append(r.Hits, f.valid.close(i, indicators[i]))
		} else if len(f.stale.Accounts) > 0 {
			r.Stale = append(r.Stale, f.stale.close(i, indicators[i]))
		}
	}
	order(r.Hits)
	order(r.Stale)
	return r, nil
}

func order(hits []Hit) {
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(len(b.Accounts), len(a.Accounts)), cmp.Compare(a.Indicator.ID, b.Indicator.ID),
			cmp.Compare(a.Indicator.Part, b.Indicator.Part))
	})
}

// found gathers what the case shows of one indicator, inside and outside its time.
type found struct{ valid, stale Hit }

func (f *found) note(in *casefile.Indicator, kind casefile.ObservationKind, o *casefile.Observation) {
	h := &f.valid
	if !in.ValidFrom.IsZero() && o.Last < in.ValidFrom.UnixNano() || !in.ValidUntil.IsZero() && o.First >= in.ValidUntil.UnixNano() {
		h = &f.stale
	}
	h.Accounts = append(h.Accounts, o.Account)
	h.Events += o.Count
	if h.First == 0 || o.First < h.First {
		h.First = o.First
	}
	h.Last = max(h.Last, o.Last)
	if name := kind.String(); !slices.Contains(h.Seen, name) {
		h.Seen = append(h.Seen, name)
	}
}

func (h *Hit) close(at int, in casefile.Indicator) Hit {
	h.At, h.Indicator = at, in
	slices.Sort(h.Accounts)
	h.Accounts = slices.Compact(h.Accounts)
	return *h
}
