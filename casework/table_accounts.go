package casework

import (
	"cmp"
	"context"
	"slices"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// AccountActivity is an account with what the rows looked at add up to.
type AccountActivity struct {
	AccountView
	TokensOut int64   `json:"tokens_out"`
	Share     float64 `json:"share"` // its part of all events of the result
}

// AccountActivityResult is the account table with its totals.
type AccountActivityResult struct {
	Population int               `json:"population"` // accounts of the case
	Events     int64             `json:"events"`     // of all accounts of the result
	Accounts   []AccountActivity `json:"accounts"`   // those with most events first
}

// AccountActivity is Accounts with tokens and shares. With an expression the
// first and last instants are those of the matching rows; without one, events
// are requests and the instants those of the whole case, as Accounts gives them.
func (c *Casework) AccountActivity(ctx context.Context, expr string) (AccountActivityResult, error) {
	if expr == "" {
		expr = "*"
	}
	all, codes, err := c.measures(ctx)
	if err != nil {
		return AccountActivityResult{}, err
	}
	q, err := query.Parse(expr)
	if err != nil {
		return AccountActivityResult{}, err
	}
	sums, err := query.Activities(ctx, c.searchSource(), q, c.asideOptions(ctx))
	if err != nil {
		return AccountActivityResult{}, err
	}
	cluster, err := c.clusterOf()
	if err != nil {
		return AccountActivityResult{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return AccountActivityResult{}, err
	}
	r := AccountActivityResult{Population: len(codes)}
	for _, code := range codes {
		m, sum := all[code], sums[code]
		if expr != "*" {
			if sum.Rows == 0 {
				continue
			}
			m = &measure{sum.Rows, sum.First, sum.Last}
		}
		v := AccountActivity{AccountView: AccountView{ID: name(code), Events: m.events, FirstSeen: instant(m.first), LastSeen: instant(m.last)}, TokensOut: sum.TokensOut}
		if id := cluster[code]; id != 0 {
			v.Cluster = &id
		}
		r.Events += m.events
		r.Accounts = append(r.Accounts, v)
	}
	for i := range r.Accounts {
		if r.Events > 0 {
			r.Accounts[i].Share = float64(r.Accounts[i].Events) / float64(r.Events)
		}
	}
	slices.SortStableFunc(r.Accounts, func(a, b AccountActivity) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.ID, b.ID))
	})
	return r, nil
}

// Tie is how an account hangs in the newest run.
type Tie struct {
	Cluster int                 `json:"cluster,omitempty"`
	Role    casefile.MemberRole `json:"role,omitempty"`
	Links   int                 `json:"links"`
	Best    string              `json:"best,omitempty"` // the other end of its strongest link
	Bits    casefile.Bits       `json:"bits"`
}

// Ties returns how the accounts hang together in the newest run, by name. An
// account without link and cluster is not in it. Without a run it is empty.
func (c *Casework) Ties(ctx context.Context) (map[string]Tie, error) {
	d, err := c.loadRun(0)
	if fault.KindOf(err) == fault.NotFound {
		return map[string]Tie{}, nil
	}
	if err != nil {
		return nil, err
	}
	links, err := c.ties(ctx, d.run.ID)
	if err != nil {
		return nil, err
	}
	name, err := c.accountName()
	if err != nil {
		return nil, err
	}
	out := map[string]Tie{}
	for _, k := range d.clusters {
		for _, m := range k.Members {
			out[name(m.Account)] = Tie{Cluster: k.ID, Role: m.Role}
		}
	}
	for i := range links {
		l := &links[i]
		a, b := name(l.a), name(l.b)
		for _, end := range [][2]string{{a, b}, {b, a}} {
			t := out[end[0]]
			if t.Links == 0 || l.weight > t.Bits {
				t.Best, t.Bits = end[1], l.weight
			}
			t.Links++
			out[end[0]] = t
		}
	}
	return out, ctx.Err()
}

// NewestRun returns the newest run that stands; ok is false when there is none.
func (c *Casework) NewestRun(context.Context) (run casefile.Run, ok bool, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		run, ok, err = tx.NewestRun()
		return err
	})
	return run, ok, err
}
