package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Summary is what several things have in common.
type Summary struct {
	Kinds     []KindCount `json:"kinds"`    // the most first
	Accounts  int         `json:"accounts"` // named by themselves or by a link
	Events    int64       `json:"events"`   // requests of these accounts
	FirstSeen time.Time   `json:"first_seen,omitzero"`
	LastSeen  time.Time   `json:"last_seen,omitzero"`
	Clusters  []InCluster `json:"clusters"` // those the accounts are in, the most first
	Alone     int         `json:"alone"`    // accounts in no cluster
	Links     int         `json:"links"`    // among the accounts
	Strong    int         `json:"strong"`   // of these links
	Gone      int         `json:"gone"`     // things that are not in the case
	Tags      []TagView   `json:"tags"`     // on the things, counted among them
	Starred   int         `json:"starred"`  // things with a star
}

// KindCount is how many things are of a kind.
type KindCount struct {
	Kind  casefile.RefKind `json:"kind"`
	Count int              `json:"count"`
}

// InCluster is how many of the accounts are in one cluster of how many.
type InCluster struct {
	Cluster int `json:"cluster"`
	Count   int `json:"count"`
	Size    int `json:"size"`
}

// Summary adds up several things: what kinds they are of, and what is common to
// the accounts among them.
func (c *Casework) Summary(ctx context.Context, refs []string) (Summary, error) {
	s := Summary{Kinds: []KindCount{}, Clusters: []InCluster{}, Tags: []TagView{}}
	kinds := map[casefile.RefKind]int{}
	accounts := map[uint32]bool{}
	things := map[casefile.Ref]bool{}
	for _, text := range refs {
		r, err := casefile.ParseRef(text)
		if err != nil {
			return s, err
		}
		kinds[r.Kind]++
		things[r] = true
		var names []string
		switch r.Kind {
		case casefile.RefAccount:
			names = []string{r.ID}
		case casefile.RefLink:
			names = []string{r.ID, r.Peer}
		}
		for _, n := range names {
			code, err := c.accountCode(n)
			if err != nil {
				s.Gone++
				continue
			}
			accounts[code] = true
		}
	}
	for k, n := range kinds {
		s.Kinds = append(s.Kinds, KindCount{k, n})
	}
	slices.SortFunc(s.Kinds, func(a, b KindCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind)) })
	s.Accounts = len(accounts)
	if err := c.sumAccounts(ctx, accounts, &s); err != nil {
		return s, err
	}
	return s, c.sumSaid(ctx, things, &s)
}

// sumAccounts adds up what accounts do and how they hang together.
func (c *Casework) sumAccounts(ctx context.Context, accounts map[uint32]bool, s *Summary) error {
	var all measure
	for code := range accounts {
		m, _, err := c.measured(ctx, code)
		if err != nil {
			return err
		}
		all.note(m.events, m.first, m.last)
	}
	s.Events, s.FirstSeen, s.LastSeen = all.events, instant(all.first), instant(all.last)
	d, err := c.loadRun(0)
	if fault.KindOf(err) == fault.NotFound {
		s.Alone = len(accounts)
		return nil
	}
	if err != nil {
		return err
	}
	inside := 0
	for i := range d.clusters {
		k := &d.clusters[i]
		n := 0
		for _, m := range k.Members {
			if accounts[m.Account] {
				n++
			}
		}
		if n > 0 {
			s.Clusters = append(s.Clusters, InCluster{k.ID, n, len(k.Members)})
			inside += n
		}
	}
	s.Alone = len(accounts) - inside
	slices.SortStableFunc(s.Clusters, func(a, b InCluster) int { return cmp.Compare(b.Count, a.Count) })
	ties, err := c.ties(ctx, d.run.ID)
	for _, t := range ties {
		if accounts[t.a] && accounts[t.b] {
			s.Links++
			if t.strength == casefile.Strong {
				s.Strong++
			}
		}
	}
	return err
}

// sumSaid counts tags and stars on the things.
func (c *Casework) sumSaid(ctx context.Context, things map[casefile.Ref]bool, s *Summary) error {
	marks, err := c.Marks(ctx)
	tags := map[string]int{}
	for r := range things {
		m := marks[r]
		if m.Star {
			s.Starred++
		}
		for _, t := range m.Tags {
			tags[t]++
		}
	}
	for t, n := range tags {
		s.Tags = append(s.Tags, TagView{t, n})
	}
	slices.SortFunc(s.Tags, func(a, b TagView) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Tag, b.Tag)) })
	return err
}
