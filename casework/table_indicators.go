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
	Hit   *HitView // nil: not shown by the case
	Stale bool     // shown, but only outside the indicator's time
	Idle  string   // why it is not looked for; "" when it is
}

// IndicatorRows lists all indicators of the case, those with most accounts first,
// then by id and part.
func (c *Casework) IndicatorRows(ctx context.Context) ([]IndicatorRow, error) {
	list, err := c.indicators()
	if err != nil {
		return nil, err
	}
	found, err := c.Matched(ctx)
	if err != nil {
		return nil, err
	}
	type value struct{ id, value string }
	hits, stale := map[value]*HitView{}, map[value]*HitView{}
	for i := range found.Hits {
		hits[value{found.Hits[i].Indicator, found.Hits[i].Value}] = &found.Hits[i]
	}
	for i := range found.Stale {
		stale[value{found.Stale[i].Indicator, found.Stale[i].Value}] = &found.Stale[i]
	}
	rows := make([]IndicatorRow, len(list))
	for i, in := range list {
		at := value{in.ID, in.Value}
		rows[i] = IndicatorRow{Indicator: in, Hit: hits[at], Idle: idle(&in)}
		if rows[i].Hit == nil && stale[at] != nil {
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
func idle(in *casefile.Indicator) string {
	switch {
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

// matched keeps the newest answer of Match for the sources it was given for.
type matched struct {
	mu     sync.Mutex
	of     []casefile.Source
	known  bool
	result MatchResult
}

// Matched is Match without files. The answer is kept until the sources change;
// it is shared and not to be changed.
func (c *Casework) Matched(ctx context.Context) (MatchResult, error) {
	list, err := c.sources()
	if err != nil {
		return MatchResult{}, err
	}
	k := &c.matched
	k.mu.Lock()
	defer k.mu.Unlock()
	same := func(a, b casefile.Source) bool { return a.ID == b.ID && a.State == b.State }
	if k.known && slices.EqualFunc(k.of, list, same) {
		return k.result, nil
	}
	r, err := c.Match(ctx, nil)
	if err == nil {
		k.of, k.known, k.result = list, true, r
	}
	return r, err
}
