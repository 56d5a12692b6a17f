package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// AccountsResult is the account table.
type AccountsResult struct {
	Count    int           `json:"count"`
	Accounts []AccountView `json:"accounts"`
}

// AccountView is one account with its measures. Events are requests.
type AccountView struct {
	ID        string    `json:"id"`
	Events    int64     `json:"events"`
	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
	Cluster   *int      `json:"cluster"`
}

// measure is an account's activity.
type measure struct{ events, first, last int64 }

func (m *measure) note(count, first, last int64) {
	m.events += count
	if first != 0 && (m.first == 0 || first < m.first) {
		m.first = first
	}
	m.last = max(m.last, last)
}

// reckoning is the measures of all accounts, kept for as long as the sources stay the
// same: they take reading all observations.
type reckoning struct {
	mu       sync.Mutex
	sources  string
	measures map[uint32]*measure
	accounts []uint32
}

// measures returns the activity of every account of the population, by code, and the
// population. An account without requests is measured by its sign-up and its
// addresses. Both are shared, and not to be changed.
func (c *Casework) measures(ctx context.Context) (map[uint32]*measure, []uint32, error) {
	r := &c.reckoned
	r.mu.Lock()
	defer r.mu.Unlock()
	list, err := c.readySources()
	if err != nil {
		return nil, nil, err
	}
	if now := fmt.Sprint(list); r.measures == nil || r.sources != now {
		measures, accounts, err := c.reckon(ctx)
		if err != nil {
			return nil, nil, err
		}
		r.sources, r.measures, r.accounts = now, measures, accounts
	}
	return r.measures, r.accounts, nil
}

func (c *Casework) reckon(ctx context.Context) (map[uint32]*measure, []uint32, error) {
	accounts, err := c.population(ctx)
	if err != nil {
		return nil, nil, err
	}
	out := make(map[uint32]*measure, len(accounts))
	for _, a := range accounts {
		out[a] = &measure{}
	}
	for _, k := range []casefile.ObservationKind{casefile.ObserveActivity, casefile.ObserveAddress, casefile.ObserveSignup} {
		for o, err := range c.file.Observations(ctx, k) {
			if err != nil {
				return nil, nil, err
			}
			m := out[o.Account]
			if m == nil {
				continue
			}
			count := o.Count
			if k != casefile.ObserveActivity {
				count = 0
			}
			if k == casefile.ObserveSignup && m.first != 0 {
				continue
			}
			m.note(count, o.First, o.Last)
		}
	}
	return out, accounts, ctx.Err()
}

// Accounts lists accounts with their measures, those with most events first.
// With an expression, only accounts that a matching row is about, and Events
// counts the matching rows. Limit 0 is no limit.
func (c *Casework) Accounts(ctx context.Context, expr string, limit int) (AccountsResult, error) {
	all, codes, err := c.measures(ctx)
	if err != nil {
		return AccountsResult{}, err
	}
	var matching map[uint32]int64
	if expr != "" && expr != "*" {
		if codes, matching, err = c.matchingAccounts(ctx, expr, all); err != nil {
			return AccountsResult{}, err
		}
	}
	cluster, err := c.clusterOf()
	if err != nil {
		return AccountsResult{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return AccountsResult{}, err
	}
	r := AccountsResult{Count: len(codes), Accounts: make([]AccountView, 0, len(codes))}
	for _, code := range codes {
		m := *all[code]
		if matching != nil {
			m.events = matching[code]
		}
		v := AccountView{ID: name(code), Events: m.events, FirstSeen: instant(m.first), LastSeen: instant(m.last)}
		if id := cluster[code]; id != 0 {
			v.Cluster = &id
		}
		r.Accounts = append(r.Accounts, v)
	}
	slices.SortStableFunc(r.Accounts, func(a, b AccountView) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.ID, b.ID))
	})
	if limit > 0 && len(r.Accounts) > limit {
		r.Accounts = r.Accounts[:limit]
	}
	return r, nil
}

// clusterOf returns the cluster of each account in the newest run; empty without
// a run.
func (c *Casework) clusterOf() (map[uint32]int, error) {
	d, err := c.loadRun(0)
	if fault.KindOf(err) == fault.NotFound {
		return map[uint32]int{}, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[uint32]int{}
	for _, k := range d.clusters {
		for _, m := range k.Members {
			out[m.Account] = k.ID
		}
	}
	return out, nil
}
