package casework

import (
	"context"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/linkage/match"
)

// IndicatorRow is one value of an indicator with what the case shows of it.
type IndicatorRow struct {
	casefile.Indicator
	Reviewed casefile.Reviewed
	Hit      *HitView // nil: not shown by the case
	Stale    bool     // shown, but only outside the indicator's time
	Lists    []string // warninglists that name the value
	Idle     string   // why it is not looked for; "" when it is, or will be once it is accepted
}

// IndicatorRows lists all indicators of the case, those with most accounts first,
// then by id and part.
func (c *Casework) IndicatorRows(ctx context.Context) ([]IndicatorRow, error) {
	list, reviewed, err := c.indicators()
	if err != nil {
		return nil, err
	}
	found, err := c.Matched(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := c.listsOf()
	if err != nil {
		return nil, err
	}
	type value struct{ id, value string }
	hits, stale := map[value]*HitView{}, map[value]*HitView{}
	for _, some := range [][]HitView{found.Waiting, found.Hits} {
		for i := range some {
			hits[value{some[i].Indicator, some[i].Value}] = &some[i]
		}
	}
	for i := range found.Stale {
		stale[value{found.Stale[i].Indicator, found.Stale[i].Value}] = &found.Stale[i]
	}
	rows := make([]IndicatorRow, len(list))
	for i, in := range list {
		at := value{in.ID, in.Value}
		said, ok := reviewed[in.Place()]
		if !ok {
			said.Standing = casefile.StandingPending
		}
		rows[i] = IndicatorRow{Indicator: in, Reviewed: said, Lists: lists[in.Place()], Idle: idle(&in, said.Standing)}
		switch {
		case rows[i].Idle != "":
		case hits[at] != nil:
			rows[i].Hit = hits[at]
		case stale[at] != nil:
			rows[i].Hit, rows[i].Stale = stale[at], true
		}
	}
	slices.SortStableFunc(rows, func(a, b IndicatorRow) int { return b.reach() - a.reach() })
	return rows, nil
}

// reach orders rows: accounts hit, those that are stale after those that are not.
func (r *IndicatorRow) reach() int {
	if r.Hit == nil {
		return 0
	}
	n := len(r.Hit.Accounts) * 2
	if r.Stale {
		n = 1
	}
	return n
}

// idle says why an indicator is not looked for.
func idle(in *casefile.Indicator, s casefile.Standing) string {
	switch {
	case s == casefile.StandingRefused:
		return "refused: by a review"
	case s == casefile.StandingContext:
		return "context only: by a review"
	case in.Usage != casefile.UsageMatch && in.Why != "":
		return "context only: " + in.Why
	case in.Usage != casefile.UsageMatch:
		return "context only"
	case in.Revoked:
		return "revoked: its provider took it back"
	case !match.Looks(in.Type):
		return "nothing to compare: no column of a case holds this type"
	}
	return ""
}

// matched keeps the newest answer of Match for the sources and reviews that it was
// given for.
type matched struct {
	mu      sync.Mutex
	of      []casefile.Source
	reviews []casefile.Review
	known   bool
	result  MatchResult
}

// Matched is Match without files. The answer is kept until the sources or the reviews
// change; it is shared and not to be changed.
func (c *Casework) Matched(ctx context.Context) (MatchResult, error) {
	list, err := c.sources()
	if err != nil {
		return MatchResult{}, err
	}
	reviews, err := c.reviews()
	if err != nil {
		return MatchResult{}, err
	}
	k := &c.matched
	k.mu.Lock()
	defer k.mu.Unlock()
	same := func(a, b casefile.Source) bool { return a.ID == b.ID && a.State == b.State }
	alike := func(a, b casefile.Review) bool { return a.ID == b.ID && a.Withdrawn == b.Withdrawn }
	if k.known && slices.EqualFunc(k.of, list, same) && slices.EqualFunc(k.reviews, reviews, alike) {
		return k.result, nil
	}
	r, err := c.Match(ctx, nil)
	if err == nil {
		k.of, k.reviews, k.known, k.result = list, reviews, true, r
	}
	return r, err
}
